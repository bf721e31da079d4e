"""News of sessions that moved, were cancelled or came back, as screens."""

from collections.abc import Sequence
from datetime import datetime

from dialogs.kit.clashes import clashing, watched
from dialogs.kit.instead import at_that_time
from dialogs.kit.nights import is_night, own_clock
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.screen import Bold, Button, Line, LinkButton, Paragraph, Row, Screen, paragraph, screen
from dialogs.kit.times import dated, in_minutes, mine_alone, minutes_until, when
from dialogs.menu.routes import OpenMenu
from dialogs.plan.routes import OpenPlan
from dialogs.programme.routes import FROM_LETTER, OpenSession, Subscribe
from dialogs.reminders import rules
from dialogs.reminders.routes import DoesNotSuit
from dialogs.reminders.screens.reminders import about, later
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.people.people import Person

MOST_INSTEAD = 3
MOST_CLASHES = 3


def moved_away(catalogue: Catalogue, person: Person, session: Session) -> Screen:
    """What stands in place of a reminder whose session moved or was cancelled after it had been sent."""
    if session.cancelled:
        news: Phrase = say("Cancelled")
    elif session.starts is None:
        news = say("Postponed: the new time will be announced")
    else:
        news = say("Moved to {time}", time=_moment(catalogue, person, session.starts, session.ends))
    return screen(Bold(news), say("“{title}”", title=session.title), buttons=[about(session)])


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
    title = say("“{title}”", title=session.title)
    if session.cancelled:
        return _cancelled(
            catalogue, person, now, session, (Bold(say("Cancelled")), title, say("It was to be {time}.", time=old))
        )
    if off:
        head, times = say("It takes place after all"), paragraph(new)
    elif was is None:
        head, times = say("The time is announced"), paragraph(new)
    else:
        head, times = say("Moved"), paragraph(say("was: {time}", time=old), say("now: {time}", time=new))
    below: list[Row] = [(*about(session), Button(say("It does not suit me"), DoesNotSuit(session.id)))]
    if session.starts is None:
        return screen(Bold(head), title, times, buttons=below)
    if session.id in person.awaited:
        fits = paragraph(say("⭐ In your plan, left for its recording: I will not remind you of it."))
        below.insert(0, (Button(say("Remind me"), Subscribe(session.id, FROM_LETTER)),))
    else:
        fits = _fits(catalogue, person, now, session, session.starts)
    if not rules.starts_at_once(session, now):
        return screen(Bold(head), title, times, fits, buttons=below)
    minutes = minutes_until(session.starts, now)
    soon = say("It starts {soon}.", soon=in_minutes(minutes)) if minutes > 0 else say("It is on already.")
    watch: Row = (LinkButton(say("Watch"), session.player),) if session.player else ()
    return screen(Bold(head), title, times, fits, soon, buttons=[watch, *below])


def _cancelled(
    catalogue: Catalogue, person: Person, now: datetime, session: Session, text: Sequence[Bold | Phrase]
) -> Screen:
    """With what is alike at that time, or near it."""
    others = at_that_time(catalogue, session, person.plan, now, MOST_INSTEAD)
    offer = [say("At that time you may like instead:")] if others else []
    rows: list[Row] = [(_timed(catalogue, person, other),) for other in others]
    return screen(*text, *offer, buttons=[*rows, about(session)])


def _timed(catalogue: Catalogue, person: Person, session: Session) -> Button:
    assert session.starts is not None
    time = mine_alone(session.starts, catalogue.zone, person.zone)
    label, short = (f"{time} · {name}" for name in (session.title, session.short or session.title))
    return Button(label, OpenSession(session.id, FROM_LETTER), short=short)


def _fits(catalogue: Catalogue, person: Person, now: datetime, session: Session, starts: datetime) -> Paragraph:
    """Whether the new time still suits what the person watches and their night; nothing where there is nothing else."""
    clashes = clashing(session, watched(catalogue, person), now)[:MOST_CLASHES]
    lines: list[Line] = [(say("⚠ It is at the same time as “{title}” now.", title=other.title),) for other in clashes]
    if is_night(starts, catalogue.zone, person.zone):
        clock = own_clock(starts, catalogue.zone, person.zone)
        lines.append((say("⚠ It is {time} at night where you are.", time=f"{clock:%H:%M}"),))
    if not lines and len(person.watched) > 1:
        lines.append((say("It goes with the rest of your plan."),))
    return paragraph(*lines)


def taken_out(session: Session) -> Screen:
    """The session does not suit, and has left the plan."""
    gone = say("Removed from your plan: “{title}”.", title=session.title)
    back = Button(say("Put it back"), Subscribe(session.id, FROM_LETTER))
    ways: Row = (back, Button(say("⭐ My plan"), OpenPlan()))
    return screen(gone, buttons=[later(session), ways, (Button(say("Menu"), OpenMenu()),)])


def _moment(catalogue: Catalogue, person: Person, at: datetime, until: datetime | None = None) -> Phrase:
    return dated(at, catalogue.zone, person.zone, until)
