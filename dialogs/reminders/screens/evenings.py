"""The word of an evening as a screen: what comes tomorrow, and what is in the night."""

from collections.abc import Sequence
from datetime import date

from dialogs.kit.kinds import KINDS
from dialogs.kit.nights import DAY
from dialogs.kit.phrase import say, say_n
from dialogs.kit.screen import Bold, Button, Line, Paragraph, Row, Screen, paragraph, screen
from dialogs.kit.times import DayName, when
from dialogs.plan.routes import OpenPlan
from dialogs.settings.routes import OpenReminders
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.people.people import Person
from storage.plans.evenings import Evening

MOST = 10  # lines of one letter; all of it is in the plan


def evening(
    catalogue: Catalogue, person: Person, of: Evening, tomorrow: Sequence[Session], night: Sequence[Session]
) -> Screen:
    """What the person asked to be told, and what nobody will wake them for."""
    text: list[Paragraph] = []
    if night:
        head = say_n(
            "In the night there is {n} session of your plan",
            "In the night there are {n} sessions of your plan",
            len(night),
        )
        rest = say("I will not wake you. If you are up, the link is on the session's card.")
        text += [paragraph((Bold(head),), *_lines(catalogue, person, night)), paragraph(rest)]
    if tomorrow:
        day = DayName(date.fromordinal(of.day) + DAY)
        head = say_n("Tomorrow, {day}: {n} session", "Tomorrow, {day}: {n} sessions", len(tomorrow), day=day)
        text.append(paragraph((Bold(head),), *_lines(catalogue, person, tomorrow)))
    ways: Row = (Button(say("⭐ My plan"), OpenPlan()), Button(say("How to remind me"), OpenReminders()))
    return screen(*text, buttons=[ways])


def _lines(catalogue: Catalogue, person: Person, sessions: Sequence[Session]) -> list[Line]:
    lines: list[Line] = []
    for session in sessions[:MOST]:
        assert session.starts is not None
        time = when(session.starts, catalogue.zone, person.zone, session.ends)
        lines.append((time, " — ", say("{kind} “{title}”", kind=KINDS[session.kind], title=session.title)))
    if len(sessions) > MOST:
        left = len(sessions) - MOST
        lines.append((say("and {n} more", n=left),))
    return lines
