"""Reminders and news as screens."""

from collections.abc import Sequence
from datetime import datetime

from dialogs.kit.kinds import KINDS
from dialogs.kit.phrase import Capital, Phrase, Value, say, say_n
from dialogs.kit.screen import (
    AnyButton,
    Bold,
    Button,
    Entry,
    Italic,
    Line,
    LinkButton,
    Listing,
    Row,
    Screen,
    paragraph,
    screen,
)
from dialogs.kit.times import dated, for_minutes, in_minutes, minutes_until, when
from dialogs.menu.routes import OpenMenu
from dialogs.plan.routes import OpenPlan
from dialogs.programme.routes import FROM_LETTER, OpenSession
from dialogs.questions.routes import AskInSlot, AskQuestion
from dialogs.reminders import rules
from dialogs.reminders.routes import OpenSlot
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.people.people import Person
from storage.plans.reminders import slot_number

ON_PAGE = 20  # so many sessions start at the same minute of a large fair


def reminder(
    catalogue: Catalogue, person: Person, now: datetime, starts: datetime, sessions: Sequence[Session], at: int = 0
) -> Screen:
    """One letter for all of a person's sessions of a slot: the text names them all, the buttons lead to each."""
    left = minutes_until(starts, now)
    one = len(sessions) == 1
    alike = len({session.minutes for session in sessions}) == 1
    time = when(starts, catalogue.zone, person.zone, sessions[0].ends if alike else None)
    lines: list[Line] = [] if one else [_listed(session, alone=not alike) for session in sessions]
    linkless = one and sessions[0].player is None
    return screen(
        Bold(_of_one(left, sessions[0]) if one else _of_many(left, len(sessions))),
        paragraph((time,), *lines),
        *([say("The link to the player is not here yet; it will be on the session's card.")] if linkless else []),
        listing=Listing(tuple(map(Entry, _rows(sessions))), at, OpenSlot(slot_number(starts)), ON_PAGE),
        buttons=[_ask(starts, sessions)],
    )


def _ask(starts: datetime, sessions: Sequence[Session]) -> Row:
    one = sessions[0].id if len(sessions) == 1 else None
    to = AskInSlot(slot_number(starts), anew=True) if one is None else AskQuestion(one, FROM_LETTER)
    return (Button(say("Ask a question"), to),)


def _listed(session: Session, *, alone: bool) -> Line:
    """`alone`: the line has to say itself how long it takes."""
    length: Line = (" · ", say_n("{n} minute", "{n} minutes", session.minutes)) if alone else ()
    return (f"• {session.title}", *length, *(() if session.player else (" — ", Italic(say("no link yet")))))


def _of_one(left: int, session: Session) -> Phrase:
    """«Через 10 минут — дискуссия «…»»."""
    what: dict[str, Value] = {"kind": KINDS[session.kind], "title": session.title}
    if left > 0:
        return say("{soon}: {kind} “{title}”", soon=Capital(in_minutes(left)), **what)
    if left == 0:
        return say("Starting now: {kind} “{title}”", **what)
    return say_n("On for {n} minute now: {kind} “{title}”", "On for {n} minutes now: {kind} “{title}”", -left, **what)


def _of_many(left: int, count: int) -> Phrase:
    if left > 0:
        soon = Capital(in_minutes(left))
        return say_n(
            "{soon} {n} session of your plan starts", "{soon} {n} sessions of your plan start at once", count, soon=soon
        )
    if left == 0:
        return say_n("{n} session of your plan is starting", "{n} sessions of your plan are starting at once", count)
    on = for_minutes(-left)
    return say_n("{n} session of your plan is on {on}", "{n} sessions of your plan are on {on}", count, on=on)


def _rows(sessions: Sequence[Session]) -> list[Row]:
    if len(sessions) == 1:
        row: list[AnyButton] = [LinkButton(say("Watch"), player) for s in sessions if (player := s.player)]
        return [(*row, Button(say("About the session"), OpenSession(sessions[0].id, FROM_LETTER)))]
    rows: list[Row] = []
    for session in sessions:
        name = session.short or session.title
        if session.player:
            rows.append((LinkButton(say("Watch: {title}", title=name), session.player),))
        else:
            rows.append((Button(name, OpenSession(session.id, FROM_LETTER)),))
    return rows


def nothing_left() -> Screen:
    """What a reminder turns into when somebody leafs through it too late."""
    gone = say("The sessions of this reminder are over, moved, or no longer in your plan.")
    return screen(gone, buttons=[(Button(say("⭐ My plan"), OpenPlan()), Button(say("Menu"), OpenMenu()))])


def moved_away(catalogue: Catalogue, person: Person, session: Session) -> Screen:
    """What stands in place of a reminder whose session moved or was cancelled after it had been sent."""
    if session.cancelled:
        news: Phrase = say("Cancelled")
    elif session.starts is None:
        news = say("Postponed: the new time will be announced")
    else:
        news = say("Moved to {time}", time=_moment(catalogue, person, session.starts, session.ends))
    return screen(Bold(news), say("“{title}”", title=session.title), buttons=[_about(session)])


def all_moved_away(catalogue: Catalogue, person: Person, slot: datetime) -> Screen:
    """What stands in place of a reminder that lost several sessions at once; each has news of its own."""
    time = when(slot, catalogue.zone, person.zone)
    gone = say(
        "The sessions of this reminder ({time}) were moved or cancelled; I have written about each of them separately.",
        time=time,
    )
    return screen(Bold(say("Your plan for this time has changed")), gone)


def change(
    catalogue: Catalogue, person: Person, now: datetime, session: Session, was: datetime | None, *, off: bool = False
) -> Screen:
    """News for a session's subscribers, with the player where it starts at once.

    Where it was `off`, `was` may be a time that nobody was told: it could move in silence.
    """
    old = _moment(catalogue, person, was) if was else say("to be announced")
    new = _moment(catalogue, person, session.starts, session.ends) if session.starts else say("to be announced")
    if session.cancelled:
        return screen(
            Bold(say("Cancelled")),
            say("“{title}”", title=session.title),
            say("It was to be {time}.", time=old),
            buttons=[_about(session)],
        )
    if off:
        head, times = say("It takes place after all"), paragraph(new)
    elif was is None:
        head, times = say("The time is announced"), paragraph(new)
    else:
        head, times = say("Moved"), paragraph(say("was: {time}", time=old), say("now: {time}", time=new))
    if session.starts is None or not rules.starts_at_once(session, now):
        return screen(Bold(head), say("“{title}”", title=session.title), times, buttons=[_about(session)])
    left = minutes_until(session.starts, now)
    soon = say("It starts {soon}.", soon=in_minutes(left)) if left > 0 else say("It is on already.")
    return screen(Bold(head), say("“{title}”", title=session.title), times, soon, buttons=_rows([session]))


def _about(session: Session) -> Row:
    return (Button(say("About the session"), OpenSession(session.id, FROM_LETTER)),)


def _moment(catalogue: Catalogue, person: Person, at: datetime, until: datetime | None = None) -> Phrase:
    return dated(at, catalogue.zone, person.zone, until)
