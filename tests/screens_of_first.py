"""The first screen at several moments and for several readers, and what is chosen for somebody."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from dialogs.kit.screen import Screen
from dialogs.matching import rules, screens
from dialogs.matching.routes import AskTopics
from dialogs.menu import screens as menu
from dialogs.menu.glance import SHOWN, glance
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.people.choice import NOTHING_TOLD, Choice
from storage.people.people import Person

TOPICS = ("инклюзия", "егэ", "дистант", "чтение", "функциональная грамотность", "профориентация", "цифра", "музыка")
CHOICE = Choice("teacher", TOPICS[:2], "day")


def tagged(catalogue: Catalogue) -> Catalogue:
    """The same fair, where sessions say what they are about and for whom."""
    audiences = (("teacher",), ("parent", "teacher"), ("preschool",), (), ("head", "teacher"), ("student",))

    def told(number: int, session: Session) -> Session:
        tags = (TOPICS[number % len(TOPICS)], TOPICS[number * 5 % 7])
        return replace(session, tags=tuple(dict.fromkeys(tags)), audience=audiences[number % len(audiences)])

    sessions = {session.id: told(at, session) for at, session in enumerate(catalogue.sessions.values())}
    return replace(catalogue, sessions=sessions)


def screens_of_first(catalogue: Catalogue, person: Person, now: datetime) -> Iterator[tuple[str, Screen]]:
    """The first screen for a newcomer, for one who reads another language, and for one with a plan."""
    newcomer = replace(person, plan=frozenset(), zone=None)
    hello = menu.hello(catalogue, "Анна")
    seen = glance(catalogue, newcomer, now)
    yield "welcome", menu.first(catalogue, newcomer, now, seen, hello=hello)
    few = glance(catalogue, newcomer, now, shown=SHOWN - 1)
    yield "welcome in another language", menu.first(catalogue, newcomer, now, few, hello=hello, ask_language=True)
    yield "menu", menu.first(catalogue, person, now, glance(catalogue, person, now))


def screens_of_matching(catalogue: Catalogue, person: Person, now: datetime) -> Iterator[tuple[str, Screen]]:
    """The three questions, days that are chosen, and what is kept."""
    fair, chosen = tagged(catalogue), replace(person, choice=CHOICE)
    yield "who are you", screens.ask_role(NOTHING_TOLD)
    yield "topics", screens.ask_topics(CHOICE, rules.topics(fair), 0)
    yield "many topics", screens.ask_topics(CHOICE, [f"{topic} {at}" for at in range(9) for topic in TOPICS], 0)
    yield "times", screens.ask_times(CHOICE, AskTopics())
    yield "nothing fits", screens.nothing(CHOICE)
    yield "no choice", screens.choice(NOTHING_TOLD)
    yield "choice", screens.choice(CHOICE)
    for turn in range(4):
        if (day := rules.match(fair, chosen, now, turn)) is not None:
            yield "matched", screens.matched(fair, chosen, now, day)
            half = frozenset(session.id for session in day.sessions[::2])
            yield "half taken", screens.matched(fair, replace(chosen, plan=half), now, day)
