"""The plan as screens: a day of it, what is taken out, what runs together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dialogs.calendar.routes import OpenCalendar
from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.route import Route
from dialogs.kit.screen import (
    Bold,
    Button,
    Entry,
    Italic,
    Line,
    Link,
    LinkButton,
    Listing,
    Paragraph,
    Piece,
    Row,
    Screen,
    paragraph,
    screen,
)
from dialogs.kit.times import DayName, mine_alone, when
from dialogs.menu.routes import OpenMenu
from dialogs.plan import rules
from dialogs.plan.routes import ALL, OTHERS, THIS, UNANNOUNCED, OpenPlan, TakeOut, TidyPlan, WatchOf
from dialogs.plan.rules import Days, Item
from dialogs.programme.routes import OpenNow, OpenProgramme, OpenSession
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.people.people import Person

ON_PAGE = 7


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a plan: all its days, the one that is shown, and the number of the session that has to be seen."""

    days: Days
    on: date | None
    at: int

    @property
    def sessions(self) -> Sequence[Session]:
        return self.days[self.on]

    @property
    def number(self) -> int:
        """The day as routes carry it."""
        return UNANNOUNCED if self.on is None else self.on.toordinal()


def empty() -> Screen:
    """The plan while no session has been chosen."""
    return screen(
        Bold(say("My plan")),
        say("Your plan is still empty. Open a session, press “Remind me”, and it will be here."),
        buttons=[
            (Button(say("📅 Programme"), OpenProgramme()), Button(say("▶️ Now and soon"), OpenNow())),
            (Button(say("Menu"), OpenMenu()),),
        ],
    )


def plan(catalogue: Catalogue, person: Person, now: datetime, day: Day, *, mail: bool) -> Screen:
    """A day of the plan with what clashes, what is free, and what can be seen; `mail`: it can be sent by e-mail."""
    count = say_n("{n} session", "{n} sessions", sum(map(len, day.days.values())))
    text: list[Paragraph | Piece] = [paragraph((Bold(say("My plan")), " · ", count))]
    if all(rules.state(session, now) == "over" for sessions in day.days.values() for session in sessions):
        text.append(say("All that you chose is over already."))
    if not person.wants_reminders:
        text.append(Italic(say("Reminders are off; you can turn them on in the settings.")))
    listed = rules.items(day.sessions, person.awaited, now)
    entries = tuple(
        Entry(
            (_button(catalogue, person, item.session, "", OpenSession(item.session.id, f"plan{number}")),),
            _said(catalogue, person, item),
            say("Cancelled") if item.state == "cancelled" else _name(day.on),
        )
        for number, item in enumerate(listed)
    )
    on_now = [_watch(item.session) for item in listed if item.state == "running" and item.session.player]
    listing = Listing(entries, day.at, OpenPlan(day=day.number), ON_PAGE, tuple(on_now[-1:]), numbered=True)
    change: Row = (Button(say("Change"), TidyPlan(day.at, day.number)), Button(say("Menu"), OpenMenu()))
    return screen(*text, listing=listing, buttons=[_others(day), _outside(mail=mail), change])


def _others(day: Day) -> Row:
    """The days beside the one that is shown."""
    return tuple(
        Button(_name(on, short=True), OpenPlan(day=UNANNOUNCED if on is None else on.toordinal()))
        for on in rules.neighbours(day.days, day.on)
    )


def _outside(*, mail: bool) -> Row:
    label = say("📅 To calendar, mail, colleague") if mail else say("📅 To calendar, to a colleague")
    return (Button(label, OpenCalendar()),)


def _watch(session: Session) -> Row:
    label = say("▶ Watch: {title}", title=_short(session))
    return (LinkButton(label, session.player or ""),)


def _said(catalogue: Catalogue, person: Person, item: Item) -> tuple[Paragraph, ...]:
    """The session in a line, what is to be known of it in another, and what is free after it."""
    session = item.session
    if session.starts is None or session.ends is None:
        return (paragraph(session.title),)
    time = Bold(when(session.starts, catalogue.zone, person.zone, session.ends))
    lines: list[Line] = [(time, " · ", session.title)]
    if note := _note(item):
        lines.append(note)
    free = item.free and when(item.free[0], catalogue.zone, person.zone, item.free[1])
    return (paragraph(*lines), paragraph(Italic(say("free {time}", time=free)))) if free else (paragraph(*lines),)


