"""Keys to a plan: what opens it to a calendar, or to whoever was sent a link; of each only its hash is kept.

A person may have several of each purpose, since none can be told a second time. They are taken back all at once.
"""

import hashlib
import secrets
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.schema import METADATA, Moment, RowId

KeyPurpose = Literal["calendar", "share"]
MOST = 20  # keys of one purpose that a person has; the oldest makes room
_BYTES = 16  # of a key: 128 bits, which fit into a button
_LONGEST = 64  # signs that are looked at

PLAN_KEYS = Table(
    "plan_keys",
    METADATA,
    Column("token_hash", String(64), primary_key=True),
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("purpose", String(12), nullable=False),
    Column("since", Moment, nullable=False),
    CheckConstraint(f"purpose IN {get_args(KeyPurpose)}", name="purpose"),
)


class PlanKeys:
    """The keys, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def make(self, person_id: int, purpose: KeyPurpose, now: datetime) -> str:
        """A new key, which nobody can be told again."""
        theirs = (PLAN_KEYS.c.person_id == person_id, PLAN_KEYS.c.purpose == purpose)
        newest = select(PLAN_KEYS.c.token_hash).where(*theirs).order_by(PLAN_KEYS.c.since.desc()).limit(MOST - 1)
        kept = list((await self._connection.execute(newest)).scalars())
        await self._connection.execute(PLAN_KEYS.delete().where(*theirs, PLAN_KEYS.c.token_hash.not_in(kept)))
        token = secrets.token_urlsafe(_BYTES)
        values = {"token_hash": _hash_of(token), "person_id": person_id, "purpose": purpose, "since": now}
        await self._connection.execute(PLAN_KEYS.insert(), values)
        return token

    async def owner(self, token: str, purpose: KeyPurpose) -> int | None:
        """Whose plan the key opens for that purpose."""
        here = (PLAN_KEYS.c.token_hash == _hash_of(token), PLAN_KEYS.c.purpose == purpose)
        return (await self._connection.execute(select(PLAN_KEYS.c.person_id).where(*here))).scalar_one_or_none()

    async def count(self, person_id: int, purpose: KeyPurpose) -> int:
        """How many keys of the purpose the person has given."""
        here = (PLAN_KEYS.c.person_id == person_id, PLAN_KEYS.c.purpose == purpose)
        return (await self._connection.execute(select(func.count()).select_from(PLAN_KEYS).where(*here))).scalar_one()

    async def take_back(self, person_id: int, purpose: KeyPurpose) -> None:
        """None of the person's keys of the purpose opens anything any more."""
        here = (PLAN_KEYS.c.person_id == person_id, PLAN_KEYS.c.purpose == purpose)
        await self._connection.execute(PLAN_KEYS.delete().where(*here))


def _hash_of(token: str) -> str:
    return hashlib.sha256(token[:_LONGEST].encode()).hexdigest()
