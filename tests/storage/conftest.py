"""What the tests of stored things share: the small fair, in the database and in memory."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Storage
from tests.databases import Database


@pytest.fixture
async def fair(fair_database: Database) -> AsyncIterator[Storage]:
    """The storage of the small fair."""
    storage = Storage(fair_database.url)
    await storage.refresh()
    yield storage
    await storage.close()
