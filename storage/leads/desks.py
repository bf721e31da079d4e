"""What lies on the stands' desks beside the leads: open menus, cards that are missing, and what machines were told.

None of it decides anything: what happens to a lead is decided by its own row.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Integer,
    Select,
    String,
    Table,
    and_,
    case,
    cast,
    exists,
    literal,
    or_,
    select,
    union,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.address import Address
from storage.engine.dialects import upsert
from storage.engine.schema import METADATA, RowId
from storage.engine.sealed import SealedColumns, Seals
from storage.engine.turns import AT_ONCE, some_of
from storage.fair.exhibition import STANDS
from storage.leads.keys import BOARDS_OF_STANDS, CARDS_OF_LEADS, CONTACTS_OF_LEADS, QUESTIONS_AFTER_CALLS, Told
from storage.leads.tables import LEAD_STEPS, LEADS, OPEN, Lead
from storage.people.enclosures import OF_MESSAGE, SHOWN_FILES
from storage.people.people import Person
from storage.people.tables import PEOPLE
from storage.post.outbox import OUTBOX, on_its_way
from storage.post.standing import CARDS
from storage.privacy.contacts import LEAD_CONTACTS
from storage.staff.places import PLACES
from storage.staff.staff import STAFF, staffs

LeadMenu = Literal["close", "missed"]
# How the keys begin of what staff see of visitors:
SHOWN_TO_STAFF = (CONTACTS_OF_LEADS, CARDS_OF_LEADS, QUESTIONS_AFTER_CALLS, OF_MESSAGE, SHOWN_FILES)
LEAD_MENUS = Table(  # whose card asks how it went, or whether somebody called before the window
    "lead_menus",
    METADATA,
    Column("lead_id", RowId, ForeignKey("leads.id", ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, nullable=False),  # of the lead: every step closes the menu
    Column("by", RowId, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("menu", String(8), nullable=False, server_default="close"),
)
LEADS_TOLD = Table(  # what a stand's machine knows of its leads
    "leads_told",
    METADATA,
    Column("lead_id", RowId, ForeignKey("leads.id", ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("contact", Boolean, nullable=False),  # whether it may know the visitor
)


class LeadDesks:
    """The desks, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection, seals: Seals) -> None:
        self._connection = connection
        self._words = SealedColumns(LEADS, seals)

    # --- menus -------------------------------------------------------------------------------------------------------

    async def open_menu(self, lead: Lead, by: int, menu: LeadMenu) -> None:
        """Let the card of a lead as it is now ask something: how it went, or whether it was called so early."""
        row = {"lead_id": lead.id, "revision": lead.revision, "by": by, "menu": menu}
        change = ("revision", "by", "menu")
        await self._connection.execute(upsert(self._connection, LEAD_MENUS, ("lead_id",), change), row)

    async def menu(self, lead: Lead) -> LeadMenu | None:
        """What the card asks, if the lead has not changed since it began to."""
        query = select(LEAD_MENUS.c.menu).where(LEAD_MENUS.c.lead_id == lead.id, LEAD_MENUS.c.revision == lead.revision)
        opened: LeadMenu | None = (await self._connection.execute(query)).scalar_one_or_none()
        return opened

    async def close_menu(self, lead_id: int) -> None:
        """Close the menu on a card, which then shows its usual buttons."""
        await self._connection.execute(LEAD_MENUS.delete().where(LEAD_MENUS.c.lead_id == lead_id))

    # --- what is missing ---------------------------------------------------------------------------------------------

    async def missing_cards(self, at_most: int) -> list[tuple[Address, int]]:
        """Leads that are worked on but have no card in a chat of their stand."""
        return [(Address(*row[:3]), row[3]) for row in await self._connection.execute(_CARDS.limit(at_most))]

    async def missing_boards(self, at_most: int) -> list[tuple[Address, int]]:
        """Stands without their counts in a chat of theirs."""
        return [(Address(*row[:3]), row[3]) for row in await self._connection.execute(_BOARDS.limit(at_most))]

    async def orphans(self) -> tuple[Lead, ...]:
        """Leads that somebody has who may not handle them any more."""
        still = exists().where(STAFF.c.person_id == LEADS.c.taken_by, staffs(LEADS.c.stand_id))
        held = LEADS.c.state.in_(("taken", "waits", "called"))
        return await self._leads(held, or_(LEADS.c.taken_by.is_(None), ~still))

    async def contact_readers(self, lead: Lead) -> list[tuple[str, Address, int]]:
        """Under which keys the visitor was shown, or is on the way, where, and to whom of those who took the lead."""
        mine = f"{CONTACTS_OF_LEADS}{lead.id}-"
        took = select(LEAD_STEPS.c.by).where(LEAD_STEPS.c.lead_id == lead.id, LEAD_STEPS.c.by.is_not(None))
        reader = (PEOPLE.c.messenger, PEOPLE.c.user, PEOPLE.c.id)
        theirs = (PEOPLE.c.messenger == CARDS.c.messenger) & (PEOPLE.c.user == CARDS.c.chat)
        shown = select(CARDS.c.key, *reader).join(PEOPLE, theirs)
        comes = select(OUTBOX.c.key, *reader).join(PEOPLE, PEOPLE.c.id == OUTBOX.c.person_id)
        query = union(  # read by who took the lead, not by key
            shown.where(PEOPLE.c.id.in_(took), CARDS.c.key.startswith(mine)),
            comes.where(PEOPLE.c.id.in_(took), on_its_way(), OUTBOX.c.key.startswith(mine)),
        )
        return [(row[0], Address(row[1], row[2]), row[3]) for row in await self._connection.execute(query)]

    async def shown_in_private(self, reader: Person) -> list[str]:
        """Under which keys somebody was shown requests and visitors in private, or is about to be: of all leads, closed
        ones too. What passes between visitors and stands has the same keys at both.
        """
        shown = select(CARDS.c.key).where(CARDS.c.messenger == reader.messenger, CARDS.c.chat == reader.user)
        comes = select(OUTBOX.c.key).where(OUTBOX.c.ended_at.is_(None), OUTBOX.c.person_id == reader.id)
        begins = [[key.startswith(one) for one in SHOWN_TO_STAFF] for key in (CARDS.c.key, OUTBOX.c.key)]
        query = union(shown.where(or_(*begins[0])), comes.where(or_(*begins[1])))
        return sorted((await self._connection.execute(query)).scalars())

    async def unattended(self) -> list[int]:
        """The stands whose new leads nobody was told of: without staff, or with neither a chat nor staff in reach."""
        return list((await self._connection.execute(_UNATTENDED)).scalars())

    async def raise_all(self, stand_id: int, now: datetime, at_most: int = AT_ONCE) -> int:
        """Note that organisers are told of the stand's new leads; of how many they were not told before."""
        new = (LEADS.c.stand_id == stand_id, LEADS.c.state == "new", LEADS.c.raised_at.is_(None))
        raised = LEADS.update().where(some_of(LEADS, at_most, *new)).values(raised_at=now)
        return (await self._connection.execute(raised)).rowcount

    async def neglected(self) -> list[tuple[int, int, int]]:
        """Leads that nobody has taken although organisers are told: of which stand, number, row."""
        columns = (LEADS.c.stand_id, LEADS.c.number, LEADS.c.id)
        here = (LEADS.c.state == "new", LEADS.c.raised_at.is_not(None))
        query = select(*columns).where(*here).order_by(LEADS.c.stand_id, LEADS.c.number)
        return [(row[0], row[1], row[2]) for row in await self._connection.execute(query)]

    # --- what machines know ------------------------------------------------------------------------------------------

    async def to_tell(
        self, stand_ids: Collection[int], withdrawn: Collection[int], at_most: int
    ) -> list[tuple[Lead, Told]]:
        """The leads of these stands of which there is news, and what news; of the withdrawn ones, that leads are so."""
        may = exists().where(LEAD_CONTACTS.c.lead_id == LEADS.c.id)
        erased = and_(LEADS.c.person_id.is_(None), LEADS_TOLD.c.revision < LEADS.c.revision)
        new, gone = LEADS_TOLD.c.lead_id.is_(None), or_(and_(LEADS_TOLD.c.contact, ~may), erased)
        what = case((new, "created"), (gone, "withdrawn"), else_="changed")
        come = and_(~LEADS_TOLD.c.contact, may)
        news = or_(new, gone, come, LEADS_TOLD.c.revision < LEADS.c.revision)
        shown = and_(LEADS.c.stand_id.in_(stand_ids), news)
        of_withdrawn = and_(LEADS.c.stand_id.in_(withdrawn), ~new, gone)
        query = (
            select(what, LEADS)
            .outerjoin(LEADS_TOLD, LEADS_TOLD.c.lead_id == LEADS.c.id)
            .where(or_(shown, of_withdrawn))
            .order_by(LEADS.c.id)
            .limit(at_most)
        )
        return [(self._words.opened(Lead(*row[1:])), row[0]) for row in await self._connection.execute(query)]

    async def told(self, lead: Lead, *, contact: bool) -> None:
        """Its stand's machine knows of the lead as it is; `contact`: and who the visitor is."""
        row = {"lead_id": lead.id, "revision": lead.revision, "contact": contact}
        change = ("revision", "contact")
        await self._connection.execute(upsert(self._connection, LEADS_TOLD, ("lead_id",), change), row)

    async def _leads(self, *conditions: Any) -> tuple[Lead, ...]:
        query = select(LEADS).where(*conditions).order_by(LEADS.c.id)
        return self._words.all_opened(Lead(*row) for row in await self._connection.execute(query))


