"""Our messenger, and machines for it to post to."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from handlers.http.messenger import HttpMessenger
from handlers.http.settings import Settings
from tests.handlers.http.machine import Machine, open_machine

SECRET = "between you and me"


@pytest.fixture
async def messenger() -> AsyncIterator[HttpMessenger]:
    """It waits half a second for an answer."""
    messenger = HttpMessenger(Settings(secret=SecretStr(SECRET), timeout=0.5), lambda: 1_587_970_800.9)
    yield messenger
    await messenger.close()


@pytest.fixture
async def machine() -> AsyncIterator[Machine]:
    async with open_machine() as machine:
        yield machine


@pytest.fixture
async def other() -> AsyncIterator[Machine]:
    async with open_machine() as machine:
        yield machine