def _note(item: Item) -> Line:
    """What a reader has to know or may press."""
    session = item.session
    match item.state:
        case "cancelled":
            return (Italic(say("cancelled")),)
        case "over" if session.recording:
            return (Link(say("Recording"), session.recording),)
        case "over" if item.later:
            return (Italic(say("over, the recording will come to you")),)
        case "over":
            return (Italic(say("over")),)
        case _ if item.later:
            return (Italic(say("left for its recording")),)
    notes: list[Piece] = [Italic(say("on now"))] if item.state == "running" else []
    if notes and session.player:
        notes += [" · ", Link(say("Watch"), session.player)]
    if item.clash is not None:
        notes += [*([" · "] if notes else []), say("⚠ together with {titles}", titles=titles(*item.clash))]
    return tuple(notes)


def titles(first: Session, count: int) -> Phrase:
    """«Глина» или «Глина» и ещё 2: of so many the first one."""
    name = say("“{title}”", title=_short(first))
    return name if count == 1 else say("{title} and {n} more", title=name, n=count - 1)


def _short(session: Session) -> str:
    return session.short or session.title


def tidy(catalogue: Catalogue, person: Person, now: datetime, day: Day) -> Screen:
    """The same day, where a press takes a session out, or lets it be the one of its time that is watched."""
    listed = rules.items(day.sessions, person.awaited, now)
    entries = tuple(
        Entry(_changes(catalogue, person, item, number, day), (), _name(day.on)) for number, item in enumerate(listed)
    )
    done: Row = (Button(say("Done"), OpenPlan(day.at, day.number)), Button(say("Menu"), OpenMenu()))
    choose = say("▶ is for what you watch: the rest of that time is left for its recording.")
    return screen(
        Bold(say("My plan")),
        say("What shall I remove from your plan?"),
        *([choose] if any(map(_is_choice, listed)) else []),
        listing=Listing(entries, day.at, TidyPlan(day=day.number), ON_PAGE),
        buttons=[done],
    )


def _is_choice(item: Item) -> bool:
    """Whether it may be made the one that is watched: it runs with others, or was left for its recording."""
    return item.clash is not None or (item.later and item.state in ("running", "ahead"))


def _changes(catalogue: Catalogue, person: Person, item: Item, number: int, day: Day) -> Row:
    session = item.session
    out = _button(catalogue, person, session, "✕ ", TakeOut(session.id, number, day.number))
    if not _is_choice(item):
        return (out,)
    return (out, Button(say("▶ This one"), WatchOf(session.id, THIS, f"plan{number}")))


def clash(catalogue: Catalogue, person: Person, session: Session, others: Sequence[Session], came: str) -> Screen:
    """What is watched, and what is left for its recording? Asked once, and again where the plan offers it."""
    lines = [_in_clash(catalogue, person, one) for one in (session, *others)]
    second = say("“{title}”", title=_short(others[0])) if len(others) == 1 else say("The others")
    both = say("Both") if len(others) == 1 else say("All of them")
    return screen(
        Bold(say("At this time there is something else in your plan.")),
        paragraph(*lines),
        say("What do you watch, and what is left for its recording?"),
        buttons=[
            (Button(say("“{title}”", title=_short(session)), WatchOf(session.id, THIS, came)),),
            (Button(second, WatchOf(session.id, OTHERS, came)),),
            (Button(both, WatchOf(session.id, ALL, came)), Button(say("Menu"), OpenMenu())),
        ],
    )


def _in_clash(catalogue: Catalogue, person: Person, session: Session) -> Line:
    assert session.starts is not None
    time = Bold(when(session.starts, catalogue.zone, person.zone, session.ends))
    left: Line = (" · ", Italic(say("left for its recording"))) if session.id in person.awaited else ()
    return (time, " · ", session.title, *left)


def chosen(session: Session, others: Sequence[Session], watch: str) -> Phrase:
    """What the choice comes to."""
    if watch == THIS and not others:
        return say("“{title}” is not left for its recording any more.", title=_short(session))
    if watch == THIS:
        return say("You watch “{title}”, and the rest is left for its recording.", title=_short(session))
    if watch == OTHERS and others:
        return say("“{title}” is left for its recording: I will not remind you of it.", title=_short(session))
    return say("All of it stays in your plan.")


def _name(on: date | None, *, short: bool = False) -> Phrase | DayName:
    return DayName(on, short=short) if on else say("Time to be announced")


def _button(catalogue: Catalogue, person: Person, session: Session, mark: str, to: Route) -> Button:
    """By the reader's clocks: a button has room for one time."""
    time = f"{mine_alone(session.starts, catalogue.zone, person.zone)} · " if session.starts else ""
    return Button(f"{mark}{time}{session.title}", to, short=f"{mark}{time}{session.short or session.title}")
