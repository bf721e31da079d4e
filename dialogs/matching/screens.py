"""Choosing for somebody as screens: three questions, the day, and what is kept of the answers."""

from collections.abc import Sequence
from datetime import datetime

from dialogs.kit.choice import ROLES, TIMES, reasons, told
from dialogs.kit.kinds import KINDS
from dialogs.kit.phrase import say, say_n
from dialogs.kit.route import Route
from dialogs.kit.screen import (
    AnyButton,
    Bold,
    Button,
    Entry,
    Italic,
    Line,
    Listing,
    Paragraph,
    Row,
    Screen,
    Text,
    paragraph,
    screen,
)
from dialogs.kit.times import DayName, mine_alone, when
from dialogs.matching.routes import (
    AskRole,
    AskTimes,
    AskTopics,
    ChooseRole,
    ChooseTimes,
    ClearChoice,
    OpenMatched,
    OpenMatching,
    TakeAll,
    ToggleTopic,
)
from dialogs.matching.rules import MatchedDay, number_of
from dialogs.menu.routes import OpenMenu
from dialogs.plan.routes import OpenPlan
from dialogs.programme.routes import OpenNow, OpenProgramme, OpenSession, Star
from dialogs.settings.routes import OpenSettings
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.people.choice import Choice
from storage.people.people import Person

ROWS_ON_PAGE = 7  # of topics, two in a row
_MENU = Button(say("Menu"), OpenMenu())


def ask_role(choice: Choice) -> Screen:
    """The first question."""
    roles = [_marked(name, choice.role == role, ChooseRole(role)) for role, name in ROLES.items()]
    return screen(
        Bold(say("Who are you?")),
        say("Three short questions, and I will put a day together for you."),
        buttons=[*_in_twos(roles), (_MENU,)],
    )


def ask_topics(choice: Choice, topics: Sequence[str], at: int) -> Screen:
    """The second question: as many as one likes."""
    toggles = [
        _marked(topic, topic in choice.topics, ToggleTopic(number_of(topic), number // 2))
        for number, topic in enumerate(topics)
    ]
    return screen(
        Bold(say("What interests you?")),
        say("Mark as much as you like, or nothing at all."),
        listing=Listing(tuple(map(Entry, _in_twos(toggles))), at, AskTopics(), ROWS_ON_PAGE),
        buttons=[(Button(say("Go on"), AskTimes()), _MENU)],
    )


def ask_times(choice: Choice, back: Route | None) -> Screen:
    """The third question; `back` to the one before it, if it was asked."""
    times: list[AnyButton] = [_marked(name, choice.times == time, ChooseTimes(time)) for time, name in TIMES.items()]
    backwards = (Button(say("Back"), back),) if back else ()
    return screen(Bold(say("When are you free?")), buttons=[tuple(times), (*backwards, _MENU)])


def _marked(name: Text, chosen: bool, to: Route) -> Button:
    return Button(say("✓ {name}", name=name) if chosen else name, to)


def _in_twos(buttons: Sequence[AnyButton]) -> list[Row]:
    return [tuple(buttons[first : first + 2]) for first in range(0, len(buttons), 2)]


def matched(catalogue: Catalogue, person: Person, now: datetime, day: MatchedDay) -> Screen:
    """A day of sessions that do not overlap, each with why it is there; taken whole or piece by piece."""
    head = say_n("Your day: {n} session", "Your day: {n} sessions, and nothing overlaps", len(day.sessions))
    on = catalogue.day_of(day.sessions[0])
    text: list[Paragraph] = [paragraph((Bold(head),), *([(DayName(on),)] if on else []))]
    text += [_line(catalogue, person, session) for session in day.sessions]
    rows: list[Row] = [(_button(catalogue, person, session, day),) for session in day.sessions]
    open_ = [one for one in day.sessions if one.id not in person.plan and one.ends is not None and now < one.ends]
    take = Button(say("Take them all"), TakeAll(day.name)) if open_ else Button(say("⭐ My plan"), OpenPlan())
    ways: list[Row] = [
        (take, Button(say("Others"), OpenMatched(str(day.turn + 1)))),
        (Button(say("Change"), AskRole()), _MENU),
    ]
    return screen(*text, buttons=[*rows, *ways])


def _line(catalogue: Catalogue, person: Person, session: Session) -> Paragraph:
    """«15:15–16:00 МСК», its title, and «лекция · для учителей, дистант»."""
    time: Text = say("time to be announced")
    if session.starts is not None:
        time = when(session.starts, catalogue.zone, person.zone, session.ends)
    first: list[Text | Bold | Italic] = [Bold(time), *([" ⭐"] if session.id in person.plan else [])]
    if session.cancelled:
        first += [" · ", Italic(say("cancelled"))]
    why: list[Text | Italic] = [KINDS[session.kind]]
    for number, reason in enumerate(reasons(session, person.choice)):
        why += [", " if number else " · ", Italic(reason)]
    lines: tuple[Line, ...] = (tuple(first), (session.title,), tuple(why))
    return paragraph(*lines)


def _button(catalogue: Catalogue, person: Person, session: Session, day: MatchedDay) -> Button:
    """What is in the plan already, or nowhere any more, leads to its card."""
    time = f"{mine_alone(session.starts, catalogue.zone, person.zone)} " if session.starts else ""
    came = f"match{day.name}"
    planned = session.id in person.plan
    to: Route = OpenSession(session.id, came) if planned or session.cancelled else Star(session.id, came)
    mark = "✓" if planned else "⭐"
    return Button(f"{mark} {time}{session.title}", to, short=f"{mark} {time}{session.short or session.title}")


def nothing(choice: Choice) -> Screen:
    """Nothing fits any more."""
    return screen(
        Bold(say("Nothing fits yet")),
        *([paragraph(*_joined(told(choice)))] if choice else []),
        say("Try other hours or topics, or look through the whole programme."),
        buttons=[
            (Button(say("Other hours"), AskTimes()), Button(say("Change"), AskRole())),
            (Button(say("📅 Programme"), OpenProgramme()), Button(say("▶️ Now and soon"), OpenNow())),
            (_MENU,),
        ],
    )


def choice(kept: Choice) -> Screen:
    """What is kept of the answers, to change it or to clear it."""
    leaving: Row = (Button(say("Back"), OpenSettings()), _MENU)
    if not kept:
        none = say("You have told me nothing of yourself yet. Three short questions, and I will choose for you.")
        return screen(
            Bold(say("My interests")), none, buttons=[(Button(say("✨ Choose for me"), OpenMatching()),), leaving]
        )
    return screen(
        Bold(say("My interests")),
        paragraph(*_joined(told(kept))),
        say("What suits you stands higher in lists. Only you see this; no stand does."),
        buttons=[
            (Button(say("✨ Choose for me"), OpenMatching()),),
            (Button(say("Change"), AskRole()), Button(say("Clear"), ClearChoice())),
            leaving,
        ],
    )


def _joined(words: Sequence[Text]) -> tuple[Line]:
    """«учитель · егэ · после уроков»."""
    return (tuple(piece for number, word in enumerate(words) for piece in ([" · "] if number else []) + [word]),)
