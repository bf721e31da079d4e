"""A simulator for every test, with the demo's people on it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from simulator.desk import Desk
from simulator.server import serve
from tests.conftest import MORNING
from tests.simulator.control import Control


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with serve(clock=MORNING, patience=1) as desk:
        yield desk


@pytest.fixture
async def sim(desk: Desk) -> AsyncIterator[Control]:
    async with aiohttp.ClientSession(desk.url) as http:
        yield Control(desk, http)
