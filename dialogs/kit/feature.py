"""A feature: one folder, one thing people can do; here it says what answers to what.

    feature = Feature("plan")

    @feature.on(Subscribe, changes=True)
    async def subscribe(visit: Visit, route: Subscribe) -> Reply: ...

`changes=True` declares that the answer writes; only such answers open a writing transaction. What a messenger repeats
is acted on once more and undone: nothing changes twice, and the answer that may have been lost is given again. Actions
are written to be repeatable.

    @feature.command("air", say("what to read out next"), where="group")
    async def air(visit: Visit, argument: str) -> Reply: ...

    @feature.reply("question", changes=True)
    async def answer(visit: Visit, number: int, text: str) -> Reply: ...

In a group only the toast of a press is shown; everything else that a group is told goes by letters. A reply is what
people write in reply to the message of a keyed letter: of the key `question-14` here. What is sent beside the words, or
without any, is in `visit.event.act`.

    @feature.words(waits_for_words, changes=True)
    async def ask_to_whom(visit: Visit, text: str) -> Reply: ...

Words that are neither a reply nor an answer to an open form go to the first feature that waits for words of the person;
files likewise to the one that takes them.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar

from dialogs.kit.event import SentFile
from dialogs.kit.form import Form
from dialogs.kit.letter import Letter, Reading, Rest
from dialogs.kit.phrase import Phrase
from dialogs.kit.policy import Policy
from dialogs.kit.route import Route
from dialogs.kit.screen import Screen, What
from dialogs.kit.visit import Reply, Visit
from storage.database import Storage, Work
from storage.people.people import Person

R = TypeVar("R", bound=Route)
L = TypeVar("L", bound=Letter)
V = TypeVar("V", bound="Replies")

Replies = Screen | Reply
Action = Callable[[Visit, Any], Awaitable[Replies]]
RouteAction = Callable[[Visit, R], Awaitable[V]]
WordsAction = Callable[[Visit, str], Awaitable[Replies]]
ReplyAction = Callable[[Visit, int, str], Awaitable[Replies]]
FileAction = Callable[[Visit, SentFile], Awaitable[Replies]]
Waits = Callable[[Work, Person], Awaitable[bool]]
Drawing = Callable[[Any, Reading], Awaitable[What | Rest | None]]
LetterDrawing = Callable[[L, Reading], Awaitable[What | Rest | None]]
Where = Literal["private", "group", "both"]
Run = Callable[[Storage, Policy, datetime], Awaitable[None]]

J = TypeVar("J", bound=Callable[[], Run])


@dataclass(frozen=True, slots=True)
class Answer:
    """An action, and whether it writes."""

    act: Action
    changes: bool


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the bot's list, such as `/now`; `about` is what the list says of it, `where` it is understood."""

    name: str
    about: Phrase
    answer: Answer
    where: Where = "private"

    def known(self, *, private: bool) -> bool:
        """Whether it is understood in private, or in groups."""
        return self.where in ("both", "private" if private else "group")


@dataclass(frozen=True, slots=True)
class Listener:
    """Who answers words or files that mean nothing else, if they are waited for of the person; `waits` only reads."""

    waits: Waits
    answer: Answer
    files: bool = False


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
    """What one feature answers to. Declared at import, gathered by the registry."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.answers: dict[type[Route], Answer] = {}
        self.commands: dict[str, Command] = {}
        self.links: dict[str, Answer] = {}
        self.replies: dict[str, Answer] = {}
        self.edits: dict[str, Answer] = {}
        self.files: Listener | None = None
        self.listeners: list[Listener] = []
        self.drawings: dict[type[Letter], Drawing] = {}
        self.forms: list[Form[Any]] = []
        self.jobs: list[_Every] = []
        self.offers: WordsAction | None = None

    def on(self, route: type[R], *, changes: bool = False) -> Callable[[RouteAction[R, V]], RouteAction[R, V]]:
        """Answer the buttons that lead to `route`."""

        def declare(act: RouteAction[R, V]) -> RouteAction[R, V]:
            if route in self.answers:
                raise ValueError(f"{route.__name__} is answered twice in {self.name}; a button leads to one place")
            self.answers[route] = Answer(act, changes)
            return act

        return declare

    def command(
        self, name: str, about: Phrase, *, changes: bool = False, where: Where = "private"
    ) -> Callable[[WordsAction], WordsAction]:
        """Answer `/name`; the action gets what was written after it."""

        def declare(act: WordsAction) -> WordsAction:
            self.commands[name] = Command(name, about, Answer(act, changes), where)
            return act

        return declare

    def reply(self, name: str, *, changes: bool = False) -> Callable[[ReplyAction], ReplyAction]:
        """Answer what is written in reply to the message of a key `<name>-<number>`; the action gets both."""

        def declare(act: ReplyAction) -> ReplyAction:
            async def answer(visit: Visit, said: tuple[int, str]) -> Replies:
                return await act(visit, *said)

            self.replies[name] = Answer(answer, changes)
            return act

        return declare

    def edit(self, name: str) -> Callable[[ReplyAction], ReplyAction]:
        """Answer an edit of what became `<name>-<number>` (`work.post.written`); the action gets the new words."""

        def declare(act: ReplyAction) -> ReplyAction:
            async def answer(visit: Visit, said: tuple[int, str]) -> Replies:
                return await act(visit, *said)

            self.edits[name] = Answer(answer, changes=True)
            return act

        return declare

    def file(self, waits: Waits | None = None, *, changes: bool = False) -> Callable[[FileAction], FileAction]:
        """Answer a file that is sent in private while no form is open, of everybody or as `waits` says: one feature."""

        def declare(act: FileAction) -> FileAction:
            self.files = Listener(waits or _always, Answer(act, changes))
            return act

        return declare

    def words(
        self, waits: Waits, *, changes: bool = False, files: bool = False
    ) -> Callable[[WordsAction], WordsAction]:
        """Answer words in private that mean nothing else, of people whose words this feature waits for.

        `files`: such people may send files too; the action gets what was written beside them.
        """

        def declare(act: WordsAction) -> WordsAction:
            self.listeners.append(Listener(waits, Answer(act, changes), files))
            return act

        return declare

    def link(self, prefix: str, *, changes: bool = False) -> Callable[[WordsAction], WordsAction]:
        """Answer deep links `<prefix>-<id>`; the action gets the id."""

        def declare(act: WordsAction) -> WordsAction:
            self.links[prefix] = Answer(act, changes)
            return act

        return declare

    def offer(self, act: WordsAction) -> WordsAction:
        """Answer what is asked for from within another chat, by `offers`: one feature. It only reads."""
        self.offers = act
        return act

    def draws(self, letter: type[L]) -> Callable[[LetterDrawing[L]], LetterDrawing[L]]:
        """Draw letters of that type at the second they leave."""

        def declare(draw: LetterDrawing[L]) -> LetterDrawing[L]:
            self.drawings[letter] = draw
            return draw

        return declare

    def every(self, seconds: float) -> Callable[[J], J]:
        """Do something as time passes: what is declared makes it, such as a class whose instances are called."""

        def declare(make: J) -> J:
            self.jobs.append(_Every(f"{self.name}.{make.__name__.lower()}", seconds, make))
            return make

        return declare


async def _always(_work: Work, _person: Person) -> bool:
    return True
