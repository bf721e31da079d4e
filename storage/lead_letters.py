"""Posting letters about a lead: its card in the stand's chats, the visitor's receipt, and what machines are told of it.

The stand's desk and the visitor's side are different features, and neither knows the other's letters; they meet here,
at the names of kinds and keys.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import CompoundSelect, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.address import Address
from storage.leads.leads import LEAD_STEPS, Lead, Leads
from storage.people.tables import PEOPLE
from storage.post.outbox import OPEN, OUTBOX, Lane, Outbox, Posting
from storage.post.standing import CARDS
from storage.privacy.audit import Audit
from storage.privacy.contacts import LEAD_CONTACTS
from storage.staff.places import Places
from storage.staff.staff import Staff

# The letters that show a lead. Their kinds, all about {"lead": its row}:
CARD, RECEIPT, NOTICE = "lead-card", "lead-receipt", "lead-notice"
CARDS_OF_LEADS, RECEIPTS_OF_LEADS = "lead-", "visit-"  # how the keys of cards and receipts begin
# What its taker sees of the visitor in private, by keys of their own for each showing; and a stand's counts.
CONTACT, CONTACTS_OF_LEADS = "lead-contact", "seen-"
_HERE = "-here"
BOARD, BOARDS_OF_STANDS = "lead-board", "leads-"
# News of a call, which must be noticed: to the visitor, then to who has taken it.
MISSED, UNANSWERED, SPOKEN = "call-missed", "call-unanswered", "call-spoken"
MOVED: Literal["call-moved"] = "call-moved"
CANCELLED: Literal["call-cancelled"] = "call-cancelled"
CATCH_UP = timedelta(seconds=60)
WORTH_TELLING = timedelta(days=30)  # a stand's chat that was away for a while still gets its cards
WORTH_NOTICING = timedelta(days=2)  # news of a call
BOARD_PAUSE = timedelta(seconds=15)  # the counts change with every step, and a group bears few letters a minute

Told = Literal["created", "changed", "withdrawn"]
TakersNews = Literal["call-moved", "call-cancelled"]


def lead_card_key(lead_id: int) -> str:
    """Of what the stand's staff see in their chat."""
    return f"{CARDS_OF_LEADS}{lead_id}"


def lead_receipt_key(lead_id: int) -> str:
    """Of what the visitor sees in private."""
    return f"{RECEIPTS_OF_LEADS}{lead_id}"


def lead_contact_key(lead: Lead, *, here: bool) -> str:
    """Of what its taker is shown of the visitor from this step on; `here`: in their messenger contacts may be shown."""
    return f"{CONTACTS_OF_LEADS}{lead.id}-{lead.revision}" + (_HERE if here else "")


def lead_board_key(stand_id: int) -> str:
    """Of the counts of a stand's leads."""
    return f"{BOARDS_OF_STANDS}{stand_id}"


