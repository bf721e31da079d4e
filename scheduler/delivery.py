"""The outbox's loop for one messenger: claim by deadline, keep the pace, draw, send, note the outcome.

A letter is drawn at the second it leaves. What a send came to is noted in a transaction of its own (`noting.py`); if
the process dies in between, the lease runs out and the letter goes again. Answers to presses do not pass here and never
wait for it.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import assert_never

import structlog
from prometheus_client import Counter

from dialogs.kit.clock import Clock
from dialogs.kit.event import Shown
from dialogs.kit.feature import Drawing
from dialogs.kit.letter import Letter, Reading, count_ended
from dialogs.kit.messenger import Delivered, Gone, Later, Messenger, Outcome, Parcel, Refused
from dialogs.kit.screen import Screen
from scheduler.noting import Ended, Note, Notes, Waits
from scheduler.pacing import Pace
from storage.database import DatabaseTrouble, Storage
from storage.outbox import Card, Claimed
from storage.people import Person

LEASE = 60.0  # seconds a claimed letter is ours
LEADER = 15.0  # seconds one process alone sends for a messenger
IN_FLIGHT = 50  # letters being sent at once; at 30 a second and slow answers the pace still holds
HANDFUL = 30  # letters claimed at once: a second or so of sending
IDLE = 0.25
CROWDED = 0.01
ATTEMPTS = 20  # of a letter that always fails: then it is refused, and counted so
AFTER_A_BUG = Later(60.0)
UNREAD = Waits(1.0)  # the database was away before anything left

UNSURE = Counter("fairway_letters_unsure", "Sends of which nobody knows whether they arrived", ["messenger", "kind"])
_log = structlog.get_logger()


class Delivery:
    """Sends one messenger's letters until it is told to stop."""

    def __init__(
        self,
        storage: Storage,
        messenger: Messenger,
        drawings: Mapping[str, tuple[type[Letter], Drawing]],
        clock: Clock,
        owner: str,
        real_time: Callable[[], float] = time.time,  # noqa: TID251 (leases are about processes, not about the fair)
    ) -> None:
        self._storage = storage
        self._messenger = messenger
        self._drawings = drawings
        self._clock = clock
        self._owner = owner
        self._real_time = real_time
        self._pace = Pace(messenger.limits)
        self._notes = Notes(storage, messenger.name, clock)
        self._room = asyncio.Semaphore(IN_FLIGHT)
        self._leads_until = 0.0
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Send what is claimed, claim no more."""
        self._stopping.set()

    async def run(self) -> None:
        """Deliver until stopped."""
        async with asyncio.TaskGroup() as sending:
            while not self._stopping.is_set():
                try:
                    busy = await self._round(sending)
                except DatabaseTrouble as trouble:
                    _log.warning("delivery.database", messenger=self._messenger.name, trouble=str(trouble))
                    busy = False
                except Exception:  # the letters that wait must not depend on the one that breaks us
                    _log.exception("delivery.bug", messenger=self._messenger.name)
                    busy = False
                if not busy:
                    await self._rest(IDLE)
        await self._give_back_lead()

    async def _rest(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    async def _round(self, sending: asyncio.TaskGroup) -> bool:
        """Claim and send a handful; False when there is nothing to do."""
        if not await self._lead():
            return False
        now, name = self._clock.now(), self._messenger.name
        limit = max(1, min(int(self._messenger.limits.per_second), HANDFUL))
        async with self._storage.reading() as work:
            if not await work.outbox.due(name, now, self._real_time()):
                return False
        async with self._storage.writing() as work:
            late = await work.outbox.expire(name, now, self._real_time())
            letters = await work.outbox.claim(name, limit, now, self._real_time(), LEASE)
        count_ended(name, late, "expired")
        if letters:
            await self._start_all(sending, letters, time.monotonic() + LEASE)
        return bool(letters)

    async def _start_all(self, sending: asyncio.TaskGroup, letters: list[Claimed], lease_ends: float) -> None:
        """Start sending each in its turn; what we cannot come to is free again at once, not when its lease ends."""
        left = deque(letters)
        try:
            # An import posts its letters with its changes: nothing may be drawn from what was before.
            await self._storage.refresh()
            while left:
                await self._take_turn(sending, left[0], lease_ends)
                left.popleft()
        except Exception:
            for letter in left:
                sending.create_task(self._write(letter, Waits(0.0), lease_ends))
            raise

    async def _lead(self) -> bool:
        """Be the one process that sends for this messenger."""
        now = self._real_time()
        if self._storage.memory is not None or now < self._leads_until - LEADER / 2:
            return True
        async with self._storage.writing() as work:
            leads = await work.leases.take(f"delivery/{self._messenger.name}", self._owner, now, LEADER)
        self._leads_until = now + LEADER if leads else 0.0
        return leads

    async def _give_back_lead(self) -> None:
        if self._storage.memory is None and self._leads_until:
            with suppress(DatabaseTrouble):  # it runs out by itself
                async with self._storage.writing() as work:
                    await work.leases.release(f"delivery/{self._messenger.name}", self._owner)

    async def _take_turn(self, sending: asyncio.TaskGroup, letter: Claimed, lease_ends: float) -> None:
        """Start sending when there is room and the pace allows it, unless our lead or lease may be over by then."""
        chat, group = letter.address.chat, letter.person_id is None
        while True:
            if not await self._lead():  # a long wait outlives the lead; who has it now keeps a pace of their own
                return await self._write(letter, Waits(0.0), lease_ends)
            now = time.monotonic()
            if (wait := self._pace.wait_for_chat(chat, now, group=group)) > 0:
                return await self._write(letter, Waits(wait), lease_ends)
            wait = self._pace.wait(now)
            if now + wait > lease_ends - LEASE / 2 or (wait and self._stopping.is_set()):
                return await self._write(letter, Waits(wait), lease_ends)
            if self._room.locked():
                wait = max(wait, CROWDED)
            if not wait:
                break
            await asyncio.sleep(min(wait, 1.0))
        await self._room.acquire()  # there is room: nobody else starts sending
        self._pace.note(chat, now, group=group)
        sending.create_task(self._send(letter, lease_ends))

    async def _write(self, letter: Claimed, note: Note, lease_ends: float) -> None:
        await self._notes.write(letter, note, self._real_time(), lease_ends)

    async def _send(self, letter: Claimed, lease_ends: float) -> None:
        """Send once and write what came of it: whatever happens to the note, the letter is not sent for it again."""
        try:
            try:
                note = await self._deliver(letter)
            except DatabaseTrouble as trouble:
                _log.warning("delivery.database", letter=letter.id, trouble=str(trouble))
                note = UNREAD
            except Exception:
                _log.exception("delivery.bug", letter=letter.id, kind=letter.kind)
                note = self._judge(letter, AFTER_A_BUG, None)
            await self._write(letter, note, lease_ends)
        except Exception:
            _log.exception("delivery.bug", letter=letter.id)
        finally:
            self._room.release()

    async def _deliver(self, letter: Claimed) -> Note:
        async with self._storage.reading() as work:
            card = await work.outbox.card(letter.address, letter.key) if letter.key else None
            person = await work.people.load(letter.person_id) if letter.person_id is not None else None
        if card is not None and card.revision >= letter.id:
            return Ended("superseded")
        if letter.not_after < self._clock.now():
            return Ended("expired")
        drawn = await self._draw(letter, person, card)
        if drawn is None or person is None:
            return Ended("dropped")
        over = Shown(card.message, card.photo) if card is not None else None
        parcel = Parcel(letter.address, drawn, person.language, over=over, mark=letter.id)
        (outcome,) = await self._messenger.carry([parcel])
        return self._judge(letter, outcome, person)

    async def _draw(self, letter: Claimed, person: Person | None, card: Card | None) -> Screen | None:
        kind = self._drawings.get(letter.kind)
        if kind is None or person is None:
            return None
        async with self._storage.reading() as work:
            reading = Reading(self._clock.now(), self._storage.catalogue, person, work, again=card is not None)
            return await kind[1](kind[0].read(letter.about), reading)

    def _judge(self, letter: Claimed, outcome: Outcome, person: Person | None) -> Note:
        match outcome:
            case Delivered(shown):
                return Ended("delivered", shown=shown)
            case Gone():
                return Ended("gone", unreachable=person)
            case Refused(reason):
                _log.error("letter.refused", letter=letter.id, kind=letter.kind, reason=reason)
                return Ended("refused")
            case Later(seconds, flood, unsure):
                if flood:
                    self._pace.pause(time.monotonic(), seconds)
                if unsure:
                    UNSURE.labels(self._messenger.name, letter.kind).inc()
                    kind = self._drawings.get(letter.kind)
                    if kind is not None and not kind[0].again_if_unsure:
                        return Ended("refused")
                if letter.failed + 1 >= ATTEMPTS and not flood:
                    return Ended("refused")
                patience = 1 if flood else 2 ** min(letter.failed, 5)
                return Waits(seconds * patience, failed=not flood)
            case _:
                assert_never(outcome)
