"""The first screen, which is the menu too: what of the fair is worth seeing now, and all the doors."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from dialogs.exhibition.routes import OpenExhibition
from dialogs.kit.kinds import KINDS
from dialogs.kit.phrase import Capital, Phrase, say, say_n
from dialogs.kit.screen import (
    AnyButton,
    Bold,
    Button,
    Italic,
    Line,
    LinkButton,
    Paragraph,
    Piece,
    Row,
    Screen,
    Text,
    paragraph,
    screen,
)
from dialogs.kit.times import DayName, DaySpan, in_minutes, mine_alone, minutes_until, when
from dialogs.kit.watching import player_shown
from dialogs.matching.routes import OpenMatching
from dialogs.materials.routes import OpenMyMaterials
from dialogs.menu.glance import Glance
from dialogs.menu.routes import SpeakAtFirst
from dialogs.plan.routes import OpenPlan
from dialogs.programme.routes import OpenNow, OpenProgramme, OpenRecordings, OpenSession, Star
from dialogs.search.routes import OpenSearch
from dialogs.settings.routes import OpenSettings
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.people.people import Person

CAME = "menu0"
_MINUTES_AHEAD = 60  # so long before a start it is counted in minutes, and from then on told by the clock


def first(
    catalogue: Catalogue,
    person: Person,
    now: datetime,
    seen: Glance,
    *,
    hello: Phrase | None = None,
    word: Phrase | None = None,
    ask_language: bool = False,
) -> Screen:
    """What everybody sees who arrives or comes back, after a greeting or a word if there is one.

    Who reads neither of our languages on their phone is offered both.
    """
    if not catalogue.version:
        return _nothing_yet(word)
    days: Line = (DaySpan(seen.stage.first_day, seen.stage.last_day),) if seen.stage else ()
    name: Line = (Bold(catalogue.title), *(" · " for _ in days), *days)
    head = paragraph((Bold(hello),), *([days] if days else [])) if hello else paragraph(name)
    text: list[Paragraph | Piece] = [head, *([word] if word else [])]
    text += [told] if (told := _told(catalogue, person, now, seen)) else []
    text += [_session(catalogue, person, now, seen, session) for session in (*seen.own, *seen.others)]
    text += _how_to_go_on(person, seen)
    rows = [_own(catalogue, person, now, seen, session) for session in seen.own]
    rows += [_other(catalogue, person, seen, session) for session in seen.others]
    languages = [_languages(below=False)] if ask_language else []
    return screen(*text, buttons=[*rows, *_doors(seen, few=ask_language), *languages])


def hello(catalogue: Catalogue, name: str) -> Phrase:
    """The greeting."""
    if name:
        return say("Hello, {name}! This is {fair}, and I am your assistant.", name=name, fair=catalogue.title)
    return say("Hello! This is {fair}, and I am your assistant.", fair=catalogue.title)


def _told(catalogue: Catalogue, person: Person, now: datetime, seen: Glance) -> Phrase | None:
    """What there is, in one true sentence."""
    match seen.phase:
        case "today":
            return _told_of_today(catalogue, person, now, seen)
        case "unknown":
            return say("The times of the sessions will be announced. Look around already now:")
        case "over" if not seen.coming:
            return say("The fair is over. The recordings are still being made: look in again.")
        case "over":
            return say("The fair is over. The recordings ({n}) and the materials stay here:", n=seen.coming)
    return _told_of_another_day(catalogue, person, seen) if seen.slot and seen.day else None


def _told_of_another_day(catalogue: Catalogue, person: Person, seen: Glance) -> Phrase:
    assert seen.slot is not None
    assert seen.day is not None
    count, day, time = seen.coming, DayName(seen.day), when(seen.slot, catalogue.zone, person.zone)
    match seen.phase:
        case "before":
            return say_n(
                "It begins on {day}, {time}, with {n} session on the first day.",
                "It begins on {day}, {time}, with {n} sessions on the first day.",
                count,
                day=day,
                time=time,
            )
        case "between":
            return say_n(
                "This stage is over. The next one begins on {day}, {time}, with {n} session on its first day.",
                "This stage is over. The next one begins on {day}, {time}, with {n} sessions on its first day.",
                count,
                day=day,
                time=time,
            )
        case "evening":
            return say_n(
                "That is all for today. Next comes {day}, from {time}: {n} session.",
                "That is all for today. Next comes {day}, from {time}: {n} sessions.",
                count,
                day=day,
                time=time,
            )
    return say_n(
        "Nothing is on today. Next comes {day}, from {time}: {n} session.",
        "Nothing is on today. Next comes {day}, from {time}: {n} sessions.",
        count,
        day=day,
        time=time,
    )


def _told_of_today(catalogue: Catalogue, person: Person, now: datetime, seen: Glance) -> Phrase | None:
    """«Сейчас идёт 5 встреч, через 14 минут начнутся ещё 20.»"""
    on_now = say_n("{n} session is on now", "{n} sessions are on now", seen.running)
    if seen.slot is None or not seen.coming:
        return say("{now}.", now=on_now)
    left = minutes_until(seen.slot, now)
    at = say("at {time}", time=when(seen.slot, catalogue.zone, person.zone))
    soon = in_minutes(left) if left <= _MINUTES_AHEAD else at
    if not seen.running:
        return say_n("{soon} {n} session starts.", "{soon} {n} sessions start.", seen.coming, soon=Capital(soon))
    later = say_n("{soon} {n} more starts", "{soon} {n} more start", seen.coming, soon=soon)
    return say("{now}, {later}.", now=on_now, later=later)


def _session(catalogue: Catalogue, person: Person, now: datetime, seen: Glance, session: Session) -> Paragraph:
    """«10:00–10:45 МСК · лекция» with the title; of another day, with the day."""
    first: list[Piece] = []
    if session.starts is not None:
        time: Text = when(session.starts, catalogue.zone, person.zone, session.ends)
        day = catalogue.day_of(session)
        if day is not None and day != seen.day:
            time = say("{day}, {time}", day=DayName(day, short=True), time=time)
        first += [Bold(time), " · "]
    first.append(KINDS[session.kind])
    if seen.phase == "today" and session.starts is not None and session.starts <= now:
        first += [" · ", Italic(say("on now"))]
    if session in seen.own:
        first.append(" ⭐")
    return paragraph(tuple(first), session.title)


def _own(catalogue: Catalogue, person: Person, now: datetime, seen: Glance, session: Session) -> Row:
    """What is in the plan: to be watched where that can be done now, else to be read about."""
    if seen.phase == "over" and session.recording:
        return _recording(session)
    name = session.short or session.title
    if session.player and player_shown(session, now):
        return (LinkButton(say("▶️ Watch: {title}", title=name), session.player),)
    time = _time(catalogue, person, session)
    return (Button(f"{time}{session.title}", OpenSession(session.id, CAME), short=f"{time}{name}"),)


def _other(catalogue: Catalogue, person: Person, seen: Glance, session: Session) -> Row:
    if seen.phase == "over" and session.recording:
        return _recording(session)
    name, time = session.short or session.title, _time(catalogue, person, session)
    return (Button(f"⭐ {time}{session.title}", Star(session.id, CAME), short=f"⭐ {time}{name}"),)


def _recording(session: Session) -> Row:
    return (LinkButton(f"▶️ {session.short or session.title}", session.recording or ""),)


def _time(catalogue: Catalogue, person: Person, session: Session) -> str:
    """By the reader's clocks: a button has room for one time."""
    return f"{mine_alone(session.starts, catalogue.zone, person.zone)} " if session.starts else ""


