"""After the fair: who asked is erased everywhere, what was asked stays and is exported."""

from datetime import datetime, timedelta

import pytest

from storage.address import Address
from storage.database import Storage
from storage.people.people import Person
from storage.people.tables import PEOPLE
from storage.post.outbox import OUTBOX, Lane, Posting
from storage.questions.ends import QuestionLine
from storage.questions.tables import CARD, RECEIPT, Question, card_key, receipt_key
from storage.tables import all_tables
from tests.storage.asking import Hall
from tests.storage.making import NOW, PAPER, Queue, number_of

OVER = NOW + timedelta(hours=1, minutes=15)  # «reading» ends at 11:00
LATER = OVER + timedelta(seconds=1)


@pytest.fixture
async def hall(fair: Storage) -> Hall:
    return await Hall.open(fair)


def receipt(question: Question) -> Posting:
    about, key = {"question": question.id}, receipt_key(question.id)
    return Posting(RECEIPT, about, Lane.SERVICE, NOW, NOW, NOW + timedelta(days=1), key=key)


async def erase(hall: Hall, before: datetime = LATER) -> int:
    async with hall.storage.writing() as work:
        return len((await work.questions.erase(before)).questions)


async def links(storage: Storage, person: Person) -> set[str]:
    """The tables in which anything leads to the person: by number, or by their chat."""
    found: set[str] = set()
    async with storage.engine.connect() as connection:
        for table in all_tables().sorted_tables:
            theirs = [column for column in table.c if any(key.column is PEOPLE.c.id for key in column.foreign_keys)]
            conditions = [column == person.id for column in theirs]
            if "chat" in table.c:
                conditions.append(table.c.chat == person.user)
            for condition in conditions:
                if (await connection.execute(table.select().where(condition))).first() is not None:
                    found.add(table.name)
    return found


async def test_no_way_leads_from_a_question_to_who_asked_it(hall: Hall) -> None:
    [anna, viktor, olga, petr] = hall.crowd
    question, other = await hall.ask(anna), await hall.ask(viktor)
    await hall.edit(question, anna, "Зачем?")
    await hall.join(question, petr)
    await hall.step(other, "merge", olga, into=question)
    await hall.step(question, "answer", olga)
    queue = Queue(hall.storage)
    await queue.put(receipt(question), to=anna.address, person=anna.id)
    await queue.show((await queue.claim())[0], "m1")
    assert await links(hall.storage, anna) == {"questions", "joins", "outbox", "cards"}
    assert await erase(hall) == 2
    for person in (anna, viktor, petr):
        assert await links(hall.storage, person) == set()
    assert await links(hall.storage, olga) == {"steps"}, "who moderated is on record"
    erased = await hall.see(question)
    assert (erased.person_id, erased.text, erased.answer, erased.joined) == (None, "Зачем?", "Потому что.", 2)
    assert await erase(hall) == 0
    assert not await hall.join(question, petr)


async def test_nobody_is_erased_before_the_time_of_answers_is_over(hall: Hall) -> None:
    question = await hall.ask(hall.crowd[0])
    assert await erase(hall, OVER) == 0
    assert (await hall.see(question)).person_id == hall.crowd[0].id


async def test_a_session_without_a_time_is_over_after_the_last_day(fair: Storage) -> None:
    hall = await Hall.open(fair, session="roof")
    await hall.ask(hall.crowd[0])
    assert await erase(hall) == 0
    assert await erase(hall, NOW + timedelta(days=4)) == 1


async def test_one_session_is_forgotten_at_a_time(fair: Storage) -> None:
    hall = await Hall.open(fair)
    for session in ("reading", "roof"):
        await Hall(fair, number_of(fair, session), hall.crowd).ask(hall.crowd[0])
    after_all = NOW + timedelta(days=4)
    assert [await erase(hall, after_all) for _ in range(3)] == [1, 1, 0]


async def test_what_somebody_left_is_forgotten_too(hall: Hall) -> None:
    [anna, petr, *_] = hall.crowd
    question = await hall.ask(anna)
    await hall.join(question, petr)
    queue = Queue(hall.storage)
    await queue.put(receipt(question), to=petr.address, person=petr.id)
    await queue.show((await queue.claim())[0], "m1")
    await hall.leave(question, petr)
    await erase(hall)
    assert await links(hall.storage, petr) == set()


async def test_who_still_has_to_be_told_is_erased_after_that(hall: Hall) -> None:
    [anna, *_] = hall.crowd
    question = await hall.ask(anna)
    queue = Queue(hall.storage)
    await queue.put(receipt(question), to=anna.address, person=anna.id)
    assert await erase(hall) == 0
    await queue.deliver(await queue.claim())
    assert await erase(hall) == 1
    async with hall.storage.engine.connect() as connection:
        assert (await connection.execute(OUTBOX.select())).all() == []


async def test_a_person_who_goes_leaves_their_questions_without_a_name(hall: Hall) -> None:
    [anna, viktor, *_] = hall.crowd
    question, other = await hall.ask(anna), await hall.ask(viktor)
    await hall.join(other, anna)
    async with hall.storage.transaction() as (connection, _):
        await connection.execute(PEOPLE.delete().where(PEOPLE.c.user == anna.user, PEOPLE.c.messenger == PAPER))
    assert (await hall.see(question)).person_id is None
    assert (await hall.see(other)).joined == 0


async def test_an_export_has_every_question_and_nobody_who_asked(hall: Hall) -> None:
    [anna, viktor, olga, _] = hall.crowd
    first, second, third = await hall.ask(anna, "Когда?"), await hall.ask(viktor), await hall.ask(viktor)
    await hall.step(first, "answer", olga)
    await hall.step(second, "merge", olga, into=first)
    await hall.step(third, "decline", olga)
    async with hall.storage.reading() as work:
        lines = [line async for line in work.questions.lines()]
    assert lines == [
        QuestionLine("reading", 1, "answered", 1, "Когда?", "Потому что.", "", None, NOW, None, None),
        QuestionLine("reading", 2, "merged", 0, "Почему?", "", "", 1, NOW, None, None),
        QuestionLine("reading", 3, "declined", 0, "Почему?", "", "не по теме", None, NOW, None, None),
    ]


async def test_of_many_questions_those_that_are_shown_somewhere_are_found_at_once(hall: Hall) -> None:
    [anna, *_] = hall.crowd
    shown, comes, bare = [(await hall.ask(anna)).id for _ in range(3)]
    queue, group = Queue(hall.storage), Address(PAPER, "-100")
    for number in (shown, comes):
        key, until = card_key(number), NOW + timedelta(days=1)
        card = Posting(CARD, {"question": number}, Lane.REMINDER, NOW, NOW, until, key=key)
        await queue.put(card, to=group)
        if number == shown:
            await queue.show((await queue.claim())[0], "m1")
    async with hall.storage.writing() as work:
        found = await work.post.standing.places_of([card_key(number) for number in (shown, comes, bare)])
        assert sorted(found) == [(card_key(number), group) for number in (shown, comes)]
        await work.questions.queue.release([shown], NOW)
        assert await work.questions.queue.packs_of([shown, comes, bare]) == (hall.session,)
        assert await work.questions.queue.packs_of([shown]) == ()
