"""Bots Long Poll: a history of events that is asked again and again with the last known `ts`."""

import asyncio
import secrets
import time
from collections import deque
from typing import Any

from simulator.vk.events import USUAL

LONGEST_WAIT = 90.0
BATCH = 1000


class LongPoll:
    def __init__(self, key_lifetime: float, kept: int) -> None:
        self.enabled = True
        self.kinds = USUAL
        self.newest = 1
        self._log: deque[tuple[int, dict[str, Any]]] = deque(maxlen=kept)
        self._keys: dict[str, float] = {}
        self._key_lifetime = key_lifetime
        self._waiting: set[asyncio.Future[None]] = set()

    def put(self, update: dict[str, Any]) -> None:
        """An event of a kind that is switched off never exists."""
        if self.enabled and update["type"] in self.kinds:
            self.put_raw(update)

    def put_raw(self, update: dict[str, Any]) -> int:
        self.newest += 1
        self._log.append((self.newest, update))
        self._wake()
        return self.newest

    def new_key(self) -> str:
        now = time.monotonic()
        self._keys = {key: until for key, until in self._keys.items() if until > now}
        key = secrets.token_hex(20)
        self._keys[key] = now + self._key_lifetime
        return key

    def forget_keys(self) -> None:
        self._keys.clear()

    def outdated(self, ts: str) -> dict[str, Any]:
        """The nearest moment from which events are still known."""
        asked = int(ts) if ts.isdigit() else self.newest
        return {"failed": 1, "ts": min(max(asked, self._oldest - 1), self.newest)}

    async def check(self, key: str, ts: str, seconds: float) -> dict[str, Any]:
        """What came after `ts`: at once if there is anything, else as soon as it comes."""
        if self._keys.get(key, 0.0) <= time.monotonic():
            return {"failed": 2, "error": "Key validation failed: Key is expired"}
        if not ts.isdigit() or not self._oldest - 1 <= int(ts) <= self.newest:
            return self.outdated(ts)
        if int(ts) == self.newest and seconds > 0:
            await self._wait(seconds)
        found = [(number, update) for number, update in self._log if number > int(ts)][:BATCH]
        return {"ts": str(found[-1][0] if found else ts), "updates": [update for _, update in found]}

    def close(self) -> None:
        """Nobody waits any longer."""
        self._wake()

    @property
    def _oldest(self) -> int:
        return self._log[0][0] if self._log else self.newest + 1

    async def _wait(self, seconds: float) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            async with asyncio.timeout(min(seconds, LONGEST_WAIT)):
                await future
        except TimeoutError:
            pass
        finally:
            self._waiting.discard(future)

    def _wake(self) -> None:
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
