"""The rules of threads: what may be written, how much of it, and how fast; pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal
from zlib import crc32

from dialogs.kit.words import readable as readable
from storage.leads.threads import LONGEST_MESSAGE

MOST, IN = 5, timedelta(seconds=30)  # messages of a person, to whichever stands
UNANSWERED, WITHIN = 10, timedelta(days=1)  # messages to one stand without an answer
GOES_ON = timedelta(seconds=60)  # who has just written to a stand goes on writing to it


def wrong_with(words: str) -> Literal["empty", "long"] | None:
    """Why words cannot go to the other side."""
    if not any(map(str.isalnum, words)):
        return "empty"
    return "long" if len(words) > LONGEST_MESSAGE else None


def seal(words: str) -> int:
    """What a button remembers of the words that it sends: others, typed later, are not sent by it."""
    return crc32(words.encode())


def wait(lately: Sequence[datetime], now: datetime) -> int:
    """Seconds until a person may write again, who wrote at these moments, the oldest first."""
    return 0 if len(lately) < MOST else max(0, -int((now - lately[-MOST] - IN).total_seconds() // 1))


def joined(before: str, words: str) -> str:
    """Words that follow others which were not sent yet: one message."""
    return f"{before}\n{words}" if before and words else before or words
