"""People of VK on the simulator: what they do, and what they see."""

from dataclasses import dataclass, replace
from typing import Any

from simulator.desk import Desk
from simulator.vk.people import Vk
from simulator.world import Chat, Message
from tests.handlers.vk.harness import JOINER


@dataclass(frozen=True, slots=True)
class People:
    """Viktor and Galina, by number."""

    desk: Desk

    @property
    def vk(self) -> Vk:
        messenger = self.desk.messengers["vk"]
        assert isinstance(messenger, Vk)
        return messenger

    def id(self, number: int = 0) -> int:
        return self.desk.world.people[number].id

    def chat(self, number: int = 0) -> Chat:
        return self.desk.world.chats[f"vk:{self.id(number)}"]

    def start(self, number: int = 0, payload: str | None = None) -> None:
        self.vk.start(self.chat(number), payload)

    def ours(self, number: int = 0) -> list[Message]:
        """What the bot has written to the person."""
        messages = self.chat(number).messages.values()
        return [replace(post, text=post.text.replace(JOINER, "")) for post in messages if not post.out]

    def texts(self, number: int = 0) -> list[str]:
        return [post.text for post in self.ours(number)]

    def labels(self, number: int = 0) -> list[str]:
        """The buttons of the newest message."""
        return [button.text for row in self.ours(number)[-1].buttons or () for button in row]

    def press(self, label: str, number: int = 0) -> None:
        """Press the button on the newest message that has it."""
        for post in reversed(self.ours(number)):
            for row, buttons in enumerate(post.buttons or ()):
                for column, button in enumerate(buttons):
                    if button.text == label:
                        self.vk.press(self.chat(number), post.id, row, column)
                        return
        raise AssertionError(f"no button {label!r} on {self.ours(number)}")

    def keys(self, number: int = 0) -> list[str]:
        """The keys below the field."""
        keyboard = self.chat(number).keyboard
        return [key.text for row in keyboard.rows for key in row] if keyboard else []

    def key(self, label: str, number: int = 0) -> None:
        keyboard = self.chat(number).keyboard
        assert keyboard is not None
        for row, keys in enumerate(keyboard.rows):
            for column, key in enumerate(keys):
                if key.text == label:
                    self.vk.keyboard(self.chat(number), row, column)
                    return
        raise AssertionError(f"no key {label!r} in {keyboard.rows}")

    def notes(self, word: str, number: int = 0, path: str = "note", **fields: Any) -> None:
        """A press as it waits in VK's list: the feature of the tests notes its word."""
        person = self.id(number)
        told = {"user_id": person, "peer_id": person, "event_id": f"ticket-{word}", "payload": {"r": f"{path}:{word}"}}
        self.vk.put_update({"type": "message_event", "object": told, **fields})
