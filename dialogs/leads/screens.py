"""What stands on the stands' desks beside the cards, and what their staff and the organisers are told in private."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.reading import HOME, holds_contacts, shown_email, shown_phone, without_contacts
from dialogs.kit.route import Nowhere
from dialogs.kit.screen import (
    Bold,
    Button,
    Fact,
    Italic,
    Line,
    Noted,
    Notice,
    Paragraph,
    Row,
    Screen,
    paragraph,
    screen,
)
from dialogs.leads.card import about, early, may_come_of, stand_name, sure_missed, title
from dialogs.leads.routes import DownloadLeads, LeadSpoke
from dialogs.privacy.routes import OpenContact
from dialogs.team.routes import OpenTeam
from storage.fair.exhibition import Stand
from storage.leads.notes import LeadNote
from storage.leads.tables import Lead, State

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """A lead as its taker sees it in private.

    `own` is the zone of the visitor's clocks, `home` the country of phones that are written without one.
    """

    lead: Lead
    stand: Stand
    zone: ZoneInfo
    own: str | None = None
    home: str = HOME


def contact(of: Shown, fields: Fields, minutes: int | None) -> Screen:
    """Whom to call or write to; `minutes`: the window begins so soon."""
    rows = may_come_of(of.lead)
    parts = (_fields(fields), about(of.lead, of.zone, of.own, of.home))
    return screen(*_soon(minutes), _head(of), *_paragraphs(*parts), buttons=rows)


def off_messenger(of: Shown, minutes: int | None) -> Screen:
    """The same in a messenger in which contacts are not shown."""
    word = say("By law contacts are not shown in this messenger: you see this one on a page of mine.")
    told = _paragraphs(about(of.lead, of.zone, of.own, of.home))
    rows: list[Row] = [(Button(say("See the contact"), OpenContact(of.lead.id)),)]
    rows += may_come_of(of.lead)
    return screen(*_soon(minutes), _head(of), *told, word, buttons=rows)


def called_early(lead: Lead, stand: Stand, zone: ZoneInfo) -> Screen:
    """In private: whether somebody called before the window."""
    back = Button(say("No, I shall call later"), Nowhere())
    return screen(
        paragraph(title(lead), (Italic(stand_name(stand)),)), early(lead, zone), buttons=[sure_missed(lead), (back,)]
    )


def contact_gone(lead: Lead, *, yours: bool) -> Screen:
    """What stands where a contact was shown; `yours`: the reader still has the lead."""
    if yours:
        word = say("The visitor has withdrawn the consent: there is no contact any more, and nobody may use it.")
    else:
        word = say("The request is not yours any more, so its contact is not shown here.")
    return screen(paragraph(title(lead)), word)


def contact_sealed(lead: Lead) -> Screen:
    """What is shown where the key is not there that the contact was sealed with."""
    word = say("I cannot read the contact: its key is not where it should be. Please tell the organisers.")
    return screen(paragraph(title(lead)), word)


def did_you_speak(of: Shown) -> Screen:
    """After the window of a call."""
    buttons = (
        Button(say("Yes, we spoke"), LeadSpoke(of.lead.id, spoke=True)),
        Button(say("No, we did not"), LeadSpoke(of.lead.id, spoke=False)),
    )
    told = _paragraphs(about(of.lead, of.zone, of.own, of.home))
    return screen(_head(of), *told, Bold(say("Did you speak?")), buttons=[buttons])


def _head(of: Shown) -> Paragraph:
    return paragraph(title(of.lead), (Italic(stand_name(of.stand)),))


def _soon(minutes: int | None) -> list[Bold]:
    return [] if minutes is None else [Bold(say_n("In {n} minute you call:", "In {n} minutes you call:", minutes))]


def _paragraphs(*parts: Iterable[Line]) -> list[Paragraph]:
    return [paragraph(*lines) for part in parts if (lines := list(part))]


def board(stand: Stand, counts: Mapping[State, int]) -> Screen:
    """How many requests are in each state: they come first, for a pinned message shows its first line."""
    get = counts.get
    waiting = say("new {new} · in work {taken} · waiting for a new time {waits}", **_counted(counts))
    done = say(
        "called {called} · closed {closed} · cancelled {cancelled}",
        called=get("called", 0),
        closed=get("closed", 0),
        cancelled=get("cancelled", 0),
    )
    download = Button(say("Download as a spreadsheet"), DownloadLeads(stand.id))
    people = Button(say("The people of the stand"), OpenTeam(stand.id))
    return screen(paragraph((Bold(waiting),), (done,)), Italic(stand_name(stand)), buttons=[(download,), (people,)])


def table_taken(stand: Stand, name: str | None, contacts: int) -> Screen:
    """To the stand's chats: nobody takes contacts away unseen."""
    told = say_n(
        "{name} downloads the spreadsheet: {n} contact in it",
        "{name} downloads the spreadsheet: {n} contacts in it",
        contacts,
        name=name or say("A colleague"),
    )
    return screen(paragraph(("📥 ", Bold(told)), (Italic(stand_name(stand)),)))


