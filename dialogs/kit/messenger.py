"""The one port of the program: what a messenger must be able to do, and what can come of it."""

from dataclasses import dataclass
from typing import Protocol

from dialogs.kit.event import Shown
from dialogs.kit.screen import Screen
from storage.address import Address


@dataclass(frozen=True, slots=True)
class Limits:
    """What a messenger can show and bear, as data. Lengths are in characters, rates in messages."""

    text: int
    caption: int
    label: int
    buttons: int
    row: int
    rows: int
    per_second: float
    chat_seconds: float  # the least time between two letters to one chat
    group_per_minute: int


@dataclass(frozen=True, slots=True)
class Delivered:
    """It arrived, and this is the message that shows it."""

    shown: Shown


@dataclass(frozen=True, slots=True)
class Gone:
    """Nobody is there to read: blocked, deleted, never started."""


@dataclass(frozen=True, slots=True)
class Later:
    """Not now. `flood`: the whole messenger asks for a pause; `unsure`: it may have arrived all the same."""

    seconds: float
    flood: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """It will never arrive as it is; the reason is for the log."""

    reason: str


Outcome = Delivered | Gone | Later | Refused


class Messenger(Protocol):
    """A messenger we send by. Nothing raises across this line: what happened is the outcome."""

    @property
    def name(self) -> str: ...

    @property
    def limits(self) -> Limits: ...

    async def show(
        self, to: Address, what: Screen, language: str, *, over: Shown | None = None, letter: int | None = None
    ) -> Outcome:
        """Show a screen: in place of `over` where the messenger can, anew otherwise.

        What could not be edited is replaced, and the old message loses its buttons. `letter` is the number of the
        letter that is sent, for messengers that recognise a repetition.
        """
