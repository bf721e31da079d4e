"""The least Bot API that a bot can live on: every call is answered at once, and who waits for a message is told."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

import orjson

from benchmarks.wire import Framing

FAIR_TIME = "2020-04-27T09:45:00+03:00"  # the sample fair's second morning, where the clock stands still
CLOCK_PATH = "/clock"

# As long as a card of a session usually is.
TEXT = "Первые шаги к чтению: как превратить знакомство с буквами в игру, которую ребёнок попросит повторить. " * 4
_SENDER = orjson.dumps({"id": 2, "is_bot": True, "first_name": "Салон", "username": "fair_bot"})
_SPOKEN = orjson.dumps(TEXT)

Shown = Callable[[int, bytes], None]


@dataclass(slots=True)
class Client:
    """One bot as the API knows it."""

    webhook: asyncio.Future[tuple[str, str]]
    shown: Shown = lambda _chat, _keyboard: None
    calls: Counter[str] = field(default_factory=Counter)


def message(chat: int, number: int, keyboard: bytes) -> bytes:
    """A message of the bot's as Telegram describes it."""
    return (
        b'{"message_id":%d,"from":%b,"chat":{"id":%d,"first_name":"Anna","username":"anna%d","type":"private"},'
        b'"date":1587969900,"edit_date":1587969900,"text":%b,"reply_markup":%b}'
    ) % (number, _SENDER, chat, chat, _SPOKEN, keyboard or b'{"inline_keyboard":[]}')


class Api:
    """All bots of a run, by token."""

    def __init__(self) -> None:
        self.address = ""
        self._clients: dict[str, Client] = {}
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> "Api":
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_exc: object) -> None:
        if self._server is not None:
            self._server.close()

    def register(self, token: str) -> Client:
        """Expect a bot of that token, anew if it was here before."""
        self._clients[token] = Client(asyncio.get_running_loop().create_future())
        return self._clients[token]

    def answer(self, path: str, body: bytes) -> bytes:
        """The JSON that answers a call."""
        if path == CLOCK_PATH:
            return orjson.dumps({"now": FAIR_TIME})
        token, _, method = path.removeprefix("/bot").partition("/")
        client = self._clients[token]
        client.calls[method] += 1
        match method:
            case "sendMessage" | "editMessageText":
                said = _fields(body)
                chat, keyboard = int(said["chat_id"]), said.get("reply_markup", b"")
                client.shown(chat, keyboard)
                return b'{"ok":true,"result":%b}' % message(chat, int(said.get("message_id", 1)), keyboard)
            case "getMe":
                return b'{"ok":true,"result":%b}' % _SENDER
            case "setWebhook":
                said = _fields(body)
                if not client.webhook.done():
                    client.webhook.set_result((said["url"].decode(), said["secret_token"].decode()))
        return b'{"ok":true,"result":true}'


class _Connection(Framing):
    def __init__(self, api: Api) -> None:
        super().__init__()
        self._api = api

    def received(self, head: bytes, body: bytes) -> None:
        answer = self._api.answer(head.split(b" ", 2)[1].decode(), body)
        self.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(answer), answer)
        )


def _fields(body: bytes) -> Mapping[str, Any]:
    """The arguments of a call as bytes, from a form or from JSON; only what is read is decoded."""
    if body.startswith(b"{"):
        call = orjson.loads(body)
        return {name: value.encode() if isinstance(value, str) else orjson.dumps(value) for name, value in call.items()}
    pairs = (part.partition(b"=") for part in body.split(b"&"))
    wanted = (b"chat_id", b"message_id", b"reply_markup", b"url", b"secret_token")
    return {name.decode(): unquote_to_bytes(value.replace(b"+", b" ")) for name, _, value in pairs if name in wanted}
