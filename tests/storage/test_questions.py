"""Questions: asked under the session's next number, handled step by step, each step by one hand."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from storage.database import Storage
from storage.questions.tables import OPEN
from tests.storage.asking import LEASE, Hall
from tests.storage.making import NOW, number_of


@pytest.fixture
async def hall(fair: Storage) -> Hall:
    return await Hall.open(fair)


async def test_questions_are_numbered_within_their_session(hall: Hall, fair: Storage) -> None:
    [anna, viktor, *_] = hall.crowd
    other = Hall(fair, number_of(fair, "play"), hall.crowd)
    asked = [await hall.ask(anna), await hall.ask(viktor), await other.ask(anna), await hall.ask(anna)]
    assert [question.number for question in asked] == [1, 2, 1, 3]
    async with fair.reading() as work:
        assert await work.questions.numbered(hall.session, 2) == asked[1]
        assert await work.questions.numbered(hall.session, 4) is None
        assert [question.number for question in await work.questions.of_session(hall.session)] == [1, 2, 3]


async def test_many_who_ask_at_once_leave_no_hole_and_share_no_number(hall: Hall, fair: Storage) -> None:
    async def ask(number: int) -> None:
        async with fair.writing() as work:
            await work.questions.ask(hall.session, hall.crowd[number % 4].id, f"Вопрос {number}", False, NOW)
            if number % 3 == 0:
                raise LookupError("something went wrong after all")

    done = await asyncio.gather(*(ask(number) for number in range(30)), return_exceptions=True)
    assert sum(isinstance(one, LookupError) for one in done) == 10
    async with fair.reading() as work:
        questions = await work.questions.of_session(hall.session)
    assert [question.number for question in questions] == list(range(1, 21))


async def test_of_many_who_take_a_question_at_once_one_has_it(fair: Storage) -> None:
    hall = await Hall.open(fair, crowd=20)
    questions = [await hall.ask(hall.crowd[0]) for _ in range(10)]

    async def moderate(number: int) -> list[int]:
        mine = [*questions[number:], *questions[:number]] if number < 10 else list(reversed(questions))
        return [question.id for question in mine if await hall.step(question, "take", hall.crowd[number])]

    taken = await asyncio.gather(*(moderate(number) for number in range(20)))
    assert sorted(number for numbers in taken for number in numbers) == sorted(question.id for question in questions)
    for moderator, numbers in zip(hall.crowd, taken, strict=True):
        for question in questions:
            holder = (await hall.see(question)).taken_by
            assert (holder == moderator.id) == (question.id in numbers)


async def test_what_is_taken_is_its_holders_until_the_lease_is_over(hall: Hall) -> None:
    [anna, olga, petr, *_] = hall.crowd
    question = await hall.ask(anna)
    assert await hall.step(question, "take", olga)
    assert (await hall.see(question)).lease_until == NOW + LEASE
    assert not await hall.step(question, "pass", petr, held=True)
    async with hall.storage.reading() as work:
        assert await work.questions.expired_leases(NOW + LEASE - timedelta(seconds=1)) == ()
        assert len(await work.questions.expired_leases(NOW + LEASE)) == 1
    hall.now += LEASE
    assert await hall.step(question, "pass", petr, held=True)
    passed = await hall.see(question)
    assert (passed.state, passed.taken_by, passed.lease_until, passed.passed_at) == ("passed", None, None, hall.now)
    assert await hall.log(question) == [("ask", None), ("take", olga.id), ("pass", petr.id)]


async def test_a_passed_question_taken_back_is_new_again(hall: Hall) -> None:
    [anna, olga, *_] = hall.crowd
    question = await hall.ask(anna)
    for step in ("take", "pass", "retract"):
        assert await hall.step(question, step, olga)
    again = await hall.see(question)
    assert (again.state, again.passed_at, again.revision) == ("new", None, 4)


async def test_who_asked_may_change_and_withdraw_what_nobody_has_taken(hall: Hall) -> None:
    [anna, olga, *_] = hall.crowd
    question = await hall.ask(anna)
    assert not await hall.edit(question, olga, "Другой")
    assert await hall.edit(question, anna, "Зачем?")
    assert (await hall.see(question)).text == "Зачем?"
    assert await hall.step(question, "take", olga)
    assert not await hall.edit(question, anna, "Когда?")
    assert not await hall.withdraw(question, anna)
    assert await hall.step(question, "release", None)
    assert await hall.withdraw(question, anna)
    assert not await hall.step(question, "take", olga)
    assert (await hall.see(question)).text == "Зачем?"


async def test_joining_counts_once_and_can_be_undone(hall: Hall) -> None:
    [anna, viktor, olga, _] = hall.crowd
    question = await hall.ask(anna)
    assert [await hall.join(question, who) for who in (viktor, viktor, anna, olga)] == [True, False, False, True]
    assert (await hall.see(question)).joined == 2
    assert await hall.audience(question) == [anna.id, viktor.id, olga.id]
    assert await hall.leave(question, viktor)
    assert not await hall.leave(question, viktor)
    assert not await hall.leave(question, anna), "who asked waits for the answer"
    assert (await hall.see(question)).joined == 1
    async with hall.storage.reading() as work:
        assert [one.id for one in await work.questions.of_person(olga.id)] == [question.id]
        assert await work.questions.joined_by(olga.id, [question.id, 999]) == {question.id}
        assert await work.questions.joined_by(viktor.id, [question.id]) == frozenset()


@pytest.mark.parametrize("step", ["decline", "answer"])
async def test_nobody_joins_what_has_its_end(hall: Hall, step: str) -> None:
    [anna, viktor, olga, _] = hall.crowd
    question = await hall.ask(anna)
    assert await hall.step(question, step, olga)
    assert not await hall.join(question, viktor)


async def test_what_is_merged_brings_its_people_along(hall: Hall) -> None:
    [anna, viktor, olga, petr] = hall.crowd
    first, second, third = await hall.ask(anna), await hall.ask(viktor), await hall.ask(olga)
    assert await hall.join(third, petr)
    assert await hall.join(third, anna)
    assert await hall.step(third, "merge", petr, into=second)
    assert await hall.step(second, "merge", petr, into=first)
    assert (await hall.see(third)).merged_into == first.id
    assert (await hall.see(first)).joined == 3
    async with hall.storage.reading() as work:
        assert [one.id for one in await work.questions.merged_into(first.id)] == [second.id, third.id]
    assert await hall.audience(first) == [anna.id, viktor.id, olga.id, petr.id]
    assert await hall.audience(third) == [anna.id, olga.id, petr.id]
    assert not await hall.withdraw(first, anna), "others wait for its answer"


async def test_joining_what_was_merged_meanwhile_joins_the_other_one(hall: Hall) -> None:
    [anna, viktor, olga, petr] = hall.crowd
    first, second = await hall.ask(anna), await hall.ask(viktor)
    assert await hall.step(second, "merge", olga, into=first)
    assert await hall.join(second, petr)
    assert (await hall.see(first)).joined == 2
    assert not await hall.leave(second, viktor), "they asked what was merged"
    assert await hall.leave(second, petr)


async def test_nothing_is_merged_into_itself_another_session_or_what_is_no_more(hall: Hall, fair: Storage) -> None:
    [anna, viktor, olga, _] = hall.crowd
    first, second, third = await hall.ask(anna), await hall.ask(viktor), await hall.ask(olga)
    elsewhere = await Hall(fair, number_of(fair, "play"), hall.crowd).ask(anna)
    assert await hall.withdraw(third, olga)
    for into in (first, elsewhere, third):
        assert not await hall.step(first, "merge", olga, into=into)
    assert await hall.step(second, "merge", olga, into=first)
    assert not await hall.step(first, "merge", olga, into=second)


async def test_two_that_are_merged_into_each_other_at_once_leave_one(hall: Hall) -> None:
    [anna, viktor, olga, petr] = hall.crowd
    for _ in range(5):
        first, second = await hall.ask(anna), await hall.ask(viktor)
        merged = await asyncio.gather(
            hall.step(first, "merge", olga, into=second), hall.step(second, "merge", petr, into=first)
        )
        assert sorted(merged) == [False, True]


async def test_the_database_itself_refuses_what_makes_no_sense(hall: Hall) -> None:
    question = await hall.ask(hall.crowd[0])
    with pytest.raises(IntegrityError):
        async with hall.storage.writing() as work:
            await work.questions.step(question.id, "take", frm=OPEN, to="taken", by=hall.crowd[1].id, now=NOW)
    assert (await hall.see(question)).state == "new"


async def test_what_fair_use_needs_to_know(hall: Hall) -> None:
    [anna, olga, *_] = hall.crowd
    async with hall.storage.reading() as work:
        assert await work.questions.last_asked(anna.id, hall.session) is None
    first = await hall.ask(anna)
    hall.now += timedelta(minutes=1)
    await hall.ask(anna)
    assert await hall.step(first, "decline", olga)
    async with hall.storage.reading() as work:
        assert await work.questions.last_asked(anna.id, hall.session) == hall.now
        assert await work.questions.count_open(hall.session, anna.id) == 1
        assert await work.questions.counts(hall.session) == {"declined": 1, "new": 1}
        assert len(await work.questions.of_session(hall.session, OPEN)) == 1


async def test_a_person_is_muted_for_a_session_or_for_the_fair(hall: Hall, fair: Storage) -> None:
    [anna, olga, *_] = hall.crowd
    play = number_of(fair, "play")

    async def muted() -> tuple[bool, bool]:
        async with fair.reading() as work:
            return (await work.questions.is_muted(anna.id, hall.session), await work.questions.is_muted(anna.id, play))

    async with fair.writing() as work:
        for scope in (hall.session, None, None):
            await work.questions.mute(anna.id, scope, NOW, olga.id)
    assert await muted() == (True, True)
    async with fair.writing() as work:
        assert await work.questions.unmute(anna.id, None)
        assert not await work.questions.unmute(anna.id, None)
    assert await muted() == (True, False)


async def test_a_session_is_closed_and_summed_up_once(hall: Hall) -> None:
    [anna, olga, *_] = hall.crowd
    await hall.ask(anna)
    async with hall.storage.writing() as work:
        assert not await work.questions.closed(hall.session)
        assert await work.questions.queue.sessions_unsummed() == (hall.session,)
        assert await work.questions.close(hall.session, NOW, olga.id)
        assert not await work.questions.close(hall.session, NOW, olga.id)
        assert await work.questions.closed(hall.session)
        assert await work.questions.queue.sum_up(hall.session, NOW)
        assert not await work.questions.queue.sum_up(hall.session, NOW)
        assert await work.questions.queue.sessions_unsummed() == ()


async def test_cards_are_posted_most_joined_first_and_noted_once(hall: Hall) -> None:
    [anna, viktor, olga, petr] = hall.crowd
    first, second, third = [await hall.ask(anna) for _ in range(3)]
    await hall.join(third, viktor)
    await hall.join(third, olga)
    await hall.join(second, petr)
    async with hall.storage.writing() as work:
        assert [one.id for one in await work.questions.unreleased(hall.session)] == [third.id, second.id, first.id]
        assert await work.questions.queue.sessions_packed() == (hall.session,), "it starts later"
        assert await work.questions.queue.sessions_unreleased() == ()
        assert await work.questions.queue.release([third.id, second.id], NOW) == {third.id, second.id}
        assert await work.questions.queue.release([second.id, first.id], NOW) == {first.id}
        assert await work.questions.queue.sessions_packed() == ()
        assert await work.questions.queue.count_released([hall.session], NOW) == 3
        assert await work.questions.queue.count_released([hall.session], NOW + timedelta(seconds=1)) == 0


async def test_what_is_asked_from_the_start_on_is_not_packed(hall: Hall) -> None:
    starts = NOW + timedelta(minutes=15)
    for at in (starts - timedelta(seconds=1), starts):
        async with hall.storage.writing() as work:
            await work.questions.ask(hall.session, hall.crowd[0].id, f"В {at}?", False, at, "Анна")
            assert await work.questions.queue.sessions_unreleased() == (() if at < starts else (hall.session,))
            assert await work.questions.queue.sessions_packed() == (hall.session,)


async def test_what_nobody_takes_is_told_once(hall: Hall) -> None:
    [anna, olga, *_] = hall.crowd
    first, second = await hall.ask(anna), await hall.ask(anna)
    later, opened = NOW + timedelta(minutes=5), NOW + timedelta(minutes=15)
    await hall.step(second, "take", olga)
    async with hall.storage.writing() as work:
        assert await work.questions.queue.sessions_untaken(NOW, opened) == ()
        assert await work.questions.queue.sessions_untaken(later, later) == (), "it starts later than that"
        assert await work.questions.queue.sessions_untaken(later, opened) == (hall.session,)
        assert await work.questions.queue.untaken(hall.session, later) == (first.id,)
        assert await work.questions.queue.alarm([first.id], later) == {first.id}
        assert await work.questions.queue.alarm([first.id], later) == set()
        assert await work.questions.queue.sessions_untaken(later, opened) == ()
