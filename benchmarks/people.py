"""What people do: they press what the bot's last answer offers, down to a session's card and back."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

import orjson

from benchmarks.api import TEXT, message

BROWSE = ("programme", "cluster", "day", "session", "day", "cluster", "programme", "menu")
WRITE = ("remind", "forget")
_NAME = re.compile(r"(?:.*\x1d)?([a-z]+)")  # the peer's buttons begin with the number of its dialog


@dataclass(slots=True, eq=False)
class Human:
    """One participant and what stands in their chat."""

    id: int
    chance: random.Random
    keyboard: bytes = b""
    step: int = 0
    astray: int = 0  # presses for which the wanted button was not there

    def buttons(self) -> dict[str, list[str]]:
        """What can be pressed, by the name that the button carries."""
        offered: dict[str, list[str]] = {}
        for row in orjson.loads(self.keyboard)["inline_keyboard"] if self.keyboard else ():
            for button in row:
                if (data := button.get("callback_data")) and (name := _NAME.match(data)):
                    offered.setdefault(name[1], []).append(data)
        return offered


Act = Callable[[Human, int], bytes]
"""What a human does next, as the update of that number."""


def start(human: Human, number: int) -> bytes:
    """The first word."""
    return _said(number, human, "/start")


def browse(human: Human, number: int) -> bytes:
    """The next step of the way down and back."""
    offered = human.buttons()
    name = BROWSE[human.step % len(BROWSE)]
    if name in offered:
        human.step += 1
    else:
        human.astray += 1
        human.step, name = 0, "menu"
    return _press(number, human, human.chance.choice(offered[name]))


def write(human: Human, number: int) -> bytes:
    """«Remind me» and «Do not remind me» by turns, on the card that stands there."""
    offered = human.buttons()
    return _press(number, human, next(offered[name][0] for name in WRITE if name in offered))


def talk(human: Human, number: int) -> bytes:
    """Something to be echoed."""
    return _said(number, human, TEXT)


def can_write(human: Human) -> bool:
    """Whether a session that one can be reminded of stands in the chat."""
    return any(name in human.buttons() for name in WRITE)


def _who(human: Human) -> bytes:
    return (
        b'{"id":%d,"is_bot":false,"first_name":"Anna","last_name":"Ivanova","username":"anna%d","language_code":"ru"}'
    ) % (human.id, human.id)


def _press(number: int, human: Human, data: str) -> bytes:
    on = message(human.id, 1, human.keyboard)
    return (
        b'{"update_id":%d,"callback_query":{"id":"%d","from":%b,"message":%b,"chat_instance":"5512","data":%b}}'
    ) % (number, number, _who(human), on, orjson.dumps(data))


def _said(number: int, human: Human, text: str) -> bytes:
    command = b',"entities":[{"offset":0,"length":6,"type":"bot_command"}]' if text.startswith("/") else b""
    return (
        b'{"update_id":%d,"message":{"message_id":%d,"from":%b,"chat":{"id":%d,"first_name":"Anna",'
        b'"last_name":"Ivanova","username":"anna%d","type":"private"},"date":1587969900,"text":%b%b}}'
    ) % (number, number, _who(human), human.id, human.id, orjson.dumps(text), command)
