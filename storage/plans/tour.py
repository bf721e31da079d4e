"""Tours of the exhibition: which stands a person wants to visit, and which of them they have."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import insert_or_ignore
from storage.engine.schema import METADATA, Moment, RowId

TOUR_STANDS = Table(
    "route_stands",
    METADATA,
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("stand_id", RowId, ForeignKey("stands.id"), primary_key=True),
    Column("since", Moment, nullable=False),
    Column("visited_at", Moment),
)


class Tour:
    """The tours, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, person_id: int, stand_id: int, now: datetime) -> bool:
        """Put a stand on the person's tour; False where it is already."""
        row = {"person_id": person_id, "stand_id": stand_id, "since": now}
        added = await self._connection.execute(insert_or_ignore(self._connection, TOUR_STANDS), row)
        return added.rowcount == 1

    async def remove(self, person_id: int, stand_id: int) -> bool:
        """Take a stand off; False where it was not on it."""
        here = (TOUR_STANDS.c.person_id == person_id, TOUR_STANDS.c.stand_id == stand_id)
        return (await self._connection.execute(TOUR_STANDS.delete().where(*here))).rowcount == 1

    async def tick(self, person_id: int, stand_id: int, visited_at: datetime | None) -> bool:
        """Note when the person was there, or that they were not; False where it is not on their tour."""
        here = (TOUR_STANDS.c.person_id == person_id, TOUR_STANDS.c.stand_id == stand_id)
        ticked = TOUR_STANDS.update().where(*here).values(visited_at=visited_at)
        return (await self._connection.execute(ticked)).rowcount == 1

    async def of(self, person_id: int) -> Mapping[int, datetime | None]:
        """The stands of the person's tour, with the moments at which they were there."""
        query = select(TOUR_STANDS.c.stand_id, TOUR_STANDS.c.visited_at).where(TOUR_STANDS.c.person_id == person_id)
        return {row[0]: row[1] for row in await self._connection.execute(query)}

    async def holds(self, person_id: int, stand_id: int) -> bool:
        """Whether the stand is on the person's tour."""
        here = (TOUR_STANDS.c.person_id == person_id, TOUR_STANDS.c.stand_id == stand_id)
        return (await self._connection.execute(select(TOUR_STANDS.c.stand_id).where(*here))).first() is not None
