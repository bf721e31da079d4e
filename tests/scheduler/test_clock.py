"""The ticker: what is due runs, a failure is logged and the next tick comes, housekeeping forgets."""

import asyncio
from datetime import datetime, timedelta

import pytest

from dialogs.kit.feature import Job
from dialogs.kit.policy import Policy
from scheduler.clock import EVENTS_KEPT, LETTERS_KEPT, Ticker
from storage.database import DatabaseTrouble, Storage
from tests.scheduler.script import StillClock, until
from tests.storage.making import NOW, Queue, letter


@pytest.mark.parametrize("failure", [DatabaseTrouble("busy"), ZeroDivisionError()])
async def test_a_job_that_fails_runs_again(storage: Storage, failure: Exception) -> None:
    moments: list[datetime] = []

    async def run(_storage: Storage, _policy: Policy, now: datetime) -> None:
        moments.append(now)
        raise failure

    ticker = Ticker(storage, (Job("failing", 0.02, run),), Policy(), StillClock())
    ticker.start()

    async def thrice() -> bool:
        return len(moments) >= 3

    await until(thrice)
    assert ticker.running
    ticker.stop()
    await asyncio.sleep(0.05)
    assert set(moments) == {NOW}


async def test_a_slow_job_never_runs_beside_itself(storage: Storage) -> None:
    running, most, runs = 0, 0, 0

    async def run(_storage: Storage, _policy: Policy, _now: datetime) -> None:
        nonlocal running, most, runs
        running, runs = running + 1, runs + 1
        most = max(most, running)
        await asyncio.sleep(0.05)
        running -= 1

    async def thrice() -> bool:
        return runs >= 3

    ticker = Ticker(storage, (Job("slow", 0.01, run),), Policy(), StillClock())
    ticker.start()
    await until(thrice)
    ticker.stop()
    await asyncio.sleep(0.1)
    assert most == 1


async def test_a_job_that_runs_when_all_stops_is_no_failure(storage: Storage, caplog: pytest.LogCaptureFixture) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def run(_storage: Storage, _policy: Policy, _now: datetime) -> None:
        begun.set()
        try:
            await asyncio.sleep(3600)
        finally:
            ended.set()

    ticker = Ticker(storage, (Job("endless", 0.01, run),), Policy(), StillClock())
    ticker.start()
    await begun.wait()
    ticker.stop()
    await ended.wait()
    await asyncio.sleep(0.05)  # what APScheduler says of it
    assert [record for record in caplog.records if record.exc_info] == []


async def test_housekeeping_forgets_what_is_old(storage: Storage) -> None:
    clock, queue = StillClock(), Queue(storage)
    async with storage.writing() as work:
        assert await work.post.events.first_time("paper", "1", "press", NOW)
    await queue.put(letter())
    await queue.deliver(await queue.claim())
    ticker = Ticker(storage, (), Policy(), clock)

    clock.at = NOW + EVENTS_KEPT
    await ticker._tidy()
    async with storage.writing() as work:
        assert not await work.post.events.first_time("paper", "1", "press", NOW)
    clock.at += timedelta(seconds=1)
    await ticker._tidy()
    async with storage.writing() as work:
        assert await work.post.events.first_time("paper", "1", "press", NOW)
    assert await queue.counts() == {"delivered": 1}
    clock.at = NOW + LETTERS_KEPT + timedelta(seconds=1)
    await ticker._tidy()
    assert await queue.counts() == {}
