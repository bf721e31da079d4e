"""The letters of enclosures: a file is fetched, shown to its reader, or its sender hears why it was not."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import ClassVar

from dialogs.enclosures import screens
from dialogs.enclosures.feature import feature
from dialogs.kit.letter import Letter, Reading
from dialogs.kit.phrase import say
from dialogs.kit.screen import Document, Fetching, Package, Picture, Removal, Screen, screen
from dialogs.news.forgetting import TAKEN_BACK
from dialogs.news.leads import stands_at
from storage.leads.tables import Lead
from storage.people.enclosures import FETCH, NOT_PASSED, OF_ANSWER, SHOWN, Enclosure

NOT_HERE = say("This file is not shown here any more.")  # where it cannot be deleted any more


@dataclass(frozen=True, slots=True)
class EnclosureFetch(Letter):
    """A file that somebody sent, to be kept."""

    enclosure: int
    kind: ClassVar[str] = FETCH


@dataclass(frozen=True, slots=True)
class EnclosureShown(Letter):
    """A file, to who reads the words that it goes along with."""

    enclosure: int
    kind: ClassVar[str] = SHOWN
    tells: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class NotPassed(Letter):
    """To who sent something: why it was not passed on."""

    why: str
    kind: ClassVar[str] = NOT_PASSED
    again_if_unsure: ClassVar[bool] = False


@feature.draws(EnclosureFetch)
async def draw_fetch(letter: EnclosureFetch, reading: Reading) -> Fetching | None:
    enclosure = await reading.work.enclosures.load(letter.enclosure)
    if enclosure is None or enclosure.state != "coming" or not enclosure.handle:
        return None
    # How they called it may tell who they are: that lies sealed in the enclosure, beside the bytes only its ending.
    return Fetching(enclosure.handle, f"file{PurePath(enclosure.name).suffix}", enclosure.media_type)


@feature.draws(EnclosureShown)
async def draw_file(letter: EnclosureShown, reading: Reading) -> Screen | Package | Removal | None:
    enclosure = await reading.work.enclosures.load(letter.enclosure)
    if enclosure is None and reading.again:
        return Removal(TAKEN_BACK)
    if enclosure is None or enclosure.file is None:
        return None
    text = await _said_with(enclosure, reading)
    if text is None:
        return Removal(NOT_HERE) if reading.again else None
    if enclosure.photo:
        return screen(text, photo=Picture(file=enclosure.file))
    return Package((Document(enclosure.name, enclosure.file),), screen(text).text)


@feature.draws(NotPassed)
async def draw_word(letter: NotPassed, _reading: Reading) -> Screen | None:
    return screens.not_passed(letter.why)


async def _said_with(enclosure: Enclosure, reading: Reading) -> screens.Text | None:
    """What stands beside the file; None for who may not read the words that it goes along with."""
    number = int(enclosure.key.rpartition("-")[2])
    if enclosure.key.startswith(OF_ANSWER):
        question, reader = await reading.work.questions.load(number), reading.reader
        heard = reader is not None and await reading.work.questions.mail.awaits(number, reader.id)
        return None if question is None or not heard else screens.with_answer(question.number)
    message = await reading.work.leads.threads.load(number)
    lead = None if message is None else await reading.work.leads.load(message.lead_id)
    if message is None or lead is None or not await _reads(lead, reading, by_staff=message.by_staff):
        return None
    if message.by_staff:
        return screens.from_stand(reading.catalogue.stands.get(lead.stand_id))
    return screens.from_visitor(lead.number)


async def _reads(lead: Lead, reading: Reading, *, by_staff: bool) -> bool:
    """Whether the letter goes to the other side of the conversation."""
    if by_staff:
        return reading.reader is not None and lead.person_id == reading.reader.id
    return lead.stand_id in await stands_at(reading.work, reading.address, reading.reader, lead.stand_id)
