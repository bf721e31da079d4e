"""What of the fair is worth seeing first, at a moment and for one reader: pure, by the catalogue in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zlib import crc32

from dialogs.kit.choice import suits
from dialogs.kit.clashes import by_time, overlap, watched
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session, Stage
from storage.people.people import Person

Phase = Literal["unknown", "before", "today", "evening", "pause", "between", "over"]

LOOKED_AHEAD = timedelta(hours=3)
SHOWN = 3  # sessions; with all the doors they fill the ten buttons of the narrowest messenger, and a phone


@dataclass(frozen=True, slots=True)
class Glance:
    """The fair at a glance.

    `own`: of the reader's plan, what comes first; `others`: what they may like of what is on or comes next. `running`
    and `coming` are counts, of what is on now and of the `slot` that comes next, or of its whole day where that is
    another than today. After the end `own`, `others` and `coming` are what can be seen again, as something can be as
    soon as it is `recorded`.
    """

    phase: Phase
    stage: Stage | None = None
    slot: datetime | None = None
    day: date | None = None
    running: int = 0
    coming: int = 0
    recorded: bool = False
    own: tuple[Session, ...] = ()
    others: tuple[Session, ...] = ()


def glance(catalogue: Catalogue, person: Person, now: datetime, *, shown: int = SHOWN) -> Glance:
    """What to show first, at most so many sessions."""
    running, slot = catalogue.running(now), catalogue.next_slot(now)
    today = now.astimezone(catalogue.zone).date()
    if slot is None and not running:
        return _afterwards(catalogue, person, shown)
    day = today if running or slot is None else slot.astimezone(catalogue.zone).date()
    coming = _coming(catalogue, slot, day, today)
    own = _own(catalogue, person, now)[: 1 if day == today else 2]
    begins = _liked(_ahead(catalogue, slot, day, today), catalogue, person, by_time=day == today)
    room = shown - len(own)
    others = _with_running(begins, _liked(running, catalogue, person), room) if day == today else begins[:room]
    if len(others) < room:  # so few that there is room for what the day after begins with
        others += _liked(_day_after(catalogue, day, now), catalogue, person)[: room - len(others)]
    return Glance(
        phase=_phase(catalogue, now, day, today),
        stage=next((stage for stage in catalogue.stages if stage.last_day >= day), None),
        slot=slot,
        day=day,
        running=len(running),
        coming=len(coming),
        recorded=any(session.recording and not session.cancelled for session in catalogue.sessions.values()),
        own=tuple(own),
        others=tuple(sorted(others, key=lambda session: (session.starts or now, session.id))),
    )


def _phase(catalogue: Catalogue, now: datetime, day: date, today: date) -> Phase:
    if day == today:
        return "today"
    began = [session.starts for session in catalogue.sessions.values() if session.starts and session.starts <= now]
    if not began:
        return "before"
    if max(began).astimezone(catalogue.zone).date() == today:
        return "evening"
    over = any(stage.last_day < today for stage in catalogue.stages)
    return "between" if over and not any(s.first_day <= today <= s.last_day for s in catalogue.stages) else "pause"


def _coming(catalogue: Catalogue, slot: datetime | None, day: date, today: date) -> list[Session]:
    """What starts together next, today; else what the next day of the fair begins with, and all that follows."""
    if slot is None or slot.astimezone(catalogue.zone).date() != day:
        return []
    if day == today:
        return [session for session in catalogue.slot(slot) if not session.cancelled]
    return _ahead(catalogue, slot, day, today)


def _ahead(catalogue: Catalogue, slot: datetime | None, day: date, today: date) -> list[Session]:
    """What may be offered of that day: of today what starts within some hours, else all of it."""
    if slot is None or slot.astimezone(catalogue.zone).date() != day:
        return []
    until = slot + (LOOKED_AHEAD if day == today else timedelta(days=1))
    slots = (at for at in catalogue.slots(slot, until) if at.astimezone(catalogue.zone).date() == day)
    return [session for at in slots for session in catalogue.slot(at) if not session.cancelled]


def _day_after(catalogue: Catalogue, day: date, now: datetime) -> list[Session]:
    """What the next day with sessions begins with."""
    midnight = datetime.combine(day + timedelta(days=1), time(), catalogue.zone)
    slot = catalogue.next_slot(max(now, midnight - timedelta(microseconds=1)))
    return [] if slot is None else [session for session in catalogue.slot(slot) if not session.cancelled]


def _own(catalogue: Catalogue, person: Person, now: datetime) -> list[Session]:
    """What the reader watches and is not over, in order of time."""
    mine = watched(catalogue, person)
    return sorted((one for one in mine if one.ends and now < one.ends and not one.cancelled), key=by_time)


def _with_running(soon: list[Session], running: list[Session], room: int) -> list[Session]:
    """What starts soon comes first; of three one is on already."""
    held = 1 if running and room >= SHOWN else 0
    first = soon[: max(0, room - held)]
    return [*first, *running[: max(0, room - len(first))]]


def _liked(
    sessions: Iterable[Session], catalogue: Catalogue, person: Person, *, by_time: bool = False
) -> list[Session]:
    """What is not in the plan yet: what can be seen beside it, what suits, clusters of the plan, one of each cluster.

    What is equal in all this stands in an order of each reader's own, the same at every press, so that no cluster is
    the first for everybody.
    """
    plan = [catalogue.sessions[number] for number in person.plan if number in catalogue.sessions]
    clusters, mine = {session.cluster.id for session in plan}, watched(catalogue, person)

    def unlike(session: Session) -> tuple[bool, float, int, bool, int]:
        clashes = any(overlap(session, other) for other in mine)
        starts = session.starts.timestamp() if by_time and session.starts else 0.0
        own = crc32(f"{person.user}/{session.ref}".encode())
        return clashes, starts, -suits(session, person.choice), session.cluster.id not in clusters, own

    ordered = sorted((session for session in sessions if session.id not in person.plan), key=unlike)
    seen: set[int] = set()
    first: list[Session] = []
    for session in ordered:
        if session.cluster.id not in seen:
            first.append(session)
            seen.add(session.cluster.id)
    chosen = {session.id for session in first}
    return [*first, *(session for session in ordered if session.id not in chosen)]


def _afterwards(catalogue: Catalogue, person: Person, shown: int) -> Glance:
    """Nothing is on or ahead: the recordings, the reader's own first; or no time is known yet."""
    if not any(session.starts for session in catalogue.sessions.values()):
        return Glance("unknown")
    recorded = [one for one in catalogue.sessions.values() if one.recording and not one.cancelled]
    own = [session for session in recorded if session.id in person.plan][:shown]
    others: Sequence[Session] = _liked(recorded, catalogue, person)[: shown - len(own)]
    return Glance("over", coming=len(recorded), recorded=bool(recorded), own=tuple(own), others=tuple(others))
