"""A plan that is shared, as its owner and as its receiver see it: the names of sessions, and nobody's own."""

from collections.abc import Sequence
from datetime import datetime

from dialogs.calendar.routes import OpenCalendar
from dialogs.kit.clashes import clashing
from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.screen import (
    AnyButton,
    Bold,
    Button,
    Entry,
    Italic,
    Line,
    Link,
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
from dialogs.plan.routes import ClosePlanLinks, MakePlanLink, OpenPlan, OpenSharedPlan, SharePlan, TakeShared
from dialogs.plan.screens.plan import ON_PAGE, titles
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.people.people import Person


def share(links: int, *, possible: bool) -> Screen:
    """Before a plan is shared; `links` were given, `possible`: the bot knows where it can be opened."""
    text: list[Paragraph | Piece] = [
        Bold(say("Share my plan")),
        say(
            "Who opens the link sees the sessions of your plan as they are then, without your name, and can take them "
            "into their own by one press."
        ),
    ]
    make: Row = (Button(say("New link"), MakePlanLink()),) if possible else ()
    if not possible:
        text.append(say("I do not know my own address yet. Please try again in a minute."))
    close: Row = ()
    if links:
        text.append(say_n("{n} link is open.", "{n} links are open.", links))
        close = (Button(say("Close the links"), ClosePlanLinks()),)
    return screen(*text, buttons=[make, close, (Button(say("Back"), OpenCalendar()), Button(say("Menu"), OpenMenu()))])


def link(addresses: Sequence[str]) -> Screen:
    """A new link, one for each messenger: a message that can be passed on as it is."""
    return screen(
        Bold(say("My plan for the fair")),
        say("Open it, and take what you like into your own:"),
        paragraph(*(Link(address, address) for address in addresses)),
        buttons=[(Button(say("Back"), SharePlan(below=True)),)],
    )


def nothing() -> Screen:
    """A link that was closed, or never was one."""
    word = say("This plan is not shared any more. Ask who sent the link for a new one.")
    return screen(word, buttons=[_away()])


def shared(
    catalogue: Catalogue,
    person: Person,
    now: datetime,
    sessions: Sequence[Session],
    mine: Sequence[Session],
    key: str,
    at: int,
) -> Screen:
    """Somebody's plan, as far as it is still to come; `mine`: what the reader watches anyway."""
    new = [session for session in sessions if session.id not in person.plan]
    count = say_n("{n} session", "{n} sessions", len(sessions))
    text: list[Paragraph | Piece] = [paragraph((Bold(say("A plan for you")), " · ", count))]
    if not sessions:
        text.append(say("All of it is over already."))
    elif not new:
        text.append(say("All of it is in your plan."))
    else:
        text.append(say("Take all of it into your plan, or press the numbers of what you like."))
    entries = tuple(
        Entry(
            _take(session, person, key, number),
            _said(catalogue, person, session, clashing(session, mine, now)),
            _day(catalogue, session),
        )
        for number, session in enumerate(sessions)
    )
    whole: Row = (Button(say("Take all of it"), TakeShared(key)),) if len(new) > 1 else ()
    above = (whole,) if whole else ()
    listing = Listing(entries, at, OpenSharedPlan(key), ON_PAGE, above, numbered=True)
    return screen(*text, listing=listing, buttons=[_away()])


def _away() -> Row:
    plan: AnyButton = Button(say("⭐ My plan"), OpenPlan())
    return (plan, Button(say("Menu"), OpenMenu()))


def _take(session: Session, person: Person, key: str, number: int) -> Row:
    if session.id in person.plan:
        return ()
    return (Button(session.title, TakeShared(key, session.id, number), short=session.short),)


def _said(catalogue: Catalogue, person: Person, session: Session, clashes: Sequence[Session]) -> tuple[Paragraph, ...]:
    time: Line = ()
    if session.starts is not None:
        time = (Bold(when(session.starts, catalogue.zone, person.zone, session.ends)), " · ")
    lines: list[Line] = [(*time, session.title)]
    if session.id in person.plan:
        lines.append((Italic(say("⭐ in your plan")),))
    elif clashes:
        lines.append((say("⚠ together with {titles}", titles=titles(clashes[0], len(clashes))),))
    return (paragraph(*lines),)


def _day(catalogue: Catalogue, session: Session) -> Phrase | DayName:
    on = catalogue.day_of(session)
    return DayName(on) if on else say("Time to be announced")
