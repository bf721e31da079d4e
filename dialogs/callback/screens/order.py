"""Ordering a call as screens: whose clocks, which day, which window, about what."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from dialogs.callback import rules
from dialogs.callback.routes import (
    ChooseCallDay,
    ChooseCallWindow,
    ChooseCallZone,
    OpenMyRequests,
    OpenRequest,
    SetCallZone,
    SkipCallTopic,
    TakeCallWindow,
)
from dialogs.callback.screens import words
from dialogs.callback.screens.words import View
from dialogs.contacts.routes import EditField
from dialogs.exhibition.routes import OpenStand
from dialogs.kit import limits
from dialogs.kit.form import GIVE_UP, LeaveForm
from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.route import Route
from dialogs.kit.screen import (
    Bold,
    Button,
    Entry,
    Italic,
    Line,
    Listing,
    Paragraph,
    Piece,
    Row,
    Screen,
    paragraph,
    screen,
)
from dialogs.kit.times import clocks_of, zone_mark
from dialogs.menu.routes import OpenMenu
from dialogs.settings.routes import WriteCity
from dialogs.threads.routes import WriteToStand
from storage.fair.exhibition import Stand
from storage.leads.tables import LONGEST_TOPIC, Lead

ZONES_ON_PAGE = 6  # rows of two
DAYS_ON_PAGE = 7
WINDOWS_ON_PAGE, IN_A_ROW = 12, 3
DAYS_AT_ONCE = 2  # beside the windows of one


def _leaving(back: Route) -> Row:
    return (Button(say("Back"), back), Button(say("Menu"), OpenMenu()))


def _head(stand: Stand) -> Paragraph:
    name = words.stand_name(stand)
    return paragraph((Bold(name),), stand.title) if stand.number is not None else paragraph(Bold(name))


def zones(view: View, stand: Stand, at: int) -> Screen:
    """Ask what the reader's clocks show, with Russia's zones to choose from."""
    buttons = [_zone(view, stand, hours * 60) for hours in rules.ZONES]
    buttons.append(Button(say("Another city"), WriteCity(stand=stand.id)))
    rows = tuple(Entry(tuple(buttons[first : first + 2])) for first in range(0, len(buttons), 2))
    return screen(
        Bold(say("What time is it where you are?")),
        say("Then I will show every hour on your clocks, without those of your night."),
        listing=Listing(rows, at, ChooseCallZone(stand.id), ZONES_ON_PAGE),
        buttons=[_leaving(OpenStand(stand.id))],
    )


def _zone(view: View, stand: Stand, offset: int) -> Button:
    hours = f"{'−' if offset < 0 else '+'}{abs(offset) // 60}" if offset else ""
    zone = say("{zone}{shift}", zone=zone_mark(view.zone), shift=hours)
    return Button(say("{time} · {zone}", time=_clock(view, offset), zone=zone), SetCallZone(stand.id, offset))


def _clock(view: View, offset: int) -> str:
    return f"{view.now.astimezone(view.zone).replace(tzinfo=None) + timedelta(minutes=offset):%H:%M}"


def days(view: View, stand: Stand, lead: int, free: Sequence[date], at: int, word: Phrase | None = None) -> Screen:
    """On which day; `lead` is the request that is moved, 0 for a new one."""
    entries = tuple(
        Entry((Button(words.day_label(day, view), ChooseCallWindow(stand.id, day.toordinal(), lead)),)) for day in free
    )
    said: list[Paragraph | Piece] = [word] if word is not None else []
    return screen(
        *said,
        _head(stand),
        say("When would you like to be called?"),
        listing=Listing(entries, at, ChooseCallDay(stand.id, lead), DAYS_ON_PAGE),
        buttons=[_leaving(_before(stand, lead))],
    )


def windows(
    view: View,
    stand: Stand,
    lead: int,
    day: date,
    free: Sequence[datetime],
    at: int,
    *,
    others: Sequence[date],
    word: Phrase | None = None,
) -> Screen:
    """At what time of that day, and the `others` to choose from; hours of the reader's night are left out."""
    awake = [starts for starts in free if not rules.at_night(words.begins(starts, view))]
    left_out = words.is_elsewhere(view) and 0 < len(awake) < len(free)
    entries = tuple(Entry((_window(view, stand, lead, starts),)) for starts in (awake if left_out else free))
    said: list[Paragraph | Piece] = [word] if word is not None else []
    zone, on = zone_mark(view.zone), words.day_label(day, view)
    if words.is_elsewhere(view):
        whose = say("{day}. The time is yours; in brackets: {zone}.", day=on, zone=zone)
    else:
        whose = say("{day}. The time is {zone}.", day=on, zone=zone)
    return screen(
        *said,
        _head(stand),
        paragraph(Bold(say("When would you like to be called?")), whose),
        *([Italic(say("Hours of your night are left out."))] if left_out else []),
        listing=Listing(
            entries, at, ChooseCallWindow(stand.id, day.toordinal(), lead), WINDOWS_ON_PAGE, together=IN_A_ROW
        ),
        buttons=[_other_days(view, stand, lead, others), _below_windows(stand, lead)],
    )


def _other_days(view: View, stand: Stand, lead: int, others: Sequence[date]) -> Row:
    """One or two of them at once, of more the next one and the way to all."""
    shown = others if len(others) <= DAYS_AT_ONCE else others[:1]
    row = [Button(words.day_label(day, view), ChooseCallWindow(stand.id, day.toordinal(), lead)) for day in shown]
    if len(shown) < len(others):
        row.append(Button(say("Another day"), ChooseCallDay(stand.id, lead)))
    return tuple(row)


