"""When a stand can call, and what may still be done about a call.

Windows lie inside the stand's hours, else the fair's, on days of the fair, one after another from when the stand opens.
Hours are those of the fair's zone; moments are counted in UTC, so that a window is an hour when clocks change, too.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from dialogs.kit.limits import CALLS_AT_A_STAND, CALLS_OF_A_PERSON, OPEN_CALLS, OPEN_CALLS_UNPROVED
from dialogs.news.terms import SOONEST as SOONEST
from dialogs.news.terms import WINDOW as WINDOW
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Stand
from storage.leads.steps import CANCEL, MOVE_TAKEN, MOVE_UNTAKEN, Step
from storage.leads.tables import LONGEST_TOPIC, OPEN, Lead

ZONES = tuple(range(-1, 10))  # hours from Moscow: Russia's eleven zones

NIGHT = (time(23), time(7))  # on the visitor's clocks: nobody wants to be called then


def fair_days(catalogue: Catalogue) -> list[date]:
    """All days of all stages, in order."""
    return sorted({day for stage in catalogue.stages for day in _days(stage.first_day, stage.last_day)})


def _days(first: date, last: date) -> Iterator[date]:
    yield from (first + timedelta(days=number) for number in range((last - first).days + 1))


def windows(catalogue: Catalogue, stand: Stand, day: date, now: datetime) -> list[datetime]:
    """When the windows of that day begin, of those that are not too soon."""
    hours = catalogue.hours_of(stand)
    if hours is None or day not in fair_days(catalogue):
        return []
    opens, closes = (datetime.combine(day, at, catalogue.zone).astimezone(UTC) for at in hours)
    count = (closes - opens) // WINDOW
    return [at for number in range(count) if (at := opens + number * WINDOW) >= now + SOONEST]


def days(catalogue: Catalogue, stand: Stand, now: datetime) -> list[date]:
    """The days on which a window remains."""
    today = now.astimezone(catalogue.zone).date()
    return [day for day in fair_days(catalogue) if day >= today and windows(catalogue, stand, day, now)]


def is_window(catalogue: Catalogue, stand: Stand, starts: datetime, now: datetime) -> bool:
    """Whether the stand can call then."""
    return starts in windows(catalogue, stand, starts.astimezone(catalogue.zone).date(), now)


def at_night(own: datetime) -> bool:
    """Whether a window that begins then on the visitor's clocks lies in their night."""
    return own.time() >= NIGHT[0] or own.time() < NIGHT[1]


def may_tell_topic(lead: Lead) -> bool:
    """Whether the stand can still learn what the call is about."""
    return lead.kind == "call" and lead.state in ("new", "taken", "waits")


def may_move(lead: Lead) -> bool:
    """Whether another window may be chosen: they have not spoken yet, as far as the visitor says."""
    if lead.kind != "call" or lead.visitor_says:
        return False
    return lead.state in OPEN and (lead.state != "called" or lead.visitor_says is False)


def moving(lead: Lead) -> Step:
    """The step to another window: who has taken the call keeps it. Only as it is now, so that nobody is overtaken."""
    step = MOVE_UNTAKEN if lead.taken_by is None else MOVE_TAKEN
    return replace(step, out_of=(lead.state,) if may_move(lead) else ())


def may_cancel(lead: Lead) -> bool:
    """Whether the visitor may do without the call."""
    return lead.kind == "call" and lead.state in CANCEL.out_of


@dataclass(frozen=True, slots=True)
class Bound:
    """Why no further call can be ordered: too many wait, or were ordered lately; then `again` says when one can be."""

    why: Literal["stand", "day", "unproved", "open"]
    again: datetime | None = None


def bound(
    ordered: Collection[tuple[int, datetime]], waiting: int, stand: int, now: datetime, *, proved: bool
) -> Bound | None:
    """What stands against one more call from the stand.

    :param ordered: from which stands calls were ordered, and when; `waiting` of them are open.
    :param proved: a messenger vouches for the number.
    """
    if at := CALLS_AT_A_STAND.free_at([at for of, at in ordered if of == stand], now):
        return Bound("stand", at)
    if at := CALLS_OF_A_PERSON.free_at([at for _, at in ordered], now):
        return Bound("day", at)
    if waiting >= OPEN_CALLS:
        return Bound("open")
    return Bound("unproved") if waiting >= OPEN_CALLS_UNPROVED and not proved else None


def too_many(topic: str) -> int:
    """How many signs too many there are."""
    return max(len(topic) - LONGEST_TOPIC, 0)
