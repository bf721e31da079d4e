"""Callback API: events delivered to the bot's own addresses, each confirmed first, repeated until it says `ok`."""

import asyncio
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any, Literal

import aiohttp

from simulator.vk.timing import Timing

MOST_SERVERS = 10
Status = Literal["unconfigured", "failed", "wait", "ok"]
Job = Callable[[aiohttp.ClientSession], Coroutine[None, None, None]]


@dataclass(slots=True)
class Server:
    id: int
    title: str
    url: str
    secret: str
    status: Status = "unconfigured"
    kinds: frozenset[str] = frozenset()
    version: str = "5.199"


class Callbacks:
    def __init__(self, group: int, timing: Timing) -> None:
        self.code = secrets.token_hex(4)
        self.servers: dict[int, Server] = {}
        self._group = group
        self._timing = timing
        self._ids = count(1)
        self._jobs: asyncio.Queue[Job] = asyncio.Queue()

    def add(self, url: str, title: str, secret: str) -> Server:
        server = Server(next(self._ids), title, url, secret)
        self.servers[server.id] = server
        self.confirm(server)
        return server

    def confirm(self, server: Server) -> None:
        """VK asks the address for the community's string, and believes nobody else."""
        server.status = "wait"

        async def ask(session: aiohttp.ClientSession) -> None:
            said = await self._post(session, server, {"type": "confirmation", "group_id": self._group})
            server.status = "ok" if said == self.code else "failed"

        self._jobs.put_nowait(ask)

    def put(self, update: dict[str, Any], *, raw: bool = False) -> None:
        """An event goes to every confirmed address that wants its kind; a raw one to all of them."""
        for server in self.servers.values():
            if server.status == "ok" and (raw or update["type"] in server.kinds):
                self._jobs.put_nowait(partial(self._deliver, server, update))

    async def run(self) -> None:
        """Delivers until it is cancelled; one event never waits for another."""
        async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as tasks:
            while True:
                job = await self._jobs.get()
                tasks.create_task(job(session))

    async def _deliver(self, server: Server, update: dict[str, Any], session: aiohttp.ClientSession) -> None:
        for delay in (0.0, *self._timing.repeats):
            await asyncio.sleep(delay)
            if server.status != "ok" or server.id not in self.servers:
                return
            if await self._post(session, server, update) == "ok":
                return
        server.status = "failed"

    async def _post(self, session: aiohttp.ClientSession, server: Server, body: dict[str, Any]) -> str | None:
        """What the address answered, if it did in time and with 200."""
        secret = {"secret": server.secret} if server.secret else {}
        timeout = aiohttp.ClientTimeout(total=self._timing.answer)
        try:
            async with session.post(server.url, json={**body, **secret}, timeout=timeout) as answer:
                return await answer.text() if answer.status == 200 else None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return None
