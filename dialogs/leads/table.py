"""A stand's requests as a spreadsheet, made for one reader when it leaves and kept nowhere.

Staff get the requests that they have taken, whose contacts they were shown anyway; the stand's head and organisers get
all of them. The stand's chats are told of every table, and the audit which requests it held.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from dialogs.kit.letter import Letter, Reading
from dialogs.kit.phrase import Phrase, say, speak
from dialogs.kit.screen import Document, Package, Screen, paragraph, screen
from dialogs.kit.tables import SPREADSHEET, table
from dialogs.kit.visit import Reply, Visit
from dialogs.leads import screens
from dialogs.leads.access import access_stand
from dialogs.leads.card import stand_name
from dialogs.leads.feature import feature
from dialogs.leads.letters import posting
from dialogs.leads.routes import DownloadLeads
from dialogs.leads.rules import shows_contacts
from dialogs.news.forgetting import EXPORTED
from dialogs.news.leads import desks_of, stands_at
from storage.database import Work
from storage.leads.lines import ConsentState, LeadLine
from storage.leads.notes import LeadNote
from storage.leads.tables import Kind, State
from storage.privacy.audit import Thing, stand_exported

HEADER = (
    *(say("No."), say("What"), say("State"), say("Asked"), say("Call from"), say("Call until"), say("Topic")),
    *(say("Repeats"), say("Misses"), say("Taken by"), say("Taken"), say("Closed"), say("Note"), say("Rating")),
    *(say("Visitor: we spoke"), say("Stand: we spoke"), say("Consent")),
    *(say("Name"), say("Phone"), say("E-mail"), say("Organisation"), say("Post")),
)
_KINDS: Mapping[Kind, Phrase] = {"call": say("call"), "materials": say("materials"), "message": say("message")}
_STATES: Mapping[State, Phrase] = {
    "new": say("new"),
    "taken": say("in work"),
    "waits": say("waits for a new time"),
    "called": say("called"),
    "closed": say("closed"),
    "cancelled": say("cancelled by the visitor"),
}
_CONSENTS: Mapping[ConsentState, Phrase | str] = {
    "given": say("given"),
    "withdrawn": say("withdrawn"),
    "erased": say("data deleted"),
    "none": "",
}
_FIELDS = ("name", "phone", "email", "organisation", "post")


@dataclass(frozen=True, slots=True)
class LeadTable(Letter):
    """The table of a stand's leads; `here`: contacts may be shown in that messenger.

    `numbers`: the requests that were asked for, as it was noted; None in a letter of an older version, which gets all
    that its reader may see.
    """

    stand: int
    here: bool = False
    numbers: tuple[int, ...] | None = None
    kind: ClassVar[str] = "lead-table"
    tells: ClassVar[bool] = True
    again_if_unsure: ClassVar[bool] = False
    surveys: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class TableTaken(Letter):
    """To a stand's chats: who of them has a table of its requests now, with so many contacts in it."""

    stand: int
    by: int
    contacts: int
    kind: ClassVar[str] = "lead-table-taken"


@dataclass(frozen=True, slots=True)
class LeadsExported(Letter):
    """To who took a table of the stand's requests away: these rows of it may not be kept."""

    stand: int
    numbers: tuple[int, ...]
    kind: ClassVar[str] = EXPORTED


@feature.on(DownloadLeads, changes=True)
async def download(visit: Visit, route: DownloadLeads) -> Reply:
    """Whoever asks gets it in private; it is noted who did, and their colleagues are told."""
    stand, work, person = await access_stand(visit, route.stand), visit.work, visit.person
    if not visit.person.reachable:
        word = say("I cannot write to you in private: open a chat with me, press “Start”, then press here again.")
        return Reply(toast=word)
    here = shows_contacts(visit.policy, visit.person)
    if not here:
        return Reply(toast=say("Contacts are not shown in this messenger: ask the organisers for the table."))
    held = await work.leads.lines.held(stand.id, await _only(work, person.id, stand.id))
    if not held and not await work.staff.may_head(person.id, stand.id):
        return Reply(toast=say("You have taken no requests yet: the spreadsheet holds your own ones."))
    numbers = tuple(one.number for one in held)
    await work.outbox.put(posting(LeadTable(stand.id, here, numbers), visit.now), person.address, person.id)
    whose: dict[Thing, list[int]] = {"lead": [one.lead for one in held]}
    await work.privacy.audit.note("export", stand_exported(stand.ref), person.id, visit.now, whose=whose)
    taken = TableTaken(stand.id, person.id, sum(one.contact for one in held))
    for address, reader in await desks_of(work, stand.id):
        if reader != person.id:
            await work.outbox.put(posting(taken, visit.now), address, reader)
    return Reply(toast=say("The spreadsheet comes into your private chat with me."))


