"""News of requests to stands: the card in the stand's chats, the visitor's receipt, and what machines are told of them.

The stand's desk and the visitor's side are different features, and neither knows the other's letters; they meet here,
at the names of kinds and keys.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from dialogs.news.terms import A_CALL, A_REQUEST, PAUSE, SOONEST, TAKE_BACK, WINDOW, soon
from storage.address import Address
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Stand
from storage.leads.attempts import How
from storage.leads.keys import (
    BOARD,
    CARD,
    CONTACT,
    HERE,
    MISSED,
    NOTICE,
    PAST,
    RECEIPT,
    SPOKEN,
    UNANSWERED,
    TakersNews,
    Told,
    lead_board_key,
    lead_card_key,
    lead_receipt_key,
    past_card_key,
)
from storage.leads.tables import Lead
from storage.people.people import Person
from storage.post.outbox import Posting
from storage.work import Work


async def desks_of(work: Work, stand_id: int) -> list[tuple[Address, int | None]]:
    """Where a stand is asked: in its chats, or where it has none that works, of each of its staff in private."""
    if places := await work.staff.places.of_stand(stand_id):
        return [(place.address, None) for place in places]
    people = await work.people.of(await work.staff.of_stand(stand_id))
    return [(person.address, person.id) for person in people.values() if person.reachable]


async def stands_at(work: Work, to: Address, reader: Person | None, asked: int) -> list[int]:
    """The stands that are asked at an address: of a group its own, in private the one `asked`, of who works there."""
    if reader is not None:
        return [asked] if await work.staff.may_staff(reader.id, asked) else []
    return [place.stand_id for place in await work.staff.places.at(to) if place.stand_id is not None]


@dataclass(frozen=True, slots=True)
class Ways:
    """How a stand can be asked here and now: only that is offered."""

    calls: bool
    words: bool


async def ways_to(work: Work, catalogue: Catalogue, stand: Stand, now: datetime) -> Ways:
    """Where somebody answers one can write, and be called as long as there is an hour left for it."""
    answers = bool(await desks_of(work, stand.id))
    return Ways(calls=answers and _may_still_call(catalogue, stand, now), words=answers)


def _may_still_call(catalogue: Catalogue, stand: Stand, now: datetime) -> bool:
    """Whether the last window of the fair's last day is still ahead."""
    hours, last = catalogue.hours_of(stand), max((stage.last_day for stage in catalogue.stages), default=None)
    if hours is None or last is None:
        return False
    opens, closes = (datetime.combine(last, at, catalogue.zone).astimezone(UTC) for at in hours)
    windows = (closes - opens) // WINDOW
    return windows > 0 and opens + (windows - 1) * WINDOW >= now + SOONEST


async def lead_opened(work: Work, lead: Lead, now: datetime) -> bool:
    """Lay the card of a request wherever its stand is asked; False where nobody would read it."""
    desks = await desks_of(work, lead.stand_id)
    for address, person in desks:
        await work.outbox.put(_shown(CARD, lead, now, lead_card_key(lead.id)), address, person)
    await _redraw_board(work, lead, now)
    return bool(desks)


async def asked_in_vain(work: Work, stand_id: int, person_id: int, how: How, now: datetime) -> None:
    """Keep that a visitor wanted a call or to write where nobody can take it: organisers are told how many did."""
    await work.leads.attempts.keep(stand_id, person_id, how, now)


async def lead_opened_again(work: Work, lead: Lead, now: datetime) -> None:
    """Lay a new card in the stand's chats, below all others: the old ones could be overlooked."""
    await lay_below(work, lead, past_card_key(lead.id), (PAST, {"lead": lead.id}), now)
    await lead_opened(work, lead, now)


async def lay_below(work: Work, lead: Lead, key: str, past: tuple[str, dict[str, int]], now: datetime) -> None:
    """A new card is to be laid: what stands there becomes the past, under a key of its own, and loses its buttons.

    :param past: the letter that draws it, by its kind and what it is about.
    """
    kind, about = past
    await work.post.standing.rename(lead_card_key(lead.id), key)
    for place in await work.post.standing.places(key):
        await work.outbox.put(soon(kind, about, now, A_REQUEST, key=key), place)
        await work.outbox.put(_shown(CARD, lead, now, lead_card_key(lead.id)), place)


async def lead_receipt(work: Work, lead: Lead, now: datetime, over: str = "") -> None:
    """Show the visitor what becomes of their request, in the message `over` of ours in their chat if there is one."""
    if (visitor := await work.people.address_of(lead.person_id)) is not None:
        if over:
            await work.post.standing.adopt(visitor, lead_receipt_key(lead.id), over)
        await work.outbox.put(_shown(RECEIPT, lead, now, lead_receipt_key(lead.id)), visitor, lead.person_id)


async def call_missed(work: Work, lead: Lead, now: datetime) -> None:
    """After a step that counted a miss: tell the visitor that nobody answered, when it was not taken back at once."""
    await _tell(work, MISSED, lead, now + TAKE_BACK, lead.person_id, f"{MISSED}/{lead.id}/{lead.revision}")


