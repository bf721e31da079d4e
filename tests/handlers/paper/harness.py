"""Paper for the contract of all messengers: an adapter whose events come by a queue in the same process."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import web

from dialogs.engine.adapter import Adapter, Need, Toolbox
from dialogs.engine.library import Library
from dialogs.engine.reception import Reception
from dialogs.kit.event import (
    Act,
    Address,
    Commanded,
    Event,
    Left,
    Opened,
    Pressed,
    Returned,
    SentFile,
    SharedPhone,
    Shown,
    Typed,
)
from dialogs.kit.screen import Button
from storage.database import Storage
from tests.handlers.harness import Seen
from tests.paper import LIMITS, PAPER, Message, PaperMessenger

Events = asyncio.Queue[Event | None]
PERSON, STRANGER = Address(PAPER, "1"), Address(PAPER, "2")


class PaperAdapter:
    """Takes events from a queue until it is told to stop."""

    def __init__(self, messenger: PaperMessenger, events: Events, toolbox: Toolbox) -> None:
        self.messenger = messenger
        self.ready = False
        self._events = events
        self._stopping = asyncio.Event()
        self._reception = Reception(toolbox.dispatch, messenger, self._stopping)

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return []

    async def check(self) -> Mapping[str, Any]:
        return {}

    async def link(self, payload: str) -> str | None:
        return f"paper:{payload}"

    async def lacks(self, place: Address, need: Need) -> Sequence[str]:
        del place, need
        return []

    async def run(self) -> None:
        async with self._reception:
            self.ready = True
            while (event := await self._events.get()) is not None:
                await self._reception.batch([event])
                self._reception.forget_done()

    def stop(self) -> None:
        self._stopping.set()
        self._events.put_nowait(None)

    async def close(self) -> None:
        self.ready = False


@dataclass
class PaperHarness:
    """Paper, and a person who holds it."""

    messenger: PaperMessenger = field(default_factory=lambda: PaperMessenger(replace(LIMITS, recognises=True)))
    person: Address = PERSON
    stranger: Address = STRANGER
    name: str = "Анна"
    _events: Events = field(default_factory=Events)
    _people: int = 2
    _acts: int = 0

    def newcomer(self) -> Address:
        self._people += 1
        return Address(PAPER, str(self._people))

    def connect(self, toolbox: Toolbox) -> Adapter:
        return PaperAdapter(self.messenger, self._events, toolbox)

    def chat(self, of: Address | None = None) -> list[Seen]:
        messages = self._messages(of or self.person)
        return [Seen(message.id, message.text, tuple(message.buttons), message.photo) for message in messages]

    def documents(self, of: Address | None = None) -> list[tuple[str, bytes]]:
        messages = self._messages(of or self.person)
        return [(document.name, document.content) for message in messages for document in message.documents]

    def delete(self, message: Shown) -> None:
        chat = self._messages(self.person)
        chat[:] = [kept for kept in chat if kept.id != message.message]

    def forbid(self, who: Address | None = None) -> None:
        self.messenger.closed.add((who or self.person).chat)
        self._does(Left())

    def allow(self) -> None:
        self.messenger.closed.discard(self.person.chat)
        self._does(Returned())

    def open(self, payload: str = "") -> None:
        self.messenger.closed.discard(self.person.chat)
        self._does(Opened(payload))

    def tap(self, label: str) -> None:
        for message in reversed(self._messages(self.person)):
            button = next((button for row in message.rows for said, button in row if said == label), None)
            if isinstance(button, Button):
                self._does(Pressed(button.to.pack(), Shown(message.id, message.photo)))
                return
        raise AssertionError(f"no button {label!r}")

    def type(self, text: str) -> None:
        name, _, argument = text.removeprefix("/").partition(" ")
        self._does(Commanded(name, argument) if text.startswith("/") else Typed(text))

    shares = True

    @property
    def asked_phone(self) -> str:
        return self.messenger.phone_keyboards.get(self.person.chat, "")

    def share(self, phone: str | None = None, *, own: bool = True, forwarded: bool = False) -> None:
        self._does(SharedPhone(phone or "+79161234567", own and not forwarded))

    def send_file(self, name: str, content: bytes, *, size: int | None = None, caption: str = "") -> None:
        told = len(content) if size is None else size
        self._does(SentFile(self.messenger.files.send(content, told), name, "application/pdf", told, caption))

    def group(self, *, forum: bool = False) -> Address:
        return Address(PAPER, self.messenger.found("Модераторы", forum=forum))

    def topics(self, group: Address) -> dict[str, bool]:
        return {topic.title: topic.open for topic in self.messenger.groups[group.chat].topics.values()}

    def close_topic(self, topic: Address) -> None:
        self.messenger.groups[topic.chat].topics[topic.thread].open = False

    def delete_topic(self, topic: Address) -> None:
        del self.messenger.groups[topic.chat].topics[topic.thread]
        messages = self.messenger.chats.get(topic.chat, [])
        messages[:] = [message for message in messages if message.thread != topic.thread]

    def toasts(self) -> list[str]:
        return self.messenger.toasts.get(self.person.chat, [])

    def _messages(self, of: Address) -> list[Message]:
        chat = self.messenger.chats.get(of.chat, [])
        return chat if of.chat not in self.messenger.groups else [one for one in chat if one.thread == of.thread]

    def _does(self, act: Act) -> None:
        self._acts += 1
        number = str(self._acts)
        ticket = number if isinstance(act, Pressed) else ""
        self._events.put_nowait(
            Event(number, "bot", self.person, self.person.chat, act, language="ru", ticket=ticket, name=self.name)
        )


@asynccontextmanager
async def open_harness(storage: Storage) -> AsyncIterator[PaperHarness]:
    harness = PaperHarness()
    harness.messenger.files.library = Library(storage, PAPER)
    harness.messenger.closed.add(harness.stranger.chat)
    yield harness
