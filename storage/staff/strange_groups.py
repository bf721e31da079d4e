"""Strange groups: those that the bot was added to and that nobody has bound yet."""

from datetime import datetime

from sqlalchemy import Column, String, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.address import Address
from storage.engine.dialects import insert_or_ignore
from storage.engine.schema import METADATA, Moment

STRANGE_GROUPS = Table(
    "strange_groups",
    METADATA,
    Column("messenger", String(20), primary_key=True),
    Column("chat", String(200), primary_key=True),
    Column("since", Moment, nullable=False),
)


class StrangeGroups:
    """The strange groups, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(self, messenger: str, chat: str, now: datetime) -> None:
        """The bot is in a group that is nobody's; since when stays as it was noted first."""
        row = {"messenger": messenger, "chat": chat, "since": now}
        await self._connection.execute(insert_or_ignore(self._connection, STRANGE_GROUPS), row)

    async def forget(self, messenger: str, chat: str) -> None:
        """The bot is not there any more, or somebody bound the group, or it was told to leave."""
        here = (STRANGE_GROUPS.c.messenger == messenger, STRANGE_GROUPS.c.chat == chat)
        await self._connection.execute(STRANGE_GROUPS.delete().where(*here))

    async def since(self, before: datetime, at_most: int) -> list[Address]:
        """Those in which the bot has been since before that moment, the oldest first."""
        query = select(STRANGE_GROUPS.c.messenger, STRANGE_GROUPS.c.chat).where(STRANGE_GROUPS.c.since <= before)
        found = await self._connection.execute(query.order_by(STRANGE_GROUPS.c.since).limit(at_most))
        return [Address(*row) for row in found]
