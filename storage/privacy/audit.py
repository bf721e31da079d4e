"""The audit log: who looked at, took away or erased personal data, or let others in or out, and when.

It holds numbers, never the data.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.schema import METADATA, Moment, RowId

Deed = Literal[
    "reveal", "export", "withdraw", "erase", "purge", "rotate", "invite", "accept", "bind", "unbind", "revoke"
]
ERASING: tuple[Deed, ...] = ("withdraw", "erase", "purge", "rotate")

AUDIT = Table(
    "audit",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("deed", String(12), nullable=False),
    Column("by", RowId, ForeignKey("people.id", ondelete="SET NULL")),  # NULL: a command, a job, or somebody erased
    Column("about", String(80), nullable=False),  # such as `lead 12`, `stand polymedia`, `consent 7f3kq9…`
    CheckConstraint(f"deed IN {get_args(Deed)}", name="deed"),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log; `about` names what it was done to, in numbers and ids."""

    at: datetime
    deed: Deed
    by: int | None
    about: str


class Audit:
    """The log, as one transaction sees it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(self, deed: Deed, about: str, by: int | None, now: datetime) -> None:
        """Write a line."""
        await self._connection.execute(AUDIT.insert(), {"at": now, "deed": deed, "by": by, "about": about})

    async def last_erasure(self, since: int) -> int:
        """The number of the newest line about something that is gone; `since` where none is newer."""
        query = select(func.coalesce(func.max(AUDIT.c.id), since)).where(AUDIT.c.id > since, AUDIT.c.deed.in_(ERASING))
        newest: int = (await self._connection.execute(query)).scalar_one()
        return newest

    async def entries(self) -> tuple[Entry, ...]:
        """All lines, the oldest first."""
        query = select(AUDIT.c.at, AUDIT.c.deed, AUDIT.c.by, AUDIT.c.about).order_by(AUDIT.c.id)
        return tuple(Entry(*row) for row in await self._connection.execute(query))
