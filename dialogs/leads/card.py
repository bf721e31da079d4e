"""The card of a lead, as the stand's staff see it: nothing on it tells who the visitor is.

Contacts that somebody has typed into a note, or before they were refused, are left out here, where a group reads.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.reading import HOME, without_contacts
from dialogs.kit.screen import Bold, Button, Italic, Line, Paragraph, Piece, Row, Screen, paragraph, screen
from dialogs.kit.times import DayName, clock_time, differ, mine_alone, shift, zone_mark
from dialogs.leads.routes import (
    UNRATED,
    CloseLead,
    LeadCalled,
    LeadMissed,
    LeadNotMissed,
    OpenClosing,
    ReturnLead,
    TakeLead,
)
from dialogs.leads.rules import ALARM, HIGHEST_RATING
from storage.fair.exhibition import Stand
from storage.leads.desks import LeadMenu
from storage.leads.notes import LeadNote
from storage.leads.tables import Lead
from storage.leads.threads import ThreadMessage

NOTES_SHOWN = 5  # on the card
HINT = say("Reply to this message, and the visitor gets your words.")


@dataclass(frozen=True, slots=True)
class Card:
    """What a card is drawn from.

    `named`: it says whose stand it is, for the chat is that of several. `own` is the zone of the visitor's clocks
    from the fair's, in minutes, `holder` how the one who took the lead is called; `given`: the stand may know the
    visitor's contact, whose phone was `typed`; `menu`: what it asks. `said` is what the visitor wrote in one row,
    `files` what came without words, `notes` what the staff noted, each with who wrote it. `home` is the country of
    phones that are written without one.
    """

    lead: Lead
    stand: Stand
    zone: ZoneInfo
    named: bool
    own: str | None = None
    holder: str | None = None
    given: bool = True
    typed: bool = False
    menu: LeadMenu | None = None
    said: tuple[ThreadMessage, ...] = ()
    first: bool = False
    files: tuple[str, ...] = ()
    notes: tuple[tuple[LeadNote, str | None], ...] = ()
    home: str = HOME


def card(of: Card) -> Screen:
    """What is asked, what has become of it, and what can be done now."""
    head: list[Line] = [(*title(of.lead), " · ", _state(of))]
    if of.named:
        head.append((Italic(stand_name(of.stand)),))
    told = [*about(of.lead, of.zone, of.own, of.home), *_history(of)]
    said = words_of(of.said, of.files, of.home) if of.lead.kind == "message" else []
    ends: list[Paragraph] = [] if of.lead.state != "new" or not of.first else [paragraph(Italic(HINT))]
    if of.menu == "missed":
        ends.append(paragraph(Italic(early(of.lead, of.zone))))
    elif of.menu == "close":
        how = say("How did it go? Rate it from 0 to 5; a note is what you write in reply to this card.")
        ends.append(paragraph(Italic(how)))
    parts = [paragraph(*told)] if told else []
    return screen(paragraph(*head), *said, *parts, *_notes(of), *ends, buttons=_buttons(of))


def past(lead: Lead, said: Sequence[ThreadMessage] = (), files: Sequence[str] = (), home: str = HOME) -> Screen:
    """What stands where a card stood, now that a newer one stands below."""
    if said:
        return screen(paragraph((*title(lead), " · ", say("the visitor writes"))), *words_of(said, files, home))
    return screen(paragraph((*title(lead), " · ", say("⬇ the card stands below now"))))


def words_of(said: Sequence[ThreadMessage], files: Sequence[str], home: str) -> list[Paragraph]:
    """What the visitor wrote in one row, a line each."""
    lines: list[Line] = [(without_contacts(one.text, home), *_mark(one.edited_at)) for one in said if one.text]
    lines += [("📎 ", name) for name in files]
    return [paragraph(*lines, flexible=True)] if lines else []


def _mark(edited: datetime | None) -> tuple[Piece, ...]:
    return () if edited is None else (" ", Italic(say("(corrected)")))


def title(lead: Lead) -> Line:
    """«№7 · 📞 звонок»."""
    return (Bold(f"№{lead.number}"), " · ", kind_name(lead))


def kind_name(lead: Lead) -> Phrase:
    """What is asked of the stand."""
    match lead.kind:
        case "call":
            return say("📞 call")
        case "materials":
            return say("📚 materials")
        case _:
            return say("✉️ message")


def stand_name(stand: Stand) -> str:
    """What a stand is called where there is little room."""
    return stand.short or stand.title


def about(lead: Lead, zone: ZoneInfo, own: str | None, home: str) -> Iterator[Line]:
    """When to call, where the visitor's clocks are, and about what."""
    if lead.starts is not None and lead.ends is not None:
        hours = f"{clock_time(lead.starts, zone)}–{clock_time(lead.ends, zone)}"
        day = DayName(lead.starts.astimezone(zone).date(), short=True)
        line: Line = (say("Call: {day}, {hours} {zone}", day=day, hours=hours, zone=zone_mark(zone)),)
        if differ(lead.starts, zone, own):
            theirs = "–".join(mine_alone(at, zone, own) for at in (lead.starts, lead.ends))
            line = (*line, " · ", say("{hours} at the visitor's", hours=theirs))
        yield line
    if own is not None:
        yield (say("Visitor's time:"), " ", zone_mark(zone), shift(lead.starts or lead.opened_at, zone, own))
    if lead.topic:
        yield (say("Topic:"), " ", without_contacts(lead.topic, home))


