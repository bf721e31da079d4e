"""Opening packs: which page of one is open for its group, and whether it came once more in the morning of its day."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import insert_or_ignore, upsert
from storage.engine.schema import METADATA, Moment, RowId
from storage.questions.tables import QUESTIONS

PACKS = Table(
    "packs",
    METADATA,
    Column("session_id", RowId, ForeignKey("sessions.id"), primary_key=True),
    Column("page", Integer, nullable=False),  # from 0
    Column("morning_at", Moment),  # when it came once more; NULL: it did not
)


class Packs:
    """The packs, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def page(self, session_id: int) -> int:
        """The page that was opened last, from 0; there may be fewer by now."""
        query = select(PACKS.c.page).where(PACKS.c.session_id == session_id)
        return (await self._connection.execute(query)).scalar_one_or_none() or 0

    async def turn(self, session_id: int, page: int) -> None:
        """Open another page."""
        statement = upsert(self._connection, PACKS, ("session_id",), ("page",))
        await self._connection.execute(statement, {"session_id": session_id, "page": page})

    async def greet(self, session_id: int, now: datetime) -> bool:
        """Note that it comes in the morning of its day; False when it did before."""
        row = {"session_id": session_id, "page": 0}
        await self._connection.execute(insert_or_ignore(self._connection, PACKS), row)
        first = (PACKS.c.session_id == session_id, PACKS.c.morning_at.is_(None))
        update = PACKS.update().where(*first).values(morning_at=now, page=0)
        return (await self._connection.execute(update)).rowcount == 1

    async def greeted(self) -> frozenset[int]:
        """The sessions whose packs came in the morning."""
        query = select(PACKS.c.session_id).where(PACKS.c.morning_at.is_not(None))
        return frozenset((await self._connection.execute(query)).scalars())

    async def waits_since(self, session_id: int) -> datetime | None:
        """When the first of the session's questions that have no card was asked."""
        bare = (QUESTIONS.c.session_id == session_id, QUESTIONS.c.state == "new", QUESTIONS.c.released_at.is_(None))
        found: datetime | None = (
            await self._connection.execute(select(func.min(QUESTIONS.c.asked_at)).where(*bare))
        ).scalar_one()
        return found
