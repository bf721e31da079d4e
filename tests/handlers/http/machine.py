"""A machine that is told of events: it keeps what came and answers as the test wants."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def well(_request: web.Request) -> web.StreamResponse:
    return web.Response()


@dataclass(frozen=True, slots=True)
class Got:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        told: dict[str, Any] = orjson.loads(self.body)
        return told


@dataclass
class Machine:
    """A site's server."""

    url: str = ""
    answer: Answer = well
    got: list[Got] = field(default_factory=list)

    async def receive(self, request: web.Request) -> web.StreamResponse:
        self.got.append(Got(request.path, dict(request.headers), await request.read()))
        return await self.answer(request)

    def answers(self, status: int, **headers: str) -> None:
        """From now on it answers so."""

        async def answer(_request: web.Request) -> web.StreamResponse:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return web.Response(status=status, headers=named)

        self.answer = answer


@asynccontextmanager
async def open_machine() -> AsyncIterator[Machine]:
    machine = Machine()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", machine.receive)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        machine.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield machine
    finally:
        await runner.cleanup()
