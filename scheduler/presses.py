"""What a group's press changes is shown in the press's own answer: the pressed message's letter passes all others.

The letter is claimed in the transaction of the press, so the loop of the outbox never has it; if the process dies
before it left, the lease runs out and it goes like any other.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from dialogs.kit.messenger import Limits
from scheduler.composing import DrawnLetter, LetterCall, Pending, compose
from scheduler.drawing import LetterDrawing
from scheduler.noting import Noted, Waits
from scheduler.pacing import Pace
from storage.address import Address
from storage.database import Work
from storage.post.claims import Claimed

LEASE = 60.0  # seconds a claimed letter is ours
SOON = timedelta(seconds=30)  # a letter that waits for others to be counted with leaves at once when it is pressed
PATIENCE = 3.0  # seconds that a group may have to wait for a place among its calls; then the outbox sees to it

Send = Callable[[LetterCall], Awaitable[None]]
Write = Callable[[Sequence[Noted], float], Awaitable[None]]


class Presses:
    """Carries at once what shows pressed messages anew; the pace keeps room for it among a group's calls."""

    def __init__(
        self,
        limits: Limits,
        drawing: LetterDrawing,
        pace: Pace,
        send: Send,
        write: Write,
        real_time: Callable[[], float],
    ) -> None:
        self._limits = limits
        self._drawing = drawing
        self._pace = pace
        self._send = send
        self._write = write
        self._real_time = real_time
        self._tasks: asyncio.TaskGroup | None = None

    def open(self, tasks: asyncio.TaskGroup | None) -> None:
        """From now on letters are carried by these tasks; None: no more."""
        self._tasks = tasks

    async def claim(self, work: Work, place: Address, message: str, now: datetime) -> Claimed | None:
        """The letter that shows the pressed message anew, if one waits; it is ours then."""
        self._pace.press(place.chat, time.monotonic())
        if self._tasks is None:
            return None
        key = await work.post.standing.key_of(place.messenger, place.chat, message)
        if key is None:
            return None
        return await work.post.claims.take_key(place, key, now + SOON, self._real_time(), LEASE)

    def carry(self, letter: Claimed) -> None:
        """Let it leave, after the commit."""
        if self._tasks is not None:
            with suppress(RuntimeError):  # the program ends: its lease runs out
                self._tasks.create_task(self._carry(Pending(letter, time.monotonic() + LEASE)))

    async def _carry(self, pending: Pending) -> None:
        chat = pending.letter.address.chat
        wait = self._pace.wait_for_group(chat, time.monotonic())
        if wait > PATIENCE:
            return await self._write([(pending.letter, Waits(wait))], pending.lease_ends)
        if wait > 0:
            await asyncio.sleep(wait)
        drawn, noted = await self._drawing.draw([pending])
        if noted:
            await self._write(noted, pending.lease_ends)
        if drawn:
            await self._leave(drawn)
        return None

    async def _leave(self, drawn: list[DrawnLetter]) -> None:
        call, _ = compose(drawn, self._limits)
        self._pace.note({one.letter.address.chat: one.takes for one in call.letters}, time.monotonic())
        await self._send(call)
