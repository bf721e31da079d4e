"""The durable queue of letters: posted in the transaction that gave the reason, claimed by deadline, ended once.

A letter that is not ended waits or is being sent under a lease. Its ends are counted, so that at every moment
posted = waiting + sending + ended. `once` lets a letter be posted only one time, whatever happens to it.

A letter with a `key` keeps one message at its address true (`standing.py`). Posting the key while a letter of it still
waits adds nothing: that one will be drawn from the newest truth anyway. It does when that letter may have left already:
a messenger that recognises a repetition would take the newer truth for one. What a sender does is in `claims.py`.

What has ended stays for a month, a million letters and more, and statistics of a quiet hour say that nothing is open.
By them every index of open letters looks equally good to PostgreSQL, and a wrong one reads all of them for each. So a
question that is asked in hot places leaves no choice: it asks in an order that one index has (`by_order`), or for
letters on their way (`on_its_way`), of which there is one index, by key.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import cache
from typing import Any, Literal

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Float,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    String,
    Table,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.address import Address
from storage.engine.dialects import insert_or_ignore
from storage.engine.schema import METADATA, Moment, RowId
from storage.engine.turns import AT_ONCE, parts, some_of

State = Literal["waiting", "sending", "delivered", "gone", "refused", "expired", "dropped", "superseded"]
End = Literal["delivered", "gone", "refused", "expired", "dropped", "superseded"]

OUTBOX = Table(
    "outbox",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("messenger", String(20), nullable=False),
    Column("chat", String(200), nullable=False),
    Column("thread", String(40), nullable=False, default=""),
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), index=True),
    Column("kind", String(40), nullable=False),
    Column("about", JSON, nullable=False),  # numbers only: what the letter is drawn from
    Column("lane", Integer, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("deadline", Moment, nullable=False),
    Column("not_after", Moment, nullable=False),
    Column("once", String(80), unique=True),
    Column("key", String(80)),
    Column("state", String(12), nullable=False, default="waiting"),
    Column("attempt", Integer, nullable=False, default=0),  # how often it was claimed: fences off who lost it
    Column("failed", Integer, nullable=False, default=0),  # how often sending it did not work out
    Column("held_until", Float, nullable=False, default=0.0),  # lease or back-off; real seconds since 1970
    Column("ended_at", Moment),
    Column("batch", RowId),  # the first letter of the list in which it left, or first tried to
    sqlite_autoincrement=True,  # a number is never given twice: cards and messengers remember it
)
OPEN = OUTBOX.c.ended_at.is_(None)


@cache
def on_its_way(letters: FromClause = OUTBOX) -> ColumnElement[bool]:
    """Letters that are open, in the words of the one index by key: no other index answers a question put so."""
    return letters.c.state.in_((literal_column("'waiting'"), literal_column("'sending'")))


def _open_index(name: str, *columns: str, where: ColumnElement[bool] = OPEN) -> None:
    """An index of what has not ended, which stays small however many letters have."""
    named = (OUTBOX.c[column] for column in columns)
    Index(f"ix_outbox_open_{name}", *named, sqlite_where=where, postgresql_where=where)


_open_index("due", "messenger", "not_before", "held_until")
_open_index("order", "messenger", "lane", "deadline", "id", "not_before", "held_until")
_open_index("end", "messenger", "not_after")
_open_index("key", "key", "messenger", "chat", where=on_its_way())
Index("ix_outbox_ended", OUTBOX.c.ended_at)
_OF_NOBODY = OUTBOX.c.person_id.is_(None)  # letters to groups and machines
Index(
    "ix_outbox_of_nobody",
    OUTBOX.c.messenger,
    OUTBOX.c.chat,
    sqlite_where=_OF_NOBODY,
    postgresql_where=_OF_NOBODY,
)


_NO_SORT = text("SET LOCAL enable_sort = off")

# What is asked all day long is built once: that costs as much as running it.
_DUE = (
    select(OUTBOX.c.id)
    .where(OPEN, OUTBOX.c.messenger == bindparam("by"))
    .where(OUTBOX.c.not_before <= bindparam("now"), OUTBOX.c.held_until <= bindparam("clock"))
    .order_by(OUTBOX.c.not_before)
    .limit(1)
)
_UNTRIED = (on_its_way(), OUTBOX.c.state == "waiting", OUTBOX.c.failed == 0)
# Held until we commit, so that nobody draws it from the truth before ours.
_WAIT_UNTRIED = (
    select(OUTBOX.c.key, OUTBOX.c.messenger, OUTBOX.c.chat, OUTBOX.c.thread).where(*_UNTRIED).with_for_update(read=True)
)
_WAITING = (
    select(OUTBOX.c.id)
    .where(*_UNTRIED)
    .where(*(OUTBOX.c[name] == bindparam(f"at_{name}") for name in ("messenger", "chat", "thread", "key")))
    .limit(1)
    .with_for_update(read=True)
)


class Lane(IntEnum):
    """Urgency: a lower lane is served first."""

    REMINDER = 0
    CHANGE = 1
    SERVICE = 2
    BULK = 3


@dataclass(frozen=True, slots=True)
class Posting:
    """A letter to be posted: its kind, the numbers it is drawn from, and when it makes sense (fair time)."""

    kind: str
    about: Mapping[str, Any]
    lane: Lane
    not_before: datetime
    deadline: datetime
    not_after: datetime
    once: str | None = None
    key: str | None = None


async def by_order(connection: AsyncConnection) -> None:
    """Let this transaction read what is ordered by the index that has the order, whatever the statistics say."""
    if connection.dialect.name != "sqlite":  # which goes by the index anyway
        await connection.execute(_NO_SORT)


class Outbox:
    """The queue, as one transaction sees it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def late(self, before: datetime) -> dict[str, int]:
        """How many letters to people should have left by that moment, by messenger."""
        here = (OPEN, OUTBOX.c.state == "waiting", OUTBOX.c.person_id.is_not(None), OUTBOX.c.deadline < before)
        query = select(OUTBOX.c.messenger, func.count()).where(*here).group_by(OUTBOX.c.messenger)
        return {row[0]: row[1] for row in await self._connection.execute(query)}

    async def put(self, posting: Posting, to: Address, person_id: int | None = None) -> None:
        """Post a letter. Nothing is added for a `once` that was posted before or a `key` that waits untried."""
        if posting.key is not None and await self._waits(to, posting.key):
            return
        await self._connection.execute(insert_or_ignore(self._connection, OUTBOX), _row(posting, to, person_id))

    async def put_all(self, letters: Sequence[tuple[Posting, Address, int | None]]) -> None:
        """Post many, as `put` posts each; no two of them have one key and go to one address."""
        waiting: set[tuple[str, Address]] = set()
        for some in parts(sorted({posting.key for posting, _, _ in letters if posting.key is not None})):
            query = _WAIT_UNTRIED.where(OUTBOX.c.key.in_(some))
            waiting |= {(row[0], Address(*row[1:])) for row in await self._connection.execute(query)}
        rows = [_row(*one) for one in letters if (one[0].key, one[1]) not in waiting]
        if rows:
            await self._connection.execute(insert_or_ignore(self._connection, OUTBOX), rows)

    async def _waits(self, to: Address, key: str) -> bool:
        here = {"at_messenger": to.messenger, "at_chat": to.chat, "at_thread": to.thread, "at_key": key}
        return (await self._connection.execute(_WAITING, here)).first() is not None

    async def due(self, messenger: str, now: datetime, clock: float) -> bool:
        """Whether there is anything to send or to end as too late; cheap, for a loop that asks often."""
        await by_order(self._connection)
        due = await self._connection.execute(_DUE, {"by": messenger, "now": now, "clock": clock})
        return due.first() is not None

    async def expire(self, messenger: str, now: datetime, clock: float, at_most: int = AT_ONCE) -> list[str]:
        """End what is too late to be sent; the kinds of the ended letters, one for each."""
        passed = (OPEN, OUTBOX.c.messenger == messenger, OUTBOX.c.not_after < now, OUTBOX.c.held_until <= clock)
        late = select(OUTBOX.c.id).where(*passed).order_by(OUTBOX.c.not_after).limit(at_most)
        await by_order(self._connection)
        ended = OUTBOX.update().where(OUTBOX.c.id.in_(late)).values(state="expired", ended_at=now)
        return list((await self._connection.execute(ended.returning(OUTBOX.c.kind))).scalars())

    async def end_all_of(
        self, people: Collection[int], end: End, now: datetime, messenger: str | None = None
    ) -> list[str]:
        """End everything that waits for these people, perhaps only by `messenger`; the kinds of the ended letters.

        They may be posted again: who comes back in time is reminded of what was planned before.
        """
        by = () if messenger is None else (OUTBOX.c.messenger == messenger,)
        waiting = and_(OPEN, OUTBOX.c.person_id.in_(people), OUTBOX.c.state == "waiting", *by)
        ended = OUTBOX.update().where(waiting).values(state=end, ended_at=now, once=None).returning(OUTBOX.c.kind)
        return list((await self._connection.execute(ended)).scalars())

    async def state_of(self, once: str) -> State | None:
        """What has become of the letter that was posted under this; None where none was."""
        query = select(OUTBOX.c.state).where(OUTBOX.c.once == once)
        state: State | None = (await self._connection.execute(query)).scalar_one_or_none()
        return state

    async def waiting_for(self, person_id: int, kind: str) -> list[Mapping[str, Any]]:
        """What those letters of a kind are about which have not reached the person yet."""
        here = (OPEN, OUTBOX.c.person_id == person_id, OUTBOX.c.kind == kind)
        return list((await self._connection.execute(select(OUTBOX.c.about).where(*here))).scalars())

    async def told(
        self, people: Collection[int], kinds: Collection[str], since: datetime
    ) -> list[tuple[int, datetime]]:
        """When letters of these kinds arrived at these people from that moment on."""
        query = select(OUTBOX.c.person_id, OUTBOX.c.ended_at).where(OUTBOX.c.person_id.in_(people))
        query = query.where(OUTBOX.c.kind.in_(kinds), OUTBOX.c.state == "delivered", OUTBOX.c.ended_at >= since)
        return [(row[0], row[1]) for row in await self._connection.execute(query)]

    async def counts(self) -> dict[State, int]:
        """How many letters are in each state."""
        query = select(OUTBOX.c.state, func.count()).group_by(OUTBOX.c.state)
        return {row[0]: row[1] for row in (await self._connection.execute(query)).all()}

    async def forget(self, before: datetime, at_most: int = AT_ONCE) -> int:
        """Drop letters that ended before that moment; how many were."""
        old = some_of(OUTBOX, at_most, OUTBOX.c.ended_at < before)
        return (await self._connection.execute(OUTBOX.delete().where(old))).rowcount


def _row(posting: Posting, to: Address, person_id: int | None) -> dict[str, Any]:
    return {
        "messenger": to.messenger,
        "chat": to.chat,
        "thread": to.thread,
        "person_id": person_id,
        "kind": posting.kind,
        "about": dict(posting.about),
        "lane": posting.lane,
        "not_before": posting.not_before,
        "deadline": posting.deadline,
        "not_after": posting.not_after,
        "once": posting.once,
        "key": posting.key,
    }
