"""Bookmarks: up to where a messenger's stream of events has been handled, one for each bot of ours."""

from sqlalchemy import Column, String, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import upsert
from storage.engine.schema import METADATA

BOOKMARKS = Table(
    "bookmarks",
    METADATA,
    Column("messenger", String(20), primary_key=True),
    Column("bot", String(40), primary_key=True),
    Column("position", String(100), nullable=False),  # in the messenger's own words
)


class Bookmarks:
    """The bookmarks, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def load(self, messenger: str, bot: str) -> str | None:
        """The position saved last."""
        here = (BOOKMARKS.c.messenger == messenger, BOOKMARKS.c.bot == bot)
        return (await self._connection.execute(select(BOOKMARKS.c.position).where(*here))).scalar_one_or_none()

    async def save(self, messenger: str, bot: str, position: str) -> None:
        """Everything before this position has been handled."""
        values = {"messenger": messenger, "bot": bot, "position": position}
        await self._connection.execute(
            upsert(self._connection, BOOKMARKS, same=("messenger", "bot"), change=("position",)), values
        )
