"""The queue of updates and long polling: offsets, waiting, conflicts, what is forgotten when."""

import asyncio
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import orjson

from simulator.telegram.errors import OTHER_POLL, WEBHOOK_IS_ON, ApiError, conflict

OPTIONAL_KINDS = {"chat_member", "message_reaction", "message_reaction_count"}  # come only when asked for by name
DAY = 86_400.0
INLINE = 30.0
ANSWER_SIZE = 1 << 22
LONGEST_POLL = 50


@dataclass(slots=True)
class Update:
    id: int
    body: dict[str, Any]
    key: str  # a webhook gets updates of one key one after another
    expires: float
    serial: int = 0
    size: int = 0
    unseen: bool = False  # a raw update with an old number is shown once before an offset may confirm it

    def whole(self) -> dict[str, Any]:
        return {"update_id": self.id, **self.body}


class Updates:
    def __init__(self, press_lifetime: float) -> None:
        self._press_lifetime = press_lifetime
        self.allowed: tuple[str, ...] = ()
        self._queue: dict[int, Update] = {}
        self._next = random.randint(2_000_000, 1_000_000_000)
        self._listener: Callable[[Update], None] | None = None
        self._poll: asyncio.Future[None] | None = None
        self._asked: tuple[int, float] = (0, 0.0)
        self._quiet_until = 0.0

    def put(self, kind: str, body: dict[str, Any], key: str) -> None:
        """An update that the world made. A kind that the bot did not ask for never exists."""
        if kind in self.allowed or (not self.allowed and kind not in OPTIONAL_KINDS):
            lifetime = {"callback_query": self._press_lifetime, "inline_query": INLINE}.get(kind, DAY)
            self._append(Update(self._next, {kind: body}, key, time.monotonic() + lifetime))

    def put_raw(self, body: dict[str, Any]) -> int:
        number: int = body.get("update_id", self._next)
        fields = {name: value for name, value in body.items() if name != "update_id"}
        self._append(Update(number, fields, f"raw:{number}", time.monotonic() + DAY, unseen=True))
        return number

    def _append(self, update: Update) -> None:
        update.serial = next(reversed(self._queue), 0) + 1
        update.size = len(orjson.dumps(update.body)) + 50
        self._queue[update.serial] = update
        self._next = max(self._next, update.id + 1)
        if self._listener:
            self._listener(update)
        if self._poll and not self._poll.done():
            self._poll.set_result(None)

    def ask_for(self, kinds: Iterable[str]) -> None:
        self.allowed = tuple(kinds)

    def waiting(self) -> list[Update]:
        now = time.monotonic()
        self._keep(lambda update: update.expires > now)
        return list(self._queue.values())

    def hold(self, update: Update) -> bool:
        return update.serial in self._queue and update.expires > time.monotonic()

    def remove(self, update: Update) -> None:
        self._queue.pop(update.serial, None)

    def forget_all(self) -> None:
        self._queue.clear()

    def listen(self, listener: Callable[[Update], None] | None) -> None:
        """A webhook takes what waits and all that comes; until it stops listening nobody can poll."""
        self._listener = listener
        if listener:
            for update in self.waiting():
                listener(update)

    async def poll(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        if self._listener:
            raise conflict(WEBHOOK_IS_ON)
        limit, seconds = self._slow_down(offset, limit, seconds)
        self._confirm(offset)
        ready = self._ready(limit)
        if not ready and seconds:
            await self._wait(seconds)
            ready = self._ready(limit)
        for update in ready:
            update.unseen = False
        return [update.whole() for update in ready]

    def interrupt(self, error: ApiError) -> None:
        """Ends a waiting poll with this error."""
        if self._poll and not self._poll.done():
            self._poll.set_exception(error)

    def _keep(self, wanted: Callable[[Update], bool]) -> None:
        self._queue = {serial: update for serial, update in self._queue.items() if wanted(update)}

    def _slow_down(self, offset: int, limit: int, seconds: float) -> tuple[int, float]:
        """A bot that asks for the same in a tight circle gets less and waits longer."""
        (asked, moment), now = self._asked, time.monotonic()
        self._asked = (offset, now)
        if offset != asked or now > moment + 3:
            return limit, seconds
        return (1 if now < moment + 0.5 else limit), max(seconds, 3)

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            last = list(self._queue)[offset:]
            self._keep(lambda update: update.serial in last)
        elif offset <= self._next + 10:
            self._keep(lambda update: update.unseen or update.id >= offset)

    def _ready(self, limit: int) -> list[Update]:
        ready, room = [], ANSWER_SIZE
        for update in self.waiting()[:limit]:
            room -= update.size
            if room <= 0:
                break
            ready.append(update)
        return ready

    async def _wait(self, seconds: float) -> None:
        self.interrupt(conflict(OTHER_POLL))
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await poll
            await asyncio.sleep(0.002)  # a moment for the updates that come together
        except TimeoutError:
            pass
        except ApiError as error:
            await self._delay_conflict(error)
            raise
        finally:
            if self._poll is poll:
                self._poll = None

    async def _delay_conflict(self, error: ApiError) -> None:
        """Conflicts that follow one another are answered three seconds later: two pollers must not spin."""
        now = time.monotonic()
        if error.code == 409 and now < self._quiet_until:
            await asyncio.sleep(3)
        else:
            self._quiet_until = now + 3
