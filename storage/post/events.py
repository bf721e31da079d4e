"""Which events have been handled: what a messenger repeats changes nothing twice."""

from datetime import datetime

from sqlalchemy import Column, Index, String, Table
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import insert_or_ignore
from storage.engine.schema import METADATA, Moment
from storage.engine.turns import AT_ONCE, some_of

EVENTS = Table(
    "events",
    METADATA,
    Column("messenger", String(20), primary_key=True),
    Column("bot", String(40), primary_key=True),
    Column("event", String(80), primary_key=True),
    Column("at", Moment, nullable=False),
    Index("ix_events_at", "at"),
)


class Events:
    """The handled events, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def first_time(self, messenger: str, bot: str, event: str, at: datetime) -> bool:
        """Note the event; False where it was noted before."""
        values = {"messenger": messenger, "bot": bot, "event": event, "at": at}
        done = await self._connection.execute(insert_or_ignore(self._connection, EVENTS), values)
        return done.rowcount == 1

    async def forget(self, before: datetime, at_most: int = AT_ONCE) -> int:
        """Drop notes older than any repetition can be; how many were."""
        old = some_of(EVENTS, at_most, EVENTS.c.at < before)
        return (await self._connection.execute(EVENTS.delete().where(old))).rowcount