def _counted(counts: Mapping[State, int]) -> dict[str, int]:
    states: tuple[State, ...] = ("new", "taken", "waits")
    return {state: counts.get(state, 0) for state in states}


def untaken(lead: Lead, stand: Stand, minutes: int) -> Screen:
    """To organisers: nobody takes this one."""
    head = say("Nobody at the stand has taken a request for {minutes} min", minutes=minutes)
    return screen(Bold(head), paragraph(_numbered(stand), title(lead)), *_how_to_reach(stand))


def unattended(stand: Stand, counts: Mapping[State, int], *, chat: bool) -> Screen:
    """To organisers: there is nobody who could take them."""
    new = counts.get("new", 0)
    head = say_n("{n} request waits, and nobody can take it", "{n} requests wait, and nobody can take them", new)
    if chat:
        why = say("Nobody has opened the private link for the stand's staff yet.")
    else:
        why = say("The stand has no chat for its staff, or I cannot write there any more.")
    return screen(Bold(head), paragraph(_numbered(stand), (why,)), *_how_to_reach(stand))


def _numbered(stand: Stand) -> Line:
    name = stand_name(stand)
    return (say("Stand {number}", number=stand.number), " · ", name) if stand.number is not None else (name,)


def _how_to_reach(stand: Stand) -> list[str]:
    reached = [way for way in (stand.phone, stand.email) if way]
    return [" · ".join(reached)] if reached else []


def _fields(fields: Fields) -> Iterator[Line]:
    if name := fields.get("name"):
        yield (Bold(name),)
    if phone := fields.get("phone"):
        how = say("confirmed by the messenger") if "own_phone" in fields else say("typed by hand")
        yield (say("Phone:"), " ", Bold(shown_phone(phone)), " · ", how)
    if email := fields.get("email"):
        yield (say("E-mail:"), " ", shown_email(email))
    if organisation := fields.get("organisation"):
        yield (say("Organisation:"), " ", organisation)
    if post := fields.get("post"):
        yield (say("Post:"), " ", post)


def notice(event: str, lead: Lead, stand: Stand, fields: Fields, notes: Iterable[LeadNote], home: str = HOME) -> Notice:
    """The same for a stand's own machine; of a withdrawal nothing but which lead it was.

    Notes are about the visitor, so they go where the visitor's consent holds. One with a number or an address in it is
    left out: what the visitor allows stands in fields of its own. Who wrote them is not told.
    """
    facts: dict[str, Fact] = {"stand": stand.ref, "number": lead.number, "kind": lead.kind, "state": lead.state}
    if event != "withdrawn":
        facts |= {
            "starts": lead.starts.isoformat() if lead.starts else None,
            "ends": lead.ends.isoformat() if lead.ends else None,
            "topic": without_contacts(lead.topic, home) if lead.topic else None,
        }
        if fields:
            told = (note for note in notes if not holds_contacts(note.text, home))
            facts["notes"] = tuple(Noted(note.text, note.at.isoformat()) for note in told)
        facts |= {name: fields[name] for name in ("name", "phone", "email", "organisation", "post") if name in fields}
    return Notice(f"lead.{event}", tuple(facts.items()))


def lost_the_race(lead: Lead, holder: str | None) -> Phrase:
    """Somebody was first: what has become of the lead, in as few words as pass over a chat."""
    number, name = lead.number, holder or say("a colleague")
    match lead.state:
        case "new":
            return say("№{number} waits: press “Take” first.", number=number)
        case "taken":
            return say("№{number} is in work already: {name}.", number=number, name=name)
        case "waits":
            return say("№{number} waits for a new time of the visitor's: {name}.", number=number, name=name)
        case "called":
            return say("№{number}: {name} has called already.", number=number, name=name)
        case "closed":
            return say("№{number} is closed already.", number=number)
        case _:
            return say("№{number} was cancelled by the visitor.", number=number)


def forgotten(numbers: Sequence[int]) -> Screen:
    """A new message: an edit of the cards notifies nobody."""
    told = _listed(numbers)
    if len(numbers) == 1:
        head = say("The visitor of request {numbers} asked to be forgotten.", numbers=told)
    else:
        head = say("The visitor of requests {numbers} asked to be forgotten.", numbers=told)
    return screen(
        Bold(head),
        say(
            "I have taken their contact and their words out of this chat. Please erase at your side, too, what you "
            "have written down: in phones, spreadsheets, notebooks, letters."
        ),
    )


def exported(numbers: Sequence[int], stand: Stand | None) -> Screen:
    """In private; the table itself holds others' rows, too, and stays."""
    if stand is None:
        where = say("You have downloaded a table of requests.")
    else:
        where = say("You have downloaded the requests of the stand «{stand}».", stand=stand_name(stand))
    return screen(
        Bold(say("Erase from the table: {numbers}", numbers=_listed(numbers))),
        where,
        say("The visitor does not allow it any more to keep their contact: erase these rows in every copy."),
    )


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(f"№{number}" for number in numbers)
