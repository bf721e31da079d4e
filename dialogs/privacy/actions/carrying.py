"""What goes on protecting others when a person is erased: it is carried over from their rows before these are gone."""

from datetime import datetime, time, timedelta

from dialogs.kit.limits import DAY, QUESTIONS_HELD
from dialogs.kit.visit import Visit
from storage.fair.catalogue import Catalogue
from storage.questions.tables import OPEN


async def carry_over(visit: Visit) -> None:
    """Bans go on until their end, what waits at stands and moderators still counts, and so does this erasure."""
    await _bans(visit)
    await _questions(visit)
    await _requests(visit)
    await visit.work.privacy.guards.note("erase", visit.person, visit.now, visit.now + DAY)


async def _bans(visit: Visit) -> None:
    """Of a session for as long as it takes questions, of the whole fair until its last day is over."""
    for number in await visit.work.questions.mutes(visit.person.id):
        session = None if number is None else visit.catalogue.sessions.get(number)
        over = _end_of(visit.catalogue, visit.now)
        if session is not None and session.ends is not None:
            over = session.ends + visit.policy.questions.closes
        if over > visit.now:
            await visit.work.privacy.guards.note("mute", visit.person, visit.now, over, number=number)


def _end_of(catalogue: Catalogue, now: datetime) -> datetime:
    days = [stage.last_day for stage in catalogue.stages]
    return datetime.combine(max(days) + timedelta(days=1), time(), catalogue.zone) if days else now + DAY


async def _questions(visit: Visit) -> None:
    guards, now, pause = visit.work.privacy.guards, visit.now, visit.policy.questions.pause
    for question in await visit.work.questions.of_person(visit.person.id):
        if question.person_id != visit.person.id:
            continue
        at, number = question.asked_at, question.session_id
        if at + pause > now:
            await guards.note("question", visit.person, at, at + pause, number=number)
        if question.state in OPEN:
            await guards.note("open question", visit.person, at, now + QUESTIONS_HELD, number=number)


async def _requests(visit: Visit) -> None:
    work, guards, now = visit.work, visit.work.privacy.guards, visit.now
    leads = await work.leads.of_person(visit.person.id)
    for lead in (one for one in leads if one.kind == "call"):
        if lead.opened_at + DAY > now:
            await guards.note("call", visit.person, lead.opened_at, lead.opened_at + DAY, number=lead.stand_id)
        if lead.closed_at is None:
            await guards.note("open call", visit.person, lead.opened_at, now + DAY, number=lead.stand_id)
    for stand in {one.stand_id for one in leads if one.kind == "message"}:
        for _ in range(await work.leads.threads.unanswered(visit.person.id, stand, now - DAY)):
            await guards.note("message", visit.person, now, now + DAY, number=stand)