def _how_to_go_on(person: Person, seen: Glance) -> Sequence[Piece]:
    stars = bool(seen.others) and seen.phase != "over" and not person.plan
    hints: list[Piece] = []
    if stars:
        hints.append(say("Press ⭐: I will remind you before it starts and send you the link."))
    hints.append(say("Write what you are looking for: “maths exam”, “tomorrow at 10”, “stand 121”."))
    return hints


def _doors(seen: Glance, *, few: bool = False) -> list[Row]:
    """All the doors; `few` where the choice of a language takes the place of some."""
    programme: Row = (Button(say("📅 Programme"), OpenProgramme()), Button(say("🏛 Exhibition"), OpenExhibition()))
    settings = Button(say("⚙️ Settings"), OpenSettings())
    own: list[AnyButton] = [Button(say("⭐ My plan"), OpenPlan()), settings]
    if not few:
        own.insert(1, Button(say("🔎 Search"), OpenSearch()))
    if seen.phase == "over":
        again: Row = (Button(say("🎬 Recordings"), OpenRecordings()), Button(say("📁 My materials"), OpenMyMaterials()))
        return [again, programme, tuple(own)]
    now = Button(say("▶️ Now and soon"), OpenNow())
    if seen.phase == "unknown":
        return [programme, tuple(own)]
    idle = seen.recorded and seen.phase != "today"  # nothing is on: what was can be seen meanwhile
    second = Button(say("🎬 Recordings"), OpenRecordings()) if idle else now
    return [(Button(say("✨ Choose for me"), OpenMatching()), second), programme, tuple(own)]


def _languages(*, below: bool) -> Row:
    return tuple(Button(name, SpeakAtFirst(code, below)) for code, name in (("ru", "Русский"), ("en", "English")))


def introduced(catalogue: Catalogue, shown: Screen, *, name: str = "", ask_language: bool) -> Screen:
    """A card that a link led to, with a greeting for who sees us for the first time."""
    greeting = paragraph((hello(catalogue, name), " ", say("Here is what you came for:")))
    languages = [_languages(below=True)] if ask_language else []
    return replace(shown, text=(greeting, *shown.text), buttons=(*shown.buttons, *languages))


def after_a_word(catalogue: Catalogue, word: Phrase) -> Screen:
    """A word about what was pressed or typed, and the doors."""
    return screen(word, buttons=_doors(Glance("today"))) if catalogue.version else _nothing_yet(word)


def _nothing_yet(word: Phrase | None) -> Screen:
    nothing = say("The programme has not been published yet. Please come back a little later.")
    return screen(*([word] if word else []), nothing, buttons=[(Button(say("⚙️ Settings"), OpenSettings()),)])
