"""Leads as lines of a table, with what the consents allow to be known of the visitors."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.sealed import SealedColumns
from storage.engine.turns import in_parts
from storage.fair.exhibition import STANDS
from storage.leads.notes import LEAD_NOTES
from storage.leads.steps import TAKE
from storage.leads.tables import LEAD_STEPS, LEADS, Lead
from storage.privacy.consents import CONSENTS
from storage.privacy.contacts import LEAD_CONTACTS, contact_cell
from storage.privacy.sealing import Sealer

ConsentState = Literal["given", "withdrawn", "erased", "none"]


@dataclass(frozen=True, slots=True)
class Held:
    """A lead that a table has: its row, its number, and whether the table tells a contact of it."""

    lead: int
    number: int
    contact: bool


@dataclass(frozen=True, slots=True)
class LeadLine:
    """A lead; `stand` is the organiser's id, `contact` what the stand may know of the visitor now, by field."""

    stand: str
    lead: Lead
    consent: ConsentState
    contact: dict[str, str]
    taken_at: datetime | None = None


class LeadLines:
    """The tables, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer
        self._words = SealedColumns(LEADS, sealer)

    async def lines(self, stand_id: int | None = None, taken_by: int | None = None) -> AsyncIterator[LeadLine]:
        """The leads of a stand, or of all, by stand and number; without a key no contact is read.

        :param taken_by: only those that this member of staff has taken.
        :raises storage.privacy.sealing.Unreadable: a contact was sealed by a key that is not among ours any more.
        """
        agreed = select(CONSENTS.c.id).where(
            CONSENTS.c.person_id == LEADS.c.person_id,
            CONSENTS.c.stand_id == LEADS.c.stand_id,
            CONSENTS.c.purpose == LEADS.c.kind,
        )
        taken = select(func.max(LEAD_STEPS.c.at)).where(
            LEAD_STEPS.c.lead_id == LEADS.c.id, LEAD_STEPS.c.step == TAKE.name
        )
        query = (
            select(STANDS.c.ref, LEAD_CONTACTS.c.sealed, agreed.exists(), taken.scalar_subquery(), LEADS)
            .join(STANDS, STANDS.c.id == LEADS.c.stand_id)
            .outerjoin(LEAD_CONTACTS, LEAD_CONTACTS.c.lead_id == LEADS.c.id)
            .where(*_of(stand_id, taken_by))
            .order_by(STANDS.c.position, LEADS.c.stand_id, LEADS.c.number)
        )
        async for ref, sealed, ever_agreed, taken_at, *values in in_parts(self._connection, query):
            lead = self._words.opened(Lead(*values))
            contact = self._sealer.open(sealed, contact_cell(lead.id)) if sealed and self._sealer.ready else {}
            yield LeadLine(ref, lead, _consent(lead, given=sealed is not None, ever=ever_agreed), contact, taken_at)

    async def held(self, stand_id: int, taken_by: int | None = None) -> list[Held]:
        """The leads that such a table of a stand has."""
        given = select(LEAD_CONTACTS.c.lead_id).where(LEAD_CONTACTS.c.lead_id == LEADS.c.id).exists()
        query = select(LEADS.c.id, LEADS.c.number, given).where(*_of(stand_id, taken_by)).order_by(LEADS.c.number)
        return [Held(*row) for row in await self._connection.execute(query)]

    async def hands(self) -> list[int]:
        """Who of the stands' staff has taken any, or written a note."""
        taken = select(LEADS.c.taken_by).where(LEADS.c.taken_by.is_not(None))
        noted = select(LEAD_NOTES.c.person_id).where(LEAD_NOTES.c.person_id.is_not(None))
        return list((await self._connection.execute(taken.union(noted))).scalars())


def _of(stand_id: int | None, taken_by: int | None) -> list[ColumnElement[bool]]:
    wanted = ((LEADS.c.stand_id, stand_id), (LEADS.c.taken_by, taken_by))
    return [column == value for column, value in wanted if value is not None]


def _consent(lead: Lead, *, given: bool, ever: bool) -> ConsentState:
    if given:
        return "given"
    if lead.person_id is None:
        return "erased"
    return "withdrawn" if ever else "none"
