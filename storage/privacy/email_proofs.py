"""Proofs of e-mail: a code that was mailed to an address and has to come back from its reader.

One row for each person, sealed, under the consent that allows their card. How many codes were mailed where is counted
by `guards.py`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    String,
    Table,
    Text,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import upsert
from storage.engine.schema import METADATA, Moment, RowId
from storage.engine.sealed import SEALED, cell_of
from storage.engine.turns import AT_ONCE, some_of
from storage.privacy.consents import Consent
from storage.privacy.sealing import Sealer

LASTS = timedelta(minutes=15)
COUNTED = timedelta(days=1)
CODE = "email-code"  # the letter that brings one

EMAIL_PROOFS = Table(
    "email_proofs",
    METADATA,
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("consent_id", RowId, nullable=False, index=True),
    Column("live", Boolean, nullable=False),
    Column("purpose", String(12), nullable=False),
    Column("sealed", Text, nullable=False, info=SEALED),  # the address and its code
    Column("sent", Integer, nullable=False),  # codes since `since`; the last one's number
    Column("since", Moment, nullable=False),
    Column("sent_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("tries", Integer, nullable=False),  # wrong codes that came back
    ForeignKeyConstraint(
        ["consent_id", "live", "purpose", "person_id"],
        ["consents.id", "consents.live", "consents.purpose", "consents.person_id"],
        name="fk_email_proofs_consent",
    ),
    CheckConstraint("purpose = 'card'", name="purpose"),
    CheckConstraint("live", name="live"),
)


@dataclass(frozen=True, slots=True)
class EmailProof:
    """A code on its way back: `sent` codes were mailed since `since`, this one at `sent_at`."""

    person_id: int
    email: str
    code: str
    sent: int
    since: datetime
    sent_at: datetime
    until: datetime
    tries: int


class EmailProofs:
    """The proofs, as one transaction sees them.

    :raises storage.privacy.sealing.NoKeys: from what reads or writes them, where no key is configured.
    """

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    async def of(self, person_id: int) -> EmailProof | None:
        """What the person has to prove now, or had to lately."""
        query = select(EMAIL_PROOFS).where(EMAIL_PROOFS.c.person_id == person_id)
        row = (await self._connection.execute(query)).one_or_none()
        if row is None:
            return None
        told = self._sealer.open(row.sealed, _cell(person_id))
        return EmailProof(
            person_id=row.person_id,
            email=told["email"],
            code=told["code"],
            sent=row.sent,
            since=row.since,
            sent_at=row.sent_at,
            until=row.until,
            tries=row.tries,
        )

    async def ask(self, person_id: int, consent: Consent, email: str, code: str, now: datetime) -> EmailProof:
        """Begin a proof anew by another code, perhaps of another address; the old code proves nothing any more."""
        known = await self.of(person_id)
        again = known is not None and now < known.since + COUNTED
        values = {
            "person_id": person_id,
            "consent_id": consent.id,
            "live": True,
            "purpose": "card",
            "sealed": self._sealer.seal({"email": email, "code": code}, _cell(person_id)),
            "sent": known.sent + 1 if known is not None and again else 1,
            "since": known.since if known is not None and again else now,
            "sent_at": now,
            "until": now + LASTS,
            "tries": 0,
        }
        changed = tuple(name for name in values if name != "person_id")
        await self._connection.execute(upsert(self._connection, EMAIL_PROOFS, ("person_id",), changed), values)
        proof = await self.of(person_id)
        if proof is None:
            raise LookupError("a proof just begun is not there")
        return proof

    async def failed(self, person_id: int) -> None:
        """A wrong code came back."""
        here = EMAIL_PROOFS.update().where(EMAIL_PROOFS.c.person_id == person_id)
        await self._connection.execute(here.values(tries=EMAIL_PROOFS.c.tries + 1))

    async def done(self, person_id: int, now: datetime) -> None:
        """The code has come back, or is not waited for: it proves nothing a second time."""
        here = EMAIL_PROOFS.update().where(EMAIL_PROOFS.c.person_id == person_id)
        await self._connection.execute(here.values(until=now))

    async def forget(self, now: datetime, at_most: int = AT_ONCE) -> int:
        """Drop proofs that nothing is counted by any more; how many were."""
        old = some_of(EMAIL_PROOFS, at_most, EMAIL_PROOFS.c.since <= now - COUNTED, EMAIL_PROOFS.c.until <= now)
        return (await self._connection.execute(EMAIL_PROOFS.delete().where(old))).rowcount


def _cell(person_id: int) -> str:
    return cell_of(EMAIL_PROOFS.name, "sealed", person_id)
