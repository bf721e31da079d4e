"""When the link to a session's player is worth pressing."""

from datetime import datetime, timedelta

from storage.fair.programme import Session

DOORS_OPEN = timedelta(minutes=15)  # before the start: from then on the player's link is shown


def player_shown(session: Session, now: datetime) -> bool:
    """Whether the player's link is worth pressing now."""
    if session.player is None or session.starts is None or session.ends is None or session.cancelled:
        return False
    return session.starts - DOORS_OPEN <= now < session.ends
