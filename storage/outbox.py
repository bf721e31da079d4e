"""The durable queue of letters: posted in the transaction that gave the reason, claimed by deadline, ended once.

A letter that is not ended waits or is being sent under a lease. Its ends are counted, so that at every moment
posted = waiting + sending + ended. `once` lets a letter be posted only one time, whatever happens to it.

A letter with a `key` keeps one message at its address true: what is shown is a row of `cards`, and the newest letter of
that key is the wanted revision (the design's counters are the letters' own numbers). Posting the key while a letter of
it still waits adds nothing: that one will be drawn from the newest truth anyway.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, Literal

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.address import Address
from storage.dialects import insert_or_ignore, upsert
from storage.schema import METADATA, Moment, RowId

State = Literal["waiting", "sending", "delivered", "gone", "refused", "expired", "dropped", "superseded"]
End = Literal["delivered", "gone", "refused", "expired", "dropped", "superseded"]

OUTBOX = Table(
    "outbox",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("messenger", String(20), nullable=False),
    Column("chat", String(40), nullable=False),
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


def _open_index(name: str, *columns: str) -> None:
    """An index of what has not ended, which stays small however many letters have."""
    Index(f"ix_outbox_open_{name}", *(OUTBOX.c[column] for column in columns), sqlite_where=OPEN, postgresql_where=OPEN)


_open_index("due", "messenger", "not_before", "held_until")
_open_index("order", "messenger", "lane", "deadline", "id", "not_before", "held_until")
_open_index("end", "messenger", "not_after")
_open_index("key", "messenger", "chat", "key")
Index("ix_outbox_ended", OUTBOX.c.ended_at)

CARDS = Table(
    "cards",
    METADATA,
    Column("messenger", String(20), primary_key=True),
    Column("chat", String(40), primary_key=True),
    Column("thread", String(40), primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("revision", RowId, nullable=False),  # the newest letter whose truth is shown
    Column("message", String(40), nullable=False),
    Column("photo", Boolean, nullable=False),
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


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter under our lease; `attempt` fences off a sender whose lease ran out, `failed` counts what went wrong."""

    id: int
    address: Address
    person_id: int | None
    kind: str
    about: Mapping[str, Any]
    key: str | None
    attempt: int
    failed: int
    not_after: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """The message that shows a key: the messenger's id of it, and whether it is a photo."""

    revision: int
    message: str
    photo: bool


