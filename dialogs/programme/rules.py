"""What is true of a session at a moment, and when its player and reminders make sense."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

from dialogs.kit.choice import suits
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


def may_subscribe(session: Session, now: datetime) -> bool:
    """One can be reminded of what is still to come or has only just begun."""
    return state(session, now) in ("announced", "ahead", "running")


def recording_comes(session: Session) -> bool:
    """Whether one may wait for a recording: nobody says beforehand which will be made."""
    return not session.cancelled and session.recording is None


def notices(session: Session, now: datetime, notice_minutes: Sequence[int], *, just_chosen: bool) -> tuple[int, ...]:
    """The reminders that are still to come, in minutes before the start, the first of them first.

    Who has `just_chosen` a session inside the last of them hears of it at the start instead.
    """
    if session.starts is None or session.starts <= now:
        return ()
    ahead = sorted((n for n in notice_minutes if now <= session.starts - timedelta(minutes=n)), reverse=True)
    return tuple(ahead) or ((0,) if just_chosen and notice_minutes else ())
