"""A simulator for every test, and the two who use VK on it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from handlers.vk.calls import Calls
from handlers.vk.client import Client
from handlers.vk.settings import Settings
from simulator.desk import Desk
from simulator.server import serve
from simulator.vk.timing import Timing
from tests.conftest import MORNING
from tests.handlers.vk.harness import PEOPLE, section
from tests.handlers.vk.people import People


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    timing = Timing(answer=0.5, repeats=(0.1, 0.1, 0.1))
    async with serve(clock=MORNING, people=PEOPLE, patience=1, vk_timing=timing) as desk:
        yield desk


@pytest.fixture
def people(desk: Desk) -> People:
    return People(desk)


@pytest.fixture
async def client(desk: Desk) -> AsyncIterator[Client]:
    client = Client(Settings.model_validate(section(desk)))
    yield client
    client.close()


@pytest.fixture
async def calls(client: Client) -> AsyncIterator[Calls]:
    calls = Calls(client)
    yield calls
    await calls.close()


@pytest.fixture
async def network() -> AsyncIterator[aiohttp.ClientSession]:
    """Somebody on the network."""
    async with aiohttp.ClientSession() as http:
        yield http
