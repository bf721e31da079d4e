"""Who acts in a group without our knowing who it is: nothing is done for them, and they are told what to do.

A press is answered over the chat. Words are answered by a letter to the group, once in a while.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from dialogs.kit.event import Event
from dialogs.kit.letter import Letter, Reading
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.screen import Screen, screen
from storage.post.outbox import Lane, Posting

QUIET = timedelta(minutes=10)  # between two such letters to a group


@dataclass(frozen=True, slots=True)
class Stranger(Letter):
    """Somebody in the group has not opened the bot, or hides behind all its administrators."""

    anonymous: bool = False
    kind: ClassVar[str] = "stranger"
    again_if_unsure: ClassVar[bool] = False


async def draw_stranger(letter: Stranger, _reading: Reading) -> Screen | None:
    return screen(word(anonymous=letter.anonymous))


def word(*, anonymous: bool) -> Phrase:
    """What to do before acting here, in as few words as pass over a chat."""
    if anonymous:
        return say("I cannot see who you are: switch anonymity off, then act once more.")
    return say("We have not met: open a private chat with me first, then act here once more.")


def posting(event: Event, now: datetime) -> Posting:
    """The letter that tells the group what to do before acting in it."""
    letter = Stranger(event.anonymous)
    turn = int(now.timestamp() // QUIET.total_seconds())
    once = f"{letter.kind}/{event.place.messenger}/{event.place.chat}/{letter.anonymous:d}/{turn}"
    return Posting(letter.kind, letter.about(), Lane.SERVICE, now, now + timedelta(minutes=1), now + QUIET, once)
