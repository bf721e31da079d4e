"""Consents: who allowed what to be done with which of their data, by which text, when, and until when.

Every personal datum hangs on a live consent: cards and contacts of leads name theirs by a foreign key over `live`,
which a withdrawal breaks, so nothing can stay that is not allowed. A consent whose person was erased stays as a proof
under a number that only the person was told.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    RowMapping,
    String,
    Table,
    UniqueConstraint,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.schema import METADATA, Moment, RowId

Purpose = Literal["card", "call", "materials", "message"]
Field = Literal["name", "phone", "email", "organisation", "post"]
FIELDS: tuple[Field, ...] = get_args(Field)
_PROOF = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks like something else

CONSENTS = Table(
    "consents",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("proof", String(20), nullable=False, unique=True),
    Column("person_id", RowId, ForeignKey("people.id", ondelete="SET NULL"), index=True),  # NULL: erased
    Column("messenger", String(20), nullable=False),
    Column("purpose", String(12), nullable=False),
    Column("stand_id", RowId, ForeignKey("stands.id")),  # NULL: to the organiser
    Column("version", String(20), nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("fields", String(80), nullable=False),  # names of fields, with commas between them
    Column("given_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("withdrawn_at", Moment),
    Column("live", Boolean),  # true or NULL
    CheckConstraint(f"purpose IN {get_args(Purpose)}", name="purpose"),
    CheckConstraint("(purpose = 'card') = (stand_id IS NULL)", name="stand"),
    CheckConstraint("(live IS NULL) = (withdrawn_at IS NOT NULL)", name="live"),
    UniqueConstraint("id", "live", "purpose", "person_id", name="uq_consents_card"),
    UniqueConstraint("id", "live", "stand_id", "person_id", name="uq_consents_stand"),
    Index("ix_consents_person_purpose", "person_id", "purpose", "stand_id"),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent; `stand_id` None: to the organiser, for keeping the contact card. `proof` is its number for people."""

    id: int
    proof: str
    person_id: int | None
    messenger: str
    purpose: Purpose
    stand_id: int | None
    version: str
    text_hash: str
    fields: tuple[Field, ...]
    given_at: datetime
    until: datetime
    withdrawn_at: datetime | None


class Consents:
    """The consents, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def give(
        self,
        person_id: int,
        messenger: str,
        purpose: Purpose,
        stand_id: int | None,
        *,
        version: str,
        text_hash: str,
        fields: Collection[Field],
        now: datetime,
        until: datetime,
    ) -> Consent:
        """Note that the person agrees to exactly this text; the same given again is the one that there is."""
        told = ",".join(field for field in FIELDS if field in fields)
        known = await self.live(person_id, purpose, stand_id)
        if known is not None and (known.text_hash, ",".join(known.fields)) == (text_hash, told):
            return known
        values = {
            "proof": "".join(secrets.choice(_PROOF) for _ in range(12)),
            "person_id": person_id,
            "messenger": messenger,
            "purpose": purpose,
            "stand_id": stand_id,
            "version": version,
            "text_hash": text_hash,
            "fields": told,
            "given_at": now,
            "until": until,
            "live": True,
        }
        insert = CONSENTS.insert().values(values).returning(CONSENTS.c.id)
        number: int = (await self._connection.execute(insert)).scalar_one()
        given = await self.load(number)
        if given is None:
            raise LookupError("a consent just given is not there")
        return given

    async def load(self, consent_id: int) -> Consent | None:
        """The consent of that row."""
        found = await self._where(CONSENTS.c.id == consent_id)
        return found[0] if found else None

    async def live(self, person_id: int, purpose: Purpose, stand_id: int | None) -> Consent | None:
        """The newest consent of the person to that which still stands."""
        same = (CONSENTS.c.purpose == purpose, CONSENTS.c.stand_id.is_not_distinct_from(stand_id))
        found = await self._where(CONSENTS.c.person_id == person_id, CONSENTS.c.live, *same)
        return found[0] if found else None

    async def of_person(self, person_id: int) -> tuple[Consent, ...]:
        """All that the person ever agreed to, the newest first."""
        return await self._where(CONSENTS.c.person_id == person_id)

    async def of_stand(self, person_id: int, stand_id: int) -> tuple[Consent, ...]:
        """The person's consents to that stand which still stand."""
        return await self._where(CONSENTS.c.person_id == person_id, CONSENTS.c.stand_id == stand_id, CONSENTS.c.live)

    async def to_end(self, now: datetime, *, everything: bool, at_most: int) -> tuple[Consent, ...]:
        """Some of the consents that still stand though their term is over; with `everything` all terms are."""
        over = () if everything else (CONSENTS.c.until <= now,)
        columns = [column for column in CONSENTS.c if column.name != "live"]
        query = select(*columns).where(CONSENTS.c.live, *over).order_by(CONSENTS.c.id).limit(at_most)
        return tuple(_consent(row) for row in (await self._connection.execute(query)).mappings())

    async def end(self, consent_id: int, now: datetime) -> bool:
        """The consent stands no more; False when it did not before.

        What hangs on it has to be gone already: `Contacts.withdraw` sees to that.
        """
        ended = CONSENTS.update().where(CONSENTS.c.id == consent_id, CONSENTS.c.live)
        return (await self._connection.execute(ended.values(live=None, withdrawn_at=now))).rowcount == 1

    async def _where(self, *conditions: ColumnElement[bool]) -> tuple[Consent, ...]:
        columns = [column for column in CONSENTS.c if column.name != "live"]
        query = select(*columns).where(*conditions).order_by(CONSENTS.c.id.desc())
        return tuple(_consent(row) for row in (await self._connection.execute(query)).mappings())


def _consent(row: RowMapping) -> Consent:
    values: dict[str, Any] = dict(row)
    return Consent(**values | {"fields": tuple(field for field in values["fields"].split(",") if field)})