async def ask_spoken(work: Work, lead: Lead, now: datetime) -> None:
    """When the window is over: ask the visitor whether they spoke, once for each window."""
    await _tell(work, SPOKEN, lead, now, lead.person_id, f"{SPOKEN}/{lead.id}/{_window(lead)}")


async def call_unanswered(work: Work, lead: Lead, now: datetime) -> None:
    """When the window is over and nobody took the request: tell the visitor, once for each window."""
    await _tell(work, UNANSWERED, lead, now, lead.person_id, f"{UNANSWERED}/{lead.id}/{_window(lead)}")


def _window(lead: Lead) -> int:
    return 0 if lead.ends is None else int(lead.ends.timestamp())


async def tell_taker(work: Work, kind: TakersNews, lead: Lead, now: datetime) -> None:
    """Tell who has taken a call that the visitor wants it otherwise; nobody, where nobody has."""
    await _tell(work, kind, lead, now, lead.taken_by, f"{kind}/{lead.id}/{lead.revision}")


async def _tell(work: Work, kind: str, lead: Lead, now: datetime, person_id: int | None, once: str) -> None:
    if (to := await work.people.address_of(person_id)) is not None:
        await work.outbox.put(soon(kind, {"lead": lead.id}, now, A_CALL, once=once), to, person_id)


async def lead_changed(work: Work, lead: Lead, now: datetime) -> None:
    """After every step: draw again what shows the request, to the staff and to the visitor, wherever it stands."""
    await _redraw_cards(work, lead, now)
    for place in await work.post.standing.places(lead_receipt_key(lead.id)):
        await work.outbox.put(_shown(RECEIPT, lead, now, lead_receipt_key(lead.id)), place, lead.person_id)
    await _take_contacts_back(work, lead, now)
    await _redraw_board(work, lead, now)


async def _redraw_cards(work: Work, lead: Lead, now: datetime) -> None:
    for place in await work.post.standing.places(lead_card_key(lead.id)):
        reader = await work.people.find(place.messenger, place.chat)  # nobody, of a group
        await work.outbox.put(_shown(CARD, lead, now, lead_card_key(lead.id)), place, reader.id if reader else None)


async def contacts_changed(work: Work, leads: Collection[int], now: datetime) -> None:
    """After visitors changed their contact, or allowed it again: who has the request sees it where they saw it.

    Everybody at the stand sees whether the messenger vouches for the number.
    """
    for number in leads:
        if (lead := await work.leads.load(number)) is None:
            continue
        await _redraw_cards(work, lead, now)
        for key, place, person_id in await work.leads.desks.contact_readers(lead):
            if person_id != lead.taken_by:
                continue
            await work.outbox.put(_contact(lead, now, key), place, person_id)
            if HERE in key:
                await work.privacy.audit.note("reveal", f"lead {lead.id}", person_id, now)


async def _take_contacts_back(work: Work, lead: Lead, now: datetime) -> None:
    """Draw again what was shown of the visitor, or is about to be, to any who took the request: it may be no more, or
    its buttons mean something else now.

    As often as it changes: what was drawn before may have been allowed again, and forbidden again, meanwhile.
    """
    for key, place, person_id in await work.leads.desks.contact_readers(lead):
        await work.outbox.put(_contact(lead, now, key), place, person_id)


async def contacts_blanked(work: Work, person_id: int, now: datetime) -> None:
    """After somebody's right ended: all contacts that they were ever shown in private are drawn again, without."""
    if (reader := await work.people.load(person_id)) is None:
        return
    for key, lead_id in await work.leads.desks.contacts_shown(reader):
        about = {"lead": lead_id, "here": HERE in key}
        await work.outbox.put(soon(CONTACT, about, now, A_REQUEST, key=key), reader.address, reader.id)


async def _redraw_board(work: Work, lead: Lead, now: datetime) -> None:
    """Draw the stand's counts again, wherever they stand, soon: many changes are one letter."""
    key = lead_board_key(lead.stand_id)
    for place in await work.post.standing.places(key):
        await work.outbox.put(soon(BOARD, {"stand": lead.stand_id}, now + PAUSE, A_REQUEST, key=key), place)


async def tell_machine(work: Work, lead: Lead, what: Told, to: Address, now: datetime) -> None:
    """Tell a machine, such as the stand's own list of customers, what happened to the request; each event is news."""
    about = {"lead": lead.id, "told": what, "revision": lead.revision}
    once = f"{NOTICE}/{lead.id}/{what}/{lead.revision}"
    await work.outbox.put(soon(NOTICE, about, now, A_REQUEST, once=once), to)


def _shown(kind: str, lead: Lead, now: datetime, key: str) -> Posting:
    return soon(kind, {"lead": lead.id}, now, A_REQUEST, key=key)


def _contact(lead: Lead, now: datetime, key: str) -> Posting:
    return soon(CONTACT, {"lead": lead.id, "here": HERE in key}, now, A_REQUEST, key=key)