class Outbox:
    """The queue, as one transaction sees it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, posting: Posting, to: Address, person_id: int | None = None) -> None:
        """Post a letter. Nothing is added for a `once` that was posted before or a `key` that waits already."""
        if posting.key is not None and await self._waits(to, posting.key):
            return
        values = {
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
        await self._connection.execute(insert_or_ignore(self._connection, OUTBOX), values)

    async def _waits(self, to: Address, key: str) -> bool:
        query = select(OUTBOX.c.id).where(OPEN, OUTBOX.c.state == "waiting", *_at(OUTBOX, to, key)).limit(1)
        # Held until we commit, so that nobody draws it from the truth before ours.
        return (await self._connection.execute(query.with_for_update(read=True))).first() is not None

    async def due(self, messenger: str, now: datetime, clock: float) -> bool:
        """Whether there is anything to send or to end as too late; cheap, for a loop that asks often."""
        due = (OPEN, OUTBOX.c.messenger == messenger, OUTBOX.c.not_before <= now, OUTBOX.c.held_until <= clock)
        return (await self._connection.execute(select(OUTBOX.c.id).where(*due).limit(1))).first() is not None

    async def claim(self, messenger: str, limit: int, now: datetime, clock: float, lease: float) -> list[Claimed]:
        """Take up to `limit` due letters, most urgent first, for `lease` seconds; `clock` is real time.

        Of the letters of one key the newest goes, alone: what is older is superseded then.
        """
        other = OUTBOX.alias()
        same_key = (other.c[name] == OUTBOX.c[name] for name in ("messenger", "chat", "thread", "key"))
        in_flight = and_(other.c.state == "sending", other.c.held_until > clock)
        newer = and_(other.c.id > OUTBOX.c.id, other.c.not_before <= now, other.c.held_until <= clock)
        better = exists().where(other.c.ended_at.is_(None), *same_key, or_(in_flight, newer))
        # Not a bare column: the letters are to be read in their order, not collected by time and sorted.
        is_due = func.coalesce(OUTBOX.c.not_before, OUTBOX.c.not_before) <= literal(now, Moment)
        due = (
            select(OUTBOX.c.id)
            .where(OPEN, OUTBOX.c.messenger == messenger, is_due, OUTBOX.c.held_until <= clock)
            .where(or_(OUTBOX.c.key.is_(None), ~better))
            .order_by(OUTBOX.c.lane, OUTBOX.c.deadline, OUTBOX.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        order = list((await self._connection.execute(due)).scalars())
        if not order:
            return []
        taken = {"state": "sending", "attempt": OUTBOX.c.attempt + 1, "held_until": clock + lease}
        claimed = OUTBOX.update().where(OUTBOX.c.id.in_(order)).values(taken).returning(OUTBOX)
        letters = {row.id: _claimed(row) for row in await self._connection.execute(claimed)}
        return [letters[number] for number in order]

    async def expire(self, messenger: str, now: datetime, clock: float) -> list[str]:
        """End what is too late to be sent; the kinds of the ended letters, one for each."""
        late = and_(OPEN, OUTBOX.c.messenger == messenger, OUTBOX.c.not_after < now, OUTBOX.c.held_until <= clock)
        ended = OUTBOX.update().where(late).values(state="expired", ended_at=now).returning(OUTBOX.c.kind)
        return list((await self._connection.execute(ended)).scalars())

    async def end(self, letter: Claimed, end: End, now: datetime) -> bool:
        """Note the end of a letter; False when the lease was lost and another sender has it."""
        mine = (OUTBOX.c.id == letter.id, OUTBOX.c.attempt == letter.attempt, OPEN)
        done = await self._connection.execute(OUTBOX.update().where(*mine).values(state=end, ended_at=now))
        return done.rowcount == 1

    async def postpone(self, letter: Claimed, until: float, *, failed: bool) -> None:
        """Let the letter wait until that real time; `failed`: sending it was tried, and it counts."""
        mine = (OUTBOX.c.id == letter.id, OUTBOX.c.attempt == letter.attempt, OPEN)
        waits = {"state": "waiting", "held_until": until, "failed": OUTBOX.c.failed + int(failed)}
        await self._connection.execute(OUTBOX.update().where(*mine).values(waits))

    async def end_all_of(self, person_id: int, end: End, now: datetime) -> list[str]:
        """End everything that waits for a person; the kinds of the ended letters, one for each.

        They may be posted again: who comes back in time is reminded of what was planned before.
        """
        waiting = and_(OPEN, OUTBOX.c.person_id == person_id, OUTBOX.c.state == "waiting")
        ended = OUTBOX.update().where(waiting).values(state=end, ended_at=now, once=None).returning(OUTBOX.c.kind)
        return list((await self._connection.execute(ended)).scalars())

    async def card(self, at: Address, key: str) -> Card | None:
        """What is shown at an address under a key."""
        query = select(CARDS.c.revision, CARDS.c.message, CARDS.c.photo).where(*_at(CARDS, at, key))
        found = (await self._connection.execute(query)).one_or_none()
        return None if found is None else Card(*found)

    async def note_card(self, letter: Claimed, message: str, photo: bool) -> None:
        """Remember the message that now shows the truth of this letter's moment."""
        at = letter.address
        values = {
            "messenger": at.messenger,
            "chat": at.chat,
            "thread": at.thread,
            "key": letter.key,
            "revision": letter.id,
            "message": message,
            "photo": photo,
        }
        await self._connection.execute(
            upsert(
                self._connection,
                CARDS,
                values,
                same=("messenger", "chat", "thread", "key"),
                change=("revision", "message", "photo"),
            )
        )

    async def counts(self) -> dict[State, int]:
        """How many letters are in each state."""
        query = select(OUTBOX.c.state, func.count()).group_by(OUTBOX.c.state)
        return {row[0]: row[1] for row in (await self._connection.execute(query)).all()}

    async def forget(self, before: datetime) -> None:
        """Drop letters that ended before that moment, and what is shown of them: too old to be edited."""
        await self._connection.execute(OUTBOX.delete().where(OUTBOX.c.ended_at < before))
        await self._connection.execute(CARDS.delete().where(~exists().where(OUTBOX.c.id == CARDS.c.revision)))


def _at(table: Table, at: Address, key: str) -> Sequence[Any]:
    here = {"messenger": at.messenger, "chat": at.chat, "thread": at.thread, "key": key}
    return [table.c[name] == value for name, value in here.items()]


def _claimed(row: Row[Any]) -> Claimed:
    return Claimed(
        id=row.id,
        address=Address(row.messenger, row.chat, row.thread),
        person_id=row.person_id,
        kind=row.kind,
        about=row.about,
        key=row.key,
        attempt=row.attempt,
        failed=row.failed,
        not_after=row.not_after,
    )
