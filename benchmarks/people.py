"""What people do: they press what the bot's last answer offers, down to a session's card and back."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

BROWSE = ("programme", "cluster", "day", "session", "day", "cluster", "programme", "menu")
WRITE = ("remind", "forget")
_NAME = re.compile(r"(?:.*\x1d)?([a-z]+)")  # the peer's buttons begin with the number of its dialog


class Speech(Protocol):
    """How one says things in a messenger."""

    HEADERS: str  # of every webhook request

    def start(self, human: "Human", number: int) -> bytes:
        """The first word, as the update of that number."""

    def press(self, human: "Human", number: int, data: str) -> bytes:
        """A press of the button that carries `data`."""

    def offered(self, keyboard: bytes) -> Iterator[str]:
        """What the buttons carry."""


@dataclass(slots=True, eq=False)
class Human:
    """One participant and what stands in their chat."""

    id: int
    speech: Speech
    chance: random.Random
    keyboard: bytes = b""
    message: int = 0  # under which the keyboard stands
    step: int = 0
    astray: int = 0  # presses for which the wanted button was not there

    def buttons(self) -> dict[str, list[str]]:
        """What can be pressed, by the name that the button carries."""
        offered: dict[str, list[str]] = {}
        for data in self.speech.offered(self.keyboard) if self.keyboard else ():
            if name := _NAME.match(data):
                offered.setdefault(name[1], []).append(data)
        return offered


Act = Callable[[Human, int], bytes]
"""What a human does next, as the update of that number."""


def browse(human: Human, number: int) -> bytes:
    """The next step of the way down and back."""
    offered = human.buttons()
    name = BROWSE[human.step % len(BROWSE)]
    if name in offered:
        human.step += 1
    else:
        human.astray += 1
        human.step, name = 0, "menu"
    return human.speech.press(human, number, human.chance.choice(offered[name]))


def write(human: Human, number: int) -> bytes:
    """«Remind me» and «Do not remind me» by turns, on the card that stands there."""
    offered = human.buttons()
    return human.speech.press(human, number, next(offered[name][0] for name in WRITE if name in offered))


def can_write(human: Human) -> bool:
    """Whether a session that one can be reminded of stands in the chat."""
    return any(name in human.buttons() for name in WRITE)
