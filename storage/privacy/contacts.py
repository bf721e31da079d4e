"""Contacts: the card that a person shares, and what of it the stands got; all sealed, each under its consent.

A card hangs on a live consent to the organiser, a lead's contact on a live consent of the same person to the same
stand. Who withdraws takes away what hung on the consent, in the same transaction.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Table,
    Text,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import upsert
from storage.engine.schema import METADATA, Moment, RowId
from storage.engine.sealed import SEALED, cell_of
from storage.privacy.consents import CONSENTS, Consent, Consents, Field
from storage.privacy.email_proofs import EMAIL_PROOFS
from storage.privacy.sealing import Sealer

CARDS_OF_CONTACTS = Table(
    "contact_cards",
    METADATA,
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("consent_id", RowId, nullable=False),
    Column("live", Boolean, nullable=False),
    Column("purpose", String(12), nullable=False),
    Column("sealed", Text, nullable=False, info=SEALED),
    Column("changed_at", Moment, nullable=False),
    ForeignKeyConstraint(
        ["consent_id", "live", "purpose", "person_id"],
        ["consents.id", "consents.live", "consents.purpose", "consents.person_id"],
        name="fk_contact_cards_consent",
    ),
    CheckConstraint("purpose = 'card'", name="purpose"),
    CheckConstraint("live", name="live"),
)
LEAD_CONTACTS = Table(
    "lead_contacts",
    METADATA,
    Column("lead_id", RowId, primary_key=True),
    Column("stand_id", RowId, nullable=False),
    Column("person_id", RowId, nullable=False, index=True),
    Column("consent_id", RowId, nullable=False, index=True),
    Column("live", Boolean, nullable=False),
    Column("sealed", Text, nullable=False, info=SEALED),
    ForeignKeyConstraint(
        ["lead_id", "stand_id", "person_id"],
        ["leads.id", "leads.stand_id", "leads.person_id"],
        name="fk_lead_contacts_lead",
    ),
    ForeignKeyConstraint(
        ["consent_id", "live", "stand_id", "person_id"],
        ["consents.id", "consents.live", "consents.stand_id", "consents.person_id"],
        name="fk_lead_contacts_consent",
    ),
    CheckConstraint("live", name="live"),
)


@dataclass(frozen=True, slots=True)
class ContactCard:
    """What a person shared; empty fields were not given.

    `phone` is in E.164, `own_phone`: the messenger vouched for it, otherwise it was typed. `email_confirmed`: a code
    that was sent there came back.
    """

    name: str = ""
    phone: str = ""
    email: str = ""
    organisation: str = ""
    post: str = ""
    own_phone: bool = False
    email_confirmed: bool = False

    def of(self, fields: tuple[Field, ...]) -> dict[str, str]:
        """Those of the fields that were given, and how sure the phone is."""
        told = {field: value for field in fields if (value := str(getattr(self, field)))}
        return told | ({"own_phone": "yes"} if self.own_phone and "phone" in told else {})


class Contacts:
    """The contacts, as one transaction sees them.

    :raises storage.privacy.sealing.NoKeys: from what reads or writes them, where no key is configured.
    """

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._connection = connection
        self._consents = Consents(connection)
        self.sealer = sealer

    async def card(self, person_id: int) -> ContactCard | None:
        """The person's card."""
        query = select(CARDS_OF_CONTACTS.c.sealed).where(CARDS_OF_CONTACTS.c.person_id == person_id)
        sealed = (await self._connection.execute(query)).scalar_one_or_none()
        return None if sealed is None else _card(self.sealer.open(sealed, _of_card(person_id)))

    async def keep(self, person_id: int, consent: Consent, card: ContactCard, now: datetime) -> list[int]:
        """Keep the card under a consent to the organiser, and give what changed to the leads that may have it; them."""
        same = {"person_id": person_id, "consent_id": consent.id, "live": True, "purpose": "card", "changed_at": now}
        change = ("consent_id", "live", "sealed", "changed_at")
        statement = upsert(self._connection, CARDS_OF_CONTACTS, ("person_id",), change)
        await self._connection.execute(
            statement, same | {"sealed": self.sealer.seal(_fields(card), _of_card(person_id))}
        )
        return await self._refresh(person_id, card)

    async def attach(self, lead_id: int, consent: Consent, card: ContactCard) -> None:
        """Give a stand's lead what the consent to that stand names of the card.

        The database refuses a consent that was withdrawn, or is another person's or another stand's.
        """
        values: dict[str, Any] = {"lead_id": lead_id, "stand_id": consent.stand_id, "person_id": consent.person_id}
        values |= {"consent_id": consent.id, "live": True}
        values["sealed"] = self.sealer.seal(card.of(consent.fields), contact_cell(lead_id))
        statement = upsert(self._connection, LEAD_CONTACTS, ("lead_id",), ("consent_id", "live", "sealed"))
        await self._connection.execute(statement, values)

    async def of_lead(self, lead_id: int) -> dict[str, str] | None:
        """What the stand may know of the visitor, by field; None: nothing, or nothing any more."""
        query = select(LEAD_CONTACTS.c.sealed).where(LEAD_CONTACTS.c.lead_id == lead_id)
        sealed = (await self._connection.execute(query)).scalar_one_or_none()
        return None if sealed is None else self.sealer.open(sealed, contact_cell(lead_id))

    async def given(self, lead_ids: Collection[int]) -> frozenset[int]:
        """Those of the leads whose stand may know something of the visitor; no key is needed to tell."""
        query = select(LEAD_CONTACTS.c.lead_id).where(LEAD_CONTACTS.c.lead_id.in_(lead_ids))
        return frozenset((await self._connection.execute(query)).scalars())

    async def withdraw(self, consent: Consent, now: datetime) -> list[int]:
        """End a consent with all that hangs on it; the leads that lost their contact.

        :param consent: one to the organiser takes the card away; what stands got was allowed by consents of its own.
        """
        here = LEAD_CONTACTS.c.consent_id == consent.id
        lost = list((await self._connection.execute(select(LEAD_CONTACTS.c.lead_id).where(here))).scalars())
        await self._connection.execute(LEAD_CONTACTS.delete().where(here))
        await self._connection.execute(CARDS_OF_CONTACTS.delete().where(CARDS_OF_CONTACTS.c.consent_id == consent.id))
        await self._connection.execute(EMAIL_PROOFS.delete().where(EMAIL_PROOFS.c.consent_id == consent.id))
        await self._consents.end(consent.id, now)
        return lost

    async def _refresh(self, person_id: int, card: ContactCard) -> list[int]:
        """What stands may know of the card follows it; the leads."""
        query = select(LEAD_CONTACTS.c.lead_id, CONSENTS.c.fields).join(
            CONSENTS, CONSENTS.c.id == LEAD_CONTACTS.c.consent_id
        )
        found = (await self._connection.execute(query.where(LEAD_CONTACTS.c.person_id == person_id))).all()
        for lead_id, fields in found:
            sealed = self.sealer.seal(card.of(tuple(fields.split(","))), contact_cell(lead_id))
            await self._connection.execute(
                LEAD_CONTACTS.update().where(LEAD_CONTACTS.c.lead_id == lead_id).values(sealed=sealed)
            )
        return [lead_id for lead_id, _ in found]


def contact_cell(lead_id: int) -> str:
    """Where the contact of a lead lies sealed."""
    return cell_of(LEAD_CONTACTS.name, "sealed", lead_id)


def _of_card(person_id: int) -> str:
    return cell_of(CARDS_OF_CONTACTS.name, "sealed", person_id)


def _fields(card: ContactCard) -> dict[str, str]:
    told = {name: getattr(card, name) for name in ("name", "phone", "email", "organisation", "post")}
    flags = {name: "yes" for name in ("own_phone", "email_confirmed") if getattr(card, name)}
    return {name: value for name, value in told.items() if value} | flags


def _card(fields: Mapping[str, str]) -> ContactCard:
    return ContactCard(
        name=fields.get("name", ""),
        phone=fields.get("phone", ""),
        email=fields.get("email", ""),
        organisation=fields.get("organisation", ""),
        post=fields.get("post", ""),
        own_phone="own_phone" in fields,
        email_confirmed="email_confirmed" in fields,
    )
