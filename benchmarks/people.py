"""People who press: many of them, some in flight at any moment, each one's presses one after another.

A person presses what the bot's last answer offers. The latency of a press is the time from sending the webhook request
until the screen that answers it has arrived at the API.
"""

import asyncio
import random
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

import orjson

from benchmarks.api import TEXT, Client, message
from benchmarks.wire import Line

PEOPLE = 960
IN_FLIGHT = 48
PATIENCE = 20.0  # seconds for an answer, and beyond a round's own time

# Down to a session's card and back again, by the names that the buttons carry.
BROWSE = ("programme", "cluster", "day", "session", "day", "cluster", "programme", "menu")
WRITE = ("remind", "forget")
_NAME = re.compile(r"(?:.*\x1d)?([a-z]+)")  # the peer's buttons begin with the number of its dialog


class Silent(Exception):
    """A bot did not answer, or not with 200; the message says which."""


@dataclass(slots=True, eq=False)
class Human:
    """One participant and what stands in their chat."""

    id: int
    chance: random.Random
    keyboard: bytes = b""
    step: int = 0
    shown: asyncio.Future[float] | None = None

    def buttons(self) -> dict[str, list[str]]:
        """What can be pressed, by name."""
        offered: dict[str, list[str]] = {}
        for row in orjson.loads(self.keyboard)["inline_keyboard"] if self.keyboard else ():
            for button in row:
                if (data := button.get("callback_data")) and (name := _NAME.match(data)):
                    offered.setdefault(name[1], []).append(data)
        return offered


Act = Callable[[Human], str]


@dataclass(slots=True)
class Counted:
    """The presses of a while."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)


class Crowd:
    """The people of one bot."""

    def __init__(self, name: str, client: Client, url: str, secret: str) -> None:
        self.astray = 0  # presses for which the wanted button was not there
        self._name = name
        self._url, self._secret = url, secret
        self._humans = {number: Human(number, random.Random(number)) for number in range(1001, 1001 + PEOPLE)}
        self._idle = deque(self._humans.values())
        self._lines: list[Line] = []
        self._updates = 0
        client.shown = self._shown

    async def gather(self) -> None:
        """Open the connections."""
        self._lines = [await Line.open(self._url, self._secret) for _ in range(IN_FLIGHT)]

    def leave(self) -> None:
        for line in self._lines:
            line.close()

    async def everyone(self, act: Act, done: Callable[[Human], bool]) -> None:
        """Let each act until they are done, before anything is measured."""
        left = deque(human for human in self._humans.values() if not done(human))

        def again(human: Human) -> None:
            if not done(human):
                left.append(human)

        async with asyncio.timeout(PATIENCE):
            await self._together(lambda: left.popleft() if left else None, act, Counted(), again)

    async def act(self, act: Act, seconds: float) -> Counted:
        """Let people act for a while, as many at a time as there are connections."""
        counted = Counted()
        started = perf_counter()
        until = started + seconds
        async with asyncio.timeout(seconds + PATIENCE):
            await self._together(
                lambda: self._idle.popleft() if perf_counter() < until else None, act, counted, self._idle.append
            )
        counted.seconds = perf_counter() - started
        return counted

    async def _together(
        self,
        take: Callable[[], Human | None],
        act: Act,
        counted: Counted,
        give_back: Callable[[Human], None],
    ) -> None:
        async def one(line: Line) -> None:
            while (human := take()) is not None:
                counted.latencies.append(await self._send(line, human, act(human)))
                give_back(human)

        async with asyncio.TaskGroup() as group:
            for line in self._lines:
                group.create_task(one(line))

    async def _send(self, line: Line, human: Human, what: str) -> float:
        self._updates += 1
        update = _press(self._updates, human, what) if human.keyboard else _said(self._updates, human, what)
        human.shown = asyncio.get_running_loop().create_future()
        sent = perf_counter()
        head = await line.post(update)
        if b" 200 " not in head[:16]:
            raise Silent(f"{self._name} answered a webhook with {head[9:12].decode()}")
        return await human.shown - sent

    def _shown(self, chat: int, keyboard: bytes) -> None:
        human = self._humans[chat]
        human.keyboard = keyboard
        if human.shown is not None and not human.shown.done():
            human.shown.set_result(perf_counter())

    # --- what people do ----------------------------------------------------------------------------------------------

    def start(self, _human: Human) -> str:
        """The first word."""
        return "/start"

    def browse(self, human: Human) -> str:
        """The next step of the way down and back."""
        offered = human.buttons()
        name = BROWSE[human.step % len(BROWSE)]
        if name not in offered:
            self.astray += 1
            human.step, name = 0, "menu"
        else:
            human.step += 1
        return human.chance.choice(offered[name])

    def write(self, human: Human) -> str:
        """«Remind me» and «Do not remind me» by turns, on the card that stands there."""
        offered = human.buttons()
        return next(offered[name][0] for name in WRITE if name in offered)

    def talk(self, _human: Human) -> str:
        """Something to be echoed."""
        return TEXT


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
