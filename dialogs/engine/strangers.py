"""Who acts in a group without our knowing who it is, or in vain: nothing is done, and they are told what to do.

A press is answered over the chat. Words are answered by a letter to the group, once in a while.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Literal

from dialogs.kit.event import Event, album_of
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


Vain = Literal["denied", "stale", "cannot pass"]


@dataclass(frozen=True, slots=True)
class InVain(Letter):
    """Somebody wrote to us in the group, and nothing came of it."""

    why: Vain
    kind: ClassVar[str] = "in-vain"
    again_if_unsure: ClassVar[bool] = False


async def draw_stranger(letter: Stranger, _reading: Reading) -> Screen | None:
    return screen(word(anonymous=letter.anonymous))


def word(*, anonymous: bool) -> Phrase:
    """What to do before acting here, in as few words as pass over a chat."""
    if anonymous:
        return say("I cannot see who you are: write as yourself, neither anonymously nor as a channel, then act again.")
    return say("We have not met: open a private chat with me first, then act here once more.")


def posting(event: Event, now: datetime) -> Posting:
    """The letter that tells the group what to do before acting in it."""
    letter = Stranger(event.anonymous)
    turn = int(now.timestamp() // QUIET.total_seconds())
    once = f"{letter.kind}/{event.place.messenger}/{event.place.chat}/{letter.anonymous:d}/{turn}"
    return Posting(letter.kind, letter.about(), Lane.SERVICE, now, now + timedelta(minutes=1), now + QUIET, once)


async def draw_in_vain(letter: InVain, _reading: Reading) -> Screen | None:
    return screen(vain(letter.why))


def vain(why: Vain) -> Phrase:
    """Why nothing came of it, and what to do."""
    match why:
        case "denied":
            return say(
                "This is for those whom the organisers have invited. If you are one, open your private link again."
            )
        case "stale":
            return say("What this was about is not in the programme any more, so nothing was done.")
        case _:
            return say("I cannot pass on voice, video and stickers: write it in words, or send a photo or a document.")


def posting_in_vain(event: Event, why: Vain, now: datetime) -> Posting:
    """The letter of it: once for an album, and once a minute for all else that the group reads anyway."""
    letter, at = InVain(why), event.place
    turn = album_of(event.act) or str(int(now.timestamp()) // 60)
    once = f"{letter.kind}/{at.messenger}/{at.chat[:24]}/{why[:1]}/{turn[:30]}"
    return Posting(letter.kind, letter.about(), Lane.SERVICE, now, now + timedelta(minutes=1), now + QUIET, once)
