"""Sessions that cannot both be watched, and the time that is free between those which are."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.people.people import Person

FREE = timedelta(minutes=30)  # less is a break
_EVER = datetime.max.replace(tzinfo=UTC)


def by_time(session: Session) -> tuple[datetime, int]:
    """The order of a plan; what has no time yet comes last."""
    return session.starts or _EVER, session.id


def overlap(one: Session, other: Session) -> bool:
    """Whether nobody can see both from beginning to end."""
    if not (one.starts and one.ends and other.starts and other.ends):
        return False
    return one.starts < other.ends and other.starts < one.ends


def clashes(sessions: Iterable[Session], now: datetime) -> dict[int, tuple[Session, int]]:
    """What runs together with others: by its number one of these, and how many they are; what is over is no matter.

    A plan of hundreds is looked through once, and never each of them beside each.
    """
    timed = [one for one in _timed(sessions) if now < one[1]]
    starts, ends = [one[0] for one in timed], sorted(one[1] for one in timed)
    found: dict[int, tuple[Session, int]] = {}
    longest: tuple[datetime, Session] | None = None
    for at, (begins, until, session) in enumerate(timed):
        count = bisect_left(starts, until) - bisect_right(ends, begins) - 1
        if count:
            before = longest is not None and begins < longest[0]
            found[session.id] = (longest[1] if longest is not None and before else timed[at + 1][2]), count
        if longest is None or until > longest[0]:
            longest = until, session
    return found


def clashing(session: Session, others: Iterable[Session], now: datetime) -> list[Session]:
    """What of the others runs while the session does, as long as there is something to choose."""
    if session.ends is None or session.cancelled or session.ends <= now:
        return []
    ahead = (other for _, until, other in _timed(others) if now < until and other.id != session.id)
    return [other for other in ahead if overlap(session, other)]


def free_windows(sessions: Iterable[Session], now: datetime) -> dict[int, tuple[datetime, datetime]]:
    """The free times that are not over, by the number of the session behind which each stands in the order of time."""
    found: dict[int, tuple[datetime, datetime]] = {}
    over: datetime | None = None
    for at, (starts, ends, _) in enumerate(timed := _timed(sessions)):
        if over is not None and starts - over >= FREE and now < starts:
            found[timed[at - 1][2].id] = over, starts
        over = ends if over is None else max(over, ends)
    return found


def _timed(sessions: Iterable[Session]) -> list[tuple[datetime, datetime, Session]]:
    """What takes place, with its times, in their order."""
    timed = [(one.starts, one.ends, one) for one in sessions if one.starts and one.ends and not one.cancelled]
    return sorted(timed, key=lambda one: (one[0], one[2].id))


def watched(catalogue: Catalogue, person: Person) -> list[Session]:
    """What the person wants to watch as it is on: the plan without what is left for its recording."""
    known = catalogue.sessions
    return [known[number] for number in person.watched if number in known]