async def _only(work: Work, person_id: int, stand_id: int) -> int | None:
    """Whose requests the person may have in a table: their own; None: everybody's."""
    return None if await work.staff.may_head(person_id, stand_id) else person_id


@feature.draws(LeadTable)
async def draw_table(letter: LeadTable, reading: Reading) -> Package | Screen | None:
    stand, work, person = reading.catalogue.stands.get(letter.stand), reading.work, reading.person
    if stand is None or not letter.here or not await work.staff.may_staff(person.id, stand.id):
        return None
    theirs = work.leads.lines.lines(stand.id, await _only(work, person.id, stand.id))
    asked = None if letter.numbers is None else frozenset(letter.numbers)
    lines = [line async for line in theirs if asked is None or line.lead.number in asked]
    if not lines:
        return screen(say("The stand «{stand}» was asked nothing yet.", stand=stand_name(stand)))
    notes = await work.leads.notes.of_stand(stand.id)
    people = {line.lead.taken_by for line in lines} | {note.person_id for told in notes.values() for note in told}
    names = await work.questions.boards.names({number for number in people if number is not None})
    header = [speak(column, person.language) for column in HEADER]
    zone = reading.catalogue.zone
    rows = [row(line, names, zone, person.language, notes.get(line.lead.id, ())) for line in lines]
    content = await asyncio.to_thread(table, header, rows, "xlsx")  # thousands of rows take a while
    day = reading.now.astimezone(reading.catalogue.zone).date()
    document = Document(f"requests-{stand.ref}-{day}.xlsx", content=content, media_type=SPREADSHEET)
    word = say("Requests of the stand «{stand}». It holds contacts: keep it safe.", stand=stand_name(stand))
    return Package((document,), (paragraph(word),))


@feature.draws(TableTaken)
async def draw_table_taken(letter: TableTaken, reading: Reading) -> Screen | None:
    stand = reading.catalogue.stands.get(letter.stand)
    if stand is None or stand.id not in await stands_at(reading.work, reading.address, reading.reader, stand.id):
        return None
    names = await reading.work.questions.boards.names([letter.by])
    return screens.table_taken(stand, names.get(letter.by), letter.contacts)


@feature.draws(LeadsExported)
async def draw_exported(letter: LeadsExported, reading: Reading) -> Screen:
    """To whoever has the table, whether they work here still or not."""
    return screens.exported(letter.numbers, reading.catalogue.stand_ever(letter.stand))


def row(
    line: LeadLine, names: Mapping[int, str], zone: ZoneInfo, language: str, notes: Sequence[LeadNote] = ()
) -> Sequence[str]:
    """A lead as a row under `HEADER`."""
    lead = line.lead

    def moment(at: datetime | None) -> str:
        return f"{at.astimezone(zone):%d.%m.%Y %H:%M}" if at is not None else ""

    def answer(said: bool | None) -> str:
        return "" if said is None else speak(say("yes") if said else say("no"), language)

    words = (_KINDS[lead.kind], _STATES[lead.state])
    times = (moment(lead.opened_at), moment(lead.starts), moment(lead.ends))
    noted = "\n".join(" · ".join([moment(one.at), names.get(one.person_id or 0, ""), one.text]) for one in notes)
    handled = (names.get(lead.taken_by or 0, ""), moment(line.taken_at), moment(lead.closed_at), noted)
    return (
        str(lead.number),
        *(speak(word, language) for word in words),
        *times,
        lead.topic or "",
        *(str(count) if count else "" for count in (lead.repeats, lead.misses)),
        *handled,
        "" if lead.rating is None else str(lead.rating),
        answer(lead.visitor_says),
        answer(lead.staff_says),
        speak(_CONSENTS[line.consent], language),
        *(line.contact.get(field, "") for field in _FIELDS),
    )
