"""Telegram's adapter at work, by polling or by a webhook."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from dialogs.kit.feature import Feature
from simulator.server import TOKEN
from storage.database import Storage
from tests.handlers.running import Running, running

SECRET = "a-secret_of_32_signs_or_more_0123"


@asynccontextmanager
async def listening(
    storage: Storage, api_url: str, *extra: Feature, webhook: bool = False, token: str = TOKEN
) -> AsyncIterator[Running]:
    """Telegram switched on."""
    section: dict[str, Any] = {"token": token, "api_url": api_url}
    if webhook:
        section |= {"mode": "webhook", "webhook_secret": SECRET}
    async with running(storage, "telegram", section, *extra) as bot:
        yield bot
