"""The one letter of a trouble, which stays true from its beginning to its end."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from dialogs.kit.letter import Letter, Reading
from dialogs.kit.screen import Screen
from dialogs.news.terms import A_TROUBLE, soon
from dialogs.troubles import screens
from dialogs.troubles.feature import feature
from storage.post.outbox import Posting


@dataclass(frozen=True, slots=True)
class TroubleNews(Letter):
    """What is wrong, since when, and what helps; or that it is over."""

    trouble: int
    kind: ClassVar[str] = "trouble"


def trouble_key(trouble: int) -> str:
    """Under which its one message stands."""
    return f"trouble-{trouble}"


def posting(trouble: int, now: datetime) -> Posting:
    """The letter to one who can mend it."""
    letter = TroubleNews(trouble)
    return soon(letter.kind, letter.about(), now, A_TROUBLE, key=trouble_key(trouble))


@feature.draws(TroubleNews)
async def draw_trouble(letter: TroubleNews, reading: Reading) -> Screen | None:
    trouble = await reading.work.staff.troubles.load(letter.trouble)
    if trouble is None or (trouble.ended is not None and not reading.again):
        return None
    staff, reader = reading.work.staff, reading.person.id
    if not await staff.roles(reader):  # not theirs to mend any more
        return None
    organises = await staff.organises(reader)
    return screens.trouble(reading.catalogue, trouble, organises=organises)
