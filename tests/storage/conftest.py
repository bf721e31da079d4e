"""What the tests of stored things share: the small fair, in the database and in memory, on all three engines."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Storage
from tests.databases import Database


@pytest.fixture(params=["sqlite", "sqlite+aiosqlite"])
def driver(request: pytest.FixtureRequest) -> str:
    """How a URL begins that names a file: its statements run in the loop, or all of them beside it."""
    return str(request.param)


@pytest.fixture
def database(database: Database, driver: str) -> Database:
    """An empty database; SQLite's by both of its drivers."""
    return _driven(database, driver)


@pytest.fixture
def fair_database(fair_database: Database, driver: str) -> Database:
    """A database with the small fair; SQLite's by both of its drivers."""
    return _driven(fair_database, driver)


def _driven(database: Database, driver: str) -> Database:
    kind, _, place = database.url.partition("://")
    if kind == "sqlite":
        database.url = f"{driver}://{place}"
    elif driver != "sqlite":
        pytest.skip("of SQLite only")
    return database


@pytest.fixture
async def fair(fair_database: Database) -> AsyncIterator[Storage]:
    """The storage of the small fair."""
    storage = Storage(fair_database.url)
    await storage.refresh()
    yield storage
    await storage.close()
