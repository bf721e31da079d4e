"""Machines that are told by HTTP, such as the chat beside the fair's player: a messenger that only delivers.

An address is the web address that a signed event is posted to. Nobody talks to us by this way, so there are no updates
and nothing to listen to.

addresses  which of them may be told anything
outcomes   what an answer's status means for an event, pure
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from dialogs.engine.adapter import Adapter, Need, Toolbox
from dialogs.kit.event import Address
from dialogs.kit.phrase import SOURCE_LANGUAGE, speak
from handlers.http.messenger import HttpMessenger
from handlers.http.settings import Settings


def connect(settings: Settings, toolbox: Toolbox) -> Adapter:
    """Signed events with a secret; nothing of the toolbox is needed for them."""
    del toolbox
    return Posting(HttpMessenger(settings), settings)


class Posting:
    """HTTP, switched on."""

    def __init__(self, messenger: HttpMessenger, settings: Settings) -> None:
        self.messenger = messenger
        self._settings = settings
        self.ready = False
        self._stopping = asyncio.Event()

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return []

    async def check(self) -> Mapping[str, Any]:
        """An event is the only thing that could be posted, and none has happened."""
        return {"addresses": "as configured, not tried"}

    async def link(self, payload: str) -> str | None:
        """Nobody opens a machine."""
        del payload
        return None

    async def lacks(self, place: Address, need: Need) -> Sequence[str]:
        """Machines are told; people work elsewhere."""
        if need is not Need.WRITE:
            return ["no moderator can work there: name a group"]
        wrong = self._settings.refuses(place.chat)
        return [] if wrong is None else [speak(wrong, SOURCE_LANGUAGE)]

    async def run(self) -> None:
        """Nothing comes from there."""
        self.ready = not self._stopping.is_set()
        await self._stopping.wait()
        self.ready = False

    def stop(self) -> None:
        self._stopping.set()

    async def close(self) -> None:
        await self.messenger.close()
