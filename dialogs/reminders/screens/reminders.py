"""Reminders as screens."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from dialogs.kit.kinds import KINDS
from dialogs.kit.nights import DAY, own_clock
from dialogs.kit.phrase import Capital, Phrase, Spoken, Value, say, say_n
from dialogs.kit.screen import (
    AnyButton,
    Bold,
    Button,
    Entry,
    Italic,
    Line,
    LinkButton,
    Listing,
    Paragraph,
    Row,
    Screen,
    paragraph,
    screen,
)
from dialogs.kit.times import dated, for_minutes, in_minutes, minutes_until, on_both_clocks, when
from dialogs.menu.routes import OpenMenu
from dialogs.plan.routes import OpenPlan
from dialogs.programme.routes import FROM_LETTER, OpenSession, WantRecording
from dialogs.questions.routes import AskInSlot, AskQuestion
from dialogs.reminders.routes import DoesNotOpen, OpenSlot, RemindAgain, WhichDoesNotOpen
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.people.people import Person
from storage.plans.reminders import slot_number

NAMED = 4  # sessions whose titles stand on buttons; of more each has a line, and its number is its button
ON_PAGE = 7  # of a slot's sessions: twenty may start at the same minute of a large fair, and a phone shows so many
_IN_HOURS = 91  # minutes: so much and more is told in hours
_LONG = 12 * 60  # minutes: the day has to be told, too


def reminder(
    catalogue: Catalogue,
    person: Person,
    now: datetime,
    starts: datetime,
    sessions: Sequence[Session],
    at: int = 0,
    *,
    stands: bool = False,
    second: bool = False,
) -> Screen:
    """One letter for all of a person's sessions of a slot: the text names them all, the buttons lead to each.

    `stands`: the message is read again and again, so that it counts no minutes once they are on. `second`: one line,
    for who missed the first.
    """
    left = minutes_until(starts, now)
    one = sessions[0] if len(sessions) == 1 else None
    text = (
        _of_one(catalogue, person, now, one, stands=stands)
        if one
        else _of_many(catalogue, person, now, sessions, stands=stands)
    )
    far = left >= _IN_HOURS
    if one is not None and one.player is None and not (second or far):
        text.append(paragraph(say("The link to the player is not here yet; it will be on the session's card.")))
    many = len(sessions) > NAMED
    ways = _numbered(sessions, far=far) if many else map(Entry, _cards(sessions) if far else _watch(sessions))
    listing = Listing(tuple(ways), at, OpenSlot(slot_number(starts)), ON_PAGE, numbered=many)
    put_off = one is not None and one.id in person.awaited
    return screen(*text, listing=listing, buttons=_below(starts, sessions, left, second=second, put_off=put_off))


def _of_one(catalogue: Catalogue, person: Person, now: datetime, session: Session, *, stands: bool) -> list[Paragraph]:
    """«Через 10 минут — дискуссия «…», до 10:45 МСК»."""
    assert session.starts is not None
    assert session.ends is not None
    left = minutes_until(session.starts, now)
    what: dict[str, Value] = {"kind": KINDS[session.kind], "title": session.title}
    if left >= _IN_HOURS:
        head = say("{soon}: {kind} “{title}”", soon=Capital(_soon(catalogue, person, now, session.starts)), **what)
        return [paragraph((Bold(head),), (_time(catalogue, person, [session], left),))]
    what["time"] = on_both_clocks(session.ends, catalogue.zone, person.zone)
    if left > 0:
        head = say("{soon}: {kind} “{title}”, until {time}", soon=Capital(in_minutes(left)), **what)
    elif stands:
        head = say("On now: {kind} “{title}”, until {time}", **what)
    elif left == 0:
        head = say("Starting now: {kind} “{title}”, until {time}", **what)
    else:
        head = say_n(
            "On for {n} minute now: {kind} “{title}”, until {time}",
            "On for {n} minutes now: {kind} “{title}”, until {time}",
            -left,
            **what,
        )
    return [paragraph(Bold(head))]


def _of_many(
    catalogue: Catalogue, person: Person, now: datetime, sessions: Sequence[Session], *, stands: bool
) -> list[Paragraph]:
    starts, count = sessions[0].starts, len(sessions)
    assert starts is not None
    left = minutes_until(starts, now)
    alike = len({session.minutes for session in sessions}) == 1
    if left > 0:
        soon = Capital(_soon(catalogue, person, now, starts))
        head = say_n(
            "{soon} {n} session of your plan starts", "{soon} {n} sessions of your plan start at once", count, soon=soon
        )
    elif stands:
        head = say_n("{n} session of your plan is on now", "{n} sessions of your plan are on now", count)
    elif left == 0:
        head = say_n("{n} session of your plan is starting", "{n} sessions of your plan are starting at once", count)
    else:
        on = for_minutes(-left)
        head = say_n("{n} session of your plan is on {on}", "{n} sessions of your plan are on {on}", count, on=on)
    time = _time(catalogue, person, sessions, left)
    lines: list[Line] = [("• ", *_listed(session, alone=not alike)) for session in sessions]
    if count > NAMED:
        lines = [(say("Press a number to watch:"),)] if left < _IN_HOURS else []
    return [paragraph(Bold(head)), paragraph((time,), *lines)]


def _soon(catalogue: Catalogue, person: Person, now: datetime, starts: datetime) -> Spoken:
    """«через 10 минут», «через 2 часа», «завтра»."""
    left = minutes_until(starts, now)
    if left < _IN_HOURS:
        return in_minutes(left)
    today, day = (own_clock(at, catalogue.zone, person.zone).date() for at in (now, starts))
    if left >= _LONG and day == today + DAY:
        return say("tomorrow")
    return say_n("in {n} hour", "in {n} hours", round(left / 60))


def _time(catalogue: Catalogue, person: Person, sessions: Sequence[Session], left: int) -> Phrase:
    """From when, and to when if all end together; with the day where it is far."""
    starts = sessions[0].starts
    assert starts is not None
    alike = len({session.minutes for session in sessions}) == 1
    shown = when if left < _LONG else dated
    return shown(starts, catalogue.zone, person.zone, sessions[0].ends if alike else None)


def _listed(session: Session, *, alone: bool) -> Line:
    """`alone`: the line has to say itself how long it takes."""
    name = say("{kind} “{title}”", kind=KINDS[session.kind], title=session.title)
    length: Line = (" · ", say_n("{n} minute", "{n} minutes", session.minutes)) if alone else ()
    return (name, *length, *(() if session.player else (" — ", Italic(say("no link yet")))))


def _numbered(sessions: Sequence[Session], *, far: bool) -> Iterator[Entry]:
    """Each session as a line, whose number leads to its player, or to its card where there is none to watch."""
    alike = len({session.minutes for session in sessions}) == 1
    for session in sessions:
        watch = None if far or session.player is None else LinkButton(say("Watch"), session.player)
        yield Entry((watch or _card(session),), (paragraph(_listed(session, alone=not alike)),))


def _watch(sessions: Sequence[Session]) -> list[Row]:
    """The players on top; what has none leads to its card."""
    if len(sessions) == 1:
        return [(LinkButton(say("Watch"), session.player),) for session in sessions if session.player]
    rows: list[Row] = []
    for session in sessions:
        name = session.short or session.title
        watch = session.player and LinkButton(say("Watch: {title}", title=name), session.player)
        rows.append((watch or _card(session),))
    return rows


def _cards(sessions: Sequence[Session]) -> list[Row]:
    """Long before the start there is nothing to watch."""
    return [about(sessions[0])] if len(sessions) == 1 else [(_card(session),) for session in sessions]


def _card(session: Session) -> Button:
    return Button(session.short or session.title, OpenSession(session.id, FROM_LETTER))


def _below(starts: datetime, sessions: Sequence[Session], left: int, *, second: bool, put_off: bool) -> list[Row]:
    if left >= _IN_HOURS:
        return []
    slot, one = slot_number(starts), sessions[0] if len(sessions) == 1 else None
    opens_not: list[AnyButton] = []
    if any(session.player for session in sessions):
        to = WhichDoesNotOpen(slot) if one is None else DoesNotOpen(one.id)
        opens_not = [Button(say("It does not open"), to)]
    if second:
        return [tuple(opens_not)] if opens_not or one is None else [about(one)]
    ask = AskInSlot(slot, anew=True) if one is None else AskQuestion(one.id, FROM_LETTER)
    again: Row = (Button(say("Once more in 5 minutes"), RemindAgain(slot)),) if left > 0 else ()
    asking: Row = (Button(say("Ask"), ask), *opens_not)
    return [again, asking] if one is None else [again, () if put_off else later(one), asking, about(one)]


def later(session: Session) -> Row:
    """Not now: the recording comes by itself. It may be on the card already."""
    if session.recording is not None or session.cancelled:
        return ()
    return (Button(say("Later, send me the recording"), WantRecording(session.id, FROM_LETTER)),)


def about(session: Session) -> Row:
    """The way to the card, under the letter."""
    return (Button(say("About the session"), OpenSession(session.id, FROM_LETTER)),)


def nothing_left() -> Screen:
    """What a reminder turns into when somebody leafs through it too late."""
    gone = say("The sessions of this reminder are over, moved, or no longer in your plan.")
    return screen(gone, buttons=[(Button(say("⭐ My plan"), OpenPlan()), Button(say("Menu"), OpenMenu()))])
