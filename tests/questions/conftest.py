"""The town for each story, in which nothing may break unnoticed."""

from collections.abc import AsyncIterator

import pytest

from tests.databases import Database
from tests.town.opening import watched_town
from tests.town.town import Town


@pytest.fixture
async def town(fair_database: Database) -> AsyncIterator[Town]:
    """Half past nine, on both databases."""
    async with watched_town(fair_database.url) as town:
        yield town
