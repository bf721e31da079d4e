"""Events that share a commit of SQLite: a failure is one's own, a failed commit is everybody's, nothing stays open."""

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.database import DatabaseTrouble, Storage, Work
from storage.migrating import migrate

NOW = datetime(2020, 4, 27, 6, 45, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "fair.db"


@pytest.fixture(params=["sqlite", "sqlite+aiosqlite"])
def driver(request: pytest.FixtureRequest) -> str:
    """How a URL begins that names a file: its statements run in the loop, or all of them beside it."""
    return str(request.param)


@pytest.fixture
async def storage(path: Path, driver: str) -> AsyncIterator[Storage]:
    """Patient: the tests themselves hold up the loop, by reading the file with another connection."""
    storage = Storage(f"{driver}:///{path}", patience=30)
    await migrate(storage)
    yield storage
    await storage.close()


def noted(path: Path) -> set[str]:
    """What another program finds in the file."""
    connection = sqlite3.connect(path)
    found = {row[0] for row in connection.execute("SELECT event FROM events")}
    connection.close()
    return found


async def note(storage: Storage, name: str) -> None:
    async with storage.writing() as work:
        await work.post.events.first_time("paper", "1", name, NOW)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another process holds the write lock."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


async def test_a_failure_is_undone_alone(storage: Storage, path: Path) -> None:
    async def write(name: str) -> None:
        async with storage.writing() as work:
            await work.post.events.first_time("paper", "1", name, NOW)
            await asyncio.sleep(0)  # the others come meanwhile
            if name == "bad":
                raise ValueError(name)

    ended = await asyncio.gather(*(write(name) for name in ("a", "bad", "b")), return_exceptions=True)
    assert [type(end) for end in ended] == [type(None), ValueError, type(None)]
    assert noted(path) == {"a", "b"}


async def test_what_is_told_done_is_on_the_disk(storage: Storage, path: Path) -> None:
    done: set[str] = set()

    async def write(name: str) -> None:
        await note(storage, name)
        assert name in noted(path)
        done.add(name)

    await asyncio.gather(*(write(str(number)) for number in range(100)))
    assert len(done) == 100


@pytest.mark.parametrize("seed", range(4))
async def test_nothing_is_lost_or_left_open_however_writers_end(
    storage: Storage, path: Path, driver: str, seed: int
) -> None:
    chance = random.Random(seed)
    done: set[str] = set()
    failed: set[str] = set()
    effects: set[str] = set()

    async def write(name: str) -> None:
        end = chance.random()
        await asyncio.sleep(chance.random() * 0.05)
        try:
            async with storage.writing() as work:
                await work.post.events.first_time("paper", "1", name, NOW)
                work.after_commit(lambda: effects.add(name))
                if end < 0.5:
                    await asyncio.sleep(chance.random() * 0.0005)
                if end < 0.2:
                    raise ValueError(name)
        except (ValueError, DatabaseTrouble):
            failed.add(name)
            raise
        done.add(name)

    tasks = [asyncio.get_running_loop().create_task(write(str(number))) for number in range(500)]
    for task in chance.sample(tasks, 250):
        asyncio.get_running_loop().call_later(chance.random() * 0.15, task.cancel)
    await asyncio.wait(tasks, timeout=20)
    assert all(task.done() for task in tasks)
    await asyncio.wait_for(note(storage, "last"), 20)
    kept = noted(path)
    assert done | {"last"} <= kept
    assert not failed & kept
    assert effects == kept - {"last"}
    outcomes = {type(task.exception()) for task in tasks if not task.cancelled()}
    # Where statements run in a thread, who is cancelled in the middle of one spoils the commit, and all come again.
    assert outcomes <= {type(None), ValueError} | ({DatabaseTrouble} if driver == "sqlite+aiosqlite" else set())
    with locked(path):  # nobody has left a transaction open
        pass


async def test_a_full_disk_undoes_whole_events_and_passes(storage: Storage, path: Path) -> None:
    async with storage.writing() as work:
        pages = (await _pragma(work, "page_count")) + 12
    done: set[str] = set()

    async def write(name: str) -> None:
        async with storage.writing() as work:
            await _pragma(work, f"max_page_count={pages}")
            await work.post.events.first_time("paper", "1", name, NOW)
            await work.post.events.first_time("paper", "1", name + "/" + "x" * 3000, NOW)
        done.add(name)

    ended = await asyncio.gather(*(write(str(number)) for number in range(40)), return_exceptions=True)
    troubles = [end for end in ended if end is not None]
    assert troubles
    assert {(type(end), str(end)) for end in troubles} == {(DatabaseTrouble, "disk full")}
    assert not await storage.has_room()
    kept = {name.partition("/")[0] for name in noted(path)}
    assert kept == done
    assert sum("/" in name for name in noted(path)) == len(done)

    async with storage.writing() as work:
        await _pragma(work, "max_page_count=1000000")
        await work.post.events.first_time("paper", "1", "room again", NOW)
    assert "room again" in noted(path)
    check = sqlite3.connect(path)
    assert check.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    check.close()


async def _pragma(work: Work, pragma: str) -> int:
    return int((await work.post.events._connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one())


async def test_a_locked_file_keeps_the_loop_free_and_ends_in_trouble(storage: Storage, path: Path, driver: str) -> None:
    impatient = Storage(f"{driver}:///{path}", patience=0.5)
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0.01)
            beats += 1

    with locked(path):
        async with asyncio.TaskGroup() as tasks:
            beating = tasks.create_task(beat())
            ended = await asyncio.gather(*(note(impatient, str(n)) for n in range(20)), return_exceptions=True)
            beating.cancel()
    await impatient.close()
    assert {type(end) for end in ended} == {DatabaseTrouble}
    assert beats > 20
    assert noted(path) == set()
    await note(storage, "after")
    assert noted(path) == {"after"}


async def test_a_lock_that_passes_is_waited_for(storage: Storage, path: Path) -> None:
    with locked(path):
        writing = asyncio.get_running_loop().create_task(note(storage, "a"))
        await asyncio.sleep(0.1)
        assert not writing.done()
    await writing
    assert noted(path) == {"a"}


async def test_a_failed_commit_is_everybodys(storage: Storage, path: Path) -> None:
    """A foreign key that is checked at the commit breaks it; the one who broke it is unknown by then."""
    effects: list[str] = []

    async def write(name: str) -> None:
        async with storage.writing() as work:
            await work.post.events.first_time("paper", "1", name, NOW)
            work.after_commit(lambda: effects.append(name))
            if name == "5":
                await _statement(work, "PRAGMA defer_foreign_keys=ON")
                await work.plans.subscriptions.add(404, 404, NOW)
            await asyncio.sleep(0)

    ended = await asyncio.gather(*(write(str(number)) for number in range(10)), return_exceptions=True)
    assert {type(end) for end in ended} == {DatabaseTrouble}
    assert noted(path) == set()
    assert effects == []
    await note(storage, "after")
    assert noted(path) == {"after"}


async def _statement(work: Work, statement: str) -> None:
    await work.post.events._connection.exec_driver_sql(statement)


@pytest.mark.parametrize("step", [1, 2, 3, 5, 8, 13, 21, 34])
async def test_who_is_cancelled_while_the_disk_works_takes_nobody_along(
    storage: Storage, path: Path, driver: str, step: int
) -> None:
    tasks = [asyncio.get_running_loop().create_task(note(storage, str(number))) for number in range(10)]
    for _ in range(step):
        await asyncio.sleep(0)
    tasks[-1].cancel()
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    done = {str(number) for number, end in enumerate(ended[:-1]) if end is None}
    assert done <= noted(path)
    if driver == "sqlite":
        assert len(done) == 9
    else:  # in a thread the cancelling may come in the middle of a statement, and then all come again
        assert {type(end) for end in ended[:-1]} <= {type(None), DatabaseTrouble}
        assert not ({str(number) for number in range(9)} - done) & noted(path)
