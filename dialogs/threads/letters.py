"""The letters of threads: each side gets the other's words as a new message, which can be replied to."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.letter import Letter, Reading
from dialogs.kit.screen import Screen
from dialogs.news.leads import stands_at
from dialogs.news.threads import Unsaid
from dialogs.threads import screens
from dialogs.threads.feature import feature
from storage.leads.tables import Lead
from storage.leads.threads import ENDED, FROM_STAND, NOT_TOLD, ThreadMessage


@dataclass(frozen=True, slots=True)
class FromStand(Letter):
    """To the visitor: what the stand wrote."""

    message: int
    kind: ClassVar[str] = FROM_STAND


@dataclass(frozen=True, slots=True)
class Ended(Letter):
    """To the other side: the thread is over."""

    lead: int
    by_staff: bool
    kind: ClassVar[str] = ENDED


@dataclass(frozen=True, slots=True)
class NotTold(Letter):
    """To the stand's chat, where no word can pass over it: why a reply did not go to the visitor."""

    number: int
    word: Unsaid
    kind: ClassVar[str] = NOT_TOLD
    again_if_unsure: ClassVar[bool] = False


@feature.draws(FromStand)
async def draw_from_stand(letter: FromStand, reading: Reading) -> Screen | None:
    message, lead = await _written(letter.message, reading)
    if message is None or lead is None or lead.person_id != reading.person.id:
        return None
    return screens.from_stand(
        reading.catalogue.stands.get(lead.stand_id), lead, message.text, edited=message.edited_at is not None
    )


@feature.draws(Ended)
async def draw_end(letter: Ended, reading: Reading) -> Screen | None:
    lead = await reading.work.leads.load(letter.lead)
    if lead is None or lead.closed_at is None:
        return None
    if not letter.by_staff:
        return screens.left(lead) if await _works_here(lead, reading) else None
    if lead.person_id != reading.person.id:
        return None
    return screens.ended(lead.stand_id if lead.stand_id in reading.catalogue.stands else None, by_staff=True)


@feature.draws(NotTold)
async def draw_not_told(letter: NotTold, _reading: Reading) -> Screen | None:
    return screens.not_told(letter.number, letter.word)


async def _written(number: int, reading: Reading) -> tuple[ThreadMessage | None, Lead | None]:
    message = await reading.work.leads.threads.load(number)
    return message, None if message is None else await reading.work.leads.load(message.lead_id)


async def _works_here(lead: Lead, reading: Reading) -> bool:
    """Whether the group is still the stand's, or the reader works there: it may have changed hands since."""
    return lead.stand_id in await stands_at(reading.work, reading.address, reading.reader, lead.stand_id)
