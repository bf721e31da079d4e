"""A messenger that follows a script, and the letters it is sent: an adapter of the one port, like any other."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from dialogs.kit.event import Shown
from dialogs.kit.feature import Drawing
from dialogs.kit.letter import Letter, Reading
from dialogs.kit.messenger import Delivered, Limits, Outcome, Parcel
from dialogs.kit.screen import Screen, screen
from scheduler.delivery import Delivery
from storage.database import Storage
from tests.storage.making import NOW, PAPER

LIMITS = Limits(
    text=4096,
    caption=1024,
    label=40,
    buttons=100,
    row=8,
    rows=100,
    per_second=2_000,
    chat_seconds=0.0,
    group_per_minute=1_000,
)


@dataclass(frozen=True, slots=True)
class Word(Letter):
    """A letter about a number."""

    number: int
    kind: ClassVar[str] = "word"


@dataclass(frozen=True, slots=True)
class Notice(Letter):
    """A letter that is rather lost than sent twice."""

    number: int
    kind: ClassVar[str] = "notice"
    again_if_unsure: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Sending:
    """One call of the messenger."""

    number: int
    chat: str
    language: str
    over: Shown | None
    letter: int
    at: float


Play = Callable[[Sending], Awaitable[Outcome]]


async def deliver(sending: Sending) -> Outcome:
    return Delivered(sending.over or Shown(f"m{sending.letter}"))


@dataclass
class Script:
    """Does with each letter what the script says."""

    play: Play = deliver
    limits: Limits = LIMITS
    name: str = PAPER
    sent: list[Sending] = field(default_factory=list)

    @property
    def numbers(self) -> list[int]:
        return [sending.number for sending in self.sent]

    async def show(self, parcel: Parcel) -> Outcome:
        assert isinstance(parcel.what, Screen)
        number = int(str(parcel.what.text[0].lines[0][0]))
        sending = Sending(number, parcel.to.chat, parcel.language, parcel.over, parcel.mark, time.monotonic())
        self.sent.append(sending)
        return await self.play(sending)

    async def carry(self, parcels: Sequence[Parcel]) -> Sequence[Outcome]:
        return [await self.show(parcel) for parcel in parcels]


@dataclass
class StillClock:
    """The fair's time, which stands until a test moves it."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def move(self, minutes: float) -> None:
        self.at += timedelta(minutes=minutes)


async def draw_number(letter: Word | Notice, _reading: Reading) -> Screen | None:
    return screen(str(letter.number))


DRAWINGS: dict[str, tuple[type[Letter], Drawing]] = {"word": (Word, draw_number), "notice": (Notice, draw_number)}


@dataclass
class RealTime:
    """Seconds since 1970 for leases and back-off; a test may let them fly."""

    ahead: float = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


async def until(enough: Callable[[], Awaitable[bool]]) -> None:
    """Wait for something, not for ever."""
    async with asyncio.timeout(60):
        while True:
            if await enough():
                return
            await asyncio.sleep(0.005)


async def run_until(delivery: Delivery, enough: Callable[[], Awaitable[bool]]) -> None:
    """Deliver until it is enough, then stop in order."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(delivery.run())
        await until(enough)
        delivery.stop()


async def counts(storage: Storage) -> dict[str, int]:
    async with storage.reading() as work:
        return {str(state): count for state, count in (await work.outbox.counts()).items()}
