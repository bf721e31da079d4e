"""Leases: which process does what only one may do at a time: sending at a messenger's rate.

Real time, not the fair's: a lease is about processes.
"""

from sqlalchemy import Column, Float, String, Table, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import insert_or_ignore
from storage.engine.schema import METADATA

LEASES = Table(
    "leases",
    METADATA,
    Column("name", String(60), primary_key=True),
    Column("owner", String(40), nullable=False),
    Column("until", Float, nullable=False),  # seconds since 1970
)


class Leases:
    """The leases, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def take(self, name: str, owner: str, now: float, seconds: float) -> bool:
        """Take or prolong the lease; False while another owner's has not run out."""
        new = {"name": name, "owner": owner, "until": now + seconds}
        await self._connection.execute(insert_or_ignore(self._connection, LEASES), new)
        mine = or_(LEASES.c.owner == owner, LEASES.c.until < now)
        held = await self._connection.execute(
            LEASES.update().where(LEASES.c.name == name, mine).values(owner=owner, until=now + seconds)
        )
        return held.rowcount == 1

    async def release(self, name: str, owner: str) -> None:
        """Give the lease back at once."""
        await self._connection.execute(LEASES.delete().where(LEASES.c.name == name, LEASES.c.owner == owner))