def _nothing_of(beginning: str, number: ColumnElement[int]) -> ColumnElement[bool]:
    """No message of that key stands at the place, and none is on its way there."""
    key = literal(beginning).concat(cast(number, String))
    stands = exists().where(*_at_place(CARDS), CARDS.c.key == key, CARDS.c.message != "")
    comes = exists().where(on_its_way(), *_at_place(OUTBOX), OUTBOX.c.key == key)
    return and_(~stands, ~comes)


def _at_place(table: Table) -> list[Any]:
    return [table.c[name] == PLACES.c[name] for name in ("messenger", "chat", "thread")]


def _unattended() -> Select[int]:
    chat = exists().where(PLACES.c.stand_id == LEADS.c.stand_id, PLACES.c.broken_at.is_(None))
    staff = exists().where(STAFF.c.stand_id == LEADS.c.stand_id, STAFF.c.revoked_at.is_(None))
    near = staff.where(PEOPLE.c.id == STAFF.c.person_id, PEOPLE.c.reachable)
    new = (LEADS.c.state == "new", LEADS.c.raised_at.is_(None))
    return select(LEADS.c.stand_id).where(*new, or_(~staff, ~chat & ~near)).distinct().order_by(LEADS.c.stand_id)


# What is asked every few seconds is built once: that costs more than running it.
_CARDS = (
    select(PLACES.c.messenger, PLACES.c.chat, PLACES.c.thread, LEADS.c.id)
    .join(LEADS, and_(PLACES.c.stand_id == LEADS.c.stand_id, PLACES.c.broken_at.is_(None)))
    .join(STANDS, STANDS.c.id == LEADS.c.stand_id)
    .where(~STANDS.c.withdrawn, LEADS.c.state.in_(OPEN), _nothing_of(CARDS_OF_LEADS, LEADS.c.id))
    .order_by(LEADS.c.id)
)
_BOARDS = (
    select(PLACES.c.messenger, PLACES.c.chat, PLACES.c.thread, PLACES.c.stand_id)
    .join(STANDS, STANDS.c.id == PLACES.c.stand_id)
    .where(~STANDS.c.withdrawn, PLACES.c.broken_at.is_(None))
    .where(_nothing_of(BOARDS_OF_STANDS, PLACES.c.stand_id))
    .order_by(PLACES.c.id)
)
_UNATTENDED = _unattended()
