"""Which of a slot's sessions a reminder names, and how early many reminders have to start leaving."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from storage.fair.catalogue import LONGEST_SESSION
from storage.fair.programme import Session

AT_ONCE = timedelta(minutes=15)  # from then on a session's card shows the player too
HORIZON = timedelta(hours=1)  # how long before its first reminder a slot is planned
LONGEST_HEAD_START = timedelta(minutes=30)


def starts_at_once(session: Session, now: datetime) -> bool:
    """Whether news of a session has to carry the link: no other letter may come in time."""
    if session.starts is None or session.ends is None:
        return False
    return session.starts - AT_ONCE <= now < session.ends


def worth_reminding(sessions: Iterable[Session], plan: frozenset[int], now: datetime) -> list[Session]:
    """The chosen sessions of a slot that take place and are not over."""
    chosen = (session for session in sessions if session.id in plan and not session.cancelled)
    return [session for session in chosen if session.ends and now < session.ends]


def head_start(recipients: int, per_second: float) -> timedelta:
    """How long before the notice sending has to begin, for the last letter to leave by then."""
    return min(timedelta(seconds=int(recipients / per_second)), LONGEST_HEAD_START)


def late_from(notice_minutes: Sequence[int]) -> int | None:
    """Who chooses inside so many minutes before the start hears of it as it starts; None: nobody is too late."""
    return min(notice_minutes, default=None) or None


def last_moment(slot: datetime, notice: int, notice_minutes: Sequence[int]) -> datetime:
    """Until when a reminder may leave: then that of the next notice says the same, or there is nothing left to see."""
    next_ = max((other for other in notice_minutes if other < notice), default=None)
    if next_ is None:
        return slot + LONGEST_SESSION
    return slot - timedelta(minutes=next_, seconds=1)
