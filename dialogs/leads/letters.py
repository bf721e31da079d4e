"""What stands' groups, their members and organisers are told of leads: drawn at the second it leaves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Literal

from dialogs.kit.letter import Letter, Reading
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.screen import Removal, Screen, screen
from dialogs.kit.times import minutes_until
from dialogs.leads import rules, screens
from dialogs.leads.card import Card, card, past
from dialogs.leads.feature import feature
from dialogs.news.forgetting import FORGOTTEN, TAKEN_BACK
from dialogs.news.leads import stands_at
from dialogs.news.terms import A_REMINDER, A_WORD, soon
from storage.fair.exhibition import Stand
from storage.leads.keys import BOARD, CARD, CONTACT, PAST, SPOKE
from storage.leads.tables import Lead, holds
from storage.leads.threads import FROM_VISITOR, ThreadMessage, row_until, said_key
from storage.post.outbox import Posting
from storage.privacy.sealing import NoKeys, Unreadable

# Where what was shown cannot be deleted any more:
NOT_HERE = say("This request is not shown here any more.")
NOT_SHOWN = say("You do not work here any more, so the contact is not shown.")
Word = Literal["late", "empty", "long", "not taken", "words only", "contacts", "not here"]


@dataclass(frozen=True, slots=True)
class LeadCard(Letter):
    """A lead, where its stand's staff work."""

    lead: int
    kind: ClassVar[str] = CARD
    tells: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class PastCard(Letter):
    """Where a lead's card stood before the newest one was laid below."""

    lead: int
    kind: ClassVar[str] = PAST


@dataclass(frozen=True, slots=True)
class FromVisitor(Letter):
    """What the visitor wrote up to that message, when the newest words stand on a card below."""

    message: int
    kind: ClassVar[str] = FROM_VISITOR
    tells: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class LeadContact(Letter):
    """Who the visitor is, to who has taken the lead; `here`: contacts may be shown in that messenger."""

    lead: int
    here: bool = False
    kind: ClassVar[str] = CONTACT
    tells: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class CallSoon(Letter):
    """The same once more, before the window."""

    lead: int
    here: bool = False
    kind: ClassVar[str] = "lead-soon"
    tells: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class CallOver(Letter):
    """After the window: whether they spoke, to who has taken the call."""

    lead: int
    kind: ClassVar[str] = SPOKE
    tells: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class LeadBoard(Letter):
    """The counts of a stand's leads."""

    stand: int
    kind: ClassVar[str] = BOARD
    pinned: ClassVar[bool] = True
    takes_at_most: ClassVar[int] = 2


@dataclass(frozen=True, slots=True)
class Untaken(Letter):
    """To an organiser: nobody takes this lead."""

    lead: int
    kind: ClassVar[str] = "lead-untaken"


@dataclass(frozen=True, slots=True)
class Unattended(Letter):
    """To an organiser: the stand has nobody who could take what it is asked."""

    stand: int
    kind: ClassVar[str] = "lead-unattended"


@dataclass(frozen=True, slots=True)
class LeadSaid(Letter):
    """A short answer to a group, where no word can pass over the chat."""

    word: Word
    lead: int = 0
    number: int = 0
    kind: ClassVar[str] = "lead-said"
    again_if_unsure: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class VisitorForgotten(Letter):
    """To the stand's chats: the visitor of these requests was forgotten."""

    stand: int
    numbers: tuple[int, ...]
    kind: ClassVar[str] = FORGOTTEN


def posting(letter: Letter, now: datetime, key: str | None = None, once: str | None = None) -> Posting:
    """A letter about a lead."""
    worth = A_WORD if isinstance(letter, LeadSaid) else A_REMINDER
    return soon(letter.kind, letter.about(), now, worth, once=once, key=key)


async def _loaded(reading: Reading, lead_id: int) -> tuple[Lead, Stand] | None:
    """The lead and its stand; of one that was withdrawn only what stands already is drawn, for it may have to go."""
    lead = await reading.work.leads.load(lead_id)
    find = reading.catalogue.stand_ever if reading.again else reading.catalogue.stands.get
    stand = None if lead is None else find(lead.stand_id)
    return None if lead is None or stand is None else (lead, stand)


async def _is_asked_here(reading: Reading, stand: Stand) -> bool:
    """Whether the letter goes to where that stand is asked: a chat of its, or somebody who works there."""
    return stand.id in await stands_at(reading.work, reading.address, reading.reader, stand.id)


