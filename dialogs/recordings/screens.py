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

MOST, IN_A_ROW = 6, 3  # recordings with buttons of their own, the numbers of their lines


def recorded(catalogue: Catalogue, person: Person, sessions: Sequence[Session], told: int) -> Screen:
    """What can be seen now; the numbers are the recordings."""
    count, shown = len(sessions), sessions[:MOST]
    waited = say_n("🎞 {n} recording you waited for is here:", "🎞 {n} recordings you waited for are here:", count)
    labels: list[Text] = [f"▶ {number}" for number, _ in enumerate(shown, start=1)]
    numbers = [f"{number}. " for number, _ in enumerate(shown, start=1)]
    if count == 1:
        waited, labels, numbers = say("🎞 The recording you waited for is here:"), [say("Recording")], [""]
    lines = [_line(catalogue, number, one) for number, one in zip(numbers, shown, strict=True)]
    more = count - MOST
    rest = [say_n("and {n} more among all recordings.", "and {n} more among all recordings.", more)] if more > 0 else []
    links = [LinkButton(label, one.recording) for label, one in zip(labels, shown, strict=True) if one.recording]
    rows: list[Row] = [tuple(links[first : first + IN_A_ROW]) for first in range(0, len(links), IN_A_ROW)]
    other = say("Send them in the evening") if person.recordings_at_once else say("Send them at once")
    switch: Row = (Button(other, SendRecordings(not person.recordings_at_once, told)),)
    ways: Row = (Button(say("All recordings"), OpenRecordings()), Button(say("Menu"), OpenMenu()))
    return screen(Bold(waited), paragraph(*lines), *rest, buttons=[*rows, switch, ways])


def _line(catalogue: Catalogue, number: str, session: Session) -> Line:
    on = catalogue.day_of(session)
    day: tuple[Text, ...] = () if on is None else (" · ", DayName(on))
    return (f"{number}{session.title}", *day)
