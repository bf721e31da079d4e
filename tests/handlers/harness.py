"""What the contract of all messengers asks of one messenger's harness, `tests.handlers.<name>.harness.open_harness`.

A harness holds the messenger before a simulator of it, and sees the chat as the person does.
"""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Literal, Protocol

from dialogs.kit.event import Address, Shown
from dialogs.kit.messenger import Messenger
from storage.database import Storage

Trouble = Literal["flood", "server error", "no JSON", "lost answer", "refused connection"]
PATIENCE = 7  # seconds that a flood answer asks for


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as it stands in the chat."""

    id: str
    text: str
    buttons: tuple[str, ...]
    photo: bool


class Harness(Protocol):
    """One messenger on the desk, with a person who has opened the bot."""

    @property
    def messenger(self) -> Messenger: ...

    @property
    def person(self) -> Address: ...

    @property
    def stranger(self) -> Address:
        """Somebody who never opened the bot."""

    def chat(self) -> list[Seen]:
        """Our messages to the person, in order."""

    def uploads(self) -> int:
        """How many times a file's bytes went up."""

    def delete(self, message: Shown) -> None:
        """The person deletes a message."""

    def block(self) -> None:
        """The person blocks the bot."""

    async def suffer(self, trouble: Trouble) -> None:
        """Every further send goes wrong so."""

    async def mistake_file(self, name: str) -> None:
        """The messenger forgets what it called the file of that hash."""


class OpenHarness(Protocol):
    def __call__(self, storage: Storage) -> AbstractAsyncContextManager[Harness]: ...
