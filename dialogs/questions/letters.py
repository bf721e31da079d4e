"""The letters of questions to people: the receipt that stays true, and news that must be noticed.

They are posted by `dialogs/news/questions.py`, for whoever changes a question.
"""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.letter import Letter, Reading
from dialogs.kit.screen import Screen
from dialogs.kit.times import when
from dialogs.news.questions import waits_seen
from dialogs.questions.feature import feature
from dialogs.questions.screens import question as screens
from storage.fair.programme import Session
from storage.questions.tables import AIRED, ANSWERED, DECLINED, MUTED, RECEIPT, Question


@dataclass(frozen=True, slots=True)
class Receipt(Letter):
    """What has become of a question so far, for one who waits for its end."""

    question: int
    kind: ClassVar[str] = RECEIPT


@dataclass(frozen=True, slots=True)
class Answered(Letter):
    """It was answered in writing."""

    question: int
    kind: ClassVar[str] = ANSWERED
    unasked: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Declined(Letter):
    """It will not be asked."""

    question: int
    kind: ClassVar[str] = DECLINED
    unasked: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Aired(Letter):
    """It is being read out."""

    question: int
    kind: ClassVar[str] = AIRED


@dataclass(frozen=True, slots=True)
class Muted(Letter):
    """No more questions of the person are taken: for a session, or for the whole fair."""

    session: int | None
    kind: ClassVar[str] = MUTED


@feature.draws(Receipt)
async def draw_receipt(letter: Receipt, reading: Reading) -> Screen | None:
    questions, person = reading.work.questions, reading.person
    question = await questions.load(letter.question)
    if question is None:
        return None
    awaits = bool(await questions.joined_by(person.id, [question.id]))
    own = question.person_id == person.id
    if not (own or awaits or reading.again):
        return None
    root = await questions.load(question.merged_into) if question.merged_into else None
    session = _session_of(question, reading)
    known = await waits_seen(reading.work, question, session)
    touched = await questions.amends.reworded(question.id), await questions.amends.nameless(question.id)
    return screens.receipt(question, root, session, own=own, awaits=awaits, seen=known, touched=touched)


@feature.draws(Answered)
async def draw_answer(letter: Answered, reading: Reading) -> Screen | None:
    question, awaits = await _awaited(letter.question, reading)
    if question is None:
        return None
    own = question.person_id == reading.person.id
    if awaits and question.state == "answered":
        corrected = reading.again
        return screens.answered(question, _session_of(question, reading), own=own, corrected=corrected)
    return screens.answer_withdrawn(question, own=own, theirs=awaits) if reading.again else None


@feature.draws(Declined)
async def draw_refusal(letter: Declined, reading: Reading) -> Screen | None:
    question, awaits = await _awaited(letter.question, reading)
    if question is None:
        return None
    own = question.person_id == reading.person.id
    if awaits and question.state == "declined":
        session = _session_of(question, reading)
        takes = session is not None and not session.cancelled and (session.ends is None or reading.now < session.ends)
        return screens.declined(question, session, own=own, takes=takes)
    return screens.refusal_withdrawn(question, own=own, theirs=awaits) if reading.again else None


@feature.draws(Aired)
async def draw_aired(letter: Aired, reading: Reading) -> Screen | None:
    question, awaits = await _awaited(letter.question, reading)
    if question is None:
        return None
    own, session = question.person_id == reading.person.id, _session_of(question, reading)
    if awaits and session is not None and question.aired_at is not None:
        time = when(question.aired_at, reading.catalogue.zone, reading.person.zone)
        return screens.aired(question, session, time, own=own)
    return screens.not_aired(question, own=own) if reading.again else None


@feature.draws(Muted)
async def draw_mute(letter: Muted, reading: Reading) -> Screen | None:
    session = None if letter.session is None else reading.catalogue.sessions.get(letter.session)
    if not await reading.work.questions.is_muted(reading.person.id, letter.session or 0):
        return None
    return screens.muted(session)


async def _awaited(number: int, reading: Reading) -> tuple[Question | None, bool]:
    """The question, if there is something to tell of it, and whether the reader waits for its end.

    Who turned everything off finds the end in the receipt; what they were told already is kept true.
    """
    questions, person = reading.work.questions, reading.person
    awaits = bool(await questions.joined_by(person.id, [number]))
    if not reading.again and (person.muted or not awaits):
        return None, awaits
    return await questions.load(number), awaits


def _session_of(question: Question, reading: Reading) -> Session | None:
    return reading.catalogue.sessions.get(question.session_id)
