"""VK's adapter at work, by long poll or by the Callback API."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from dialogs.kit.feature import Feature
from simulator.desk import Desk
from storage.database import Storage
from tests.handlers.running import Running, running
from tests.handlers.vk.harness import section

SECRET = "a secret of up to 50 signs: да"


@asynccontextmanager
async def listening(
    storage: Storage, desk: Desk, *extra: Feature, webhook: bool = False, **changed: Any
) -> AsyncIterator[Running]:
    """VK switched on."""
    told = section(desk) | changed
    if webhook:
        told |= {"mode": "webhook", "secret": SECRET}
    async with running(storage, "vk", told, *extra) as bot:
        yield bot
