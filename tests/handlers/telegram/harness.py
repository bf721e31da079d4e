"""Telegram for the contract of all messengers: our messenger before the simulator."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from aiogram import Bot

import handlers
from dialogs.engine import adapter as engine
from dialogs.engine.library import Library
from dialogs.kit.event import Address, Shown
from handlers.telegram.client import open_bot
from handlers.telegram.messenger import TelegramMessenger
from handlers.telegram.settings import Settings
from simulator.desk import Desk, NewPerson
from simulator.faults import Fault, Kind
from simulator.messenger import NewGroup, SentFile
from simulator.server import TOKEN, serve
from simulator.telegram.people import Telegram
from simulator.world import Chat
from storage.database import Storage
from tests.handlers.harness import PATIENCE, Seen, Trouble
from tests.ports import NOBODY
from tests.simulator.control import ANNA, EMMA

FAULTS: dict[Trouble, Kind] = {
    "flood": "429",
    "server error": "502",
    "no JSON": "not_json",
    "lost answer": "drop_answer",
}


@dataclass(frozen=True, slots=True)
class TelegramHarness:
    """The simulator and the messenger that we show on it."""

    desk: Desk
    bot: Bot
    messenger: TelegramMessenger
    library: Library

    @property
    def person(self) -> Address:
        return Address("telegram", str(ANNA))

    @property
    def stranger(self) -> Address:
        return Address("telegram", str(EMMA))

    @property
    def name(self) -> str:
        return self.desk.world.person(self._chat()).name

    def newcomer(self) -> Address:
        person = self.desk.meet(NewPerson("Зоя", messenger="telegram"))
        address = Address("telegram", str(person.id))
        self.telegram.start(self._chat(address), None)
        return address

    def connect(self, toolbox: engine.Toolbox) -> engine.Adapter:
        section = {"token": TOKEN, "api_url": self.desk.url}
        return handlers.connect("telegram", handlers.settings("telegram", section), toolbox)

    def chat(self, of: Address | None = None) -> list[Seen]:
        messages = self._chat(of).messages.values()
        thread = int(of.thread) if of is not None and of.thread else None
        return [
            Seen(
                str(message.id),
                message.text,
                tuple(button.text for row in message.buttons or () for button in row),
                message.photo is not None,
            )
            for message in messages
            if not message.out and not message.notice and message.thread == thread
        ]

    def documents(self, of: Address | None = None) -> list[tuple[str, bytes]]:
        messages = [message for message in self._chat(of).messages.values() if not message.out and message.document]
        files = [file for message in messages for file in (message.document, *message.more_documents) if file]
        return [(file.name, self._bytes(file.url)) for file in files]

    def _bytes(self, url: str) -> bytes:
        file = self.desk.files.find(url.rpartition("/")[2])
        assert file is not None
        return file.content

    def uploads(self) -> int:
        given = [value for call in self.desk.calls.of() for value in call.params.values()]
        return sum(isinstance(value, dict) and "size" in value for value in given)

    def delete(self, message: Shown) -> None:
        account = self.telegram.account
        dialog = account.dialogs[ANNA]
        account.drop(dialog, dialog.posts[int(message.message)])

    def forbid(self, who: Address | None = None) -> None:
        self.telegram.block(self._chat(who), blocked=True)

    def allow(self) -> None:
        self.telegram.block(self._chat(), blocked=False)

    def open(self, payload: str = "") -> None:
        self.telegram.start(self._chat(), payload or None)

    def tap(self, label: str) -> None:
        for message in reversed(self._chat().messages.values()):
            for row, buttons in enumerate(message.buttons or ()):
                for column, button in enumerate(buttons):
                    if button.text == label and not message.out:
                        self.telegram.press(self._chat(), message.id, row, column)
                        return
        raise AssertionError(f"no button {label!r}")

    def type(self, text: str) -> None:
        self.telegram.text(self._chat(), text, None)

    def group(self, *, forum: bool = False) -> Address:
        members = (int(self.person.chat), int(self.stranger.chat))
        chat = self.telegram.groups.lay(NewGroup("Модераторы", members, forum=forum))
        self.telegram.account.updates.forget_all()
        return Address("telegram", chat.id.removeprefix("telegram:"))

    def topics(self, group: Address) -> dict[str, bool]:
        known = self._chat(group).group
        return {topic.title: not topic.closed for topic in known.topics.values()} if known else {}

    def close_topic(self, topic: Address) -> None:
        self.telegram.forums.close_topic(self._chat(topic), int(topic.thread), closed=True)

    def delete_topic(self, topic: Address) -> None:
        self.telegram.forums.delete_topic(self._chat(topic), int(topic.thread))

    def toasts(self) -> list[str]:
        answers = self.desk.calls.of("answerCallbackQuery")
        return [answer.params["text"] for answer in answers if answer.params.get("text")]

    shares = True

    @property
    def asked_phone(self) -> str:
        keyboard = self._chat().keyboard
        keys = [key for row in keyboard.rows for key in row if key.contact] if keyboard else []
        return keys[0].text if keys else ""

    def share(self, phone: str | None = None, *, own: bool = True, forwarded: bool = False) -> None:
        if phone is None:
            self.telegram.keyboard(self._chat(), 0, 0)
        else:
            self.telegram.contact(self._chat(), phone, own=own, forwarded=forwarded)

    def send_file(self, name: str, content: bytes, *, size: int | None = None, caption: str = "") -> None:
        self.telegram.send_file(self._chat(), SentFile(name, "application/pdf", content, size), caption)

    async def suffer(self, trouble: Trouble) -> None:
        if trouble == "refused connection":
            self.bot.session.api = self.bot.session.api.from_base(f"http://127.0.0.1:{NOBODY}")
        else:
            self.desk.faults.add(Fault("*", FAULTS[trouble], None, seconds=PATIENCE))

    async def mistake_file(self, name: str, use: str = "photo") -> None:
        await self.library.remember(name, use, "a-handle-of-another-bot")

    def _chat(self, of: Address | None = None) -> Chat:
        return self.desk.world.chats[str(replace(of or self.person, thread=""))]

    @property
    def telegram(self) -> Telegram:
        messenger = self.desk.messengers["telegram"]
        assert isinstance(messenger, Telegram)
        return messenger


@asynccontextmanager
async def open_harness(storage: Storage) -> AsyncIterator[TelegramHarness]:
    async with serve(patience=0.2) as desk:
        bot = open_bot(Settings.model_validate({"token": TOKEN, "api_url": desk.url}))
        library = Library(storage, "telegram")
        harness = TelegramHarness(desk, bot, TelegramMessenger(bot, library), library)
        harness.telegram.start(desk.world.chats[str(harness.person)], None)
        harness.telegram.account.updates.forget_all()
        try:
            yield harness
        finally:
            await bot.session.close()
