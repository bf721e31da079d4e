"""What the APIs of all messengers share: a port of their own, calls that take their time, and the fair's clock."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

import orjson

from benchmarks.wire import Framing

FAIR_TIME = "2020-04-27T10:35:00+03:00"  # the sample fair's second morning, half an hour before its next reminders
SECRET = "bench"
SLOW = 0.08  # seconds that a call takes where the API is not to be the fastest part
_CLOCK_PATH = "/clock"

Shown = Callable[[int, int, bytes], None]  # the chat, the message's number there, its keyboard


@dataclass(slots=True)
class Client:
    """One bot as an API knows it; `webhook` is the address where it wants its updates."""

    webhook: asyncio.Future[str] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    shown: Shown = lambda _chat, _message, _keyboard: None


class Api(ABC):
    """An API server; every call takes `seconds`, and what it does is done by then."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.address = ""
        self.seconds = seconds
        self.now = FAIR_TIME  # what the fair's clock says, unless a bot's has run on already
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_exc: object) -> None:
        if self._server is not None:
            self._server.close()

    @property
    def clock(self) -> str:
        """The address of the fair's clock."""
        return self.address + _CLOCK_PATH

    def arrive(self, path: str, body: bytes) -> Callable[[], bytes]:
        """A request has arrived: what does it and answers it, once its time has passed."""
        if path == _CLOCK_PATH:
            return lambda: orjson.dumps({"now": self.now})
        return self.call(path, body)

    @abstractmethod
    def call(self, path: str, body: bytes) -> Callable[[], bytes]:
        """A call has arrived; the result does it and gives the JSON that answers it."""


class _Connection(Framing):
    def __init__(self, api: Api) -> None:
        super().__init__()
        self._api = api

    def received(self, head: bytes, body: bytes) -> None:
        do = self._api.arrive(head.split(b" ", 2)[1].decode(), body)
        if self._api.seconds:
            asyncio.get_running_loop().call_later(self._api.seconds, self._answer, do)
        else:
            self._answer(do)

    def _answer(self, do: Callable[[], bytes]) -> None:
        answer = do()
        with suppress(ConnectionError):  # a bot that ends does not wait for every answer
            self.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
                % (len(answer), answer)
            )
