"""A feature: one folder, one thing people can do; here it says what answers to what.

    feature = Feature("plan")

    @feature.on(Subscribe, changes=True)
    async def subscribe(visit: Visit, route: Subscribe) -> Reply: ...

`changes=True` declares that the answer writes; only such answers open a writing transaction. What a messenger repeats
is acted on once more and undone: nothing changes twice, and the answer that may have been lost is given again. Actions
are written to be repeatable.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from dialogs.kit.form import Form, LeaveForm
from dialogs.kit.letter import Letter, Reading
from dialogs.kit.phrase import Phrase
from dialogs.kit.route import Nowhere, Route, Routes
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Habits, Reply, Visit
from storage.database import Storage

A = TypeVar("A", bound=Callable[[Visit, Any], Awaitable["Screen | Reply"]])
L = TypeVar("L", bound=Letter)

Replies = Screen | Reply
Action = Callable[[Visit, Any], Awaitable[Replies]]
Drawing = Callable[[Any, Reading], Awaitable[Screen | None]]
Run = Callable[[Storage, Habits, datetime], Awaitable[None]]

J = TypeVar("J", bound=Callable[[], Run])


@dataclass(frozen=True, slots=True)
class Answer:
    """An action, and whether it writes."""

    act: Action
    changes: bool


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the bot's list, such as `/now`; `about` is what the list says of it."""

    name: str
    about: Phrase
    answer: Answer


@dataclass(frozen=True, slots=True)
class Job:
    """What a feature does as time passes, every so many seconds; it must be repeatable, in several processes too."""

    name: str
    seconds: float
    run: Run


@dataclass(frozen=True, slots=True)
class _Every:
    """A job as declared: each program makes its own, with what it remembers from one time to the next."""

    name: str
    seconds: float
    make: Callable[[], Run]


class Feature:
    """What one feature answers to. Declared at import, gathered by `Book`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.answers: dict[type[Route], Answer] = {}
        self.commands: dict[str, Command] = {}
        self.links: dict[str, Answer] = {}
        self.drawings: dict[type[Letter], Drawing] = {}
        self.forms: list[Form[Any]] = []
        self.jobs: list[_Every] = []

    def on(self, route: type[Route], *, changes: bool = False) -> Callable[[A], A]:
        """Answer the buttons that lead to `route`."""

        def declare(act: A) -> A:
            if route in self.answers:
                raise ValueError(f"{route.__name__} is answered twice in {self.name}; a button leads to one place")
            self.answers[route] = Answer(act, changes)
            return act

        return declare

    def command(self, name: str, about: Phrase, *, changes: bool = False) -> Callable[[Action], Action]:
        """Answer `/name`; the action gets what was written after it."""

        def declare(act: Action) -> Action:
            self.commands[name] = Command(name, about, Answer(act, changes))
            return act

        return declare

    def link(self, prefix: str, *, changes: bool = False) -> Callable[[Action], Action]:
        """Answer deep links `<prefix>-<id>`; the action gets the id."""

        def declare(act: Action) -> Action:
            self.links[prefix] = Answer(act, changes)
            return act

        return declare

    def draws(self, letter: type[L]) -> Callable[[Callable[[L, Reading], Awaitable[Screen | None]]], Drawing]:
        """Draw letters of that type at the second they leave."""

        def declare(draw: Callable[[L, Reading], Awaitable[Screen | None]]) -> Drawing:
            self.drawings[letter] = draw
            return draw

        return declare

    def every(self, seconds: float) -> Callable[[J], J]:
        """Do something as time passes: what is declared makes it, such as a class whose instances are called."""

        def declare(make: J) -> J:
            self.jobs.append(_Every(f"{self.name}.{make.__name__.lower()}", seconds, make))
            return make

        return declare


class Book:
    """All features together. Two answers to one thing are an error at start."""

    def __init__(self, features: Iterable[Feature]) -> None:
        features = tuple(features)
        self.answers: dict[type[Route], Answer] = _merged(features, lambda feature: feature.answers, "the route")
        self.routes = Routes((*self.answers, Nowhere, LeaveForm))
        self.commands: dict[str, Command] = _merged(features, lambda feature: feature.commands, "the command")
        self.links: dict[str, Answer] = _merged(features, lambda feature: feature.links, "the deep link")
        self.drawings = {
            letter.kind: (letter, draw)
            for letter, draw in _merged(features, lambda feature: feature.drawings, "the letter").items()
        }
        self.forms = {form.name: form for feature in features for form in feature.forms}
        self.jobs = tuple(Job(job.name, job.seconds, job.make()) for feature in features for job in feature.jobs)
        if len(self.drawings) < sum(len(feature.drawings) for feature in features):
            raise ValueError("two letters share a kind; rename one")
        if len(self.forms) < sum(len(feature.forms) for feature in features):
            raise ValueError("two forms share a name; rename one")


def _merged(features: Iterable[Feature], what: Callable[[Feature], dict[Any, Any]], called: str) -> dict[Any, Any]:
    merged: dict[Any, Any] = {}
    owners: dict[Any, str] = {}
    for feature in features:
        for name, answer in what(feature).items():
            if name in merged:
                raise ValueError(f"{called} {name!r} belongs to both {owners[name]} and {feature.name}; keep one")
            merged[name], owners[name] = answer, feature.name
    return merged
