"""Whose player did not open: counted for the organisers, and told when it is mended."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import upsert
from storage.engine.schema import METADATA, Moment, RowId
from storage.people.mailing import letters, post
from storage.people.tables import PEOPLE
from storage.post.outbox import Posting

UNOPENED = Table(
    "unopened",
    METADATA,
    Column("session_id", RowId, ForeignKey("sessions.id"), primary_key=True),
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("at", Moment, nullable=False),  # when they said so last
    Column("mended_at", Moment),
)


class Unopened:
    """What did not open, as one transaction sees it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(self, session_id: int, person_id: int, now: datetime) -> None:
        """The session's player does not open for the person; said again, it is broken again."""
        row = {"session_id": session_id, "person_id": person_id, "at": now, "mended_at": None}
        await self._connection.execute(
            upsert(self._connection, UNOPENED, ("session_id", "person_id"), ("at", "mended_at")), [row]
        )

    async def counts(self) -> dict[int, int]:
        """For how many people the player of each session does not open, the most first."""
        count = func.count()
        broken = select(UNOPENED.c.session_id, count).where(UNOPENED.c.mended_at.is_(None))
        found = await self._connection.execute(broken.group_by(UNOPENED.c.session_id).order_by(count.desc()))
        return {row[0]: row[1] for row in found}

    async def mended(self, session_id: int, posting: Posting, now: datetime) -> int:
        """Tell those for whom it did not open that it does; how many are told."""
        broken = (UNOPENED.c.session_id == session_id, UNOPENED.c.mended_at.is_(None))
        theirs = PEOPLE.c.id.in_(select(UNOPENED.c.person_id).where(*broken))
        told = await post(self._connection, letters(posting).where(theirs, PEOPLE.c.reachable, ~PEOPLE.c.muted))
        await self._connection.execute(UNOPENED.update().where(*broken).values(mended_at=now))
        return told