async def _may(reading: Reading, stand: Stand) -> bool:
    return await reading.work.staff.may_staff(reading.person.id, stand.id)


async def _clocks(reading: Reading, lead: Lead) -> str | None:
    """The zone by which the visitor's clocks go, where it was told."""
    visitor = None if lead.person_id is None else await reading.work.people.load(lead.person_id)
    return None if visitor is None else visitor.zone


async def _typed(reading: Reading, lead: Lead) -> bool:
    """Whether nobody vouches that the number to be called is the visitor's."""
    try:
        contact = await reading.work.privacy.contacts.of_lead(lead.id) or {}
    except (NoKeys, Unreadable):
        return False
    return "phone" in contact and "own_phone" not in contact


@feature.draws(LeadCard)
async def draw_card(letter: LeadCard, reading: Reading) -> Screen | Removal | None:
    loaded, work = await _loaded(reading, letter.lead), reading.work
    if loaded is None:
        return None
    lead, stand = loaded
    stands = await stands_at(work, reading.address, reading.reader, stand.id)
    if stand.id not in stands:
        return Removal(NOT_HERE) if reading.again else None
    notes = await work.leads.notes.of_lead(lead.id)
    people = [note.person_id for note in notes if note.person_id is not None]
    names = await work.questions.boards.names([*people, *([lead.taken_by] if lead.taken_by is not None else [])])
    said, files, first = await _said(reading, lead, None)
    return card(
        Card(
            lead,
            stand,
            reading.catalogue.zone,
            named=len(stands) > 1 or reading.reader is not None,
            own=await _clocks(reading, lead),
            holder=names.get(lead.taken_by or 0),
            given=bool(await work.privacy.contacts.given([lead.id])),
            typed=lead.kind == "call" and await _typed(reading, lead),
            menu=await work.leads.desks.menu(lead),
            said=said,
            first=first,
            files=files,
            notes=tuple((note, names.get(note.person_id or 0)) for note in notes),
            home=reading.home,
        )
    )


async def _said(
    reading: Reading, lead: Lead, last: int | None
) -> tuple[tuple[ThreadMessage, ...], tuple[str, ...], bool]:
    """What the visitor wrote in the row up to that message, the files among it, and whether it is their first."""
    if lead.kind != "message":
        return (), (), False
    messages = await reading.work.leads.threads.of_lead(lead.id)
    row = row_until(messages, last)
    files = [file for one in row if not one.text for file in await reading.work.enclosures.of_key(said_key(one.id))]
    return row, tuple(file.name for file in files), bool(row) and row[0].id == messages[0].id


@feature.draws(PastCard)
async def draw_past(letter: PastCard, reading: Reading) -> Screen | None:
    loaded = await _loaded(reading, letter.lead)
    return past(loaded[0]) if loaded is not None and reading.again else None


@feature.draws(FromVisitor)
async def draw_from_visitor(letter: FromVisitor, reading: Reading) -> Screen | Removal | None:
    message = await reading.work.leads.threads.load(letter.message)
    if message is None:
        return Removal(TAKEN_BACK) if reading.again else None
    loaded = await _loaded(reading, message.lead_id)
    if loaded is None:
        return None
    if not await _is_asked_here(reading, loaded[1]):
        return Removal(NOT_HERE) if reading.again else None
    said, files, _ = await _said(reading, loaded[0], letter.message)
    return past(loaded[0], said, files, reading.home)


@feature.draws(LeadContact)
async def draw_contact(letter: LeadContact, reading: Reading) -> Screen | Removal | None:
    return await _contact(reading, letter.lead, here=letter.here, soon=False)


@feature.draws(CallSoon)
async def draw_soon(letter: CallSoon, reading: Reading) -> Screen | Removal | None:
    return await _contact(reading, letter.lead, here=letter.here, soon=True)