def _below_windows(stand: Stand, lead: int) -> Row:
    back, menu = _leaving(_before(stand, lead))
    return (back, menu) if lead else (back, Button(say("Other clocks"), ChooseCallZone(stand.id)), menu)


def _window(view: View, stand: Stand, lead: int, starts: datetime) -> Button:
    return Button(words.hours(starts, view), TakeCallWindow(stand.id, int(starts.timestamp()) // 60, lead))


def _before(stand: Stand, lead: int) -> Route:
    return OpenRequest(lead) if lead else OpenStand(stand.id)


def topic(view: View, stand: Stand, starts: datetime, *, ordered: bool) -> Screen:
    """What to speak about, which may be left open; `ordered`: the call is, already."""
    how = say_n(
        "Write it as one message, {n} character at most, or skip this.",
        "Write it as one message, {n} characters at most, or skip this.",
        LONGEST_TOPIC,
    )
    skip: Row = (
        (Button(say("Skip"), LeaveForm()),) if ordered else (Button(say("Skip"), SkipCallTopic(stand.id)), GIVE_UP)
    )
    return screen(
        paragraph((Bold(say("What would you like to speak about?")),), words.will_call(stand, starts, view)),
        say("The stand's staff will see it and prepare. Your number need not be written: they will get it."),
        how,
        buttons=[skip],
    )


def topic_told(view: View, stand: Stand, lead: Lead) -> Screen:
    """The stand knows what the call is about."""
    said = say("The stand sees now what you would like to speak about.")
    return screen(Bold(said), _promise(view, stand, lead), buttons=_ways_on(stand))


def ordered(view: View, stand: Stand, lead: Lead) -> Screen:
    """The call is ordered."""
    return screen(
        Bold(_promise(view, stand, lead)),
        say("The message below shows what becomes of your request."),
        buttons=_ways_on(stand),
    )


def moved(view: View, stand: Stand, lead: Lead) -> Screen:
    """It will be at another time."""
    return screen(Bold(_promise(view, stand, lead)), say("The stand knows the new time."), buttons=_ways_on(stand))


def _promise(view: View, stand: Stand, lead: Lead) -> Phrase:
    return words.will_call(stand, lead.starts or view.now, view)


def _ways_on(stand: Stand) -> list[Row]:
    return [
        (Button(say("My requests"), OpenMyRequests()), Button(say("To the stand"), OpenStand(stand.id))),
        (Button(say("Menu"), OpenMenu()),),
    ]


def unable(stand: Stand, why: Phrase, word: Phrase | None = None) -> Screen:
    """No call can be ordered: how the stand is reached all the same."""
    said: list[Paragraph | Piece] = [word] if word is not None else []
    text: list[Paragraph | Piece] = [*said, _head(stand), why]
    if contacts := _public_contacts(stand):
        text.append(paragraph(say("You can reach the stand yourself:"), *contacts))
    return screen(*text, buttons=[_leaving(OpenStand(stand.id))])


def bounded(view: View, stand: Stand, bound: rules.Bound, *, sharable: bool) -> Screen:
    """So many calls are enough for now; `sharable`: the messenger can vouch for the reader's number here."""
    when = "" if bound.again is None else limits.later(bound.again, view.now, clocks_of(view.person.zone, view.zone))
    ways: list[Row] = [(Button(say("My requests"), OpenMyRequests()),)]
    match bound.why:
        case "stand":
            most = limits.CALLS_AT_A_STAND.most
            why = say_n(
                "You have ordered {n} call from this stand in a day. The next one can be ordered {when}.",
                "You have ordered {n} calls from this stand in a day. The next one can be ordered {when}.",
                most,
                when=when,
            )
            ways.append((Button(say("Write to the stand"), WriteToStand(stand.id)),))
        case "day":
            most = limits.CALLS_OF_A_PERSON.most
            why = say_n(
                "You have ordered {n} call in a day. The next one can be ordered {when}.",
                "You have ordered {n} calls in a day. The next one can be ordered {when}.",
                most,
                when=when,
            )
        case "open":
            why = say_n(
                "You are to be called by {n} stand already. Order the next call when they have spoken to you, "
                "or cancel one.",
                "You are to be called by {n} stands already. Order the next call when one of them has spoken to you, "
                "or cancel one.",
                limits.OPEN_CALLS,
            )
        case _:
            how = say("Share it by the button, and more can: then I know that the number is yours.")
            why = say_n(
                "As long as your number is typed by hand, {n} stand at once can call it. {how}",
                "As long as your number is typed by hand, {n} stands at once can call it. {how}",
                limits.OPEN_CALLS_UNPROVED,
                how=how if sharable else say("Order the next call when one of them has spoken to you, or cancel one."),
            )
            if sharable:
                ways[:0] = [(Button(say("Share my number"), EditField("phone")),)]
            else:
                ways.append((Button(say("Write to the stand"), WriteToStand(stand.id)),))
    text: list[Paragraph | Piece] = [_head(stand), why]
    if contacts := _public_contacts(stand):
        text.append(paragraph(say("You can reach the stand yourself:"), *contacts))
    return screen(*text, buttons=[*ways, _leaving(OpenStand(stand.id))])


def _public_contacts(stand: Stand) -> list[Line]:
    lines: list[Line] = []
    if stand.phone:
        lines.append((say("Phone: {phone}", phone=stand.phone),))
    if stand.email:
        lines.append((say("E-mail: {email}", email=stand.email),))
    if stand.site:
        lines.append((stand.site,))
    return lines
