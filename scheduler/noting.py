"""What a send came to, as it is noted in the outbox: decided once, written for certain.

A letter that has left must not leave again because the database was away for a moment: the note is repeated while our
lease lives. It is fenced by the letter's attempt, so a late one harms nobody.
"""

import asyncio
import time
from dataclasses import dataclass

import structlog

from dialogs.kit.clock import Clock
from dialogs.kit.event import Shown
from dialogs.kit.letter import count_ended
from storage.database import DatabaseTrouble, Storage
from storage.outbox import Claimed, End
from storage.people import Person

AGAIN = 1.0  # seconds between two tries to write a note

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ended:
    """The letter is over. `shown`: the message it became; `unreachable`: who will get nothing more."""

    end: End
    shown: Shown | None = None
    unreachable: Person | None = None


@dataclass(frozen=True, slots=True)
class Waits:
    """The letter goes again after so many seconds; `failed`: sending it was tried, and it counts."""

    seconds: float
    failed: bool = False


Note = Ended | Waits


class Notes:
    """Writes notes, each in a transaction of its own."""

    def __init__(self, storage: Storage, messenger: str, clock: Clock) -> None:
        self._storage = storage
        self._messenger = messenger
        self._clock = clock

    async def write(self, letter: Claimed, note: Note, real_time: float, lease_ends: float) -> None:
        """Write the note, again and again if need be, until the lease ends (monotonic seconds).

        :param real_time: when it came to this: what waits is counted from then.
        """
        while not await self._written(letter, note, real_time):
            if time.monotonic() + AGAIN > lease_ends:
                return  # another sender may have it by then
            await asyncio.sleep(AGAIN)

    async def _written(self, letter: Claimed, note: Note, real_time: float) -> bool:
        try:
            if isinstance(note, Waits):
                await self._postpone(letter, note, real_time)
            else:
                await self._end(letter, note)
        except DatabaseTrouble as trouble:
            _log.warning("delivery.database", letter=letter.id, trouble=str(trouble))
            return False
        return True

    async def _postpone(self, letter: Claimed, note: Waits, real_time: float) -> None:
        async with self._storage.writing() as work:
            await work.outbox.postpone(letter, real_time + note.seconds, failed=note.failed)

    async def _end(self, letter: Claimed, note: Ended) -> None:
        now = self._clock.now()
        ended = [letter.kind]
        async with self._storage.writing() as work:
            if not await work.outbox.end(letter, note.end, now):
                return
            if note.shown is not None and letter.key is not None:
                await work.outbox.note_card(letter, note.shown.message, note.shown.photo)
            if note.unreachable is not None:
                await work.people.unreachable(note.unreachable.id)
                ended += await work.outbox.end_all_of(note.unreachable.id, "gone", now)
        count_ended(self._messenger, ended, note.end)
