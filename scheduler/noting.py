"""What came of letters, as it is noted in the outbox: decided once, written for certain.

A letter that has left must not leave again because the database was away for a moment: its note is repeated while our
lease lives. It is fenced by the letter's attempt, so a late one harms nobody. What came of a call is one transaction.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import structlog

from dialogs.kit.clock import Clock
from dialogs.kit.event import Shown
from dialogs.kit.letter import count_ended
from storage.address import Address
from storage.database import DatabaseTrouble, Storage, Work
from storage.people.people import Person
from storage.post.claims import Claimed, Postponed
from storage.post.outbox import End

AGAIN = 1.0  # seconds between two tries to write notes

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ended:
    """The letter is over. `shown`: the message it became; `unreachable`: who will get nothing more.

    `place`: what its place turned out to be: a thread that was lost, a group without topics, or out of our reach.
    """

    end: End
    shown: Shown | None = None
    unreachable: Person | None = None
    place: Literal["lost", "flat", "broken"] | None = None
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Waits:
    """The letter goes again after so many seconds; `failed`: sending it was tried, and it counts.

    `moved`: its group is that chat now. `rest`: it does not leave before that moment of the fair.
    """

    seconds: float
    failed: bool = False
    moved: str | None = None
    rest: datetime | None = None


Note = Ended | Waits
Noted = tuple[Claimed, Note]

UNREAD = Waits(1.0)  # the database was away before anything left


class Notes:
    """Writes notes, those of one call in one transaction."""

    def __init__(self, storage: Storage, messenger: str, clock: Clock) -> None:
        self._storage = storage
        self._messenger = messenger
        self._clock = clock

    async def write(self, noted: Sequence[Noted], real_time: float, lease_ends: float) -> None:
        """Write the notes, again and again if need be, until the lease ends (monotonic seconds).

        :param real_time: when it came to this: what waits is counted from then.
        """
        while not await self._written(noted, real_time):
            if time.monotonic() + AGAIN > lease_ends:
                return  # another sender may have them by then
            await asyncio.sleep(AGAIN)

    async def _written(self, noted: Sequence[Noted], real_time: float) -> bool:
        waits: list[Postponed] = []
        moved: dict[str, str] = {}
        ends: defaultdict[End, list[tuple[Claimed, Ended]]] = defaultdict(list)
        for letter, note in noted:
            if isinstance(note, Waits):
                waits.append(Postponed(letter, real_time + note.seconds, note.failed, note.rest))
                moved |= {} if note.moved is None else {letter.address.chat: note.moved}
            else:
                ends[note.end].append((letter, note))
        kinds: dict[End, list[str]] = {}
        try:
            async with self._storage.writing() as work:
                await work.post.claims.postpone(waits)
                for old, new in moved.items():
                    await work.staff.places.moved(self._messenger, old, new)
                for end, letters in ends.items():
                    kinds[end] = await self._end(work, end, letters)
        except DatabaseTrouble as trouble:
            _log.warning("delivery.database", letters=[letter.id for letter, _ in noted], trouble=str(trouble))
            return False
        for end, ended in kinds.items():
            count_ended(self._messenger, ended, end)
        return True

    async def _end(self, work: Work, end: End, letters: Sequence[tuple[Claimed, Ended]]) -> list[str]:
        """End letters in one way, with all that follows; the kinds of what ended, one for each."""
        now = self._clock.now()
        ours = await work.post.claims.end([letter for letter, _ in letters], end, now)
        ended = [(letter, note) for letter, note in letters if letter.id in ours]
        await work.post.standing.note(
            [
                (letter, note.shown.message, note.shown.photo)
                for letter, note in ended
                if note.shown is not None and letter.key is not None
            ]
        )
        for letter, note in ended:
            await _change_place(work, letter.address, note, now)
        kinds = [letter.kind for letter, _ in ended]
        if gone := {note.unreachable.id: note.unreachable for _, note in ended if note.unreachable is not None}:
            await work.people.unreachable(gone.values())
            kinds += await work.outbox.end_all_of(gone.keys(), end, now, self._messenger)
        return kinds


async def _change_place(work: Work, to: Address, note: Ended, now: datetime) -> None:
    """Let the place be what it turned out to be, so that whoever posts there goes on accordingly."""
    match note.place:
        case "lost":
            await work.staff.places.lost(replace(to, thread=note.thread))
        case "flat":
            for place in await work.staff.places.at(to):
                await work.staff.places.without_topics(place.id, now)
        case "broken":
            await work.staff.places.broken(to, now)
