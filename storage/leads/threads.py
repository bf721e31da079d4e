"""Threads: what a visitor and a stand write to each other, as messages of a lead of the kind "message".

A message goes to the other side as a letter of its own, whose key `said-<message>` is what a reply to it is known by.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, ForeignKey, Table, Text, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.schema import METADATA, Moment, RowId
from storage.leads.tables import LEADS, Lead

LONGEST_MESSAGE = 1000  # signs
ROW = timedelta(seconds=60)  # messages that come within it one after another are read as one
# The letters of a thread: what the stand wrote and what the visitor wrote are about {"message": its row}.
FROM_STAND, FROM_VISITOR = "thread-message", "thread-said"
NOT_TOLD = "thread-word"  # to a group, about {"number": of the request, "word": why a reply did not go to the visitor}
ENDED = "thread-ended"  # about {"lead": its row, "by_staff": who ended it}

THREAD_MESSAGES = Table(
    "thread_messages",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("lead_id", RowId, ForeignKey("leads.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("by_staff", Boolean, nullable=False),
    Column("person_id", RowId, ForeignKey("people.id", ondelete="SET NULL"), index=True),  # who wrote it
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("edited_at", Moment),
    sqlite_autoincrement=True,  # a number is never given twice: replies are known by it
)


@dataclass(frozen=True, slots=True)
class ThreadMessage:
    """One message of a thread; `person_id` wrote it, unless they are erased."""

    id: int
    lead_id: int
    by_staff: bool
    person_id: int | None
    text: str
    at: datetime
    edited_at: datetime | None = None


class Threads:
    """The threads, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, lead: Lead, text: str, *, by_staff: bool, by: int | None, now: datetime) -> ThreadMessage:
        """Keep a message; `by` is the person who wrote it."""
        values: Mapping[str, Any] = {"lead_id": lead.id, "by_staff": by_staff, "person_id": by, "text": text, "at": now}
        added = THREAD_MESSAGES.insert().values(values).returning(THREAD_MESSAGES.c.id)
        return ThreadMessage((await self._connection.execute(added)).scalar_one(), lead.id, by_staff, by, text, now)

    async def correct(self, message_id: int, text: str, now: datetime) -> None:
        """Put other words in the place of a message's."""
        message = THREAD_MESSAGES.update().where(THREAD_MESSAGES.c.id == message_id)
        await self._connection.execute(message.values(text=text, edited_at=now))

    async def take_back(self, lead_id: int) -> list[int]:
        """Drop what the visitor wrote in the thread; the numbers of those messages."""
        theirs = THREAD_MESSAGES.delete().where(THREAD_MESSAGES.c.lead_id == lead_id, ~THREAD_MESSAGES.c.by_staff)
        return sorted((await self._connection.execute(theirs.returning(THREAD_MESSAGES.c.id))).scalars())

    async def load(self, message_id: int) -> ThreadMessage | None:
        """The message of that row."""
        found = await self._where(THREAD_MESSAGES.c.id == message_id)
        return found[0] if found else None

    async def of_lead(self, lead_id: int) -> tuple[ThreadMessage, ...]:
        """All messages of a thread, the oldest first."""
        return await self._where(THREAD_MESSAGES.c.lead_id == lead_id)

    async def unanswered(self, person_id: int, stand_id: int, since: datetime) -> int:
        """How many messages the visitor has written to the stand since then without an answer, in all their threads."""
        at_it = select(LEADS.c.id).where(LEADS.c.person_id == person_id, LEADS.c.stand_id == stand_id)
        of_it, by_staff = THREAD_MESSAGES.c.lead_id.in_(at_it), THREAD_MESSAGES.c.by_staff
        last = select(func.coalesce(func.max(THREAD_MESSAGES.c.id), 0)).where(of_it, by_staff).scalar_subquery()
        later = (THREAD_MESSAGES.c.id > last, THREAD_MESSAGES.c.at >= since)
        query = select(func.count()).select_from(THREAD_MESSAGES).where(of_it, *later)
        count: int = (await self._connection.execute(query)).scalar_one()
        return count

    async def said_since(self, person_id: int, since: datetime) -> tuple[ThreadMessage, ...]:
        """What the visitor wrote to any stand since then, the oldest first."""
        mine = (THREAD_MESSAGES.c.person_id == person_id, ~THREAD_MESSAGES.c.by_staff)
        return await self._where(*mine, THREAD_MESSAGES.c.at >= since)

    async def open_of(self, person_id: int) -> tuple[Lead, ...]:
        """The visitor's open threads, the newest first."""
        open_ones = (LEADS.c.person_id == person_id, LEADS.c.kind == "message", LEADS.c.closed_at.is_(None))
        query = select(LEADS).where(*open_ones).order_by(LEADS.c.id.desc())
        return tuple(Lead(*row) for row in await self._connection.execute(query))

    async def _where(self, *conditions: ColumnElement[bool]) -> tuple[ThreadMessage, ...]:
        query = select(THREAD_MESSAGES).where(*conditions).order_by(THREAD_MESSAGES.c.id)
        return tuple(ThreadMessage(*row) for row in await self._connection.execute(query))


def row_until(messages: Sequence[ThreadMessage], last: int | None = None) -> tuple[ThreadMessage, ...]:
    """What the visitor wrote in one row, up to their message of that number, or to the newest: one card shows it."""
    row: list[ThreadMessage] = []
    for message in reversed([one for one in messages if last is None or one.id <= last]):
        if row and (message.by_staff or row[0].at - message.at > ROW):
            break
        row[:0] = [] if message.by_staff else [message]
    return tuple(row)


def said_key(message_id: int) -> str:
    """Of the message by which the other side sees what was written."""
    return f"said-{message_id}"
