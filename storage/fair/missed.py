"""What visitors looked for in vain and said so: words of nobody we know, sealed, for people write anything.

Each telling is a row, so that nothing has to be found by its words.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Integer, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.schema import METADATA, Moment, RowId
from storage.engine.sealed import SEALED, SealedColumns, Seals, words
from storage.engine.turns import AT_ONCE, some_of

LONGEST = 100  # signs of the words of one search
MOST = 20_000  # rows; whoever tries to fill the table with nonsense fills no more

MISSED_SEARCHES = Table(
    "missed_searches",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("words", words(LONGEST), nullable=False, info=SEALED),
    Column("asked", Integer, nullable=False),  # how often, of those that were counted before 0030; since then 1
    Column("last_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class Missed:
    """Words that were looked for in vain, how often that was told, and when for the last time."""

    words: str
    asked: int
    last_at: datetime


class MissedSearches:
    """What was looked for in vain, as one transaction sees it."""

    def __init__(self, connection: AsyncConnection, seals: Seals) -> None:
        self._connection = connection
        self._words = SealedColumns(MISSED_SEARCHES, seals)

    async def count(self, name: str, now: datetime) -> None:
        """Somebody misses what has that name."""
        held = (await self._connection.execute(select(func.count()).select_from(MISSED_SEARCHES))).scalar_one()
        if held < MOST:
            await self._words.insert(self._connection, {"words": name, "asked": 1, "last_at": now})

    async def all(self) -> tuple[Missed, ...]:
        """Everything, what was missed most often first."""
        found: dict[str, Missed] = {}
        query = select(MISSED_SEARCHES).order_by(MISSED_SEARCHES.c.id)
        for row in await self._connection.execute(query):
            name = self._words.read(row.id, "words", row.words)
            before = found.get(name, Missed(name, 0, row.last_at))
            found[name] = Missed(name, before.asked + row.asked, max(before.last_at, row.last_at))
        return tuple(sorted(found.values(), key=_often))

    async def forget(self, at_most: int = AT_ONCE) -> int:
        """Drop words, whosever; how many were."""
        some = some_of(MISSED_SEARCHES, at_most)
        return (await self._connection.execute(MISSED_SEARCHES.delete().where(some))).rowcount


def _often(missed: Missed) -> tuple[int, str]:
    return -missed.asked, missed.words
