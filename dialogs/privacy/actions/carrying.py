"""What goes on protecting others when a person is erased: it is carried over from their rows before these are gone."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from dialogs.kit.limits import DAY, QUESTIONS_HELD
from dialogs.kit.policy import QuestionPolicy
from storage.database import Work
from storage.fair.catalogue import Catalogue
from storage.people.people import Person
from storage.questions.tables import OPEN


@dataclass(frozen=True, slots=True)
class _Carrying:
    """Whose protection is carried over, by which terms of questions, and when."""

    work: Work
    catalogue: Catalogue
    questions: QuestionPolicy
    person: Person
    now: datetime


async def carry_over(
    work: Work, catalogue: Catalogue, questions: QuestionPolicy, person: Person, now: datetime
) -> None:
    """Bans go on until their end, what waits at stands and moderators still counts, and so does this erasure."""
    carrying = _Carrying(work, catalogue, questions, person, now)
    await _bans(carrying)
    await _questions(carrying)
    await _requests(carrying)
    await work.privacy.guards.note("erase", person, now, now + DAY)


async def _bans(of: _Carrying) -> None:
    """Of a session for as long as it takes questions, of the whole fair until its last day is over."""
    for number in await of.work.questions.mutes(of.person.id):
        session = None if number is None else of.catalogue.sessions.get(number)
        over = _end_of(of.catalogue, of.now)
        if session is not None and session.ends is not None:
            over = session.ends + of.questions.closes
        if over > of.now:
            await of.work.privacy.guards.note("mute", of.person, of.now, over, number=number)


def _end_of(catalogue: Catalogue, now: datetime) -> datetime:
    days = [stage.last_day for stage in catalogue.stages]
    return datetime.combine(max(days) + timedelta(days=1), time(), catalogue.zone) if days else now + DAY


async def _questions(of: _Carrying) -> None:
    guards, now, pause = of.work.privacy.guards, of.now, of.questions.pause
    for question in await of.work.questions.of_person(of.person.id):
        if question.person_id != of.person.id:
            continue
        at, number = question.asked_at, question.session_id
        if at + pause > now:
            await guards.note("question", of.person, at, at + pause, number=number)
        if question.state in OPEN:
            await guards.note("open question", of.person, at, now + QUESTIONS_HELD, number=number)


async def _requests(of: _Carrying) -> None:
    work, guards, now = of.work, of.work.privacy.guards, of.now
    leads = await work.leads.of_person(of.person.id)
    for lead in (one for one in leads if one.kind == "call"):
        if lead.opened_at + DAY > now:
            await guards.note("call", of.person, lead.opened_at, lead.opened_at + DAY, number=lead.stand_id)
        if lead.closed_at is None:
            await guards.note("open call", of.person, lead.opened_at, now + DAY, number=lead.stand_id)
    for stand in {one.stand_id for one in leads if one.kind == "message"}:
        for _ in range(await work.leads.threads.unanswered(of.person.id, stand, now - DAY)):
            await guards.note("message", of.person, now, now + DAY, number=stand)
