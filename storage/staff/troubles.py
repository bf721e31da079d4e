"""Troubles that somebody has to be told of: each begins, and each ends.

A trouble is known by its kind and by what it is about. One that comes back soon is the same again, so that what
flickers is told once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Column, Index, String, Table, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.schema import METADATA, Moment, RowId

BACK_SOON = timedelta(minutes=10)

TROUBLES = Table(
    "troubles",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("what", String(240), nullable=False),
    Column("about", JSON, nullable=False),  # numbers only: what it is told by
    Column("began", Moment, nullable=False),
    Column("ended", Moment),
    Column("seen", Moment, nullable=False),  # when somebody who can know last found it there
    sqlite_autoincrement=True,  # a number is never given twice: messages stand under it
)
OPEN = TROUBLES.c.ended.is_(None)
Index("ix_troubles_open", TROUBLES.c.kind, TROUBLES.c.what, unique=True, sqlite_where=OPEN, postgresql_where=OPEN)

About = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is wrong since `began`, or was until `ended`."""

    id: int
    kind: str
    what: str
    about: About
    began: datetime
    ended: datetime | None
    seen: datetime


class Troubles:
    """The troubles, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def now(self) -> tuple[Trouble, ...]:
        """What is wrong now, the oldest first."""
        query = select(TROUBLES).where(OPEN).order_by(TROUBLES.c.id)
        return tuple(Trouble(*row) for row in await self._connection.execute(query))

    async def load(self, number: int) -> Trouble | None:
        """The trouble of that number."""
        found = (await self._connection.execute(select(TROUBLES).where(TROUBLES.c.id == number))).one_or_none()
        return None if found is None else Trouble(*found)

    async def begin(self, kind: str, what: str, about: About, now: datetime, since: datetime) -> Trouble:
        """It is there: the one that is known, the same that was there until a while ago, or a new one."""
        same = (TROUBLES.c.kind == kind, TROUBLES.c.what == what)
        lately = or_(OPEN, TROUBLES.c.ended > now - BACK_SOON)
        query = select(TROUBLES.c.id).where(*same, lately).order_by(OPEN.desc(), TROUBLES.c.id.desc()).limit(1)
        known = (await self._connection.execute(query)).scalar_one_or_none()
        if known is None:
            row = {"kind": kind, "what": what, "about": dict(about), "began": since, "ended": None, "seen": now}
            known = (await self._connection.execute(TROUBLES.insert().returning(TROUBLES.c.id), row)).scalar_one()
        else:
            here = TROUBLES.update().where(TROUBLES.c.id == known)
            await self._connection.execute(here.values(about=dict(about), ended=None, seen=now))
        found = await self.load(known)
        if found is None:
            raise LookupError("a trouble that was just noted is gone")
        return found

    async def see(self, number: int, about: About, now: datetime) -> None:
        """It is still there, and this is what can be told of it."""
        here = TROUBLES.update().where(TROUBLES.c.id == number, OPEN)
        await self._connection.execute(here.values(about=dict(about), seen=now))

    async def end(self, number: int, now: datetime) -> bool:
        """It is over; False where it was already."""
        over = TROUBLES.update().where(TROUBLES.c.id == number, OPEN).values(ended=now)
        return (await self._connection.execute(over)).rowcount == 1
