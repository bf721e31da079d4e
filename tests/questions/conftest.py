"""The town for each story, in which nothing may break unnoticed."""

from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from tests.databases import Database
from tests.questions.town import Town, open_town

BROKEN = {"event.bug", "delivery.bug", "answer.bug", "letter.refused", "answer.given_up"}


@pytest.fixture
async def town(fair_database: Database) -> AsyncIterator[Town]:
    """Half past nine, on both databases."""
    with capture_logs() as said:
        async with open_town(fair_database.url) as town:
            yield town
    assert [entry for entry in said if entry["event"] in BROKEN - town.troubles] == []
