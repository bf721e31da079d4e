"""Start everything, stop everything: one task group, an orderly end.

On SIGTERM or SIGINT events that have begun are finished and their offset is confirmed, letters that are being sent are
noted, and only then do the connections close.
"""

import asyncio
import contextlib
import ctypes
import gc
import signal
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence

import structlog
from aiohttp import web

from bot.addresses import mistakes
from bot.links import learn_links
from bot.loading import load_first
from bot.operating import place_of, state_folder
from bot.personal import OPEN
from bot.settings import Settings
from bot.speech import spoken
from bot.web import application, runner, watching
from bot.wiring import Program, put_together, settle_places
from dialogs.engine.adapter import Adapter, WrongToken
from dialogs.kit.clock import Clock
from dialogs.kit.phrase import LANGUAGES, translations
from dialogs.kit.weather import Weather
from dialogs.privacy.actions.forgetting import forget_again
from storage.database import Storage
from storage.engine.sole import sole_use
from storage.migrating import migrate
from storage.privacy.ledger import Ledger, ledger_of

GRACE = 10.0  # seconds for what has begun, after a signal
ACCEPTED = 60.0  # seconds after which a token has surely worked: refused then, it may be so for a moment
LOOK = 0.05  # seconds between two looks whether everybody is there
_log = structlog.get_logger()


async def run(
    settings: Settings,
    clock: Clock,
    ready: Callable[[str], Awaitable[None]] | None = None,
    beside: Callable[[], Coroutine[None, None, None]] | None = None,
) -> None:
    """Run the bot until a signal.

    :param ready: awaited with the web server's address once it answers and every messenger is listened to.
    :param beside: runs for as long as the bot does, such as the following of a clock.
    :raises DatabaseInUse: another process has the SQLite file.
    :raises WrongToken: a messenger does not accept its token.
    :raises WrongSettings: a messenger cannot be switched on as configured.
    """
    with sole_use(settings.database.url):
        _log.info("database", at=place_of(settings.database.url))
        ledger = Ledger(ledger_of(settings.database.url, state_folder()))
        storage = Storage(settings.database.url, sealer=settings.privacy.sealer, ledger=ledger)
        try:
            await migrate(storage)
            await storage.refresh()
            await load_first(settings, storage, clock)
            await forget_again(storage, settings.questions, clock.now())
            program = put_together(settings, storage, clock, lambda: settings.web.public_url)
            await settle_places(program, settings.staff.chats, clock)
            if not storage.sealer.ready:
                _log.warning("privacy.open", said=spoken(OPEN))
            for mistake in mistakes(settings, storage.catalogue):
                _log.warning("configuration.doubt", said=mistake)
            for language in LANGUAGES:
                translations(language)
            await _run(program, settings, clock, ready, beside)
        finally:
            await storage.close()


async def _run(
    program: Program,
    settings: Settings,
    clock: Clock,
    ready: Callable[[str], Awaitable[None]] | None,
    beside: Callable[[], Coroutine[None, None, None]] | None,
) -> None:
    own_port = settings.web.metrics.port
    runners = [runner(application(program, settings.web))]
    runners += [] if own_port is None else [runner(watching(program, settings.web))]
    try:
        for one, port in zip(runners, (settings.web.port, own_port or 0), strict=False):
            await one.setup()
            await web.TCPSite(one, settings.web.host, port).start()
        address, *apart = [_address(one, settings.web.host) for one in runners]
        program.ticker.start()
        _settle_memory()
        watched = {"watched": apart[0]} if apart else {}
        _log.info("bot.started", web=address, catalogue=program.storage.catalogue.version, **watched)
        company = [learn_links(program.adapters, program.links)]
        company += [_announce(program, ready, address)] if ready is not None else []
        company += [beside()] if beside is not None else []
        await _until_stopped(program, company, clock)
    finally:
        if program.ticker.running:
            program.ticker.stop()
        for one in runners:
            await one.cleanup()
        for adapter in program.adapters:
            await adapter.close()
        _log.info("bot.stopped")


def _address(served: web.AppRunner, host: str) -> str:
    port = served.addresses[0][1]
    return f"http://{host}:{port}/"


def _settle_memory() -> None:
    """What lives as long as the program need not be looked at by every collection; what a start alone needed goes back
    to the system, where the C library (glibc) can do that.
    """
    gc.collect()
    gc.freeze()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


async def _announce(program: Program, ready: Callable[[str], Awaitable[None]], address: str) -> None:
    """What people do before somebody listens may never be heard of."""
    while not all(adapter.ready for adapter in program.adapters):  # noqa: ASYNC110 (adapters tell nobody)
        await asyncio.sleep(LOOK)
    await ready(address)


async def _until_stopped(program: Program, company: Sequence[Coroutine[None, None, None]], clock: Clock) -> None:
    stopping = asyncio.Event()
    with _signals(stopping.set):
        try:
            async with asyncio.TaskGroup() as tasks:
                parts = [tasks.create_task(delivery.run()) for delivery in program.deliveries]
                parts += [tasks.create_task(receive(adapter, weather, clock)) for adapter, weather in _watched(program)]
                guests = [tasks.create_task(one) for one in company]
                await stopping.wait()
                _log.info("bot.stopping")
                for adapter in program.adapters:
                    adapter.stop()
                for delivery in program.deliveries:
                    delivery.stop()
                _, late = await asyncio.wait(parts, timeout=GRACE) if parts else (set(), set())
                for part in late:
                    part.cancel()
                for guest in guests:
                    guest.cancel()
        except* WrongToken as wrong:
            raise _first(wrong) from None


def _first(group: BaseExceptionGroup[WrongToken]) -> WrongToken:
    first: BaseException = group
    while isinstance(first, BaseExceptionGroup):
        first = first.exceptions[0]
    return first if isinstance(first, WrongToken) else WrongToken(str(first))


def _watched(program: Program) -> Iterator[tuple[Adapter, Weather]]:
    for adapter in program.adapters:
        yield adapter, program.weather[adapter.messenger.name]


async def receive(adapter: Adapter, weather: Weather, clock: Clock, accepted: float = ACCEPTED) -> None:
    """One messenger's trouble must not take the other down: only a token that never worked ends the program."""
    began = time.monotonic()
    while True:
        try:
            await _run_watched(adapter, weather)
        except* WrongToken as wrong:
            if time.monotonic() - began < accepted:
                raise
            weather.refused_since = weather.refused_since or clock.now()
            _log.error("messenger.token_refused", messenger=adapter.messenger.name, said=str(_first(wrong)))
            await asyncio.sleep(accepted)
        except* Exception:
            _log.exception("messenger.bug", messenger=adapter.messenger.name)
            await asyncio.sleep(1.0)
        else:
            return


async def _run_watched(adapter: Adapter, weather: Weather) -> None:
    """Receive; a token that was refused is none any more as soon as the messenger lets us listen."""
    async with asyncio.TaskGroup() as tasks:
        listens = tasks.create_task(_until_accepted(adapter, weather))
        try:
            await adapter.run()
        finally:
            listens.cancel()


async def _until_accepted(adapter: Adapter, weather: Weather) -> None:
    while weather.refused_since is not None and not adapter.ready:  # noqa: ASYNC110 (an adapter tells nobody that it listens)
        await asyncio.sleep(LOOK)
    weather.refused_since = None


@contextlib.contextmanager
def _signals(stop: Callable[[], None]) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