async def _contact(reading: Reading, lead_id: int, *, here: bool, soon: bool) -> Screen | Removal | None:
    """The contact, for who has the lead and still may; in place of what was shown to somebody else, why it is not.

    What was shown to somebody who is forgotten goes out of their chat.
    """
    if reading.reader is None:
        return Removal(NOT_SHOWN) if reading.again else None
    loaded = await _loaded(reading, lead_id)
    if loaded is None:
        return None
    lead, stand = loaded
    if lead.taken_by != reading.person.id or not await _may(reading, stand):
        return screens.contact_gone(lead, yours=False) if reading.again else None
    if soon and not (holds(lead, reading.person.id) and lead.starts is not None and reading.now < lead.starts):
        return None
    if not await reading.work.privacy.contacts.given([lead.id]):
        return screens.contact_gone(lead, yours=True)
    minutes = minutes_until(lead.starts, reading.now) if soon and lead.starts is not None else None
    shown = screens.Shown(lead, stand, reading.catalogue.zone, await _clocks(reading, lead), reading.home)
    try:
        fields = await reading.work.privacy.contacts.of_lead(lead.id) if here else None
    except (NoKeys, Unreadable):
        return screens.contact_sealed(lead)
    return screens.off_messenger(shown, minutes) if fields is None else screens.contact(shown, fields, minutes)


@feature.draws(CallOver)
async def draw_over(letter: CallOver, reading: Reading) -> Screen | Removal | None:
    loaded = await _loaded(reading, letter.lead)
    if loaded is None:
        return None
    lead, stand = loaded
    if lead.person_id is None:
        return Removal(TAKEN_BACK) if reading.again else None
    if reading.reader is None or not await _may(reading, stand):
        return Removal(NOT_HERE) if reading.again else None
    if lead.taken_by != reading.person.id or lead.staff_says is not None:
        return None
    clocks = await _clocks(reading, lead)
    return screens.did_you_speak(screens.Shown(lead, stand, reading.catalogue.zone, clocks, reading.home))


@feature.draws(LeadBoard)
async def draw_board(letter: LeadBoard, reading: Reading) -> Screen | None:
    stand = reading.catalogue.stands.get(letter.stand)
    places = await reading.work.staff.places.at(reading.address)
    if stand is None or not any(place.stand_id == stand.id for place in places):
        return None
    return screens.board(stand, await reading.work.leads.counts(stand.id))


@feature.draws(Untaken)
async def draw_untaken(letter: Untaken, reading: Reading) -> Screen | None:
    loaded = await _loaded(reading, letter.lead)
    if loaded is None or loaded[0].state != "new" or not await _may(reading, loaded[1]):
        return None
    return screens.untaken(*loaded, rules.RAISE // timedelta(minutes=1))


@feature.draws(Unattended)
async def draw_unattended(letter: Unattended, reading: Reading) -> Screen | None:
    stand, work = reading.catalogue.stands.get(letter.stand), reading.work
    if stand is None or not await _may(reading, stand):
        return None
    counts = await work.leads.counts(stand.id)
    chat = bool(await work.staff.places.of_stand(stand.id))
    return screens.unattended(stand, counts, chat=chat) if counts.get("new") else None


@feature.draws(VisitorForgotten)
async def draw_forgotten(letter: VisitorForgotten, reading: Reading) -> Screen | None:
    if letter.stand not in await stands_at(reading.work, reading.address, reading.reader, letter.stand):
        return None
    return screens.forgotten(letter.numbers)


@feature.draws(LeadSaid)
async def draw_word(letter: LeadSaid, reading: Reading) -> Screen | None:
    lead = await reading.work.leads.load(letter.lead) if letter.lead else None
    return screen(await _word(letter, lead, reading))


async def _word(letter: LeadSaid, lead: Lead | None, reading: Reading) -> Phrase:
    match letter.word:
        case "late" if lead is not None:
            names = await reading.work.questions.boards.names([lead.taken_by] if lead.taken_by is not None else [])
            return screens.lost_the_race(lead, None if lead.taken_by is None else names.get(lead.taken_by))
        case "long":
            return say("That is too long: {n} characters at most. Nothing was kept.", n=letter.number)
        case "not taken" if lead is not None:
            return say(
                "A note to №{number} is written by who has taken it: press “Take”, then reply to the card.",
                number=lead.number,
            )
        case "words only":
            return say("Noted. A note has room for words only, so the file is not kept.")
        case "contacts":
            return say(
                "Noted. Phone numbers and addresses are hidden here, where everybody reads, and stand whole in the "
                "spreadsheet. Please keep them out of notes: the contact is in your private chat with me."
            )
        case "not here":
            return say("/leads is for the chat of a stand, and for its staff who have opened their private link.")
        case _:
            return say("There are no words in that, so I kept nothing.")
