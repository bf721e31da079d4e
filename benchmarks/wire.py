"""Just enough HTTP/1.1 to load a bot and not to be the slow part: kept connections, bodies with a Content-Length."""

import asyncio
import re
from abc import ABC, abstractmethod
from collections.abc import Collection
from typing import cast
from urllib.parse import urlsplit

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_HEAD_END = b"\r\n\r\n"
_QUOTED = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")


def form(body: bytes, wanted: Collection[bytes] | None = None) -> dict[str, bytes]:
    """The fields of a form, or those of them that are wanted: decoding is what costs."""
    pairs = (part.partition(b"=") for part in body.split(b"&"))
    return {
        name.decode(): _QUOTED.sub(_unquoted, value.replace(b"+", b" "))
        for name, _, value in pairs
        if wanted is None or name in wanted
    }


def _unquoted(run: re.Match[bytes]) -> bytes:
    return bytes.fromhex(run[0].replace(b"%", b"").decode())


class Framing(asyncio.Protocol, ABC):
    """Cuts a stream into messages."""

    def __init__(self) -> None:
        self._unread = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._unread += data
        while (end := self._unread.find(_HEAD_END)) >= 0:
            head = self._unread[:end]
            length = _LENGTH.search(head)
            until = end + len(_HEAD_END) + (int(length[1]) if length else 0)
            if len(self._unread) < until:
                return
            body, self._unread = self._unread[end + len(_HEAD_END) : until], self._unread[until:]
            self.received(head, body)

    @abstractmethod
    def received(self, head: bytes, body: bytes) -> None:
        """A whole message has come."""

    def write(self, data: bytes) -> None:
        """Send bytes.

        :raises ConnectionError: the other side is gone.
        """
        if self._transport is None or self._transport.is_closing():
            raise ConnectionError("the connection is closed")
        self._transport.write(data)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


class Line(Framing):
    """One kept connection to a bot's webhook, one request at a time."""

    def __init__(self, url: str, headers: str) -> None:
        super().__init__()
        parts = urlsplit(url)
        self._head = (
            f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
            f"{headers}Content-Length: "
        ).encode()
        self._answer: asyncio.Future[bytes] | None = None

    @classmethod
    async def open(cls, url: str, headers: str) -> "Line":
        parts = urlsplit(url)
        loop = asyncio.get_running_loop()
        _, line = await loop.create_connection(lambda: cls(url, headers), parts.hostname or "", parts.port or 80)
        return line

    def post(self, body: bytes) -> asyncio.Future[bytes]:
        """Send an update; the future brings the answer's status line and headers."""
        self._answer = asyncio.get_running_loop().create_future()
        self.write(b"%b%d\r\n\r\n%b" % (self._head, len(body), body))
        return self._answer

    def received(self, head: bytes, body: bytes) -> None:
        del body
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(head)

    def connection_lost(self, trouble: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(trouble or ConnectionResetError("the bot closed the connection"))
