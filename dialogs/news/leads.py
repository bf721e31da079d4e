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
    CARDS_OF_LEADS,
    CONTACT,
    CONTACTS_OF_LEADS,
    HERE,
    MISSED,
    NOTICE,
    PAST,
    QUESTIONS_AFTER_CALLS,
    RECEIPT,
    SPOKE,
    SPOKEN,
    UNANSWERED,
    TakersNews,
    Told,
    lead_board_key,
    lead_card_key,
    lead_receipt_key,
    number_in,
    past_card_key,
)
from storage.leads.tables import Lead
from storage.leads.threads import FROM_VISITOR, said_key
from storage.people.enclosures import SHOWN, shown_key
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
        reader = await reader_at(work, place)
        await work.outbox.put(soon(kind, about, now, A_REQUEST, key=key), place, reader)
        await work.outbox.put(_shown(CARD, lead, now, lead_card_key(lead.id)), place, reader)


async def reader_at(work: Work, place: Address) -> int | None:
    """Whose private chat that is; nobody's, of a group."""
    person = await work.people.find(place.messenger, place.chat)
    return None if person is None else person.id


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
        posting = _shown(CARD, lead, now, lead_card_key(lead.id))
        await work.outbox.put(posting, place, await reader_at(work, place))


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


async def desk_blanked(work: Work, person_id: int, now: datetime) -> None:
    """After somebody's right ended: what they were ever shown of visitors in private is drawn again, without."""
    if (reader := await work.people.load(person_id)) is None:
        return
    for key in await work.leads.desks.shown_in_private(reader):
        if (posting := await drawn_again(work, key, now)) is not None:
            await work.outbox.put(posting, reader.address, reader.id)


async def drawn_again(work: Work, key: str, now: datetime) -> Posting | None:
    """The letter that draws anew what a stand's staff see under that key; None: it is for a visitor."""
    number = number_in(key)
    if key.startswith(CONTACTS_OF_LEADS):
        return soon(CONTACT, {"lead": number, "here": HERE in key}, now, A_REQUEST, key=key)
    if key.startswith(CARDS_OF_LEADS):
        return soon(CARD, {"lead": number}, now, A_REQUEST, key=key)
    if key.startswith(QUESTIONS_AFTER_CALLS):
        return soon(SPOKE, {"lead": number}, now, A_REQUEST, key=key)
    if key == shown_key(number):
        enclosure = await work.enclosures.load(number)
        if enclosure is None or not await _by_visitor(work, enclosure.key):
            return None
        return soon(SHOWN, {"enclosure": number}, now, A_REQUEST, key=key)
    return soon(FROM_VISITOR, {"message": number}, now, A_REQUEST, key=key) if await _by_visitor(work, key) else None


async def _by_visitor(work: Work, key: str) -> bool:
    """Whether these words are a visitor's to a stand."""
    message = await work.leads.threads.load(number_in(key))
    return message is not None and key == said_key(message.id) and not message.by_staff


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
