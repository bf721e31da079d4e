"""What each of SQLite's two lanes costs: a short read, and a look at many rows while the loop should go on."""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from storage.database import Storage, Work
from storage.migrating import migrate

READS, ROUNDS = 1_000, 5
ROWS = 200_000
NOBODY = "1"
PLANTED = (
    "INSERT INTO outbox (messenger, chat, thread, kind, about, lane, not_before, deadline, not_after, state, attempt,"
    " failed, held_until) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})"
    " SELECT 'bench', i, '', 'bench', '{{}}', 0, {at}, {at}, {at}, 'waiting', 0, 0, 0.0 FROM n"
)
SHORT = "SELECT position FROM bookmarks WHERE messenger = 'bench' AND bot = '1'"
LONG = "SELECT state, count(*) FROM outbox GROUP BY state"
Lane = tuple[Callable[[], Awaitable[object]], Callable[[], Awaitable[object]]]


@dataclass(frozen=True, slots=True)
class Cost:
    """Microseconds of a short read, waited and of the processor; milliseconds of a long one, and of the loop held."""

    waited: float
    cpu: float
    took: float
    held: float


async def measure_lanes(folder: Path) -> dict[str, Cost]:
    """By sqlite3 itself, by the lane of presses, and by the lane beside the loop."""
    path = folder / "lanes.db"
    storage = Storage(f"sqlite:///{path}")
    await migrate(storage)
    async with storage.transaction() as (connection, _):
        await connection.exec_driver_sql(PLANTED.format(rows=ROWS, at="'2020-04-27 06:45:00.000000'"))
    plain = sqlite3.connect(path)

    def alone(statement: str) -> Callable[[], Awaitable[object]]:
        async def read() -> object:
            return plain.execute(statement).fetchall()

        return read

    def by(lane: Callable[[], AbstractAsyncContextManager[Work]]) -> Lane:
        async def short() -> object:
            async with lane() as work:
                return await work.post.bookmarks.load("bench", NOBODY)

        async def long() -> object:
            async with lane() as work:
                return await work.outbox.counts()

        return short, long

    lanes: dict[str, Lane] = {
        "sqlite3 alone": (alone(SHORT), alone(LONG)),
        "lane of presses": by(storage.reading),
        "lane beside the loop": by(storage.surveying),
    }
    costs = {name: await _cost(*lane) for name, lane in lanes.items()}
    plain.close()
    await storage.close()
    return costs


async def _cost(short: Callable[[], Awaitable[object]], long: Callable[[], Awaitable[object]]) -> Cost:
    await short()
    rounds: list[tuple[float, float]] = []
    for _ in range(ROUNDS):
        began, cpu = time.perf_counter(), time.process_time()
        for _ in range(READS):
            await short()
        rounds.append((time.perf_counter() - began, time.process_time() - cpu))
    waited, cpu = (median(some) / READS * 1e6 for some in zip(*rounds, strict=True))
    took, held = await _long(long)
    return Cost(waited, cpu, took * 1e3, held * 1e3)


async def _long(read: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    """How long the long read took, and the longest time that the loop did not go round meanwhile."""
    held, last = 0.0, time.perf_counter()

    async def beat() -> None:
        nonlocal held, last
        while True:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            held, last = max(held, now - last), now

    async with asyncio.TaskGroup() as tasks:
        beating = tasks.create_task(beat())
        await asyncio.sleep(0.01)
        held, began = 0.0, time.perf_counter()
        await read()
        took = time.perf_counter() - began
        await asyncio.sleep(0.005)
        beating.cancel()
    return took, held


def lanes_table(costs: dict[str, Cost]) -> str:
    """A row for each lane."""
    head = f"{'':<26}{'read µs':>10}{'CPU µs':>10}{f'{ROWS} rows ms':>18}{'loop held ms':>14}"
    rows = (f"{name:<26}{c.waited:>10.0f}{c.cpu:>10.0f}{c.took:>18.0f}{c.held:>14.1f}" for name, c in costs.items())
    return "\n".join([head, *rows])
