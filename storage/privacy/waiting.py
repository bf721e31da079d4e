"""Waiting: who has told a contact in an open form and not agreed to its being kept yet, and until when that may wait.

The contact itself lies sealed in the form. A person has one open form, so there is one row for each.
"""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import upsert
from storage.engine.schema import METADATA, Moment, RowId

WAITING_CONTACTS = Table(
    "waiting_contacts",
    METADATA,
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("until", Moment, nullable=False, index=True),
)


class Waiting:
    """What waits for a consent, as one transaction sees it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(self, person_id: int, until: datetime) -> None:
        """The person has told something; what they told before may wait as long."""
        row = {"person_id": person_id, "until": until}
        await self._connection.execute(upsert(self._connection, WAITING_CONTACTS, ("person_id",), ("until",)), row)

    async def over(self, now: datetime, at_most: int) -> list[int]:
        """Some of the people whose time is over."""
        past = select(WAITING_CONTACTS.c.person_id).where(WAITING_CONTACTS.c.until <= now)
        query = past.order_by(WAITING_CONTACTS.c.until).limit(at_most)
        return list((await self._connection.execute(query)).scalars())

    async def end(self, person_id: int) -> None:
        """Nothing of the person's waits any more."""
        await self._connection.execute(WAITING_CONTACTS.delete().where(WAITING_CONTACTS.c.person_id == person_id))
