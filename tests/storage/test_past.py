"""A queue with a past: letters that ended long ago cost those that are due nothing, whatever the database believes.

It was analysed in a quiet hour, when nothing was open: its statistics say that no letter waits. The long form, a
million ended letters, is run where FAIRWAY_TEST_LONG=1 (`make test-long`).
"""

import os
import re
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from statistics import median
from typing import Any

import pytest
from sqlalchemy import event

from dialogs.reminders.jobs import Planning
from storage.address import Address
from storage.database import Storage, Work
from storage.post.claims import Claimed
from tests.storage.making import LEASE, NOW, PAPER, letter, people
from tests.world import World

ENDED, DUE = (1_000_000, 40_000) if os.environ.get("FAIRWAY_TEST_LONG") == "1" else (100_000, 8_000)
TAKES, TOGETHER = 15, 30
BOUND = 0.5  # seconds, on a machine that does other things too; a plan that joins all with all takes minutes


def numbers(storage: Storage, most: int) -> str:
    if storage.sqlite:
        return f"(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most}) SELECT i FROM n) n"
    return f"generate_series(1, {most}) AS n(i)"


async def plant(storage: Storage, most: int, kind: str, state: str, *, hours: float) -> None:
    """So many letters that are due since then, of a few keys each, and ended then unless they wait."""
    at = NOW + timedelta(hours=hours)
    moment = f"'{at:%Y-%m-%d %H:%M:%S.%f}'" + ("" if storage.sqlite else "::timestamptz")
    late = f"'{NOW + timedelta(hours=9):%Y-%m-%d %H:%M:%S.%f}'" + ("" if storage.sqlite else "::timestamptz")
    async with storage.long_transaction() as (connection, _):
        await connection.exec_driver_sql(
            "INSERT INTO outbox (messenger, chat, thread, person_id, kind, about, lane, not_before, deadline,"
            " not_after, once, key, state, attempt, failed, held_until, ended_at)"
            f" SELECT '{PAPER}', 'p' || (n.i % 5000), '',"
            f" (SELECT min(id) FROM people) + n.i % 50, '{kind}', '{{}}', 0, {moment}, {moment}, {late},"
            f" '{kind}:' || n.i, '{kind}:' || (n.i % 7), '{state}', 1, 0, 0.0,"
            f" {'NULL' if state == 'waiting' else moment} FROM {numbers(storage, most)}"
        )


async def second_day(fair: Storage, ended: int) -> None:
    """All that was posted has ended and was analysed then; now a slot comes."""
    await people(fair, 50)
    await plant(fair, ended, "old", "delivered", hours=-24)
    async with fair.long_transaction() as (connection, _):
        await connection.exec_driver_sql("ANALYZE")
    await plant(fair, DUE, "new", "waiting", hours=-0.1)


async def claim(work: Work) -> list[Claimed]:
    """What the sender does again and again."""
    assert await work.outbox.due(PAPER, NOW, 0.0)
    assert await work.outbox.expire(PAPER, NOW, 0.0) == []
    return await work.post.claims.take(PAPER, TOGETHER, NOW, 0.0, LEASE)


async def took(storage: Storage, ask: Callable[[Work], Awaitable[object]]) -> float:
    began = time.perf_counter()
    async with storage.writing() as work:
        await ask(work)
    return time.perf_counter() - began


async def test_letters_of_a_slot_are_claimed_quickly_after_a_million_others(fair: Storage) -> None:
    await second_day(fair, ENDED)
    seen: set[int] = set()

    async def deliver(work: Work) -> None:
        letters = await claim(work)
        assert len(letters) == TOGETHER
        assert seen.isdisjoint(letter.id for letter in letters)
        seen.update(letter.id for letter in letters)
        await work.post.claims.end(letters, "delivered", NOW)

    seconds = [await took(fair, deliver) for _ in range(TAKES)]
    print(f"{ENDED} ended, {DUE} due: {median(seconds) * 1000:.1f} ms a claim of {TOGETHER}")  # noqa: T201
    assert median(seconds) < BOUND


ASKED: dict[str, tuple[Callable[[Work], Awaitable[object]], set[str]]] = {
    "due": (lambda work: work.outbox.due(PAPER, NOW, 0.0), {"due"}),
    "expire": (lambda work: work.outbox.expire(PAPER, NOW, 0.0), {"end"}),
    "claim": (lambda work: work.post.claims.take(PAPER, 30, NOW, 0.0, 60), {"order", "key"}),
    "post": (lambda work: work.outbox.put(letter(key="new:3"), Address(PAPER, "p3")), {"key"}),
    "where a key stands": (lambda work: work.post.standing.places("new:3"), {"key"}),
}


@pytest.mark.parametrize("ended", [1_000, 20_000])
async def test_no_statistics_lead_a_hot_question_to_another_index(fair: Storage, ended: int) -> None:
    await second_day(fair, ended)
    for question, (ask, indexes) in ASKED.items():
        plan = await steps(fair, ask)
        assert set(re.findall(r"ix_outbox_open_(\w+)", plan)) == indexes, question
        assert not re.findall(r"Seq Scan on outbox|SCAN outbox|Sort Key: outbox|FOR ORDER BY|ix_outbox_ended", plan), (
            question
        )


async def steps(storage: Storage, ask: Callable[[Work], Awaitable[object]]) -> str:
    """How the database goes about what is asked."""
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, _x: object, _many: bool) -> None:
        asked.append((statement, parameters))

    event.listen(storage.engine.sync_engine, "before_cursor_execute", note)
    async with storage.writing() as work:
        await ask(work)
    event.remove(storage.engine.sync_engine, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN" if storage.sqlite else "EXPLAIN"
    told: list[str] = []
    async with storage.transaction() as (connection, _):
        for statement, parameters in asked:
            if statement.startswith("SET LOCAL"):
                await connection.exec_driver_sql(statement)
            elif statement.startswith(("SELECT", "UPDATE", "INSERT")):
                found = await connection.exec_driver_sql(f"{explain} {statement}", parameters)
                told += [str(row[-1]) for row in found]
    return "\n".join(told)


@pytest.mark.only("postgres")
async def test_after_a_slot_is_planned_the_database_knows_that_many_wait(fair: Storage, world: World) -> None:
    """What its statistics of a quiet hour did not."""
    many = 1_500
    subscriptions = (
        "INSERT INTO subscriptions (person_id, session_id, since)"
        " SELECT p.id, s.id, '2020-04-01' FROM people p, sessions s"
    )
    async with fair.transaction() as (connection, _):
        people_ = 'INSERT INTO people (messenger, "user", language, since, reminders, muted, reachable, client)'
        values = f"SELECT '{PAPER}', n.i, 'ru', '2020-04-01', true, false, true, '' FROM {numbers(fair, many)}"
        await connection.exec_driver_sql(f"{people_} {values}")
        await connection.exec_driver_sql(f"{subscriptions} WHERE s.ref = 'reading'")
    await fair.weigh_letters()
    assert await believed(fair) <= 1
    await Planning()(fair, world.policy, NOW)
    assert await believed(fair) >= many


async def believed(storage: Storage) -> float:
    """How many letters the planner thinks are open."""
    async with storage.engine.connect() as connection:
        plan = await connection.exec_driver_sql("EXPLAIN SELECT 1 FROM outbox WHERE ended_at IS NULL")
        found = re.search(r"rows=(\d+)", str(plan.scalars().first()))
    assert found is not None
    return int(found[1])