def _state(of: Card) -> Phrase:
    match of.lead.state:
        case "new" if of.lead.alarmed_at is not None:
            return say("⏰ nobody has taken it for {minutes} min", minutes=ALARM // timedelta(minutes=1))
        case "new":
            return say("🆕 new request")
        case "taken":
            return say("✋ {name}", name=of.holder or say("a colleague"))
        case "waits":
            return say("📵 nobody answered, waiting for a new time · {name}", name=of.holder or say("a colleague"))
        case "called":
            return say("✅ called · {name}", name=of.holder or say("a colleague"))
        case "closed":
            return say("🏁 closed")
        case _:
            return say("↩️ cancelled by the visitor")


def _history(of: Card) -> Iterator[Line]:
    lead = of.lead
    if of.typed and lead.closed_at is None:
        yield (say("⚠️ The number is not confirmed: it was typed by hand."),)
    if lead.repeats:
        yield (say_n("Asked {n} more time", "Asked {n} more times", lead.repeats),)
    if lead.misses:
        yield (say_n("Nobody answered {n} time", "Nobody answered {n} times", lead.misses),)
    if lead.person_id is None:
        yield (Bold(say("The visitor has deleted their data: there is no contact any more.")),)
    elif not of.given and lead.kind != "message":
        yield (Bold(say("The visitor has withdrawn the consent: there is no contact any more.")),)
    says = {True: say("yes"), False: say("no")}
    spoke: list[Piece] = []
    if lead.visitor_says is not None:
        spoke += [" ", say("visitor — {answer}", answer=says[lead.visitor_says])]
    if lead.staff_says is not None:
        spoke += ["," if spoke else "", " ", say("stand — {answer}", answer=says[lead.staff_says])]
    if spoke:
        yield (say("Did they speak:"), *spoke)
    if lead.rating is not None:
        yield (say("Rating: {rating} of {most}", rating=lead.rating, most=HIGHEST_RATING),)


def _notes(of: Card) -> list[Paragraph]:
    """What the staff noted last; all of it is in the table."""
    lines: list[Line] = []
    if (more := len(of.notes) - NOTES_SHOWN) > 0:
        lines += (
            [(say_n("{n} note more is in the table", "{n} notes more are in the table", more),)] if more > 0 else []
        )
    for note, name in of.notes[-NOTES_SHOWN:]:
        who = "" if name is None else f"{name}, "
        lines.append(
            (
                "📝 ",
                who,
                clock_time(note.at, of.zone),
                ": ",
                Italic(without_contacts(note.text, of.home)),
                *_mark(note.edited_at),
            )
        )
    return [paragraph(*lines, flexible=True)] if lines else []


def _buttons(of: Card) -> list[Row]:
    number = of.lead.id
    if of.menu == "missed":
        return [sure_missed(of.lead), (Button(say("‹ Back"), OpenClosing(number, False)),)]
    if of.menu == "close":
        ratings = [Button(str(rating), CloseLead(number, rating)) for rating in range(HIGHEST_RATING + 1)]
        without = Button(say("Without a rating"), CloseLead(number, UNRATED))
        return [tuple(ratings[:3]), tuple(ratings[3:]), (without, Button(say("‹ Back"), OpenClosing(number, False)))]
    back, close = Button(say("Give back"), ReturnLead(number)), Button(say("Close"), OpenClosing(number))
    match of.lead.state:
        case "new":
            return [(Button(say("Take"), TakeLead(number)),)]
        case "taken" if of.lead.kind == "call":
            return [called_or_missed(of.lead), (back, close)]
        case "taken":
            return [(back, close)]
        case "waits":
            return [
                (Button(say("Called"), LeadCalled(number)), Button(say("Not missed"), LeadNotMissed(number))),
                (back, close),
            ]
        case "called":
            return [(close,)]
        case _:
            return []


def early(lead: Lead, zone: ZoneInfo) -> Phrase:
    """What is asked of who says before the window that nobody answered."""
    time = clock_time(lead.starts or lead.opened_at, zone)
    return say("The visitor expects the call from {time} on. Have you called already, and nobody answered?", time=time)


def sure_missed(lead: Lead) -> Row:
    """Somebody did call before the window."""
    return (Button(say("Yes, nobody answered"), LeadMissed(lead.id, sure=True)),)


def may_come_of(lead: Lead) -> list[Row]:
    """The buttons below the contact of who has taken a call, as it stands now."""
    match lead.state:
        case "taken" if lead.kind == "call":
            return [called_or_missed(lead)]
        case "waits":
            return [(Button(say("Called"), LeadCalled(lead.id)), Button(say("Not missed"), LeadNotMissed(lead.id)))]
    return []


def called_or_missed(lead: Lead) -> Row:
    """What may have come of a call."""
    return (Button(say("Called"), LeadCalled(lead.id)), Button(say("Nobody answered"), LeadMissed(lead.id)))
