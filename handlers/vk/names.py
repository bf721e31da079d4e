"""How people are called, asked of VK in batches; an answer never waits long for it."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dialogs.kit.event import Commanded, Event, Opened, Sent, SentFile, Typed
from dialogs.kit.words import clean
from handlers.vk.calls import Calls
from handlers.vk.packing import NoAnswer, VkError

PATIENCE = 1.0  # seconds
_PAUSE = 30.0  # seconds without asking, after VK did not tell
_REMEMBERED = 10_000
_AT_ONCE = 1_000  # users.get
_WRITTEN = (Opened, Commanded, Typed, Sent, SentFile)


class Names:
    """First names of people who write to us. Who presses was greeted already, and in chats nobody is."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._known: dict[str, str] = {}
        self._silent_until = 0.0

    async def with_names(self, events: Sequence[Event]) -> list[Event]:
        """The events, with the names of those who wrote."""
        writers = [event for event in events if event.private and isinstance(event.act, _WRITTEN)]
        unknown = {event.user for event in writers if event.user not in self._known}
        if unknown and asyncio.get_running_loop().time() >= self._silent_until:
            await self._learn(sorted(unknown)[:_AT_ONCE])
        return [replace(event, name=self._known.get(event.user, "")) for event in events]

    async def _learn(self, users: Iterable[str]) -> None:
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        try:
            async with asyncio.timeout(PATIENCE):
                told = await self._calls("users.get", {"user_ids": ",".join(users)})
        except (VkError, NoAnswer, TimeoutError):
            self._silent_until = asyncio.get_running_loop().time() + _PAUSE
            return
        for person in told if isinstance(told, list) else ():
            match person:
                case {"id": int(user), "first_name": str(name)}:
                    self._known[str(user)] = clean(name)[:100]
