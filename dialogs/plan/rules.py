"""Which days a plan has, in which order a day of it is read, and what stands beside each session."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from dialogs.kit.clashes import by_time, clashes, free_windows
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session

State = Literal["running", "ahead", "over", "announced", "cancelled"]
Days = Mapping[date | None, Sequence[Session]]

NEIGHBOURS = 2  # days that have buttons beside the one that is shown


@dataclass(frozen=True, slots=True)
class Item:
    """A session of the plan: `later`, it is left for its recording; `free`, what is free after it.

    `clash`: something that runs at the same time, and how much of that there is.
    """

    session: Session
    state: State
    later: bool = False
    clash: tuple[Session, int] | None = None
    free: tuple[datetime, datetime] | None = None


def state(session: Session, now: datetime) -> State:
    """Where a session stands."""
    if session.cancelled:
        return "cancelled"
    if session.starts is None or session.ends is None:
        return "announced"
    if session.ends <= now:
        return "over"
    return "running" if session.starts <= now else "ahead"


def days(catalogue: Catalogue, sessions: Iterable[Session]) -> Days:
    """The sessions by the fair's days, by time; what was cancelled comes last on its day, no day at all after them."""
    ordered = sorted(sessions, key=by_time)
    found: dict[date | None, list[Session]] = {}
    for session in sorted(ordered, key=lambda session: session.cancelled):
        found.setdefault(catalogue.day_of(session), []).append(session)
    return dict(sorted(found.items(), key=lambda item: item[0] or date.max))


def to_come(sessions: Sequence[Session], now: datetime) -> list[Session]:
    """What of them is not over and takes place."""
    return [session for session in sessions if state(session, now) not in ("over", "cancelled")]


def day_now(known: Days, now: datetime) -> date | None:
    """The first day of which something is to come, else the last one on which something was."""
    ahead = (on for on, sessions in known.items() if to_come(sessions, now))
    return next(ahead, next((on for on in reversed(list(known)) if on is not None), None))


def first_to_come(sessions: Sequence[Session], now: datetime) -> int:
    """The number of the first session of a day that is not over."""
    return next((at for at, session in enumerate(sessions) if state(session, now) != "over"), 0)


def neighbours(known: Days, on: date | None) -> list[date | None]:
    """The days of the plan nearest to the one that is shown, in their order, without it."""
    order = list(known)
    here = order.index(on)
    near = sorted((at for at in range(len(order)) if at != here), key=lambda at: (abs(at - here), -at))
    return [order[at] for at in sorted(near[:NEIGHBOURS])]


def items(sessions: Sequence[Session], later: frozenset[int], now: datetime) -> list[Item]:
    """A day of the plan, with what clashes and what is free; what is left for its recording is in nobody's way."""
    live = [session for session in sessions if session.id not in later]
    together, free = clashes(live, now), free_windows(live, now)
    return [
        Item(session, state(session, now), session.id in later, together.get(session.id), free.get(session.id))
        for session in sessions
    ]
