"""The plan as screens."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

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
from dialogs.kit.times import DayName, when
from dialogs.menu.routes import OpenMenu
from dialogs.plan.routes import OpenPastPlan, OpenPlan, TakeOut, TidyPlan
from dialogs.plan.rules import is_on
from dialogs.programme.routes import OpenNow, OpenProgramme, OpenSession
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.people.people import Person

ON_PAGE = 7


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


def plan(
    catalogue: Catalogue, person: Person, now: datetime, sessions: Sequence[Session], over: int, at: int
) -> Screen:
    """What the person has chosen, by day; `sessions` are in order, and `over` are so many others."""
    count = say_n("{n} session", "{n} sessions", len(sessions) + over)
    text: list[Paragraph | Piece] = [paragraph((Bold(say("My plan")), " · ", count))]
    if not sessions:
        text.append(say("All that you chose is over already."))
    if not person.wants_reminders:
        text.append(Italic(say("Reminders are off; you can turn them on in the settings.")))
    entries = tuple(
        Entry(
            _button(catalogue, session, "", OpenSession(session.id, f"plan{number}")),
            (_line(catalogue, person, session, now),),
            _heading(catalogue, session, now),
        )
        for number, session in enumerate(sessions)
    )
    past: Row = (Button(say("Past: {count}", count=over), OpenPastPlan()),) if over else ()
    tidy: Row = (Button(say("Remove from my plan"), TidyPlan(at)), Button(say("Menu"), OpenMenu()))
    return screen(*text, listing=Listing(entries, at, OpenPlan(), ON_PAGE, numbered=True), buttons=[past, tidy])


def past(catalogue: Catalogue, person: Person, now: datetime, over: Sequence[Session], at: int) -> Screen:
    """What is over of the plan, with its recordings."""
    entries = tuple(
        Entry(
            _button(catalogue, session, "", OpenSession(session.id, f"past{number}")),
            (_line(catalogue, person, session, now),),
            _day(catalogue, session),
        )
        for number, session in enumerate(over)
    )
    leaving: Row = (Button(say("⭐ My plan"), OpenPlan()), Button(say("Menu"), OpenMenu()))
    head = paragraph((Bold(say("My plan")), " · ", say("past")))
    return screen(head, listing=Listing(entries, at, OpenPastPlan(), ON_PAGE, numbered=True), buttons=[leaving])


def tidy(catalogue: Catalogue, sessions: Sequence[Session], at: int) -> Screen:
    """The list where a press takes a session out."""
    entries = tuple(
        Entry(_button(catalogue, session, "✕ ", TakeOut(session.id, number))) for number, session in enumerate(sessions)
    )
    done: Row = (Button(say("Done"), OpenPlan(at)), Button(say("Menu"), OpenMenu()))
    return screen(
        Bold(say("My plan")),
        say("What shall I remove from your plan?"),
        listing=Listing(entries, at, TidyPlan(), ON_PAGE),
        buttons=[done],
    )


def _heading(catalogue: Catalogue, session: Session, now: datetime) -> Phrase | DayName:
    if is_on(session, now):
        return say("On now")
    return say("Cancelled") if session.cancelled else _day(catalogue, session)


def _day(catalogue: Catalogue, session: Session) -> Phrase | DayName:
    on: date | None = catalogue.day_of(session)
    return DayName(on) if on else say("Time to be announced")


def _line(catalogue: Catalogue, person: Person, session: Session, now: datetime) -> Paragraph:
    if session.starts is None or session.ends is None:
        return paragraph(session.title)
    time: list[Piece] = [Bold(when(session.starts, catalogue.zone, person.zone_offset, session.ends))]
    if session.cancelled:
        day = DayName(session.starts.astimezone(catalogue.zone).date(), short=True)
        time += [" · ", day, " · ", Italic(say("cancelled"))]
    elif session.ends <= now:
        time += [" · ", Italic(say("recording available") if session.recording else say("over"))]
    first: Line = tuple(time)
    return paragraph(first, session.title)


def _button(catalogue: Catalogue, session: Session, mark: str, to: Route) -> Row:
    time = f"{session.starts.astimezone(catalogue.zone):%d.%m %H:%M} · " if session.starts else ""
    name: Callable[[str], str] = lambda title: f"{mark}{time}{title}"  # noqa: E731 (said twice, on one line)
    return (Button(name(session.title), to, short=name(session.short or session.title)),)
