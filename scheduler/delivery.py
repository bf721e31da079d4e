"""The outbox's loop for one messenger: claim by deadline, draw, compose a call, keep the pace, send, note the outcome.

A letter is drawn at the second it leaves. What came of a call is noted in a transaction of its own (`noting.py`); if
the process dies in between, the lease runs out and its letters go again. Answers to presses do not pass here and never
wait for it.

While the messenger is held (`holding.py`), nothing is claimed but one letter at a time, to see whether it arrives.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from itertools import islice
from types import MappingProxyType

import structlog
from prometheus_client import Counter

from dialogs.engine.adapter import WrongToken
from dialogs.engine.stopping import rest, unless_stopped
from dialogs.kit.clock import Clock
from dialogs.kit.letter import Letter, count_ended
from dialogs.kit.messenger import Later, Messenger, Outcome
from dialogs.kit.policy import NEWS_A_DAY
from dialogs.kit.reading import HOME
from dialogs.kit.traffic import Traffic
from dialogs.kit.weather import Weather
from scheduler.composing import DrawnLetter, LetterCall, Pending, compose
from scheduler.drawing import Drawings, LetterDrawing
from scheduler.hearing import Hearing
from scheduler.judging import AFTER_A_BUG, judge
from scheduler.leading import Leading
from scheduler.noting import UNREAD, Note, Noted, Notes, Waits
from scheduler.presses import Presses
from scheduler.simplifying import Simplifying
from storage.database import AT_ONCE, DatabaseTrouble, Storage

LEASE = 60.0  # seconds a claimed letter is ours
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
        *,
        traffic: Traffic | None = None,
        weather: Weather | None = None,
        check: Callable[[], Awaitable[object]] | None = None,
        news_a_day: int = NEWS_A_DAY,
        home: str = HOME,
    ) -> None:
        """`check`: ask a messenger that did not answer whether it does now; it raises while it does not."""
        self._storage = storage
        self._messenger = messenger
        self._simplifying = Simplifying(messenger)
        self._limits = messenger.limits
        self._kinds = drawings
        self._clock = clock
        self._leading = Leading(storage, messenger.name, owner, real_time)
        self._real_time = real_time
        self._hearing = Hearing(messenger.name, messenger.limits, traffic or Traffic(), weather or Weather(), clock)
        self._pace = self._hearing.pace
        self._holding = self._hearing.holding
        self._check = check
        self._trying: asyncio.Task[None] | None = None
        self._drawing = LetterDrawing(storage, drawings, clock, icons, messenger.limits, news_a_day, home)
        self._notes = Notes(storage, messenger.name, clock)
        self.presses = Presses(self._limits, self._drawing, self._pace, self._carried, self._write, real_time)
        self._looking = asyncio.Lock()  # calls are looked at in their order, so that they begin in it
        self._pending: deque[Pending] = deque()
        self._drawn: list[DrawnLetter] = []  # they did not fit into the last call
        self._in_flight = 0
        self._resting = False
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
                    self._resting = True
                    await rest(IDLE, self._stopping)
                    self._resting = False
            self.presses.open(None)
        await self._leading.give_back()

    @property
    def name(self) -> str:
        """The messenger's name."""
        return self._messenger.name

    @property
    def idle(self) -> bool:
        """Whether nothing was there to be claimed and nothing is on its way."""
        return self._resting and not self._in_flight

    async def _round(self, tasks: asyncio.TaskGroup) -> bool:
        """One step towards the next call, or the call itself; False when there is nothing to do."""
        if not await self._leading.take():  # a long wait outlives the lead; who has it now keeps a pace of their own
            return False
        self._hearing.take_answers(time.monotonic())
        if self._holding.why is not None:
            self._try_when_it_is_time(tasks)
            return False
        if len(self._pending) + len(self._drawn) < self._limits.together and not self._stopping.is_set():
            handful = min(int(self._limits.letters_per_second), HANDFUL)
            claimed = await self._claim(max(self._limits.together, handful))
            self._pending += claimed
            if claimed:
                # An import posts its letters with its changes: nothing may be drawn from what was before.
                await self._storage.refresh()
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

    def _try_when_it_is_time(self, tasks: asyncio.TaskGroup) -> None:
        """One at a time asks a messenger that is held."""
        over = self._trying is None or self._trying.done()
        if over and not self._stopping.is_set() and self._holding.wait(time.monotonic()) <= 0:
            self._trying = tasks.create_task(self._try(tasks))

    async def _try(self, tasks: asyncio.TaskGroup) -> None:
        """See whether the messenger answers again, then whether a letter arrives; what was seen is heard."""
        left = time.monotonic()
        try:
            await self._claim(0)  # what grows too late ends in time
            if self._check is not None and self._holding.why != "quiet" and not await self._answers(self._check, left):
                return
            call = await self._call_that_tries(tasks)
        except DatabaseTrouble as trouble:
            _log.warning("delivery.database", messenger=self._messenger.name, trouble=str(trouble))
            return
        except Exception:
            _log.exception("delivery.bug", messenger=self._messenger.name)
            return
        if call is not None:
            self._note_leaving(call)
            await self._send(call)
        elif self._check is not None or self._holding.why == "quiet":
            self._hearing.answered(left)  # nothing is there to be sent

    async def _answers(self, check: Callable[[], Awaitable[object]], left: float) -> bool:
        """Whether the messenger answers; a letter may be lost by trying, this may not."""
        try:
            await unless_stopped(check(), self._stopping)
        except WrongToken:
            self._hearing.missed(left, time.monotonic(), token=True)
            return False
        except Exception:
            self._hearing.missed(left, time.monotonic())
            return False
        return not self._stopping.is_set()

    async def _call_that_tries(self, tasks: asyncio.TaskGroup) -> LetterCall | None:
        """A call with one letter, the first whose chat is not to wait; None: nothing is to leave."""
        while pending := await self._claim(1):
            [one] = pending
            if (wait := self._wait_for_chat(one, time.monotonic())) > 0:
                await self._write([(one.letter, Waits(wait))], one.lease_ends)
                continue
            try:
                await self._storage.refresh()
            except BaseException:
                tasks.create_task(self._write([(one.letter, UNREAD)], one.lease_ends))
                raise
            drawn, noted = await self._drawing.draw(pending)
            if noted:
                await self._write(noted, one.lease_ends)
            if drawn:
                return LetterCall(tuple(drawn), {})
        return None

    async def _claim(self, limit: int) -> list[Pending]:
        """Claim what the next calls carry, after ending what is too late to be sent."""
        now, name = self._clock.now(), self._messenger.name
        async with self._storage.reading() as work:
            if not await work.outbox.due(name, now, self._real_time()):
                return []
        late, letters = AT_ONCE, []
        while late >= AT_ONCE:  # thousands, after an outage: they end in turns before any others are taken
            async with self._storage.writing() as work:
                expired = await work.outbox.expire(name, now, self._real_time(), AT_ONCE)
                if (late := len(expired)) < AT_ONCE and limit:
                    letters = await work.post.claims.take(name, limit, now, self._real_time(), LEASE)
            count_ended(name, expired, "expired")
        lease_ends = time.monotonic() + LEASE
        return [Pending(letter, lease_ends) for letter in letters]

    def _give_back(self, tasks: asyncio.TaskGroup, note: Note) -> None:
        """What we cannot come to is free again at once, not when its lease ends."""
        self._set_aside(self._drawn)
        self._drawn = []
        if self._pending:
            tasks.create_task(self._write([(one.letter, note) for one in self._pending], self._pending[0].lease_ends))
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
            if (wait := self._wait_for_chat(pending, now)) > 0:
                waits[pending.letter.id] = (pending.letter, Waits(wait))
        if waits:
            lease_ends = (self._drawn[0].pending if self._drawn else self._pending[0]).lease_ends
            self._drawn = [one for one in self._drawn if one.letter.id not in waits]
            self._pending = deque(pending for pending in self._pending if pending.letter.id not in waits)
            tasks.create_task(self._write(list(waits.values()), lease_ends))
        return bool(waits)

    def _wait_for_chat(self, pending: Pending, now: float) -> float:
        letter = pending.letter
        kind, _ = self._kinds.get(letter.kind, (Letter, None))
        group = 0 if letter.person_id is not None else kind.takes_at_most
        spared = self._pace.spared(letter.address.chat, letter.lane, now)
        return self._pace.wait_for_chat(letter.address.chat, now, group=group, spared=spared, kind=letter.kind)

    async def _leave(self, tasks: asyncio.TaskGroup, call: LetterCall) -> None:
        """Send the call in its turn, unless the messenger is held meanwhile."""
        while (wait := self._pace.wait(time.monotonic())) > 0:
            if wait > FRESH:
                return self._set_aside(call.letters)
            await asyncio.sleep(wait)
        if self._holding.why is not None:
            return self._set_aside(call.letters)
        self._note_leaving(call)
        tasks.create_task(self._send(call))
        await asyncio.sleep(0)  # it begins before we turn to anything else

    def _note_leaving(self, call: LetterCall) -> None:
        self._pace.note({one.letter.address.chat: one.takes for one in call.letters}, time.monotonic())
        self._in_flight += 1

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
        letters, left = [one.letter for one in call.letters], time.monotonic()
        try:
            async with self._looking:
                true, stale = await self._drawing.sorted(call.letters)
            checks = [partial(self._drawing.still_true, one) for one in true]
            outcomes = await self._simplifying.carry([one.parcel for one in true], checks) if true else []
            told = [(one.letter.address.chat, one.letter.kind, came) for one, came in zip(true, outcomes, strict=True)]
            self._hearing.came(told, left, time.monotonic())
            return [*stale, *((one.letter, self._judge(one, out)) for one, out in zip(true, outcomes, strict=True))]
        except DatabaseTrouble as trouble:
            _log.warning("delivery.database", letters=[letter.id for letter in letters], trouble=str(trouble))
            return [(letter, UNREAD) for letter in letters]
        except Exception:
            _log.exception("delivery.bug", letters=[letter.id for letter in letters])
            return [(letter, judge(letter, AFTER_A_BUG)) for letter in letters]

    def _judge(self, one: DrawnLetter, outcome: Outcome) -> Note:
        if isinstance(outcome, Later) and outcome.unsure:
            UNSURE.labels(self._messenger.name, one.letter.kind).inc()
        repeatable = self._kinds[one.letter.kind][0].again_if_unsure or self._limits.recognises
        return judge(one.letter, outcome, one, repeatable=repeatable)

    async def _write(self, noted: Sequence[Noted], lease_ends: float) -> None:
        try:
            await self._notes.write(noted, self._real_time(), lease_ends)
        except Exception:
            _log.exception("delivery.bug", letters=[letter.id for letter, _ in noted])
