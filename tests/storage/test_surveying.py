"""The slow lane: it reads as of one moment beside whoever writes, changes nothing, and is opened when it is needed."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy.exc import DBAPIError

from storage.database import AT_ONCE, DatabaseTrouble, Storage, Work
from storage.engine.turns import in_parts
from storage.people.tables import PEOPLE
from tests.databases import Database
from tests.storage.making import NOW, PAPER, Queue, letter, people


async def test_a_survey_sees_one_moment_while_others_write(storage: Storage) -> None:
    await people(storage, 3)
    async with storage.surveying() as survey:
        assert len(await survey.people.of(range(1_000_000_000, 1_000_000_003))) == 0
        before = await survey.outbox.counts()
        async with asyncio.timeout(10):  # nobody waits for it
            await Queue(storage).put(letter())
        assert await survey.outbox.counts() == before
    async with storage.surveying() as survey:
        assert await survey.outbox.counts() == {"waiting": 1}


async def test_a_survey_changes_nothing(storage: Storage) -> None:
    [anna] = await people(storage, 1)
    with pytest.raises((DatabaseTrouble, DBAPIError)):
        async with storage.surveying() as survey:
            await survey.people.unreachable([anna])
    async with storage.reading() as work:
        assert (await work.people.of([anna.id]))[anna.id].reachable


async def test_what_a_survey_saw_is_not_remembered_as_the_newest(storage: Storage, database: Database) -> None:
    [anna] = await people(storage, 1)
    fresh = Storage(database.url)
    async with fresh.surveying() as survey:
        assert await survey.people.find(PAPER, anna.user) is not None
    if fresh.memory is not None:
        assert fresh.memory.get(PAPER, anna.user) is None
    await fresh.close()


async def test_the_loop_goes_round_while_a_survey_counts(storage: Storage) -> None:
    if not storage.sqlite:
        pytest.skip("of SQLite only")
    slow = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT count(*) FROM n"
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0.005)
            beats += 1

    async with asyncio.TaskGroup() as tasks, storage.surveying() as survey:
        beating = tasks.create_task(beat())
        await survey.post.events._connection.exec_driver_sql(slow)
        beating.cancel()
    assert beats > 5


async def test_a_long_answer_comes_in_parts_and_is_whole(storage: Storage) -> None:
    person = {"messenger": PAPER, "language": "ru", "since": NOW, "reminders": True, "muted": False, "reachable": True}
    many = 2 * AT_ONCE + 1
    async with storage.transaction() as (connection, _):
        await connection.execute(PEOPLE.insert(), [{**person, "user": str(number)} for number in range(many)])

    def users(work: Work) -> AsyncIterator[tuple[str]]:
        return in_parts(work.post.events._connection, PEOPLE.select().with_only_columns(PEOPLE.c.user))

    for lane in (storage.surveying, storage.reading):
        async with lane() as work:
            assert len({row[0] async for row in users(work)}) == many


async def test_a_change_of_many_is_made_in_turns(storage: Storage) -> None:
    for number in range(3):
        async with storage.writing() as work:
            await work.post.events.first_time(PAPER, "1", str(number), NOW)
    turns: list[int] = []

    async def forget(work: Work) -> int:
        turns.append(await work.post.events.forget(NOW.replace(year=2030), at_most=2))
        return AT_ONCE if turns[-1] == 2 else turns[-1]

    await storage.in_turns(forget)
    assert turns == [2, 1]
