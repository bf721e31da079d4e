"""Claims: what a sender does to letters of the outbox, many at a time: takes them, notes what came of them.

A claim is a lease. Its letters' `attempt` is a fence: who lost the lease changes nothing any more.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Float, Integer, Row, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.address import Address
from storage.engine.schema import Moment
from storage.post.outbox import OPEN, OUTBOX, End, by_order, on_its_way

_PLACE = ("messenger", "chat", "thread")
_NAMES = ("id", "messenger", "chat", "thread", "person_id", "kind", "about", "key")
_TAKEN = [OUTBOX.c[name] for name in (*_NAMES, "attempt", "failed", "not_after", "batch", "lane")]
_MINE = and_(OUTBOX.c.id == bindparam("letter"), OUTBOX.c.attempt == bindparam("claim"), OPEN)
_GATHER = OUTBOX.update().where(_MINE, OUTBOX.c.batch.is_(None)).values(batch=bindparam("first"))
_POSTPONE = (
    OUTBOX.update()
    .where(_MINE)
    .values(
        state="waiting",
        held_until=bindparam("until"),
        failed=OUTBOX.c.failed + bindparam("more"),
        not_before=func.coalesce(bindparam("rest", type_=Moment), OUTBOX.c.not_before),
    )
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter under our lease; `attempt` fences off a sender whose lease ran out, `failed` counts what went wrong.

    `batch`: the first letter of the list in which it left, or was about to.
    """

    id: int
    address: Address
    person_id: int | None
    kind: str
    about: Mapping[str, Any]
    key: str | None
    attempt: int
    failed: int
    not_after: datetime
    batch: int | None
    lane: int = 0


@dataclass(frozen=True, slots=True)
class Postponed:
    """A letter that waits until that real time; `failed`: sending it was tried, and it counts.

    `rest`: nor does it leave before that moment of the fair.
    """

    letter: Claimed
    until: float
    failed: bool
    rest: datetime | None = None


class Claims:
    """The sender's side of the queue, as one transaction sees it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def take(self, messenger: str, limit: int, now: datetime, clock: float, lease: float) -> list[Claimed]:
        """Take up to `limit` due letters, most urgent first, for `lease` seconds; `clock` is real time.

        Of the letters of one key the newest goes, alone: what is older is superseded then.
        """
        await by_order(self._connection)
        due = {"by": messenger, "now": now, "clock": clock, "at_most": limit}
        order = list((await self._connection.execute(_due(), due)).scalars())
        if not order:
            return []
        taken = {"state": "sending", "attempt": OUTBOX.c.attempt + 1, "held_until": clock + lease}
        claimed = OUTBOX.update().where(OUTBOX.c.id.in_(order)).values(taken).returning(*_TAKEN)
        letters = {row[0]: _claimed(row) for row in await self._connection.execute(claimed)}
        return [letters[number] for number in order]

    async def take_key(self, at: Address, key: str, until: datetime, clock: float, lease: float) -> Claimed | None:
        """Take the newest letter of a key that is due `until` then, before all others; None where none waits.

        None, too, while one of the key is on its way: the newer one follows it.
        """
        here = (OUTBOX.c[name] == value for name, value in zip(_PLACE, (at.messenger, at.chat, at.thread), strict=True))
        query = select(OUTBOX.c.id, OUTBOX.c.state, OUTBOX.c.not_before, OUTBOX.c.held_until)
        found = (await self._connection.execute(query.where(OPEN, OUTBOX.c.key == key, *here))).all()
        if any(row.state == "sending" and row.held_until > clock for row in found):
            return None
        due = [row.id for row in found if row.not_before <= until]
        if not due:
            return None
        taken = {"state": "sending", "attempt": OUTBOX.c.attempt + 1, "held_until": clock + lease}
        mine = OUTBOX.update().where(OUTBOX.c.id == max(due), OPEN).values(taken).returning(*_TAKEN)
        row = (await self._connection.execute(mine)).one_or_none()
        return None if row is None else _claimed(row)

    async def gather(self, lists: Mapping[int, Collection[Claimed]]) -> set[int]:
        """Note of letters that never left yet that they leave together: each list under its first one's number.

        A letter has one such number for ever. The numbers of the letters that may leave so: they are still ours.
        """
        rows = [_mine(letter) | {"first": first} for first, letters in lists.items() for letter in letters]
        await self._connection.execute(_GATHER, rows)
        wanted = {letter.id: first for first, letters in lists.items() for letter in letters}
        gathered: set[int] = set()
        for still_ours in _fences(letter for letters in lists.values() for letter in letters):
            found = await self._connection.execute(select(OUTBOX.c.id, OUTBOX.c.batch).where(still_ours))
            gathered |= {number for number, batch in found if batch == wanted[number]}
        return gathered

    async def end(self, letters: Collection[Claimed], end: End, now: datetime) -> set[int]:
        """Note the end of letters; the numbers of those that were still ours."""
        ended: set[int] = set()
        for still_ours in _fences(letters):
            update = OUTBOX.update().where(still_ours).values(state=end, ended_at=now).returning(OUTBOX.c.id)
            ended |= set((await self._connection.execute(update)).scalars())
        return ended

    async def postpone(self, letters: Sequence[Postponed]) -> None:
        """Let letters wait, each until its own moment."""
        rows = [_mine(one.letter) | {"until": one.until, "more": int(one.failed), "rest": one.rest} for one in letters]
        if rows:
            await self._connection.execute(_POSTPONE, rows)


@cache
def _due() -> Select[int]:
    """The due letters, built once."""
    now, clock = bindparam("now", type_=Moment), bindparam("clock", type_=Float)
    other = OUTBOX.alias()
    same_key = (other.c[name] == OUTBOX.c[name] for name in ("messenger", "chat", "thread", "key"))
    in_flight = and_(other.c.state == "sending", other.c.held_until > clock)
    newer = and_(other.c.id > OUTBOX.c.id, other.c.not_before <= now, other.c.held_until <= clock)
    better = exists().where(on_its_way(other), *same_key, or_(in_flight, newer))
    # Not a bare column: the letters are to be read in their order, not collected by time and sorted.
    is_due = func.coalesce(OUTBOX.c.not_before, OUTBOX.c.not_before) <= now
    return (
        select(OUTBOX.c.id)
        .where(OPEN, OUTBOX.c.messenger == bindparam("by"), is_due, OUTBOX.c.held_until <= clock)
        .where(or_(OUTBOX.c.key.is_(None), ~better))
        .order_by(OUTBOX.c.lane, OUTBOX.c.deadline, OUTBOX.c.id)
        .limit(bindparam("at_most", type_=Integer))
        .with_for_update(skip_locked=True)
    )


def _mine(letter: Claimed) -> dict[str, Any]:
    return {"letter": letter.id, "claim": letter.attempt}


def _fences(letters: Collection[Claimed] | Iterator[Claimed]) -> Iterator[ColumnElement[bool]]:
    """The letters that are still ours, by attempt: so they are found by their numbers, which pairs are not."""
    numbers: defaultdict[int, list[int]] = defaultdict(list)
    for letter in letters:
        numbers[letter.attempt].append(letter.id)
    for attempt, ids in numbers.items():
        yield and_(OUTBOX.c.id.in_(ids), OUTBOX.c.attempt == attempt, OPEN)


def _claimed(row: Row[Any]) -> Claimed:
    number, messenger, chat, thread, *others = tuple(row)
    return Claimed(number, Address(messenger, chat, thread), *others)
