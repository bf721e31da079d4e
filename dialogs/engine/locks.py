"""One at a time by name: who comes later waits for who came before."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Locks:
    """Gives turns by name; a name that nobody waits for costs nothing."""

    def __init__(self) -> None:
        self._locks: dict[object, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def __call__(self, name: object) -> AsyncIterator[None]:
        lock, waiting = self._locks.get(name, (None, 0))
        lock = lock or asyncio.Lock()
        self._locks[name] = lock, waiting + 1
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._locks[name]
            if waiting == 1:
                del self._locks[name]
            else:
                self._locks[name] = lock, waiting - 1
