"""Many people at one bot, each one's presses one after another.

The latency of a press is the time from sending the webhook request until the screen that answers it has arrived at the
API; the person presses again once the webhook is answered too.
"""

import asyncio
import random
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter

from benchmarks.bots import Bot
from benchmarks.people import Act, Human, Speech
from benchmarks.wire import Line

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

    def __init__(self, bot: Bot, speech: Speech, readers: int, writers: int = 0) -> None:
        numbers = range(1, readers + writers + 1)
        self.everyone = {number: Human(number, speech, random.Random(number)) for number in numbers}
        self.readers = deque(human for human in self.everyone.values() if human.id <= readers)
        self.writers = deque(human for human in self.everyone.values() if human.id > readers)
        self.bot = bot
        self._headers = speech.HEADERS
        self._lines: list[Line] = []
        self._updates = 0
        self._waiting: dict[int, asyncio.Future[float]] = {}
        bot.client.shown = self._shown

    async def gather(self) -> None:
        """Open the connections."""
        self._lines = [await self._line() for _ in range(IN_FLIGHT)]

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

    async def come(self, humans: deque[Human], act: Act, seconds: float, per_second: float) -> Counted:
        """Let people act by chance, so many a second, whoever else waits for an answer: alike in every call."""
        chance, latencies, free = random.Random(0), [], deque(self._lines)

        async def one(human: Human) -> None:
            line = free.popleft() if free else await self._line()
            latencies.append(await self._send(line, human, act))
            humans.append(human)
            free.append(line)

        started = at = perf_counter()
        async with asyncio.timeout(seconds + PATIENCE), asyncio.TaskGroup() as group:
            while (at := at + chance.expovariate(per_second)) < started + seconds:
                await asyncio.sleep(max(0.0, at - perf_counter()))
                group.create_task(one(humans.popleft()))
        self._lines = list(free)
        return Counted(perf_counter() - started, latencies)

    async def _line(self) -> Line:
        return await Line.open(self.bot.url, self._headers)

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
            raise Silent(f"{self.bot.name} answered a webhook with {head[9:12].decode()}")
        return await shown - sent

    def _shown(self, chat: int, message: int, keyboard: bytes) -> None:
        human = self.everyone[chat]
        human.message, human.keyboard = message, keyboard
        shown = self._waiting.pop(chat, None)
        if shown is not None:
            shown.set_result(perf_counter())
