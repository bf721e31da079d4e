"""What tests share: databases of both kinds, a small fair, and a world of paper to tell stories in."""

import asyncio
import gc
import os
import shutil
import tempfile
import traceback
from collections.abc import AsyncIterator, Iterator, Mapping, MutableMapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import settings

from dialogs.news.sessions import load_fair
from storage.database import Storage
from storage.engine.statements import COMPILED
from storage.importers.fair_file import FairFile
from storage.importers.mistakes import Mistakes
from storage.importers.reading import read_fair_file
from storage.migrating import migrate
from tests import exercised
from tests.databases import Database, Server, SqliteServer
from tests.paper import Person
from tests.postgres import POSTGRES, PostgresServer, drop_stale
from tests.shield import matrix
from tests.world import World

FAIRS = Path(__file__).parent / "fairs"
MORNING = datetime.fromisoformat("2020-04-27T09:45:00+03:00")
EMPTY, SMALL = "empty", "small"
PERSONAL = ("9161234567", "916 123", "9031234567", "903 123", "anna@", "viktor@", "Анна Иванова", "Виктор Соколов")
OVERHEARD: list[str] = []

SQLITE, BESIDE, POSTGRES_TOO = "sqlite", "sqlite+aiosqlite", "postgres"  # statements in the loop, or all beside it
ENGINES = {"storage": (SQLITE, BESIDE, POSTGRES_TOO), "scheduler": (SQLITE, POSTGRES_TOO)}  # by folder of tests

MEMORY, ROOM = Path("/dev/shm"), 4_000_000_000  # a folder in memory, and the bytes free there that tests may need
if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    # Every commit waits until the disk has it, up to eight thousandths of a second: half the time of a whole run.
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None

# The heap of many tests is large and lives long: to look it through so often took a seventh of the time.
gc.set_threshold(50_000, 20, 100)

COMPILED.capacity = 3_000  # a fair's worth of statements for each of several databases

settings.register_profile("fairway", deadline=None)  # how long an example takes is up to the machine
settings.load_profile("fairway")


def pytest_addoption(parser: pytest.Parser) -> None:
    choice = "which engines tests run on: SQLite alone, PostgreSQL too where it matters, or both everywhere"
    parser.addoption("--engines", choices=("sqlite", "marked", "all"), default="marked", help=choice)


def pytest_sessionstart(session: pytest.Session) -> None:
    if POSTGRES is not None and not hasattr(session.config, "workerinput"):
        asyncio.run(drop_stale(POSTGRES))


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(matrix)
    if POSTGRES is not None:
        exercised.watch()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    exercised.RAN.update(getattr(node, "workeroutput", {}).get("ran", ()))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker tells what it ran; who has heard all of them judges, if everything was to run."""
    config: Any = session.config
    if hasattr(config, "workerinput"):
        config.workeroutput["ran"] = sorted(exercised.RAN)
    elif _everything_ran(config) and exercised.never_ran(exercised.RAN):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if _everything_ran(config) and (left_out := exercised.never_ran(exercised.RAN)):
        terminalreporter.section("no test has run these on PostgreSQL", red=True)
        terminalreporter.line("\n".join(left_out))


def _everything_ran(config: pytest.Config) -> bool:
    chosen = config.args_source != pytest.Config.ArgsSource.TESTPATHS
    narrowed = any(config.getoption(option, None) for option in ("keyword", "markexpr", "collectonly", "lf", "maxfail"))
    return POSTGRES is not None and config.getoption("--engines") != "sqlite" and not chosen and not narrowed


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "databases" in metafunc.fixturenames:
        metafunc.parametrize("databases", _engines(metafunc), indirect=True, scope="session")


def _engines(metafunc: pytest.Metafunc) -> list[str]:
    """What a test runs on: a story on SQLite, what is about storage, or marked so, on PostgreSQL too."""
    test, wish = metafunc.definition, metafunc.config.getoption("--engines")
    both = wish == "all" or test.get_closest_marker("both")
    usual = (SQLITE, POSTGRES_TOO) if both else (SQLITE,)
    only, folder = test.get_closest_marker("only"), test.path.relative_to(Path(__file__).parent).parts[0]
    engines = only.args if only else ENGINES.get(folder, usual)
    return [engine for engine in engines if wish != "sqlite" or engine == SQLITE]


@pytest.fixture(scope="session", autouse=True)
def plain_logs() -> None:
    """Tracebacks without everybody's locals: a whole catalogue takes seconds to print."""
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, _overhear, plain])


def _overhear(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    told = _trace_of(event) + repr(event)
    if any(word in told for word in PERSONAL):
        OVERHEARD.append(told)
    return event


def _trace_of(event: Mapping[str, Any]) -> str:
    """The trace that an event would print, as people would read it."""
    return traceback.format_exc() if event.get("exc_info") else ""


@pytest.fixture(autouse=True)
def logs_name_nobody() -> Iterator[None]:
    """Whatever a story is about, its logs hold no phone, no address and no full name of anybody in it."""
    OVERHEARD.clear()
    yield
    assert OVERHEARD == []


@pytest.fixture(scope="session")
def small_fair() -> FairFile:
    """A fair of three clusters and two floors, with a session in every state."""
    file = read_fair_file(FAIRS / "small.yaml")
    assert not isinstance(file, Mistakes), str(file)
    return file


@pytest.fixture(scope="session")
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, small_fair: FairFile
) -> Iterator[Server]:
    """Where databases are made, of the engine that is asked for; one is prepared empty, one with the small fair."""
    if request.param != POSTGRES_TOO:
        server: Server = SqliteServer(tmp_path_factory.mktemp("databases"), request.param)
    elif POSTGRES is not None:
        server = PostgresServer(POSTGRES)
    else:
        pytest.skip("FAIRWAY_TEST_POSTGRES names no server")

    async def with_fair(storage: Storage) -> None:
        await migrate(storage)
        await load_fair(storage, small_fair, FAIRS, MORNING, (10,))

    try:
        server.prepare(EMPTY, migrate)
        server.prepare(SMALL, with_fair)
        yield server
    finally:
        server.close()


@pytest.fixture
async def database(databases: Server) -> AsyncIterator[Database]:
    """An empty database at the newest schema."""
    database = await databases.copy(EMPTY)
    yield database
    await database.drop()


@pytest.fixture
async def fair_database(databases: Server) -> AsyncIterator[Database]:
    """A database with the small fair."""
    database = await databases.copy(SMALL)
    yield database
    await database.drop()


@pytest.fixture
async def storage(database: Database) -> AsyncIterator[Storage]:
    """The storage of an empty database."""
    storage = Storage(database.url)
    yield storage
    await storage.close()


@pytest.fixture
async def world(fair_database: Database, small_fair: FairFile) -> AsyncIterator[World]:
    """The small fair on the morning of 27 April 2020, 09:45 in Moscow."""
    world = World(fair_database.url, small_fair, FAIRS, MORNING)
    await world.storage.refresh()
    yield world
    await world.storage.close()


@pytest.fixture
async def anna(world: World) -> Person:
    """A teacher who has opened the bot."""
    anna = world.person("1")
    await anna.opens()
    return anna


@pytest.fixture
async def viktor(world: World) -> Person:
    """A father who has opened the bot."""
    viktor = world.person("2")
    await viktor.opens()
    return viktor
