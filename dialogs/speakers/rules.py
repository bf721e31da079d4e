"""How many speakers are parted by their letters, and what is to be known of a session at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from storage.fair.programme import Session

ALL_AT_ONCE = 24  # so many need no letters
MOST_SPANS = 8  # of letters: they fit on one screen of every messenger

Mark = Literal["", "running", "over", "recorded", "cancelled"]


def spans(letters: Sequence[tuple[str, int]]) -> list[tuple[str, str, int]]:
    """Letters with how many speakers each has, put together to a few spans of about the same size: «А–В», 41."""
    parts: list[tuple[str, str, int]] = []
    fair = sum(count for _, count in letters) / MOST_SPANS
    for letter, count in letters:
        first, _, before = parts[-1] if parts else ("", "", 0)
        if parts and (before + count / 2 <= fair or len(parts) == MOST_SPANS):
            parts[-1] = (first, letter, before + count)
        else:
            parts.append((letter, letter, count))
    return parts


def mark(session: Session, now: datetime) -> Mark:
    """What the time of a session alone does not say."""
    if session.cancelled:
        return "cancelled"
    if session.starts is None or session.ends is None or now < session.starts:
        return ""
    if now < session.ends:
        return "running"
    return "recorded" if session.recording else "over"
