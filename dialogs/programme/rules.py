"""What is true of a session at a moment, and when its player and reminders make sense."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

from dialogs.kit.choice import suits
from dialogs.kit.similar import stems
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.people.choice import Choice

State = Literal["announced", "ahead", "running", "over", "cancelled"]

SOON = timedelta(hours=1)
_EVER = datetime.max.replace(tzinfo=UTC)


def state(session: Session, now: datetime) -> State:
    """Where a session stands; "announced" has no time yet."""
    if session.cancelled:
        return "cancelled"
    if session.starts is None or session.ends is None:
        return "announced"
    if now < session.starts:
        return "ahead"
    return "running" if now < session.ends else "over"


def by_slot(sessions: Iterable[Session], choice: Choice) -> list[Session]:
    """In order of time, and of what starts together first what suits most."""
    return sorted(sessions, key=lambda session: (session.starts or _EVER, -suits(session, choice)))


def recorded(catalogue: Catalogue) -> list[Session]:
    """What can be seen again, the newest first."""
    sessions = [session for session in catalogue.sessions.values() if session.recording and not session.cancelled]
    return sorted(sessions, key=lambda session: (session.starts or _EVER, session.id), reverse=True)


def instead(catalogue: Catalogue, chosen: Session, now: datetime, most: int) -> list[Session]:
    """What is still to come and most like a session that does not take place: by its words, its cluster, its time."""
    words = set(stems(chosen.title).split())

    def unlike(other: Session) -> tuple[int, bool, timedelta, int]:
        said = len(words & set(stems(other.title).split()))
        apart = abs((other.starts or _EVER) - (chosen.starts or now))
        return -said, other.cluster.id != chosen.cluster.id, apart, other.id

    ahead = (other for other in catalogue.sessions.values() if other.id != chosen.id and state(other, now) == "ahead")
    return sorted(ahead, key=unlike)[:most]


def may_subscribe(session: Session, now: datetime) -> bool:
    """One can be reminded of what is still to come or has only just begun."""
    return state(session, now) in ("announced", "ahead", "running")


def notices(session: Session, now: datetime, notice_minutes: Sequence[int], *, just_chosen: bool) -> tuple[int, ...]:
    """The reminders that are still to come, in minutes before the start, the first of them first.

    Who has `just_chosen` a session inside the last of them hears of it at the start instead.
    """
    if session.starts is None or session.starts <= now:
        return ()
    ahead = sorted((n for n in notice_minutes if now <= session.starts - timedelta(minutes=n)), reverse=True)
    return tuple(ahead) or ((0,) if just_chosen and notice_minutes else ())
