"""The card of a lead, as the stand's staff see it: nothing on it tells who the visitor is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.screen import Bold, Button, Italic, Line, Paragraph, Piece, Row, Screen, paragraph, screen
from dialogs.kit.times import DayName, clock_time, zone_mark
from dialogs.leads.routes import UNRATED, CloseLead, LeadCalled, LeadMissed, OpenClosing, ReturnLead, TakeLead
from dialogs.leads.rules import ALARM, HIGHEST_RATING
from storage.fair.exhibition import Stand
from storage.leads.tables import Lead


@dataclass(frozen=True, slots=True)
class Card:
    """What a card is drawn from.

    `named`: it says whose stand it is, for the chat is that of several. `offset` is how far the visitor's clocks are
    from the fair's, in minutes, `holder` how the one who took the lead is called; `given`: the stand may know the
    visitor's contact; `closing`: it asks how it went.
    """

    lead: Lead
    stand: Stand
    zone: ZoneInfo
    named: bool
    offset: int | None = None
    holder: str | None = None
    given: bool = True
    closing: bool = False


def card(of: Card) -> Screen:
    """What is asked, what has become of it, and what can be done now."""
    head: list[Line] = [(*title(of.lead), " · ", _state(of))]
    if of.named:
        head.append((Italic(stand_name(of.stand)),))
    told = [*about(of.lead, of.zone, of.offset), *_history(of)]
    ends: list[Paragraph] = []
    if of.closing:
        how = say("How did it go? Rate it from 0 to 5; a note is what you write in reply to this card.")
        ends.append(paragraph(Italic(how)))
    return screen(paragraph(*head), *([paragraph(*told)] if told else []), *ends, buttons=_buttons(of))


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


def about(lead: Lead, zone: ZoneInfo, offset: int | None) -> Iterator[Line]:
    """When to call, where the visitor's clocks are, and about what."""
    if lead.starts is not None and lead.ends is not None:
        hours = f"{clock_time(lead.starts, zone)}–{clock_time(lead.ends, zone)}"
        day = DayName(lead.starts.astimezone(zone).date(), short=True)
        line: Line = (say("Call: {day}, {hours} {zone}", day=day, hours=hours, zone=zone_mark(zone)),)
        if offset:
            own = "–".join(clock_time(at + timedelta(minutes=offset), zone) for at in (lead.starts, lead.ends))
            line = (*line, " · ", say("{hours} at the visitor's", hours=own))
        yield line
    if offset is not None:
        yield (say("Visitor's time:"), " ", zone_mark(zone), _hours(offset))
    if lead.topic:
        yield (say("Topic:"), " ", lead.topic)


def _hours(offset: int) -> str:
    if not offset:
        return ""
    hours, minutes = divmod(abs(offset), 60)
    return ("+" if offset > 0 else "−") + str(hours) + (f":{minutes:02}" if minutes else "")


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
    if lead.note:
        yield (say("Note:"), " ", Italic(lead.note))


def _buttons(of: Card) -> list[Row]:
    number = of.lead.id
    if of.closing:
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
            return [(Button(say("Called"), LeadCalled(number)),), (back, close)]
        case "called":
            return [(close,)]
        case _:
            return []


def called_or_missed(lead: Lead) -> Row:
    """What may have come of a call."""
    return (Button(say("Called"), LeadCalled(lead.id)), Button(say("Nobody answered"), LeadMissed(lead.id)))
