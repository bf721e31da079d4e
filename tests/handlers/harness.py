"""What the contract of all messengers asks of one messenger's harness, `tests.handlers.<name>.harness.open_harness`.

A harness holds the messenger before a simulator of it, and sees the chat as the person does. Every messenger that
shows screens has a `Harness`; one that is reached over a wire is `Wired`; one whose people talk to us is a
`Conversation`, and one whose groups may have topics has `Forums`.
"""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from dialogs.engine.adapter import Adapter, Toolbox
from dialogs.kit.event import Address, Shown
from dialogs.kit.messenger import Messenger
from storage.database import Storage
from tests.sheet import numbered

Trouble = Literal["flood", "server error", "no JSON", "lost answer", "refused connection"]
PATIENCE = 7  # seconds that a flood answer asks for


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as it stands in the chat."""

    id: str
    text: str
    buttons: tuple[str, ...]
    photo: bool

    def find(self, word: str) -> str | None:
        """The button of that label, or of the numbered line that says it; an emoji or a time may stand before it."""
        found = [label for label in self.buttons if label == word or label.endswith(f" {word}")]
        if not found:
            numbers = numbered(self.text, word)
            found = [label for label in self.buttons if label in numbers]
        assert len(found) < 2, f"{word!r} is on several of {self.buttons}"
        return found[0] if found else None


class Harness(Protocol):
    """One messenger on the toolbox, with a person who has opened the bot; nobody is to be told of that any more."""

    @property
    def messenger(self) -> Messenger: ...

    @property
    def person(self) -> Address: ...

    @property
    def stranger(self) -> Address:
        """Somebody who never opened the bot."""

    def newcomer(self) -> Address:
        """One more person, who has just opened the bot."""

    def chat(self, of: Address | None = None) -> list[Seen]:
        """Our messages to the person, or to another, in order."""

    def documents(self, of: Address | None = None) -> list[tuple[str, bytes]]:
        """The files that came to the person, or to another, in order."""

    def delete(self, message: Shown) -> None:
        """The person deletes a message."""

    def forbid(self, who: Address | None = None) -> None:
        """The person, or another, blocks the bot."""


class Wired(Harness, Protocol):
    """A messenger at the far end of a wire, where files go up and things go wrong."""

    def uploads(self) -> int:
        """How many times a file's bytes went up."""

    async def suffer(self, trouble: Trouble) -> None:
        """Every further send goes wrong so."""

    async def mistake_file(self, name: str, use: str = "photo") -> None:
        """The messenger forgets what it called the file of that hash."""


class Conversation(Harness, Protocol):
    """A messenger whose people act: what the person does is told to whoever listens to the simulator."""

    @property
    def name(self) -> str:
        """How the messenger says the person is called."""

    def connect(self, toolbox: Toolbox) -> Adapter:
        """The whole adapter before the same simulator; whoever asked runs it."""

    def open(self, payload: str = "") -> None:
        """Press «Start», perhaps on a deep link."""

    def tap(self, label: str) -> None:
        """Tap the button of exactly that label on the newest message that has it."""

    def type(self, text: str) -> None:
        """Write something; what begins with a slash is a command."""

    def allow(self) -> None:
        """Let the bot write again, without a word."""

    @property
    def shares(self) -> bool:
        """Whether the messenger has contacts, and a button that shares the own number."""

    @property
    def asked_phone(self) -> str:
        """What stands on the button below the field that shares the own number; "" where there is none."""

    def share(self, phone: str | None = None, *, own: bool = True, forwarded: bool = False) -> None:
        """Share the own number by that button, or a contact without it."""

    def send_file(self, name: str, content: bytes, *, size: int | None = None, caption: str = "") -> None:
        """Send a file of those bytes, or of that size."""

    def toasts(self) -> list[str]:
        """The words that passed by over the person's chat."""


class Forums(Harness, Protocol):
    """A messenger whose groups may have topics."""

    def group(self, *, forum: bool = False) -> Address:
        """A new group, in which the bot may do everything."""

    def topics(self, group: Address) -> dict[str, bool]:
        """The topics by title: whether they are open."""

    def close_topic(self, topic: Address) -> None:
        """A topic is closed by hand."""

    def delete_topic(self, topic: Address) -> None:
        """A topic is deleted by hand."""


class OpenHarness(Protocol):
    """Opens the harness of a messenger; it is of every kind that the messenger can be."""

    def __call__(self, storage: Storage) -> AbstractAsyncContextManager[Any]: ...
