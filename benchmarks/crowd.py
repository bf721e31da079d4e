"""Many people at one bot: some in flight at any moment, each one's presses one after another.

The latency of a press is the time from sending the webhook request until the screen that answers it has arrived at the
API; the person presses again once the webhook is answered too.
"""

import asyncio
import random
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter

from benchmarks.api import Client
from benchmarks.people import Act, Human
from benchmarks.wire import Line

READERS, WRITERS = 768, 192
IN_FLIGHT = 48
PATIENCE = 20.0  # seconds for an answer, and beyond a round's own time


class Silent(Exception):
    """A bot did not answer, or not with 200; the message says which."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The presses of a while: how long it took in all, and each."""

    seconds: float
    latencies: list[float]


class Crowd:
    """The people of one bot."""

    def __init__(self, name: str, client: Client, url: str, secret: str) -> None:
        self.everyone = {number: Human(number, random.Random(number)) for number in range(1, READERS + WRITERS + 1)}
        self.readers = deque(human for human in self.everyone.values() if human.id <= READERS)
        self.writers = deque(human for human in self.everyone.values() if human.id > READERS)
        self._name = name
        self._url, self._secret = url, secret
        self._lines: list[Line] = []
        self._updates = 0
        self._waiting: dict[int, asyncio.Future[float]] = {}
        client.shown = self._shown

    async def gather(self) -> None:
        """Open the connections."""
        self._lines = [await Line.open(self._url, self._secret) for _ in range(IN_FLIGHT)]

    def leave(self) -> None:
        for line in self._lines:
            line.close()

    async def each(self, humans: Iterable[Human], act: Act, done: Callable[[Human], bool]) -> None:
        """Let each act until they are done, before anything is measured."""
        left = deque(humans)

        def again(human: Human) -> None:
            if not done(human):
                left.append(human)

        async with asyncio.timeout(PATIENCE):
            await self._together(lambda: left.popleft() if left else None, again, act)

    async def act(self, humans: deque[Human], act: Act, seconds: float) -> Counted:
        """Let people act for a while, as many at a time as there are connections."""
        started = perf_counter()
        until = started + seconds
        async with asyncio.timeout(seconds + PATIENCE):
            latencies = await self._together(
                lambda: humans.popleft() if perf_counter() < until else None, humans.append, act
            )
        return Counted(perf_counter() - started, latencies)

    async def _together(
        self, take: Callable[[], Human | None], give_back: Callable[[Human], None], act: Act
    ) -> list[float]:
        latencies: list[float] = []

        async def one(line: Line) -> None:
            while (human := take()) is not None:
                latencies.append(await self._send(line, human, act))
                give_back(human)

        async with asyncio.TaskGroup() as group:
            for line in self._lines:
                group.create_task(one(line))
        return latencies

    async def _send(self, line: Line, human: Human, act: Act) -> float:
        self._updates += 1
        update = act(human, self._updates)
        shown: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._waiting[human.id] = shown
        sent = perf_counter()
        head = await line.post(update)
        if b" 200 " not in head[:16]:
            raise Silent(f"{self._name} answered a webhook with {head[9:12].decode()}")
        return await shown - sent

    def _shown(self, chat: int, keyboard: bytes) -> None:
        self.everyone[chat].keyboard = keyboard
        shown = self._waiting.pop(chat, None)
        if shown is not None:
            shown.set_result(perf_counter())
