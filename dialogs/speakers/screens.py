"""Speakers as screens: the letters, a list, a card."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from dialogs.kit.paging import place
from dialogs.kit.phrase import Phrase, say, say_n
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
    Piece,
    Row,
    Screen,
    Text,
    paragraph,
    screen,
)
from dialogs.kit.times import DayName, when
from dialogs.menu.routes import OpenMenu
from dialogs.programme.routes import OpenSession
from dialogs.search.routes import CAME as FOUND
from dialogs.search.routes import results
from dialogs.speakers import rules
from dialogs.speakers.routes import OpenLetters, OpenSessionSpeakers, OpenSpeaker, OpenSpeakers
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.fair.speakers import SpeakerCard
from storage.people.people import Person

ON_PAGE = 8
SESSIONS_ON_PAGE = 6
_MARKS: Mapping[rules.Mark, Phrase] = {
    "running": say("on now"),
    "over": say("over"),
    "recorded": say("recording available"),
    "cancelled": say("cancelled"),
}


def _leaving(back: Route | None) -> Row:
    before: list[AnyButton] = [] if back is None else [Button(say("Back"), back)]
    return (*before, Button(say("Menu"), OpenMenu()))


def speakers(catalogue: Catalogue, at: int) -> Screen:
    """Everybody who is on the air; where they are many, the letters to choose from."""
    letters = catalogue.speakers_by_letter
    everybody = [card for cards in letters.values() for card in cards]
    if not everybody:
        return screen(Bold(say("Speakers")), say("Nobody is named in the programme yet."), buttons=[_leaving(None)])
    if _few(catalogue):
        entries: Sequence[Entry] = _entries(everybody, "")
    else:
        parts = [_span(catalogue, *span) for span in _spans(catalogue)]
        entries = [Entry(tuple(parts[first : first + 2])) for first in range(0, len(parts), 2)]
    return screen(
        paragraph((Bold(say("Speakers")), " · ", say_n("{n} person", "{n} people", len(everybody)))),
        listing=Listing(tuple(entries), at, OpenSpeakers(), ON_PAGE),
        buttons=[_leaving(None)],
    )


def _few(catalogue: Catalogue) -> bool:
    return sum(map(len, catalogue.speakers_by_letter.values())) <= rules.ALL_AT_ONCE


def _spans(catalogue: Catalogue) -> list[tuple[str, str, int]]:
    return rules.spans([(letter, len(cards)) for letter, cards in catalogue.speakers_by_letter.items()])


def _span(catalogue: Catalogue, first: str, last: str, count: int) -> Button:
    return Button(f"{_letters(first, last)} · {count}", _to(catalogue, first, last))


def _to(catalogue: Catalogue, first: str, last: str, at: int = 0) -> OpenLetters:
    known = list(catalogue.speakers_by_letter)
    return OpenLetters(known.index(first), known.index(last), at)


def _letters(first: str, last: str) -> str:
    return first if first == last else f"{first}–{last}"


def letters(catalogue: Catalogue, first: int, last: int, at: int) -> Screen | None:
    """The speakers of these letters; None where there are none any more."""
    found = list(catalogue.speakers_by_letter)[max(0, first) : last + 1]
    if not found:
        return None
    entries = _entries([card for letter in found for card in catalogue.speakers_by_letter[letter]], "")
    return screen(
        paragraph((Bold(say("Speakers")), " · ", _letters(found[0], found[-1]))),
        listing=Listing(entries, at, OpenLetters(first, last), ON_PAGE),
        buttons=[_leaving(OpenSpeakers())],
    )


def of_session(catalogue: Catalogue, session: Session, at: int) -> Screen:
    """Who is on the air there, the moderator first."""
    entries = _entries(catalogue.speakers_of(session), f"s{session.id}")
    return screen(
        paragraph((Bold(say("Speakers")),), session.title),
        listing=Listing(entries, at, OpenSessionSpeakers(session.id), ON_PAGE),
        buttons=[(Button(say("The whole list"), OpenSpeakers()), *_leaving(OpenSession(session.id)))],
    )


def _entries(cards: Sequence[SpeakerCard], came: str) -> tuple[Entry, ...]:
    """Their names, as buttons; namesakes are told apart by their posts."""
    named = Counter(card.name for card in cards)
    labels = (f"{one.name}, {one.post}" if named[one.name] > 1 and one.post else one.name for one in cards)
    return tuple(Entry((Button(label, OpenSpeaker(one.id, came)),)) for one, label in zip(cards, labels, strict=True))


def speaker(catalogue: Catalogue, person: Person, now: datetime, card: SpeakerCard, came: str, at: int) -> Screen:
    """A speaker's card: who it is, and where to hear them, in the order of time."""
    sessions = [catalogue.sessions[number] for number in card.sessions]
    text: list[Paragraph | Piece] = [paragraph((Bold(card.name),), *([card.post] if card.post else []))]
    entries = tuple(
        Entry(
            (_session_button(number, session, card),),
            (_session_lines(catalogue, person, now, number, session),),
        )
        for number, session in enumerate(sessions, start=1)
    )
    listing = Listing(entries, at, OpenSpeaker(card.id, came), SESSIONS_ON_PAGE)
    return screen(*text, listing=listing, buttons=[_leaving(_back(catalogue, card, came))])


def _session_button(number: int, session: Session, card: SpeakerCard) -> Button:
    to = OpenSession(session.id, f"who{card.id}")
    return Button(f"{number}. {session.title}", to, short=f"{number}. {session.short or session.title}")


def _session_lines(catalogue: Catalogue, person: Person, now: datetime, number: int, session: Session) -> Paragraph:
    """«1. понедельник, 27 апреля, 10:00–11:00 МСК · идёт ⭐», and below it what it is."""
    time: Text = say("time to be announced")
    if session.starts is not None:
        on = DayName(session.starts.astimezone(catalogue.zone).date())
        at = when(session.starts, catalogue.zone, person.zone, session.ends)
        time = say("{day}, {time}", day=on, time=at)
    first: list[Piece] = [f"{number}. ", Bold(time)]
    if mark := _MARKS.get(rules.mark(session, now)):
        first += [" · ", Italic(mark)]
    if session.id in person.plan:
        first.append(" ⭐")
    lines: list[Line] = [tuple(first), (session.title,), (Italic(session.cluster.title),)]
    return paragraph(*lines)


def _back(catalogue: Catalogue, card: SpeakerCard, came: str) -> Route:
    if came.startswith("s") and came[1:].isdecimal() and (session := catalogue.sessions.get(int(came[1:]))):
        there = catalogue.speakers_of(session)
        return OpenSessionSpeakers(session.id, place(card, there)) if len(there) > 2 else OpenSession(session.id)
    if came.startswith(FOUND) and (number := came.removeprefix(FOUND)).isdecimal():
        return results(int(number))
    if _few(catalogue):
        everybody = (one for cards in catalogue.speakers_by_letter.values() for one in cards)
        return OpenSpeakers(place(card, everybody))
    for first, last, _ in _spans(catalogue):
        to = _to(catalogue, first, last)
        here = [one for cards in list(catalogue.speakers_by_letter.values())[to.first : to.last + 1] for one in cards]
        if card in here:
            return _to(catalogue, first, last, place(card, here))
    return OpenSpeakers()
