"""The letters of the calendar: the plan as a file in the chat, and tomorrow's plan by mail."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from dialogs.calendar import events, rules, screens
from dialogs.calendar.feature import feature
from dialogs.kit.letter import Letter, Reading
from dialogs.kit.screen import Document, Mail, Package, Screen
from dialogs.news.forgetting import EVENING_OFF
from dialogs.news.terms import A_MATERIAL, soon
from storage.fair.catalogue import Catalogue
from storage.people.people import Person
from storage.post.outbox import Lane, Posting

_AGAIN = timedelta(minutes=1)  # two presses in a row bring one file


@dataclass(frozen=True, slots=True)
class CalendarFile(Letter):
    """The reader's plan as a file."""

    kind: ClassVar[str] = "calendar-file"


@dataclass(frozen=True, slots=True)
class EveningMail(Letter):
    """What the reader has chosen for a day, the number of which it carries; to whom is known when it leaves."""

    day: int
    kind: ClassVar[str] = "evening-mail"


@dataclass(frozen=True, slots=True)
class EveningOff(Letter):
    """To who had that mailed: it does not come any more, for its address is kept no longer."""

    kind: ClassVar[str] = EVENING_OFF


def file_posting(person_id: int, now: datetime) -> Posting:
    """The file comes at once."""
    letter = CalendarFile()
    minute = int(now.timestamp() // _AGAIN.total_seconds())
    return soon(letter.kind, letter.about(), now, A_MATERIAL, once=f"{letter.kind}/{person_id}/{minute}")


def evening_once(day: date) -> str:
    """What a person's mail of a day is known by, with their number behind it."""
    return f"{EveningMail.kind}/{day.toordinal()}"


def evening_posting(person_id: int, day: date, now: datetime, until: datetime) -> Posting:
    """The mail of a day leaves behind all else, and not after it is of no use."""
    letter = EveningMail(day.toordinal())
    worth = until - now
    once = f"{evening_once(day)}:{person_id}"
    return soon(letter.kind, letter.about(), now, worth, lane=Lane.BULK, once=once)


async def made(catalogue: Catalogue, person: Person, alarm: int, now: datetime) -> tuple[Document, int]:
    """The plan as a document, and how many events are in it."""
    told = events.wanted(catalogue, person, alarm)
    content = await asyncio.to_thread(events.calendar, told, now)
    return Document(events.FILE, content=content, media_type=events.MEDIA_TYPE), len(told.sessions)


@feature.draws(CalendarFile)
async def draw_file(_letter: CalendarFile, reading: Reading) -> Package | None:
    alarm = (await reading.work.plans.choices.of(reading.person.id)).alarm
    document, count = await made(reading.catalogue, reading.person, alarm, reading.now)
    return Package((document,), screens.beside_file(count)) if count else None


@feature.draws(EveningOff)
async def draw_off(_letter: EveningOff, reading: Reading) -> Screen | None:
    chosen = await reading.work.plans.choices.of(reading.person.id)
    return None if chosen.evening else screens.evening_off()


@feature.draws(EveningMail)
async def draw_mail(letter: EveningMail, reading: Reading) -> Mail | None:
    """To the confirmed address of a card that is kept by consent at this second, of who still wants it."""
    work, person, day = reading.work, reading.person, date.fromordinal(letter.day)
    chosen = await work.plans.choices.of(person.id)
    sessions = rules.planned(reading.catalogue, person, day)
    if (
        person.muted
        or not chosen.evening
        or not sessions
        or await work.privacy.consents.live(person.id, "card", None) is None
    ):
        return None
    card = await work.privacy.contacts.card(person.id)
    if card is None or not card.email_confirmed:
        return None
    document, _ = await made(reading.catalogue, person, chosen.alarm, reading.now)
    return screens.mail(reading.catalogue, person, card.email, day, sessions, document)
