"""Recordings that people waited for, as a screen."""

from collections.abc import Sequence

from dialogs.kit.phrase import say, say_n
from dialogs.kit.screen import Bold, Button, Line, LinkButton, Row, Screen, Text, paragraph, screen
from dialogs.kit.times import DayName
from dialogs.menu.routes import OpenMenu
from dialogs.programme.routes import OpenRecordings
from dialogs.recordings.routes import SendRecordings
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.people.people import Person

MOST = 6  # recordings with buttons of their own: so many fit in every messenger


def recorded(catalogue: Catalogue, person: Person, sessions: Sequence[Session], told: int) -> Screen:
    """What can be seen now; the buttons are the recordings."""
    count = len(sessions)
    waited = say_n("🎞 {n} recording you waited for is here:", "🎞 {n} recordings you waited for are here:", count)
    if count == 1:
        waited = say("🎞 The recording you waited for is here:")
    lines: list[Line] = [_line(catalogue, number, one) for number, one in enumerate(sessions[:MOST], start=1)]
    more = count - MOST
    rest = [say_n("and {n} more among all recordings.", "and {n} more among all recordings.", more)] if more > 0 else []
    watch: list[Row] = [
        (LinkButton(f"▶ {number}. {one.short or one.title}", one.recording),)
        for number, one in enumerate(sessions[:MOST], start=1)
        if one.recording
    ]
    other = say("Send them in the evening") if person.recordings_at_once else say("Send them at once")
    switch: Row = (Button(other, SendRecordings(not person.recordings_at_once, told)),)
    ways: Row = (Button(say("All recordings"), OpenRecordings()), Button(say("Menu"), OpenMenu()))
    return screen(Bold(waited), paragraph(*lines), *rest, buttons=[*watch, switch, ways])


def _line(catalogue: Catalogue, number: int, session: Session) -> Line:
    on = catalogue.day_of(session)
    day: tuple[Text, ...] = () if on is None else (" · ", DayName(on))
    return (f"{number}. {session.title}", *day)
