"""What moderators wrote in reply to cards and packs: held for a moment before it goes out, or kept as a note.

It is kept until nobody is answered any more: so a note can still be sent, and what was done to many be undone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import JSON, Column, ColumnElement, ForeignKey, String, Table, Text, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.schema import METADATA, Moment, RowId
from storage.engine.sealed import SEALED, SealedColumns, Seals

Goal = Literal["answer", "correct", "decline", "merge"]
ReplyState = Literal["held", "note", "dropped", "sent", "late", "done", "undone"]

DESK_REPLIES = Table(
    "desk_replies",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("session_id", RowId, ForeignKey("sessions.id"), nullable=False, index=True),
    Column("questions", JSON, nullable=False),  # the numbers of their rows
    Column("by", RowId, ForeignKey("people.id", ondelete="SET NULL")),
    Column("text", Text, nullable=False, info=SEALED),
    Column("goal", String(8), nullable=False),
    Column("state", String(8), nullable=False),
    Column("at", Moment, nullable=False),
    Column("until", Moment, index=True),  # when what is held goes out; NULL: nothing does
    sqlite_autoincrement=True,  # a number is never given twice: messages remember it
)


@dataclass(frozen=True, slots=True)
class DeskReply:
    """A reply about these questions, and what has become of it."""

    id: int
    session_id: int
    questions: tuple[int, ...]
    by: int | None
    text: str
    goal: Goal
    state: ReplyState
    at: datetime
    until: datetime | None


class DeskReplies:
    """The replies, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection, seals: Seals) -> None:
        self._connection = connection
        self._words = SealedColumns(DESK_REPLIES, seals)

    async def add(
        self,
        session_id: int,
        questions: Sequence[int],
        by: int,
        text: str,
        now: datetime,
        *,
        goal: Goal = "answer",
        state: ReplyState = "note",
        until: datetime | None = None,
    ) -> int:
        """Keep what somebody wrote; its number."""
        said = {"session_id": session_id, "questions": list(questions), "by": by, "text": text, "at": now}
        return await self._words.insert(self._connection, {**said, "goal": goal, "state": state, "until": until})

    async def load(self, number: int) -> DeskReply | None:
        """The reply of that number."""
        found = await self._all(DESK_REPLIES.c.id == number)
        return found[0] if found else None

    async def held(self, session_id: int) -> tuple[DeskReply, ...]:
        """What of the session is about to go out."""
        return await self._all(DESK_REPLIES.c.session_id == session_id, DESK_REPLIES.c.until.is_not(None))

    async def due(self, now: datetime) -> tuple[DeskReply, ...]:
        """What has been held long enough, in the order in which it was written."""
        return await self._all(DESK_REPLIES.c.until <= now)

    async def turn(
        self,
        reply: DeskReply,
        to: ReplyState,
        *,
        by: int | None = None,
        until: datetime | None = None,
    ) -> bool:
        """Let it be something else, if nobody was first; `by`: whose it is from now on."""
        same = (DESK_REPLIES.c.id == reply.id, DESK_REPLIES.c.state == reply.state)
        values = {"state": to, "until": until} | ({} if by is None else {"by": by})
        return (await self._connection.execute(DESK_REPLIES.update().where(*same).values(values))).rowcount == 1

    async def reword(self, reply: DeskReply, text: str) -> bool:
        """Let it have other words, if nobody was first."""
        same = (DESK_REPLIES.c.id == reply.id, DESK_REPLIES.c.state == reply.state)
        words = self._words.kept(reply.id, {"text": text})
        return (await self._connection.execute(DESK_REPLIES.update().where(*same).values(words))).rowcount == 1

    async def _all(self, *conditions: ColumnElement[bool]) -> tuple[DeskReply, ...]:
        query = select(DESK_REPLIES).where(*conditions).order_by(DESK_REPLIES.c.id)
        found = (await self._connection.execute(query)).all()
        return self._words.all_opened(DeskReply(row[0], row[1], tuple(row[2]), *row[3:]) for row in found)
