"""What people received: which materials came to whom, to be found again, and not sent twice unasked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import upsert
from storage.engine.schema import METADATA, Moment, RowId
from storage.fair.materials import MATERIALS

RECEIVED = Table(
    "received",
    METADATA,
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("material_id", RowId, ForeignKey("materials.id"), primary_key=True),
    Column("at", Moment, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A material that came to a person, by its title of now, even where it is not given away any more."""

    material_id: int
    title: str
    at: datetime


class Received:
    """What people received, as one transaction sees it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(self, person_id: int, materials: Collection[int], now: datetime) -> None:
        """These are on their way to the person."""
        statement = upsert(self._connection, RECEIVED, ("person_id", "material_id"), ("at",))
        for number in sorted(materials):
            await self._connection.execute(statement, {"person_id": person_id, "material_id": number, "at": now})

    async def of_person(self, person_id: int) -> tuple[Receipt, ...]:
        """Everything that came to the person, the newest first."""
        query = select(RECEIVED.c.material_id, MATERIALS.c.title, RECEIVED.c.at).join(
            MATERIALS, MATERIALS.c.id == RECEIVED.c.material_id
        )
        mine = query.where(RECEIVED.c.person_id == person_id).order_by(RECEIVED.c.at.desc(), RECEIVED.c.material_id)
        return tuple(Receipt(*row) for row in await self._connection.execute(mine))

    async def known(self, person_id: int) -> frozenset[int]:
        """The materials that came to the person."""
        query = select(RECEIVED.c.material_id).where(RECEIVED.c.person_id == person_id)
        return frozenset((await self._connection.execute(query)).scalars())
