"""The town for each story, and the stand 47 with its team."""

from collections.abc import AsyncIterator

import pytest

from tests.databases import Database
from tests.exhibition.stand import Stand, staffed
from tests.town.opening import watched_town
from tests.town.town import Town


@pytest.fixture
async def town(fair_database: Database) -> AsyncIterator[Town]:
    """Half past nine."""
    async with watched_town(fair_database.url) as town:
        yield town


@pytest.fixture
async def azbuka(town: Town) -> Stand:
    """The stand «Азбука утра»."""
    return await staffed(town)
