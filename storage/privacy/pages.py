"""One-time pages: of the token in a link only its hash is kept, with whom it is for, what it is for, and until when.

A page that was used is of no use to anybody else; looking at it does not use it.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, String, Table, false, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.schema import METADATA, Moment, RowId
from storage.engine.turns import AT_ONCE, some_of

Goal = Literal["card", "call", "materials", "message", "data", "reveal"]
_BYTES = 32  # of a token: 256 bits

PAGES = Table(
    "pages",
    METADATA,
    Column("token_hash", String(64), primary_key=True),
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("purpose", String(12), nullable=False),
    Column("stand_id", RowId, ForeignKey("stands.id")),
    Column("lead_id", RowId, ForeignKey("leads.id", ondelete="CASCADE"), index=True),  # whose contact is shown
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("used_at", Moment),
    Column("asks_code", Boolean, nullable=False, server_default=false()),  # used, it takes the code that was mailed
    CheckConstraint(f"purpose IN {get_args(Goal)}", name="purpose"),
    CheckConstraint("(purpose = 'reveal') = (lead_id IS NOT NULL)", name="lead"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page for one person: `stand_id` is the stand that gets what is shared there, `lead_id` whose contact it shows.

    `token_hash` is its name here: the token itself is in the link alone.
    """

    token_hash: str
    person_id: int
    purpose: Goal
    stand_id: int | None
    lead_id: int | None
    since: datetime
    until: datetime
    used_at: datetime | None
    asks_code: bool


class Pages:
    """The pages, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def make(
        self,
        person_id: int,
        purpose: Goal,
        now: datetime,
        until: datetime,
        *,
        stand_id: int | None = None,
        lead_id: int | None = None,
    ) -> str:
        """A new page; its token, which nobody can be told again."""
        token = secrets.token_urlsafe(_BYTES)
        values: dict[str, Any] = {"token_hash": hash_of(token), "person_id": person_id, "purpose": purpose}
        values |= {"stand_id": stand_id, "lead_id": lead_id, "since": now, "until": until}
        await self._connection.execute(PAGES.insert(), values)
        return token

    async def find(self, token: str, now: datetime) -> Page | None:
        """The page of that token, while it may be used."""
        query = select(PAGES).where(
            PAGES.c.token_hash == hash_of(token), PAGES.c.used_at.is_(None), PAGES.c.until > now
        )
        found = (await self._connection.execute(query)).one_or_none()
        return None if found is None else Page(*found)

    async def asking(self, token: str, since: datetime) -> Page | None:
        """The page of that token, if it was used since then and asks for a code."""
        query = select(PAGES).where(PAGES.c.token_hash == hash_of(token), PAGES.c.used_at >= since, PAGES.c.asks_code)
        found = (await self._connection.execute(query)).one_or_none()
        return None if found is None else Page(*found)

    async def use(self, page: Page, now: datetime) -> bool:
        """It is used now; False where somebody was first."""
        here = (PAGES.c.token_hash == page.token_hash, PAGES.c.used_at.is_(None), PAGES.c.until > now)
        return (await self._connection.execute(PAGES.update().where(*here).values(used_at=now))).rowcount == 1

    async def ask_code(self, page: Page) -> None:
        """A code was mailed for what was filled in: the page is where it is to be written."""
        here = PAGES.update().where(PAGES.c.token_hash == page.token_hash)
        await self._connection.execute(here.values(asks_code=True))

    async def forget(self, before: datetime, at_most: int = AT_ONCE) -> int:
        """Drop pages whose time was over before that moment; how many were."""
        over = some_of(PAGES, at_most, PAGES.c.until < before)
        return (await self._connection.execute(PAGES.delete().where(over))).rowcount


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