class LeadLetters:
    """The posting, as one transaction sees it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._outbox = Outbox(connection)
        self._places = Places(connection)
        self._staff = Staff(connection)
        self._audit = Audit(connection)

    async def opened(self, lead: Lead, now: datetime) -> bool:
        """Lay the card of a lead in all chats of its stand; False where the stand has none that works."""
        places = await self._places.of_stand(lead.stand_id)
        for place in places:
            await self._outbox.put(_posting(CARD, lead, now, lead_card_key(lead.id)), place.address)
        await self._redraw_board(lead, now)
        return bool(places)

    async def again(self, lead: Lead, now: datetime) -> None:
        """Lay a new card in the stand's chats, below all others: the old ones could be overlooked."""
        key = lead_card_key(lead.id)
        await self._connection.execute(CARDS.delete().where(CARDS.c.key == key))
        await self.opened(lead, now)

    async def receipt(self, lead: Lead, now: datetime) -> None:
        """Show the visitor what becomes of their request."""
        query = select(PEOPLE.c.messenger, PEOPLE.c.user).where(PEOPLE.c.id == lead.person_id)
        found = (await self._connection.execute(query)).one_or_none()
        if found is not None:
            posting = _posting(RECEIPT, lead, now, lead_receipt_key(lead.id))
            await self._outbox.put(posting, Address(*found), lead.person_id)

    async def missed(self, lead: Lead, now: datetime) -> None:
        """After a step that counted a miss: tell the visitor that nobody answered, once for each miss."""
        await self._tell_visitor(MISSED, lead, now, f"{MISSED}/{lead.id}/{lead.misses}")

    async def ask_spoken(self, lead: Lead, now: datetime) -> None:
        """When the window is over: ask the visitor whether they spoke, once for each window."""
        window = 0 if lead.ends is None else int(lead.ends.timestamp())
        await self._tell_visitor(SPOKEN, lead, now, f"{SPOKEN}/{lead.id}/{window}")

    async def unanswered(self, lead: Lead, now: datetime) -> None:
        """When the window is over and nobody took the request: tell the visitor, once for each window."""
        window = 0 if lead.ends is None else int(lead.ends.timestamp())
        await self._tell_visitor(UNANSWERED, lead, now, f"{UNANSWERED}/{lead.id}/{window}")

    async def tell_taker(self, kind: TakersNews, lead: Lead, now: datetime) -> None:
        """Tell who has taken a call that the visitor wants it otherwise; nobody, where nobody has."""
        await self._tell(kind, lead, now, lead.taken_by, f"{kind}/{lead.id}/{lead.revision}")

    async def _tell_visitor(self, kind: str, lead: Lead, now: datetime, once: str) -> None:
        await self._tell(kind, lead, now, lead.person_id, once)

    async def _tell(self, kind: str, lead: Lead, now: datetime, person_id: int | None, once: str) -> None:
        query = select(PEOPLE.c.messenger, PEOPLE.c.user).where(PEOPLE.c.id == person_id)
        found = (await self._connection.execute(query)).one_or_none()
        if found is not None:
            news = Posting(kind, {"lead": lead.id}, Lane.SERVICE, now, now + CATCH_UP, now + WORTH_NOTICING, once=once)
            await self._outbox.put(news, Address(*found), person_id)

    async def changed(self, lead: Lead, now: datetime) -> None:
        """After every step: draw again what shows the lead, to the staff and to the visitor, wherever it stands."""
        for kind, key in ((CARD, lead_card_key(lead.id)), (RECEIPT, lead_receipt_key(lead.id))):
            for place, person_id in await self._shown(key, lead):
                posting = _posting(kind, lead, now, key)
                await self._outbox.put(posting, place, person_id)
        await self._take_contacts_back(lead, now)
        await self._redraw_board(lead, now)

    async def contacts_changed(self, leads: Collection[int], now: datetime) -> None:
        """After visitors changed their contact, or allowed it again: who has the lead sees it where they saw it."""
        for number in leads:
            if (lead := await Leads(self._connection).load(number)) is None:
                continue
            for key, messenger, user, person_id in (await self._connection.execute(_contacts_shown(lead))).all():
                if person_id != lead.taken_by:
                    continue
                await self._outbox.put(_contact(lead, now, key), Address(messenger, user), person_id)
                if _HERE in key:
                    await self._audit.note("reveal", f"lead {lead.id}", person_id, now)

    async def _take_contacts_back(self, lead: Lead, now: datetime) -> None:
        """Draw again what was shown of the visitor, or is about to be, and may be no more: to any who took the lead.

        As often as the lead changes: what was drawn before may have been allowed again, and forbidden again, meanwhile.
        """
        given = select(LEAD_CONTACTS.c.lead_id).where(LEAD_CONTACTS.c.lead_id == lead.id)
        still = (await self._connection.execute(given)).first() is not None
        for key, messenger, user, person_id in (await self._connection.execute(_contacts_shown(lead))).all():
            if not (still and person_id == lead.taken_by and await self._staff.may_staff(person_id, lead.stand_id)):
                await self._outbox.put(_contact(lead, now, key), Address(messenger, user), person_id)

    async def _redraw_board(self, lead: Lead, now: datetime) -> None:
        """Draw the stand's counts again, wherever they stand, soon: many changes are one letter."""
        key = lead_board_key(lead.stand_id)
        for place, _ in await self._shown(key, lead):
            posting = replace(_posting(BOARD, lead, now + BOARD_PAUSE, key), about={"stand": lead.stand_id})
            await self._outbox.put(posting, place)

    async def tell(self, lead: Lead, what: Told, to: Address, now: datetime) -> None:
        """Tell a machine, such as the stand's own list of customers, what happened to the lead; each event is news."""
        about = {"lead": lead.id, "told": what, "revision": lead.revision}
        times = (now, now + CATCH_UP, now + WORTH_TELLING)
        once = f"{NOTICE}/{lead.id}/{what}/{lead.revision}"
        await self._outbox.put(Posting(NOTICE, about, Lane.SERVICE, *times, once=once), to)

    async def _shown(self, key: str, lead: Lead) -> list[tuple[Address, int | None]]:
        """Where a key stands or is on its way; the visitor's own chat is theirs."""
        shown = select(CARDS.c.messenger, CARDS.c.chat, CARDS.c.thread).where(CARDS.c.key == key)
        on_its_way = select(OUTBOX.c.messenger, OUTBOX.c.chat, OUTBOX.c.thread).where(OPEN, OUTBOX.c.key == key)
        places = [Address(*row) for row in (await self._connection.execute(union(shown, on_its_way))).all()]
        person = lead.person_id if key == lead_receipt_key(lead.id) else None
        return [(place, person) for place in places]


def _posting(kind: str, lead: Lead, now: datetime, key: str) -> Posting:
    about: Mapping[str, int] = {"lead": lead.id}
    return Posting(kind, about, Lane.SERVICE, now, now + CATCH_UP, now + WORTH_TELLING, key=key)


def _contact(lead: Lead, now: datetime, key: str) -> Posting:
    return replace(_posting(CONTACT, lead, now, key), about={"lead": lead.id, "here": _HERE in key})


def _contacts_shown(lead: Lead) -> CompoundSelect[Any]:
    """The keys by which the visitor was shown, or is on the way, and to whom; read by who took the lead, not by key."""
    mine = f"{CONTACTS_OF_LEADS}{lead.id}-"
    took = select(LEAD_STEPS.c.by).where(LEAD_STEPS.c.lead_id == lead.id, LEAD_STEPS.c.by.is_not(None))
    reader = (PEOPLE.c.messenger, PEOPLE.c.user, PEOPLE.c.id)
    theirs = (PEOPLE.c.messenger == CARDS.c.messenger) & (PEOPLE.c.user == CARDS.c.chat)
    shown = select(CARDS.c.key, *reader).join(PEOPLE, theirs)
    comes = select(OUTBOX.c.key, *reader).join(PEOPLE, PEOPLE.c.id == OUTBOX.c.person_id)
    return union(
        shown.where(PEOPLE.c.id.in_(took), CARDS.c.key.startswith(mine)),
        comes.where(PEOPLE.c.id.in_(took), OPEN, OUTBOX.c.key.startswith(mine)),
    )
