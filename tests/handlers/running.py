"""An adapter at work: between a simulator and a database, as the program wires it."""

import asyncio
import socket
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar

from aiohttp import web

import handlers
from bot.web import application
from bot.wiring import Program
from dialogs.calendar.pages import Calendars
from dialogs.engine import adapter as engine
from dialogs.engine.bookmark import Bookmark
from dialogs.engine.dispatch import Dispatch
from dialogs.engine.library import Library
from dialogs.engine.registry import Registry
from dialogs.features import FEATURES, home
from dialogs.kit.feature import Feature
from dialogs.kit.policy import Policy, PrivacyPolicy
from dialogs.kit.route import Route
from dialogs.kit.screen import screen
from dialogs.kit.visit import Reply, Visit
from dialogs.kit.weather import Weather
from dialogs.privacy.pages import OneTimePages
from scheduler.clock import Ticker
from storage.database import DatabaseTrouble, Storage
from tests.conftest import MORNING
from tests.paper import PaperClock
from tests.watchdog import watchdog


@dataclass(frozen=True, slots=True)
class Note(Route):
    """A press that is noted down."""

    word: str
    path: ClassVar[str] = "note"


@dataclass(frozen=True, slots=True)
class Wait(Route):
    """A press that only reads, and takes its time."""

    word: str
    path: ClassVar[str] = "wait"


@dataclass
class Notes:
    """What a feature of the test does: it notes presses, some after a wait, some only after a database's trouble."""

    done: list[tuple[str, str]] = field(default_factory=list)
    gates: dict[str, asyncio.Event] = field(default_factory=lambda: defaultdict(asyncio.Event))
    troubles: dict[str, int] = field(default_factory=dict)

    @property
    def feature(self) -> Feature:
        feature = Feature("notes")

        @feature.on(Note, changes=True)
        async def note(visit: Visit, route: Note) -> Reply:
            if self.troubles.get(route.word, 0) > 0:
                self.troubles[route.word] -= 1
                raise DatabaseTrouble("the disk is full")
            self.done.append((visit.event.user, route.word))
            return Reply(screen(route.word), anew=True)

        @feature.on(Wait)
        async def wait(visit: Visit, route: Wait) -> Reply:
            await self.gates[route.word].wait()
            self.done.append((visit.event.user, route.word))
            return Reply(screen(route.word), anew=True)

        return feature


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that listens."""

    adapter: engine.Adapter
    storage: Storage
    url: str
    weather: Weather
    _run: asyncio.Task[None]

    async def stop(self) -> None:
        """What a signal does, until everything that had begun is finished."""
        self.adapter.stop()
        async with asyncio.timeout(60):
            await self._run


def _program(storage: Storage, adapter: engine.Adapter, dispatch: Dispatch, clock: PaperClock) -> Program:
    ticker, pages = Ticker(storage, (), Policy(), clock), OneTimePages(storage, PrivacyPolicy(), clock)
    return Program(storage, (adapter,), (), ticker, dispatch, pages, Calendars(storage, clock))


@asynccontextmanager
async def running(
    storage: Storage, messenger: str, section: Mapping[str, Any], *extra: Feature
) -> AsyncIterator[Running]:
    """A messenger switched on with that section, its web addresses served; the block runs while it listens."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{door.getsockname()[1]}"
        clock = PaperClock(MORNING)
        registry = Registry([*(module.feature for module in FEATURES), *extra])
        dispatch = Dispatch(registry, storage, clock, Policy(), home)
        library, bookmark, weather = Library(storage, messenger), Bookmark(storage, messenger), Weather()
        toolbox = engine.Toolbox(dispatch, library, bookmark, url, weather=weather)
        adapter = handlers.connect(messenger, handlers.settings(messenger, section), toolbox)
        runner = web.AppRunner(
            application(_program(storage, adapter, dispatch, clock)),
            access_log=None,
            shutdown_timeout=1,
        )
        await runner.setup()
        await web.SockSite(runner, door).start()
        try:
            with watchdog():
                async with asyncio.TaskGroup() as tasks:
                    run = tasks.create_task(adapter.run())
                    try:
                        yield Running(adapter, storage, url, weather, run)
                    finally:
                        adapter.stop()
        finally:
            await runner.cleanup()
            await adapter.close()


async def until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for what is bound to happen."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 (what others see has no event of its own)
            await asyncio.sleep(0.01)
