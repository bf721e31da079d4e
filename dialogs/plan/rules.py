"""In which order a plan is read."""

from collections.abc import Iterable
from datetime import datetime

from storage.fair.programme import Session


def parted(sessions: Iterable[Session], now: datetime) -> tuple[list[Session], list[Session]]:
    """What is to come, and what is over; both by time.

    To come: what is on now, what is ahead, what has no time yet, and apart from these what was cancelled.
    """
    running: list[Session] = []
    ahead: list[Session] = []
    unannounced: list[Session] = []
    cancelled: list[Session] = []
    over: list[Session] = []
    for session in sorted(sessions, key=lambda session: (session.starts or now, session.id)):
        if session.ends is not None and session.ends <= now:
            over.append(session)
        elif session.cancelled:
            cancelled.append(session)
        elif session.starts is None:
            unannounced.append(session)
        else:
            (running if session.starts <= now else ahead).append(session)
    return [*running, *ahead, *unannounced, *cancelled], over


def is_on(session: Session, now: datetime) -> bool:
    """Whether the session runs at this moment."""
    return bool(session.starts and session.ends and session.starts <= now < session.ends and not session.cancelled)
