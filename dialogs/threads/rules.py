"""The rules of threads: what may be written, how much of it, and how fast; pure."""

from datetime import datetime, timedelta
from typing import Literal
from zlib import crc32

from dialogs.kit.words import readable as readable
from storage.leads.threads import LONGEST_MESSAGE

PAUSE = timedelta(seconds=5)  # between two messages of a person
UNANSWERED, WITHIN = 5, timedelta(days=1)  # messages to one stand without an answer


def wrong_with(words: str) -> Literal["empty", "long"] | None:
    """Why words cannot go to the other side."""
    if not any(map(str.isalnum, words)):
        return "empty"
    return "long" if len(words) > LONGEST_MESSAGE else None


def seal(words: str) -> int:
    """What a button remembers of the words that it sends: others, typed later, are not sent by it."""
    return crc32(words.encode())


def wait(last: datetime | None, now: datetime) -> int:
    """Seconds until a person may write again."""
    return 0 if last is None else max(0, -int((now - last - PAUSE).total_seconds() // 1))
