"""The outbox's loop for one messenger: claim by deadline, keep the pace, draw, send, note the outcome.

A letter is drawn at the second it leaves. What a send came to is noted in a transaction of its own; if the process dies
in between, the lease runs out and the letter goes again. Answers to presses do not pass here and never wait for it.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import assert_never

import structlog
from prometheus_client import Counter

from dialogs.kit.clock import Clock
from dialogs.kit.dispatch import LETTERS_ENDED
from dialogs.kit.event import Shown
from dialogs.kit.feature import Drawing
from dialogs.kit.letter import Letter, Reading
from dialogs.kit.messenger import Delivered, Gone, Later, Messenger, Outcome, Refused
from dialogs.kit.screen import Screen
from scheduler.pacing import Pace
from storage.database import DatabaseTrouble, Storage
from storage.outbox import Card, Claimed, End
from storage.people import Person

LEASE = 60.0  # seconds a claimed letter is ours
LEADER = 15.0  # seconds one process alone sends for a messenger
IN_FLIGHT = 50  # letters being sent at once; at 30 a second and slow answers the pace still holds
HANDFUL = 30  # letters claimed at once: a second or so of sending
IDLE = 0.25
CROWDED = 0.01
ATTEMPTS = 20  # of a letter that always fails: then it is refused, and counted so
AFTER_A_BUG = Later(60.0)

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
        for kind in late:
            LETTERS_ENDED.labels(name, kind, "expired").inc()
        if letters:
            # An import posts its letters with its changes: nothing may be drawn from what was before.
            await self._storage.refresh()
        lost_at = time.monotonic() + LEASE / 2
        for letter in letters:
            await self._take_turn(sending, letter, lost_at)
        return bool(letters)

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

    async def _take_turn(self, sending: asyncio.TaskGroup, letter: Claimed, lost_at: float) -> None:
        """Start sending when there is room and the pace allows it, unless our lease may be over by then."""
        chat, group = letter.address.chat, letter.person_id is None
        while True:
            now = time.monotonic()
            if (wait := self._pace.wait_for_chat(chat, now, group=group)) > 0:
                return await self._postpone(letter, wait)
            wait = self._pace.wait(now)
            if now + wait > lost_at or (wait and self._stopping.is_set()):
                return await self._postpone(letter, wait)
            if self._room.locked():
                wait = max(wait, CROWDED)
            if not wait:
                break
            await asyncio.sleep(min(wait, 1.0))
        await self._room.acquire()  # there is room: nobody else starts sending
        self._pace.note(chat, now, group=group)
        sending.create_task(self._send(letter))

    async def _postpone(self, letter: Claimed, seconds: float, *, failed: bool = False) -> None:
        async with self._storage.writing() as work:
            await work.outbox.postpone(letter, self._real_time() + seconds, failed=failed)

    async def _send(self, letter: Claimed) -> None:
        try:
            try:
                await self._deliver(letter)
            except DatabaseTrouble:
                raise
            except Exception:
                _log.exception("delivery.bug", letter=letter.id, kind=letter.kind)
                await self._note(letter, AFTER_A_BUG, None)
        except DatabaseTrouble as trouble:  # the lease runs out, and the letter goes again
            _log.warning("delivery.database", letter=letter.id, trouble=str(trouble))
        except Exception:
            _log.exception("delivery.bug", letter=letter.id)
        finally:
            self._room.release()

    async def _deliver(self, letter: Claimed) -> None:
        async with self._storage.reading() as work:
            card = await work.outbox.card(letter.address, letter.key) if letter.key else None
            person = await work.people.load(letter.person_id) if letter.person_id is not None else None
        if card is not None and card.revision >= letter.id:
            return await self._end(letter, "superseded")
        if letter.not_after < self._clock.now():
            return await self._end(letter, "expired")
        drawn = await self._draw(letter, person, card)
        if drawn is None or person is None:
            return await self._end(letter, "dropped")
        over = Shown(card.message, card.photo) if card is not None else None
        outcome = await self._messenger.show(letter.address, drawn, person.language, over=over, letter=letter.id)
        return await self._note(letter, outcome, person)

    async def _draw(self, letter: Claimed, person: Person | None, card: Card | None) -> Screen | None:
        kind = self._drawings.get(letter.kind)
        if kind is None or person is None:
            return None
        async with self._storage.reading() as work:
            reading = Reading(self._clock.now(), self._storage.catalogue, person, work, again=card is not None)
            return await kind[1](kind[0].read(letter.about), reading)

    async def _note(self, letter: Claimed, outcome: Outcome, person: Person | None) -> None:
        match outcome:
            case Delivered(shown):
                await self._end(letter, "delivered", shown=shown)
            case Gone():
                await self._end(letter, "gone", unreachable=person)
            case Refused(reason):
                _log.error("letter.refused", letter=letter.id, kind=letter.kind, reason=reason)
                await self._end(letter, "refused")
            case Later(seconds, flood, unsure):
                if flood:
                    self._pace.pause(time.monotonic(), seconds)
                if unsure:
                    UNSURE.labels(self._messenger.name, letter.kind).inc()
                    kind = self._drawings.get(letter.kind)
                    if kind is not None and not kind[0].again_if_unsure:
                        return await self._end(letter, "refused")
                if letter.failed + 1 >= ATTEMPTS and not flood:
                    return await self._end(letter, "refused")
                patience = 1 if flood else 2 ** min(letter.failed, 5)
                await self._postpone(letter, seconds * patience, failed=not flood)
            case _:
                assert_never(outcome)

    async def _end(
        self, letter: Claimed, end: End, *, shown: Shown | None = None, unreachable: Person | None = None
    ) -> None:
        now = self._clock.now()
        ended = [letter.kind]
        async with self._storage.writing() as work:
            if not await work.outbox.end(letter, end, now):
                return
            if shown is not None and letter.key is not None:
                await work.outbox.note_card(letter, shown.message, shown.photo)
            if unreachable is not None:
                await work.people.unreachable(unreachable.id)
                ended += await work.outbox.end_all_of(unreachable.id, "gone", now)
        for kind in ended:
            LETTERS_ENDED.labels(self._messenger.name, kind, end).inc()
