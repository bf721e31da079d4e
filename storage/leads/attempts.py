"""What visitors wanted of a stand where nobody can take it: one row for each visitor and way, with the last time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import upsert
from storage.engine.schema import METADATA, Moment, RowId
from storage.engine.turns import AT_ONCE, some_of

How = Literal["call", "message"]

ATTEMPTS = Table(
    "attempts",
    METADATA,
    Column("stand_id", RowId, ForeignKey("stands.id"), primary_key=True),
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("how", String(8), primary_key=True),
    Column("at", Moment, nullable=False),
    CheckConstraint(f"how IN {get_args(How)}", name="how"),
)


@dataclass(frozen=True, slots=True)
class InVain:
    """How many people a stand lost: who wanted to be called, and who wanted to write."""

    calls: int = 0
    messages: int = 0

    @property
    def people(self) -> int:
        """At the least; who wanted both counts twice."""
        return self.calls + self.messages


class Attempts:
    """The attempts, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, stand_id: int, person_id: int, how: How, now: datetime) -> None:
        """Keep that somebody wanted it; once more is no more than once."""
        same = ("stand_id", "person_id", "how")
        row = {"stand_id": stand_id, "person_id": person_id, "how": how, "at": now}
        await self._connection.execute(upsert(self._connection, ATTEMPTS, same, ("at",)), row)

    async def forget(self, stand_id: int, at_most: int = AT_ONCE) -> None:
        """Somebody is there now: what was wanted in vain is past; so many rows at a time, until none is left."""
        some = ATTEMPTS.delete().where(some_of(ATTEMPTS, at_most, ATTEMPTS.c.stand_id == stand_id))
        while (await self._connection.execute(some)).rowcount == at_most:
            continue

    async def of_stands(self) -> dict[int, InVain]:
        """What is kept, by stand."""
        columns = (ATTEMPTS.c.stand_id, ATTEMPTS.c.how, func.count())
        counted = select(*columns).group_by(ATTEMPTS.c.stand_id, ATTEMPTS.c.how).order_by(ATTEMPTS.c.stand_id)
        found: dict[int, dict[str, int]] = {}
        for stand, how, count in await self._connection.execute(counted):
            found.setdefault(stand, {})[how] = count
        return {stand: InVain(by.get("call", 0), by.get("message", 0)) for stand, by in found.items()}
