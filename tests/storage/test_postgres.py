"""What PostgreSQL adds: rows that are locked, connections that die, mistakes that must not look like trouble."""

import asyncio

import pytest
from sqlalchemy.exc import DBAPIError

from storage.database import DatabaseTrouble, Storage
from tests.storage.making import NOW, PAPER, Queue, letter, people


@pytest.fixture
def postgres(storage: Storage) -> Storage:
    if storage.sqlite:
        pytest.skip("of PostgreSQL only")
    return storage


async def kill_everybody_else(storage: Storage) -> None:
    async with storage.transaction() as (connection, _):
        await connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


async def test_events_of_one_person_wait_for_each_other_in_all_processes(postgres: Storage) -> None:
    await people(postgres, 2)
    entered: list[str] = []

    async def event(name: str, user: str, hold: float) -> None:
        async with postgres.writing() as work:
            await work.people.lock(PAPER, user)
            entered.append(name)
            await asyncio.sleep(hold)
            entered.append(f"{name} done")

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(event("first", "1", 0.2))
        await asyncio.sleep(0.1)
        tasks.create_task(event("second", "1", 0))
        tasks.create_task(event("other", "2", 0))
    assert entered.index("first done") < entered.index("second")
    assert entered.index("other") < entered.index("first done")


async def test_a_reminder_is_planned_while_an_event_holds_its_person(fair: Storage) -> None:
    if fair.sqlite:
        pytest.skip("of PostgreSQL only")
    [anna] = await people(fair, 1)
    async with asyncio.timeout(20), fair.writing() as work:
        await work.people.lock(PAPER, anna.user)
        async with fair.writing() as planning:
            await planning.outbox.put(letter(), anna.address, anna.id)


async def test_a_connection_that_dies_undoes_its_event_and_the_next_one_works(postgres: Storage) -> None:
    async def write() -> None:
        async with postgres.writing() as work:
            await work.post.events.first_time(PAPER, "1", "lost", NOW)
            await kill_everybody_else(postgres)
            await work.post.events.first_time(PAPER, "1", "lost too", NOW)

    with pytest.raises(DatabaseTrouble):
        await write()
    async with postgres.writing() as work:
        assert await work.post.events.first_time(PAPER, "1", "lost", NOW)


async def test_a_connection_that_dies_before_the_commit_is_trouble_not_success(postgres: Storage) -> None:
    effects: list[str] = []

    async def write() -> None:
        async with postgres.writing() as work:
            await work.post.events.first_time(PAPER, "1", "lost", NOW)
            work.after_commit(lambda: effects.append("done"))
            await kill_everybody_else(postgres)

    with pytest.raises(DatabaseTrouble):
        await write()
    assert effects == []
    async with postgres.writing() as work:
        assert await work.post.events.first_time(PAPER, "1", "lost", NOW)


async def test_dead_connections_of_the_pool_are_replaced(postgres: Storage) -> None:
    await asyncio.gather(*(people(postgres, 1) for _ in range(5)))
    await kill_everybody_else(postgres)
    found = await asyncio.gather(*(people(postgres, 1) for _ in range(5)))
    assert len(found) == 5


@pytest.mark.parametrize("event", ["x" * 100, "nul \0"])
async def test_a_value_that_can_never_be_stored_is_a_mistake_not_a_trouble(postgres: Storage, event: str) -> None:
    """A trouble is asked again for ever; such an event would come back until the end of days."""
    with pytest.raises(DBAPIError):
        async with postgres.writing() as work:
            await work.post.events.first_time(PAPER, "1", event, NOW)


async def test_a_server_that_is_away_is_trouble() -> None:
    away = Storage("postgresql+asyncpg://postgres@127.0.0.1:1/postgres")
    with pytest.raises(DatabaseTrouble):
        await away.refresh()
    await away.close()


async def test_the_same_event_in_two_processes_is_handled_once(postgres: Storage) -> None:
    async def handle() -> bool:
        async with postgres.writing() as work:
            first = await work.post.events.first_time(PAPER, "1", "press", NOW)
            await asyncio.sleep(0.02)
            return first

    assert sorted(await asyncio.gather(*(handle() for _ in range(5)))) == [False] * 4 + [True]


async def test_a_letter_whose_sender_died_with_its_transaction_is_free_again(postgres: Storage) -> None:
    queue = Queue(postgres)
    await queue.put(letter())

    async def claim() -> None:
        async with postgres.writing() as work:
            assert await work.post.claims.take(PAPER, 1, NOW, queue.clock, 60)
            await kill_everybody_else(postgres)
            await work.outbox.counts()

    with pytest.raises(DatabaseTrouble):
        await claim()
    assert len(await queue.claim()) == 1
