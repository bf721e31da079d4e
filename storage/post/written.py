"""What became of people's own messages: by it an edit finds the words that it corrects.

A message of somebody's became what a key names, such as the message of a thread, an answer, a note. Messengers let
people edit for two days at most; what is older is dropped.
"""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.address import Address
from storage.engine.dialects import upsert
from storage.engine.schema import METADATA, Moment, RowId
from storage.engine.turns import AT_ONCE, some_of

WRITTEN = Table(
    "written",
    METADATA,
    Column("messenger", String(20), primary_key=True),
    Column("chat", String(200), primary_key=True),
    Column("message", String(40), primary_key=True),  # what the messenger calls it
    Column("key", String(80), nullable=False),
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Moment, nullable=False, index=True),
)


class Written:
    """The messages of people, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(self, at: Address, message: str, person_id: int, key: str, now: datetime) -> None:
        """The person's message there became what the key names; nothing where the messenger gave it no name."""
        if not message:
            return
        same, change = ("messenger", "chat", "message"), ("key", "person_id", "at")
        row = {"messenger": at.messenger, "chat": at.chat, "message": message}
        values = row | {"key": key, "person_id": person_id, "at": now}
        await self._connection.execute(upsert(self._connection, WRITTEN, same, change), values)

    async def key_of(self, messenger: str, chat: str, message: str) -> str | None:
        """What became of the message."""
        here = (WRITTEN.c.messenger == messenger, WRITTEN.c.chat == chat, WRITTEN.c.message == message)
        return (await self._connection.execute(select(WRITTEN.c.key).where(*here))).scalar()

    async def forget(self, before: datetime, at_most: int = AT_ONCE) -> int:
        """Drop what nobody can edit any more; how many were."""
        old = some_of(WRITTEN, at_most, WRITTEN.c.at < before)
        return (await self._connection.execute(WRITTEN.delete().where(old))).rowcount
