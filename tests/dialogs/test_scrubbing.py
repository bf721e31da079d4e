"""What was erased leaves SQLite's file and log within a minute, while people press; without an erasure nothing is done.

The long form, with a file of real size, is run where FAIRWAY_TEST_LONG=1 (`make test-long`).
"""

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from dialogs.privacy.jobs import Scrubbing
from dialogs.privacy.rules import PATIENCE, may_write_anew
from storage.privacy.personal import sealed_tables, tables_of_people
from tests.paper import Person
from tests.planting import CANARIES, USER, planted
from tests.world import World

pytestmark = pytest.mark.only("sqlite")
LONG = os.environ.get("FAIRWAY_TEST_LONG") == "1"
PEOPLE = 700_000 if LONG else 5_000
PRESSES_A_SECOND = 20
BOUND = 3.0  # seconds, on a machine that does other things too; where it has nothing else to do, a tenth of it
SOON = 60.0
EVERY = 5 if LONG else 1


def file_of(world: World) -> Path:
    return Path(make_url(world.storage.engine.url.render_as_string()).database or "")


def kept(world: World) -> bytes:
    file = file_of(world)
    return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))


async def traces(world: World) -> list[bytes]:
    """The person's words, and what is sealed of them."""
    sealed: list[str] = []
    async with world.storage.engine.connect() as connection:
        for table in set(sealed_tables()) & set(tables_of_people()):
            sealed += (await connection.execute(text(f"SELECT sealed FROM {table.name}"))).scalars()
    words = [*CANARIES, USER, *sealed]
    return [form for word in words for form in (word.encode(), json.dumps(word)[1:-1].encode())]


async def times_written_anew(world: World) -> int:
    """SQLite counts them with the changes of the schema."""
    async with world.storage.engine.connect() as connection:
        return int((await connection.exec_driver_sql("PRAGMA schema_version")).scalar_one())


async def anything_left(world: World, words: list[bytes]) -> bool:
    found = await asyncio.to_thread(kept, world)
    return any(word in found for word in words)


async def scrub(world: World, scrubbing: Scrubbing) -> None:
    await scrubbing(world.storage, world.policy, world.clock.now())


@asynccontextmanager
async def pressing(world: World, waits: list[float]) -> AsyncIterator[None]:
    """Meanwhile people look around and write, twenty times a second, and somebody exports."""
    people = [world.person(f"p{number}") for number in range(8)]
    for person in people:
        await person.opens()
        await person.taps("Настройки")

    async def press(person: Person, turn: int) -> None:
        began = time.perf_counter()
        await person.sends("/menu")
        if turn % 2:
            async with world.storage.writing() as work:
                await work.post.events.first_time("paper", "1", f"press {turn}", world.clock.now())
        waits.append(time.perf_counter() - began)

    async def go_on() -> None:
        turn = 0
        async with asyncio.TaskGroup() as tasks:
            while True:
                turn += 1
                tasks.create_task(press(people[turn % len(people)], turn))
                await asyncio.sleep(1 / PRESSES_A_SECOND)

    async def export() -> None:
        while True:
            async with world.storage.surveying() as work:
                assert len([line async for line in work.plans.subscriptions.lines()]) >= 0
            await asyncio.sleep(0.2)

    tasks = [asyncio.get_running_loop().create_task(one()) for one in (go_on, export)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def fill(world: World) -> None:
    async with world.storage.transaction() as (connection, _):
        await connection.exec_driver_sql(
            "INSERT INTO people (messenger, user, language, since, reminders, muted, reachable, client)"
            f" WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {PEOPLE})"
            " SELECT 'paper', 'many' || i, 'ru', '2020-04-01 00:00:00.000000', 1, 0, 1, '' FROM n"
        )


async def test_without_an_erasure_nothing_is_written_anew(world: World) -> None:
    """Neither at a start nor later."""
    await planted(world)
    before = await times_written_anew(world)
    await world.restart()
    await world.pass_time(minutes=3)
    assert await times_written_anew(world) == before


async def test_what_has_been_scrubbed_is_remembered_over_a_restart(world: World) -> None:
    person = await planted(world)
    await person.types("/forget")
    await person.taps("Да, забыть всё")
    before = await times_written_anew(world)
    await world.pass_time(minutes=1)
    assert await times_written_anew(world) == before + 1
    await world.restart()
    await world.pass_time(minutes=2)
    assert await times_written_anew(world) == before + 1


async def test_under_presses_nothing_erased_is_left_within_a_minute(world: World) -> None:
    await fill(world)
    person, scrubbing, waits = await planted(world), Scrubbing(), list[float]()
    words, before = await traces(world), await times_written_anew(world)
    assert any(word in kept(world) for word in words), "the search finds nothing even before"
    async with pressing(world, waits):
        await asyncio.sleep(1)
        await person.types("/forget")
        await person.taps("Да, забыть всё")
        waits.clear()
        began = time.monotonic()
        while await times_written_anew(world) == before or await anything_left(world, words):
            assert time.monotonic() - began < SOON
            await scrub(world, scrubbing)
            await asyncio.sleep(EVERY)
            world.clock.move(timedelta(seconds=EVERY))
        took = time.monotonic() - began
        await asyncio.sleep(10)
    waits.sort()
    slow = waits[int(len(waits) * 0.99)]
    size = file_of(world).stat().st_size / 1e6
    print(f"{size:.0f} MB: scrubbed in {took:.1f} s; {len(waits)} presses, p99 {slow:.3f} s, longest {waits[-1]:.3f} s")  # noqa: T201
    assert slow < BOUND


def test_a_large_file_waits_for_a_quiet_moment_but_not_longer_than_a_minute() -> None:
    at_once, late = timedelta(0), PATIENCE
    assert timedelta(minutes=1) > PATIENCE
    assert may_write_anew(8_000_000, 0.0, at_once, night=False)
    assert not may_write_anew(120_000_000, 0.0, at_once, night=False)
    assert may_write_anew(120_000_000, 1.5, at_once, night=False)
    assert may_write_anew(120_000_000, 0.0, late, night=False)
    assert not may_write_anew(900_000_000, 9.0, late, night=False)
    assert may_write_anew(900_000_000, 0.0, at_once, night=True)
