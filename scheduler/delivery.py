"""The outbox's loop for one messenger: claim by deadline, draw, compose a call, keep the pace, send, note the outcome.

A letter is drawn at the second it leaves. What came of a call is noted in a transaction of its own (`noting.py`); if
the process dies in between, the lease runs out and its letters go again. Answers to presses do not pass here and never
wait for it.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from types import MappingProxyType

import structlog
from prometheus_client import Counter

from dialogs.kit.clock import Clock
from dialogs.kit.letter import Letter, count_ended
from dialogs.kit.messenger import Later, Messenger, Outcome
from scheduler.composing import DrawnLetter, LetterCall, Pending, compose
from scheduler.drawing import Drawings, LetterDrawing
from scheduler.judging import AFTER_A_BUG, judge
from scheduler.noting import UNREAD, Note, Noted, Notes, Waits
from scheduler.pacing import Pace
from scheduler.presses import Presses
from storage.database import AT_ONCE, DatabaseTrouble, Storage

LEASE = 60.0  # seconds a claimed letter is ours
LEADER = 15.0  # seconds one process alone sends for a messenger
IN_FLIGHT = 50  # calls under way at once; at 30 a second and slow answers the pace still holds
HANDFUL = 200  # letters claimed at once, a second of sending at most: more would hold up everybody else
AHEAD = 0.0005  # seconds before its turn that a call is drawn, for each letter that it may carry
FRESH = 1.0  # seconds that a drawing is true: what could not leave is drawn anew then
IDLE = 0.25
CROWDED = 0.01

UNSURE = Counter("fairway_letters_unsure", "Sends of which nobody knows whether they arrived", ["messenger", "kind"])
_log = structlog.get_logger()


class Delivery:
    """Sends one messenger's letters until it is told to stop."""

    def __init__(
        self,
        storage: Storage,
        messenger: Messenger,
        drawings: Drawings,
        clock: Clock,
        owner: str,
        real_time: Callable[[], float] = time.time,  # noqa: TID251 (leases are about processes, not about the fair)
        icons: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._storage = storage
        self._messenger = messenger
        self._limits = messenger.limits
        self._kinds = drawings
        self._clock = clock
        self._owner = owner
        self._real_time = real_time
        self._pace = Pace(messenger.limits)
        self._drawing = LetterDrawing(storage, drawings, clock, icons)
        self._notes = Notes(storage, messenger.name, clock)
        self.presses = Presses(self._limits, self._drawing, self._pace, self._carried, self._write, real_time)
        self._pending: deque[Pending] = deque()
        self._drawn: list[DrawnLetter] = []  # they did not fit into the last call
        self._in_flight = 0
        self._leads_until = 0.0
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Send what can leave at once, claim no more."""
        self._stopping.set()

    async def run(self) -> None:
        """Deliver until stopped."""
        async with asyncio.TaskGroup() as tasks:
            self.presses.open(tasks)
            while not self._stopping.is_set() or self._pending or self._drawn:
                try:
                    busy = await self._round(tasks)
                except DatabaseTrouble as trouble:
                    _log.warning("delivery.database", messenger=self._messenger.name, trouble=str(trouble))
                    busy = False
                except Exception:  # the letters that wait must not depend on the one that breaks us
                    _log.exception("delivery.bug", messenger=self._messenger.name)
                    busy = False
                if not busy:
                    self._give_back(tasks, Waits(0.0))
                    await self._rest(IDLE)
            self.presses.open(None)
        await self._give_back_lead()

    @property
    def name(self) -> str:
        """The messenger's name."""
        return self._messenger.name

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):  # not wait_for: before Python 3.12 it may swallow a cancellation
                await self._stopping.wait()
        except TimeoutError:
            return

    async def _round(self, tasks: asyncio.TaskGroup) -> bool:
        """One step towards the next call, or the call itself; False when there is nothing to do."""
        if not await self._lead():  # a long wait outlives the lead; who has it now keeps a pace of their own
            return False
        if len(self._pending) + len(self._drawn) < self._limits.together and not self._stopping.is_set():
            await self._claim()
        if not (self._pending or self._drawn):
            return False
        now = time.monotonic()
        wait = self._pace.wait(now)
        lease_ends = (self._drawn[0].pending if self._drawn else self._pending[0]).lease_ends
        if now + wait > lease_ends - LEASE / 2 or (wait and self._stopping.is_set()):
            self._give_back(tasks, Waits(wait))
        elif self._in_flight >= IN_FLIGHT:
            await asyncio.sleep(CROWDED)
        elif wait > (ahead := AHEAD * self._limits.together):
            await asyncio.sleep(min(wait - ahead, 1.0))
        elif (call := await self._next_call(tasks)) is not None:
            await self._leave(tasks, call)
        return True

    async def _claim(self) -> None:
        """Claim what the next calls carry."""
        now, name = self._clock.now(), self._messenger.name
        limit = max(self._limits.together, min(int(self._limits.letters_per_second), HANDFUL))
        async with self._storage.reading() as work:
            if not await work.outbox.due(name, now, self._real_time()):
                return
        late, letters = AT_ONCE, []
        while late >= AT_ONCE:  # thousands, after an outage: they end in turns before any others are taken
            async with self._storage.writing() as work:
                expired = await work.outbox.expire(name, now, self._real_time(), AT_ONCE)
                if (late := len(expired)) < AT_ONCE:
                    letters = await work.post.claims.take(name, limit, now, self._real_time(), LEASE)
            count_ended(name, expired, "expired")
        lease_ends = time.monotonic() + LEASE
        self._pending += (Pending(letter, lease_ends) for letter in letters)
        if letters:
            # An import posts its letters with its changes: nothing may be drawn from what was before.
            await self._storage.refresh()

    async def _lead(self) -> bool:
        """Be the one process that sends for this messenger."""
        now = self._real_time()
        if self._storage.memory is not None or now < self._leads_until - LEADER / 2:
            return True
        async with self._storage.writing() as work:
            leads = await work.post.leases.take(f"delivery/{self._messenger.name}", self._owner, now, LEADER)
        self._leads_until = now + LEADER if leads else 0.0
        return leads

    async def _give_back_lead(self) -> None:
        if self._storage.memory is None and self._leads_until:
            with suppress(DatabaseTrouble):  # it runs out by itself
                async with self._storage.writing() as work:
                    await work.post.leases.release(f"delivery/{self._messenger.name}", self._owner)

    def _give_back(self, tasks: asyncio.TaskGroup, note: Note) -> None:
        """What we cannot come to is free again at once, not when its lease ends."""
        self._set_aside(self._drawn)
        self._drawn = []
        if self._pending:
            noted = [(pending.letter, note) for pending in self._pending]
            tasks.create_task(self._write(noted, self._pending[0].lease_ends))
            self._pending.clear()

    def _set_aside(self, drawn: Sequence[DrawnLetter]) -> None:
        """They will be drawn anew, before all others."""
        self._pending.extendleft(one.pending for one in reversed(drawn))

    async def _next_call(self, tasks: asyncio.TaskGroup) -> LetterCall | None:
        """Draw as many letters as a call may carry and compose it; None when nothing of them is to leave."""
        now = time.monotonic()
        self._set_aside([one for one in self._drawn if now - one.at > FRESH])
        self._drawn = [one for one in self._drawn if now - one.at <= FRESH]
        if self._put_off(tasks, now):
            return None
        portion = list(islice(self._pending, self._limits.together - len(self._drawn)))
        if portion:
            drawn, noted = await self._drawing.draw(portion)
            self._pending = deque(islice(self._pending, len(portion), None))
            self._drawn += drawn
            if noted:
                tasks.create_task(self._write(noted, portion[0].lease_ends))
        call, left = compose(self._drawn, self._limits)
        if call.lists:
            async with self._storage.writing() as work:
                gathered = await work.post.claims.gather(call.lists)
            call = call.gathered(gathered)
        self._drawn = left
        return call if call.letters else None

    def _put_off(self, tasks: asyncio.TaskGroup, now: float) -> bool:
        """Of the next letters, those whose chat has just had one wait in the outbox; whether there were any."""
        waits: dict[int, Noted] = {}
        next_ones = islice(self._pending, self._limits.together)
        for pending in (*(one.pending for one in self._drawn), *next_ones):
            letter = pending.letter
            kind, _ = self._kinds.get(letter.kind, (Letter, None))
            group = 0 if letter.person_id is not None else kind.takes_at_most
            spared = self._pace.spared(letter.address.chat, letter.lane, now)
            wait = self._pace.wait_for_chat(letter.address.chat, now, group=group, spared=spared)
            if wait > 0:
                waits[letter.id] = (letter, Waits(wait))
        if waits:
            lease_ends = (self._drawn[0].pending if self._drawn else self._pending[0]).lease_ends
            self._drawn = [one for one in self._drawn if one.letter.id not in waits]
            self._pending = deque(pending for pending in self._pending if pending.letter.id not in waits)
            tasks.create_task(self._write(list(waits.values()), lease_ends))
        return bool(waits)

    async def _leave(self, tasks: asyncio.TaskGroup, call: LetterCall) -> None:
        """Send the call in its turn, unless the messenger has asked for quiet meanwhile."""
        while (wait := self._pace.wait(time.monotonic())) > 0:
            if wait > FRESH:
                return self._set_aside(call.letters)
            await asyncio.sleep(wait)
        chats = {one.letter.address.chat: one.takes for one in call.letters}
        self._pace.note(chats, time.monotonic())
        self._in_flight += 1
        tasks.create_task(self._send(call))
        await asyncio.sleep(0)  # it begins before we turn to anything else

    async def _carried(self, call: LetterCall) -> None:
        self._in_flight += 1
        await self._send(call)

    async def _send(self, call: LetterCall) -> None:
        """Send once and write what came of it: whatever happens to the notes, nothing is sent for them again."""
        try:
            await self._write(await self._carry(call), call.lease_ends)
        finally:
            self._in_flight -= 1

    async def _carry(self, call: LetterCall) -> list[Noted]:
        letters = [one.letter for one in call.letters]
        try:
            outcomes = await self._messenger.carry([one.parcel for one in call.letters])
            return [(one.letter, self._judge(one, out)) for one, out in zip(call.letters, outcomes, strict=True)]
        except DatabaseTrouble as trouble:
            _log.warning("delivery.database", letters=[letter.id for letter in letters], trouble=str(trouble))
            return [(letter, UNREAD) for letter in letters]
        except Exception:
            _log.exception("delivery.bug", letters=[letter.id for letter in letters])
            return [(letter, judge(letter, AFTER_A_BUG)) for letter in letters]

    def _judge(self, one: DrawnLetter, outcome: Outcome) -> Note:
        kind, _ = self._kinds[one.letter.kind]
        if isinstance(outcome, Later):
            if outcome.flood:
                self._pace.pause(time.monotonic(), outcome.seconds)
            if outcome.unsure:
                UNSURE.labels(self._messenger.name, one.letter.kind).inc()
        repeatable = kind.again_if_unsure or self._limits.recognises
        return judge(one.letter, outcome, one, repeatable=repeatable)

    async def _write(self, noted: Sequence[Noted], lease_ends: float) -> None:
        try:
            await self._notes.write(noted, self._real_time(), lease_ends)
        except Exception:
            _log.exception("delivery.bug", letters=[letter.id for letter, _ in noted])
