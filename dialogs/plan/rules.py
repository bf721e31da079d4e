"""In which order a plan is read."""

from collections.abc import Iterable
from datetime import datetime

from storage.fair.programme import Session


def in_order(sessions: Iterable[Session], now: datetime) -> list[Session]:
    """What is on now, then what is ahead by time, then what has no time yet, then what is over, the latest first."""
    running: list[Session] = []
    ahead: list[Session] = []
    unannounced: list[Session] = []
    over: list[Session] = []
    for session in sorted(sessions, key=lambda session: (session.starts or now, session.id)):
        if session.starts is None or session.ends is None:
            unannounced.append(session)
        elif session.ends <= now:
            over.append(session)
        else:
            (running if session.starts <= now and not session.cancelled else ahead).append(session)
    return [*running, *ahead, *unannounced, *reversed(over)]


def is_on(session: Session, now: datetime) -> bool:
    """Whether the session runs at this moment."""
    return bool(session.starts and session.ends and session.starts <= now < session.ends and not session.cancelled)
