"""Players that do not open, as screens: for who wanted to watch, and for organisers."""

from collections.abc import Mapping, Sequence

from dialogs.kit.phrase import say, say_n
from dialogs.kit.screen import (
    Bold,
    Button,
    Entry,
    LinkButton,
    Listing,
    Paragraph,
    Piece,
    Row,
    Screen,
    paragraph,
    screen,
)
from dialogs.menu.routes import OpenMenu
from dialogs.reminders import rules
from dialogs.reminders.routes import DoesNotOpen, OpenUnopened, PlayerMended, WhichDoesNotOpen
from dialogs.reminders.screens.reminders import about
from storage.fair.programme import Session

ON_PAGE = 7
UNOPENED_ON_PAGE = 6
_MENU: Row = (Button(say("Menu"), OpenMenu()),)


def does_not_open(session: Session, *, organises: bool) -> Screen:
    """What to do now; that it is known; and what comes later."""
    fallback = rules.fallback(session)
    text: list[Paragraph | Piece] = [Bold(say("“{title}” does not open", title=session.title))]
    rows: list[Row] = []
    if fallback is not None:
        text.append(say("Here is another way to watch it."))
        rows.append((LinkButton(say("The spare link"), fallback),))
    else:
        text.append(say("Try to open the link in another browser, or without the mobile network's savings."))
    text.append(say("The organisers see that it does not open. I will write to you as soon as it is mended."))
    again: Row = (LinkButton(say("Try again"), session.player),) if session.player else ()
    all_: Row = (Button(say("What does not open"), OpenUnopened()),) if organises else ()
    return screen(*text, buttons=[*rows, again, all_, (*about(session), *_MENU)])


def which(slot: int, sessions: Sequence[Session], at: int) -> Screen:
    """Which of the sessions does not open."""
    entries = (
        Entry((Button(session.title, DoesNotOpen(session.id), short=session.short),))
        for session in sessions
        if session.player
    )
    listing = Listing(tuple(entries), at, WhichDoesNotOpen(slot), ON_PAGE)
    return screen(say("Which one does not open?"), listing=listing, buttons=[_MENU])


def mended(session: Session, player: str) -> Screen:
    """To those for whom it did not open."""
    return screen(
        Bold(say("It opens now: “{title}”", title=session.title)),
        buttons=[(LinkButton(say("Watch"), player),), (Button(say("It does not open"), DoesNotOpen(session.id)),)],
    )


def unopened(sessions: Mapping[int, Session], counts: Mapping[int, int], at: int) -> Screen:
    """For organisers: for how many the player of each session does not open, and a button for what is mended."""
    known = [(sessions[number], count) for number, count in counts.items() if number in sessions]
    entries = tuple(
        Entry(
            (Button(say("Mended: {title}", title=session.title), PlayerMended(session.id)),),
            (
                paragraph(
                    (Bold(session.title),),
                    (say_n("does not open for {n} person", "does not open for {n} people", count),),
                ),
            ),
        )
        for session, count in known
    )
    head = Bold(say("What does not open"))
    if not entries:
        return screen(head, say("Nobody has said so of any session."), buttons=[_MENU])
    return screen(head, listing=Listing(entries, at, OpenUnopened(), UNOPENED_ON_PAGE), buttons=[_MENU])
