"""What runs when: APScheduler ticks, and remembers nothing; what is due is in our tables."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from dialogs.kit.clock import Clock
from dialogs.kit.feature import Job
from dialogs.kit.policy import Policy
from storage.database import DatabaseTrouble, Storage, parts

CATALOGUE_SECONDS = 1.0  # a running bot sees an import within this
TIDY_SECONDS = 3600.0
EVENTS_KEPT = timedelta(hours=48)  # messengers repeat an event for a day at most
LETTERS_KEPT = timedelta(days=30)
FORGOTTEN = 5_000  # cards of one survey, in turns

_log = structlog.get_logger()


class Ticker:
    """Runs the features' jobs and the housekeeping, each at its own interval, never twice at once."""

    def __init__(self, storage: Storage, jobs: tuple[Job, ...], policy: Policy, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._add("catalogue", CATALOGUE_SECONDS, self._refresh)
        self._add("tidy", TIDY_SECONDS, self._tidy)
        for job in jobs:
            self._add(job.name, job.seconds, partial(self._run, job, policy))

    @property
    def running(self) -> bool:
        """Whether it ticks."""
        return bool(self._scheduler.running)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)

    def _add(self, name: str, seconds: float, run: Callable[[], Awaitable[None]]) -> None:
        guarded = partial(_guarded, name, run)
        # A late tick still counts, several missed ones count once.
        self._scheduler.add_job(
            guarded, "interval", seconds=seconds, id=name, coalesce=True, max_instances=1, misfire_grace_time=None
        )

    async def _refresh(self) -> None:
        if await self._storage.refresh():
            _log.info("catalogue.refreshed", version=self._storage.catalogue.version)

    async def _run(self, job: Job, policy: Policy) -> None:
        await job.run(self._storage, policy, self._clock.now())

    async def _tidy(self) -> None:
        now, storage = self._clock.now(), self._storage
        await storage.in_turns(lambda work: work.post.events.forget(now - EVENTS_KEPT))
        await storage.in_turns(lambda work: work.post.written.forget(now - EVENTS_KEPT))
        await storage.in_turns(lambda work: work.enclosures.forget(now - LETTERS_KEPT))
        await storage.in_turns(lambda work: work.outbox.forget(now - LETTERS_KEPT))
        forgotten = FORGOTTEN
        while forgotten >= FORGOTTEN:
            async with storage.surveying() as work:
                shown = await work.post.standing.too_old(FORGOTTEN)
            forgotten = len(shown)
            for part in parts(shown):
                async with storage.writing() as work:
                    await work.post.standing.forget(part)


async def _guarded(name: str, run: Callable[[], Awaitable[None]]) -> None:
    try:
        await run()
    except DatabaseTrouble as trouble:
        _log.warning("tick.database", job=name, trouble=str(trouble))
    except asyncio.CancelledError:  # only `stop` does that; APScheduler would log it as if a job had broken
        _log.info("tick.stopped", job=name)
    except Exception:
        _log.exception("tick.bug", job=name)
