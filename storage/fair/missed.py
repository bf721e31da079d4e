"""What visitors looked for in vain and said so: words and counts, which name nobody."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Integer, String, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import insert_or_ignore
from storage.engine.schema import METADATA, Moment

LONGEST = 100  # signs of the words of one search
MOST = 5_000  # different ones; whoever tries to fill the table with nonsense fills no more

MISSED_SEARCHES = Table(
    "missed_searches",
    METADATA,
    Column("words", String(LONGEST), primary_key=True),
    Column("asked", Integer, nullable=False),
    Column("last_at", Moment, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Missed:
    """Words that were looked for in vain, how often that was told, and when for the last time."""

    words: str
    asked: int
    last_at: datetime


class MissedSearches:
    """What was looked for in vain, as one transaction sees it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def count(self, name: str, now: datetime) -> None:
        """Somebody misses what has that name."""
        held = (await self._connection.execute(select(func.count()).select_from(MISSED_SEARCHES))).scalar_one()
        if held < MOST:
            new = insert_or_ignore(self._connection, MISSED_SEARCHES)
            await self._connection.execute(new.values(words=name, asked=0, last_at=now))
        same = MISSED_SEARCHES.c.words == name
        more = MISSED_SEARCHES.update().where(same).values(asked=MISSED_SEARCHES.c.asked + 1, last_at=now)
        await self._connection.execute(more)

    async def all(self) -> tuple[Missed, ...]:
        """Everything, what was missed most often first."""
        query = select(MISSED_SEARCHES).order_by(MISSED_SEARCHES.c.asked.desc(), MISSED_SEARCHES.c.words)
        return tuple(Missed(*row) for row in await self._connection.execute(query))
