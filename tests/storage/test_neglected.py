"""What nobody takes, and whom it is told to, as the database knows it."""

from datetime import timedelta

from storage.database import Storage
from tests.storage.making import NOW, Queue, letter, number_of, people

UNTIL = NOW + timedelta(days=1)


async def test_questions_and_requests_that_nobody_takes_are_found(fair: Storage) -> None:
    anna, boris = await people(fair, 2)
    session, stand = number_of(fair, "reading"), min(fair.catalogue.stands)
    async with fair.writing() as work:
        question = await work.questions.ask(session, anna.id, "Как?", False, NOW, "Анна")
        assert await work.questions.queue.sessions_waiting() == (session,)
        assert await work.questions.queue.waiting([session]) == (question.id,)
        assert await work.questions.queue.neglected(UNTIL) == []
        await work.questions.queue.alarm([question.id], NOW)
        assert await work.questions.queue.neglected(NOW) == [(session, 1, question.id)]
        lead, _ = await work.leads.open(stand, anna.id, "message", NOW)
        assert await work.leads.desks.neglected() == []
        other, _ = await work.leads.open(stand, boris.id, "message", NOW)
        assert await work.leads.desks.raise_all(stand, NOW, at_most=1) == 1
        assert len(await work.leads.desks.neglected()) == 1
        assert await work.leads.desks.raise_all(stand, NOW) == 1
        assert await work.leads.desks.neglected() == [(stand, 1, lead.id), (stand, 2, other.id)]
        await work.leads.attempts.keep(stand, anna.id, "call", NOW)
        await work.leads.attempts.keep(stand, anna.id, "message", NOW)
        await work.leads.attempts.forget(stand, at_most=1)
        assert await work.leads.attempts.of_stands() == {}


async def test_who_moderates_and_who_works_where_is_known(fair: Storage) -> None:
    anna, boris = await people(fair, 2)
    cluster, stand = min(fair.catalogue.clusters), min(fair.catalogue.stands)
    async with fair.writing() as work:
        staff = work.staff
        await staff.accept(await staff.invite("moderator", cluster, None, "person", NOW, UNTIL), anna.id, NOW)
        await staff.accept(await staff.invite("stand", None, stand, "person", NOW, UNTIL), boris.id, NOW)
        assert await staff.moderated() == {cluster}
        assert await staff.those_of([cluster], []) == [anna.id]
        assert await staff.those_of([cluster], [stand]) == [anna.id, boris.id]
        assert await staff.those_of([], []) == []


async def test_letters_to_people_that_are_late_are_counted_by_messenger(fair: Storage) -> None:
    [anna] = await people(fair, 1)
    await Queue(fair).put(letter(1, within=0), letter(2, within=60), person=anna.id)
    await Queue(fair).put(letter(3, within=0))
    async with fair.reading() as work:
        assert await work.outbox.late(NOW + timedelta(minutes=1)) == {"paper": 1}
        assert await work.outbox.late(NOW - timedelta(minutes=1)) == {}
