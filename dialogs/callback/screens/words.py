"""What screens of calls say again and again: a stand's name, a window on two clocks, what became of a request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs.callback.rules import WINDOW, at_night
from dialogs.kit.phrase import Phrase, Value, say
from dialogs.kit.screen import Bold, Line, Paragraph, Text, paragraph
from dialogs.kit.times import DayName, dated, differ, own_time
from dialogs.kit.times import when as clock_when
from storage.fair.catalogue import Catalogue
from storage.fair.exhibition import Stand
from storage.leads.tables import Lead
from storage.people.people import Person

KINDS = {"call": say("a call"), "materials": say("materials"), "message": say("a message")}


@dataclass(frozen=True, slots=True)
class View:
    """What requests are looked at with: by whom, when, how the staff are called, whose stand has lost the number."""

    catalogue: Catalogue
    person: Person
    now: datetime
    names: Mapping[int, str] = field(default_factory=dict)
    silent: frozenset[int] = frozenset()  # calls that the stand cannot make any more

    @property
    def zone(self) -> ZoneInfo:
        return self.catalogue.zone

    def stand_of(self, lead: Lead) -> Stand | None:
        """The stand, if it has not left."""
        return self.catalogue.stands.get(lead.stand_id)


def stand_name(stand: Stand | None) -> Phrase:
    """«Стенд 47», or by its title."""
    if stand is None:
        return say("A stand that has left the fair")
    if stand.number is not None:
        return say("Stand {number}", number=stand.number)
    return say("The stand “{title}”", title=stand.short or stand.title)


def day_word(day: date, view: View) -> Phrase | DayName:
    """«сегодня», «завтра», «вторник, 28 апреля»."""
    today = _day(view.now, view)
    if day == today:
        return say("today")
    return say("tomorrow") if day == today + timedelta(days=1) else DayName(day)


def day_label(day: date, view: View) -> Phrase | DayName:
    """The same as a button: «Сегодня», «Завтра», «Вторник, 28 апреля»."""
    today = view.now.astimezone(view.zone).date()
    if day == today:
        return say("Today")
    return say("Tomorrow") if day == today + timedelta(days=1) else DayName(day, alone=True)


def window(starts: datetime, view: View) -> Phrase:
    """«18:00–19:00 у вас · 14:00–15:00 МСК»; the day too, where it is another one there."""
    return clock_when(starts, view.zone, view.person.zone, starts + WINDOW)


def begins(starts: datetime, view: View) -> datetime:
    """When a window begins on the reader's clocks; on the fair's, where nobody knows theirs."""
    return own_time(starts, view.zone, view.person.zone)


def is_elsewhere(view: View) -> bool:
    """Whether the reader's clocks are known to differ from the fair's now."""
    return differ(view.now, view.zone, view.person.zone)


def hours(starts: datetime, view: View) -> str:
    """A window as a button: «14–15», where clocks differ «18–19 (14–15)», with the day where it is another one."""
    here = starts.astimezone(view.zone)
    if not is_elsewhere(view):
        return _span(here)
    own = begins(starts, view)
    day = "" if own.date() == here.date() else f"{own:%d.%m} "
    night = "🌙 " if at_night(own) else ""
    return f"{night}{day}{_span(own)} ({_span(here)})"


def _span(at: datetime) -> str:
    ends = at + WINDOW
    return f"{at:%H:%M}–{ends:%H:%M}" if at.minute or ends.minute else f"{at.hour}–{ends.hour or 24}"


def when(starts: datetime, view: View, *, stays: bool = False) -> Phrase:
    """«сегодня, 14:00–15:00 МСК»; the day has its name in a message that `stays`, and where it is another one there."""
    if stays or not _same_day(starts, view):
        return dated(starts, view.zone, view.person.zone, starts + WINDOW)
    return say("{day}, {time}", day=day_word(_day(starts, view), view), time=window(starts, view))


def will_call(stand: Stand, starts: datetime, view: View) -> Phrase:
    """««Азбука утра» позвонит сегодня 14:00–15:00 МСК»."""
    what: dict[str, Value] = {"stand": stand.short or stand.title, "window": window(starts, view)}
    if not _same_day(starts, view):
        return say("“{stand}” will call you: {when}", stand=what["stand"], when=when(starts, view))
    day = _day(starts, view)
    if day == _day(view.now, view):
        return say("“{stand}” will call you today {window}", **what)
    return say("“{stand}” will call you: {day}, {window}", **what, day=day_word(day, view))


def _day(at: datetime, view: View) -> date:
    """The day on the reader's calendar."""
    return own_time(at, view.zone, view.person.zone).date()


def _same_day(at: datetime, view: View) -> bool:
    """Whether it is the fair's day on the reader's calendar, too."""
    return _day(at, view) == at.astimezone(view.zone).date()


def state(lead: Lead, names: Mapping[int, str]) -> Phrase:
    """Where a request stands now, in a few words."""
    match lead.state:
        case "new":
            return say("received, waits for the stand's staff")
        case "taken":
            return taken(lead, names)
        case "waits":
            return say("nobody answered; choose another time")
        case "called":
            return say("you have spoken") if lead.visitor_says else say("they have called")
        case "closed":
            return say("closed")
        case "cancelled":
            return say("the request is cancelled")


def taken(lead: Lead, names: Mapping[int, str]) -> Phrase:
    """By whom, where the stand's staff told it."""
    name = names.get(lead.taken_by or 0)
    return say("{name} has taken it", name=name) if name else say("the stand's staff have taken it")


def story(lead: Lead, names: Mapping[int, str]) -> Paragraph:
    """One line for each thing that has happened, the current one bold."""
    done: list[Text] = [] if lead.state == "new" else [say("the request is received")]
    if lead.taken_by is not None and lead.state != "taken":
        done.append(taken(lead, names))
    if lead.state == "closed" and lead.visitor_says:
        done.append(say("you have spoken"))
    now: Line = ("● ", Bold(state(lead, names)))
    return paragraph(*(("✓ ", step) for step in done), now)
