"""A fresh simulator for every test, with Viktor who has VK and has not begun."""

from collections.abc import AsyncIterator
from datetime import datetime

import aiohttp
import pytest

from simulator.desk import Desk
from simulator.server import serve
from simulator.vk.timing import Timing
from tests.simulator.vk.control import VkControl

FAIR_MORNING = datetime.fromisoformat("2020-04-27T09:45:00+03:00")
QUICK = Timing(key=30, kept=50, press=30, answer=1.0, repeats=(0.05, 0.1))


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with serve(clock=FAIR_MORNING, patience=30, vk_timing=QUICK) as desk:
        yield desk


@pytest.fixture
async def vk(desk: Desk) -> AsyncIterator[VkControl]:
    async with aiohttp.ClientSession(desk.url) as http:
        control = VkControl(desk, http)
        await control.listen()
        yield control


@pytest.fixture
async def begun(vk: VkControl) -> VkControl:
    """Viktor has pressed «Начать» and the bot has heard it."""
    await vk.act("start")
    await vk.events()
    return vk
