"""What changed, told to every open page in order, and again after a broken connection."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from typing import Any

import orjson

from simulator.clock import real_now

REMEMBERED = 2000
HEARTBEAT = 15.0
STILL_HERE = b": still here\n\n"  # a comment: writing it is how a closed page is noticed


class Events:
    def __init__(self) -> None:
        # A new process must not be taken for the old one: its numbers start later than any the old one gave.
        self.newest = int(real_now().timestamp()) * 1000
        self._log: deque[tuple[int, bytes]] = deque(maxlen=REMEMBERED)
        self._readers: set[asyncio.Queue[bytes | None]] = set()

    def publish(self, kind: str, **fields: Any) -> None:
        self.newest += 1
        line = b"id: %d\ndata: %s\n\n" % (self.newest, orjson.dumps({"kind": kind, **fields}))
        self._log.append((self.newest, line))
        for reader in self._readers:
            reader.put_nowait(line)

    async def read(self, after: int | None) -> AsyncGenerator[bytes, None]:
        """Lines of the event stream: what was missed since `after`, then what happens, until the end."""
        reader: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._readers.add(reader)
        try:
            for line in self._missed(after):
                yield line
            while (line_or_end := await _next(reader)) is not None:
                yield line_or_end
        finally:
            self._readers.discard(reader)

    def close(self) -> None:
        for reader in self._readers:
            reader.put_nowait(None)

    def _missed(self, after: int | None) -> list[bytes]:
        if after is None or after == self.newest:
            return []
        if any(number == after for number, _ in self._log):
            return [line for number, line in self._log if number > after]
        return [b"id: %d\ndata: %s\n\n" % (self.newest, orjson.dumps({"kind": "reload"}))]


async def _next(reader: "asyncio.Queue[bytes | None]") -> bytes | None:
    try:
        async with asyncio.timeout(HEARTBEAT):  # not wait_for: before Python 3.12 it may swallow a cancellation
            return await reader.get()
    except TimeoutError:
        return STILL_HERE
