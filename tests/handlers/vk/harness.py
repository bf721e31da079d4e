"""VK for the contract of all messengers: our messenger before the simulator."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import orjson

import handlers
from dialogs.engine import adapter as engine
from dialogs.engine.bookmark import Bookmark
from dialogs.engine.library import Library
from dialogs.kit.event import Address, Shown
from handlers.vk.calls import Calls
from handlers.vk.client import Client
from handlers.vk.messenger import VkMessenger
from handlers.vk.settings import Settings
from simulator.desk import Desk, NewPerson
from simulator.faults import Fault, Kind
from simulator.messenger import SentFile
from simulator.server import VK_GROUP, VK_TOKEN, serve
from simulator.vk.people import Vk
from simulator.world import Chat
from storage.database import Storage
from tests.handlers.harness import Seen, Trouble
from tests.ports import NOBODY

FAULTS: dict[Trouble, Kind] = {
    "flood": "9",
    "server error": "502",
    "no JSON": "not_json",
    "lost answer": "drop_answer",
}
PEOPLE = (NewPerson("Виктор", messenger="vk"), NewPerson("Галина", messenger="vk"))
JOINER = "\u200d"  # nobody sees it: it keeps VK from reading its markup into what people wrote


def section(desk: Desk) -> dict[str, Any]:
    """What connects a bot to the simulator."""
    return {"token": VK_TOKEN, "group_id": VK_GROUP, "api_url": f"{desk.url}/vk"}


@dataclass(frozen=True, slots=True)
class VkHarness:
    """The simulator and the messenger that we show on it."""

    desk: Desk
    client: Client
    messenger: VkMessenger
    library: Library

    patience = 60  # seconds that we give VK after error 9, which names none

    @property
    def person(self) -> Address:
        return self._address(0)

    @property
    def stranger(self) -> Address:
        return self._address(1)

    @property
    def name(self) -> str:
        return self.desk.world.person(self._chat()).name

    def newcomer(self) -> Address:
        person = self.desk.meet(NewPerson("Зоя", messenger="vk"))
        address = Address("vk", str(person.id))
        self.vk.start(self._chat(address), None)
        return address

    def connect(self, toolbox: engine.Toolbox) -> engine.Adapter:
        return handlers.connect("vk", handlers.settings("vk", section(self.desk)), toolbox)

    def chat(self, of: Address | None = None) -> list[Seen]:
        chat = self._chat(of)
        posts = self.vk.community.dialogs[chat.person].posts
        return [
            Seen(
                str(posts[message.id].cmid),
                message.text.replace(JOINER, ""),
                tuple(button.text for row in message.buttons or () for button in row),
                message.photo is not None,
            )
            for message in chat.messages.values()
            if not message.out
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
        return len(self.desk.calls.of("upload"))

    def delete(self, message: Shown) -> None:
        dialog = self.vk.community.dialogs[int(self.person.chat)]
        post = dialog.by_cmid(int(message.message))
        assert post is not None
        self.vk.community.drop(dialog, post)

    def forbid(self, who: Address | None = None) -> None:
        self.vk.block(self._chat(who), blocked=True)

    def allow(self) -> None:
        self.vk.block(self._chat(), blocked=False)

    def open(self, payload: str = "") -> None:
        self.vk.start(self._chat(), payload or None)

    def tap(self, label: str) -> None:
        for message in reversed(self._chat().messages.values()):
            for row, buttons in enumerate(message.buttons or ()):
                for column, button in enumerate(buttons):
                    if button.text == label and not message.out:
                        self.vk.press(self._chat(), message.id, row, column)
                        return
        raise AssertionError(f"no button {label!r}")

    def type(self, text: str) -> None:
        self.vk.text(self._chat(), text, None)

    def toasts(self) -> list[str]:
        answers = (call.params.get("event_data") for call in self.desk.calls.of("messages.sendMessageEventAnswer"))
        told = (orjson.loads(data) if isinstance(data, str) else data for data in answers if data)
        return [data["text"] for data in told]

    shares = False
    asked_phone = ""

    def share(self, phone: str | None = None, *, own: bool = True, forwarded: bool = False) -> None:
        raise AssertionError(f"VK has no contacts: {phone}, {own}, {forwarded}")

    def send_file(self, name: str, content: bytes, *, size: int | None = None, caption: str = "") -> None:
        self.vk.send_file(self._chat(), SentFile(name, "application/pdf", content, size), caption)

    async def suffer(self, trouble: Trouble) -> None:
        if trouble == "refused connection":
            self.client.api_url = f"http://127.0.0.1:{NOBODY}"
        else:
            self.desk.faults.add(Fault("*", FAULTS[trouble], None))

    async def mistake_file(self, name: str, use: str = "photo") -> None:
        await self.library.remember(name, use, f"{'photo' if use == 'photo' else 'doc'}-1_456239017_anothercommunity")

    @property
    def vk(self) -> Vk:
        messenger = self.desk.messengers["vk"]
        assert isinstance(messenger, Vk)
        return messenger

    def _chat(self, of: Address | None = None) -> Chat:
        return self.desk.world.chats[str(of or self.person)]

    def _address(self, number: int) -> Address:
        return Address("vk", str(self.desk.world.people[number].id))


@asynccontextmanager
async def open_harness(storage: Storage) -> AsyncIterator[VkHarness]:
    async with serve(people=PEOPLE, patience=0.2) as desk:
        client = Client(Settings.model_validate(section(desk)))
        calls = Calls(client)
        library = Library(storage, "vk")
        messenger = VkMessenger(calls, library, VK_GROUP)
        harness = VkHarness(desk, client, messenger, library)
        harness.vk.start(desk.world.chats[str(harness.person)], None)
        # The bot has been here before: VK tells a new one only of what happens after its first question.
        await Bookmark(storage, "vk").save(str(VK_GROUP), str(harness.vk.community.long_poll.newest))
        try:
            yield harness
        finally:
            await messenger.close()
            await calls.close()
