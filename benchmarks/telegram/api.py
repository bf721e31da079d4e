"""The least Bot API that a bot can live on: calls are answered, and who waits for a message is told."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import orjson

from benchmarks.api import SECRET, Api, Client
from benchmarks.wire import form

TOKEN = "1:BENCH"
MESSAGE = 1  # every chat has one message of the bot's

# As long as a card of a session usually is.
TEXT = "Первые шаги к чтению: как превратить знакомство с буквами в игру, которую ребёнок попросит повторить. " * 4
_SENDER = orjson.dumps({"id": 2, "is_bot": True, "first_name": "Салон", "username": "fair_bot"})
_SPOKEN = orjson.dumps(TEXT)
_READ = (b"chat_id", b"message_id", b"reply_markup", b"url")


def message(chat: int, number: int, keyboard: bytes) -> bytes:
    """A message of the bot's as Telegram describes it."""
    return (
        b'{"message_id":%d,"from":%b,"chat":{"id":%d,"first_name":"Anna","username":"anna%d","type":"private"},'
        b'"date":1587969900,"edit_date":1587969900,"text":%b,"reply_markup":%b}'
    ) % (number, _SENDER, chat, chat, _SPOKEN, keyboard or b'{"inline_keyboard":[]}')


class TelegramApi(Api):
    """All bots of a run, by token."""

    def __init__(self) -> None:
        super().__init__()
        self._clients: dict[str, Client] = {}

    def register(self, token: str) -> Client:
        """Expect a bot of that token, anew if it was here before."""
        self._clients[token] = Client()
        return self._clients[token]

    def section(self) -> dict[str, str]:
        """The configuration that brings our bot here."""
        return {"TOKEN": TOKEN, "MODE": "webhook", "API_URL": self.address, "WEBHOOK_SECRET": SECRET}

    def call(self, path: str, body: bytes) -> Callable[[], bytes]:
        return partial(self._answer, path, body)

    def _answer(self, path: str, body: bytes) -> bytes:
        token, _, method = path.removeprefix("/bot").partition("/")
        client = self._clients[token]
        match method:
            case "sendMessage" | "editMessageText":
                said = _fields(body)
                chat, keyboard = int(said["chat_id"]), said.get("reply_markup", b"")
                client.shown(chat, MESSAGE, keyboard)
                return b'{"ok":true,"result":%b}' % message(chat, int(said.get("message_id", MESSAGE)), keyboard)
            case "getMe":
                return b'{"ok":true,"result":%b}' % _SENDER
            case "setWebhook" if not client.webhook.done():
                client.webhook.set_result(_fields(body)["url"].decode())
        return b'{"ok":true,"result":true}'


def _fields(body: bytes) -> Mapping[str, Any]:
    """The arguments of a call as bytes, from a form or from JSON; only what is read is decoded."""
    if body.startswith(b"{"):
        call = orjson.loads(body)
        return {name: value.encode() if isinstance(value, str) else orjson.dumps(value) for name, value in call.items()}
    return form(body, _READ)
