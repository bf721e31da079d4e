"""Forms: questions that are answered by typing, one after another, in private.

A form's draft is a frozen dataclass of the answers so far; it lives in the person's row with the form's version, so it
survives a restart, and a draft of an older version is dropped rather than misread. Only one form is open at a time.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Generic, TypeVar
from zlib import crc32

from pydantic import TypeAdapter, ValidationError

from dialogs.kit.errors import Stale, Trouble
from dialogs.kit.event import Sent, SentFile, SharedPhone, Spot, Typed, words_of
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.route import Route
from dialogs.kit.screen import Button, Screen, paragraph
from dialogs.kit.visit import Reply, Visit
from storage.people.people import OpenForm

D = TypeVar("D")
GivenAnswer = Typed | SharedPhone | SentFile | Sent


@dataclass(frozen=True, slots=True)
class LeaveForm(Route):
    """The button that gives a form up: the one that was `opened` so, which the engine writes into it."""

    opened: int = 0
    path: ClassVar[str] = "leave"


GIVE_UP = Button(say("Never mind"), LeaveForm())


@dataclass(frozen=True, slots=True)
class FormStep(Generic[D]):
    """One question: how it is asked, and how its answer is read into the draft.

    `phone` reads a number that the messenger shared, `file` a file that was sent, `spot` a place, where the question
    takes them. Words beside a file or anything else answer as if they had come alone; `attach` keeps what goes along.
    """

    ask: Callable[[Visit, D], Screen]
    read: Callable[[Visit, D, str], D | Trouble]
    phone: Callable[[Visit, D, SharedPhone], D | Trouble] | None = None
    file: Callable[[Visit, D, SentFile], D | Trouble] | None = None
    attach: Callable[[Visit, D, SentFile], D | Trouble] | None = None
    spot: Callable[[Visit, D, Spot], D | Trouble] | None = None

    def take(self, visit: Visit, draft: D, given: GivenAnswer) -> D | Trouble:
        """Read whatever was given for an answer."""
        match given:
            case SharedPhone() if self.phone is not None:
                return self.phone(visit, draft, given)
            case SentFile() if self.file is not None:
                return self.file(visit, draft, given)
            case SentFile() if self.attach is not None:
                return self.attach(visit, draft, given)
            case Sent(spot=Spot() as spot) if self.spot is not None:
                return self.spot(visit, draft, spot)
            case Typed(text):
                return self.read(visit, draft, text)
            case Sent() | SentFile() if words_of(given).strip():
                return self.read(visit, draft, words_of(given))
            case SharedPhone():
                return Trouble(say("I do not need a phone number for this. Please answer in words."))
            case Sent(spot=Spot()):
                return Trouble(say("I do not need to know where you are for this. Please answer in words."))
            case SentFile():
                return Trouble(say("I do not need a file for this. Please answer in words."))
            case _:
                return Trouble(say("I cannot take in voice, video and stickers. Please answer in words."))

    def takes(self, given: GivenAnswer) -> bool:
        """Whether it has a use for what came beside the words."""
        if isinstance(given, SentFile):
            return self.file is not None or self.attach is not None
        return isinstance(given, Sent) and given.spot is not None and self.spot is not None


class Form(Generic[D]):
    """A form: its steps in order, and what is done with the finished draft.

    :param version: raise it when the draft or the steps change their meaning.
    """

    def __init__(
        self,
        name: str,
        version: int,
        draft: type[D],
        steps: tuple[FormStep[D], ...],
        finish: Callable[[Visit, D], Awaitable[Screen | Reply]],
    ) -> None:
        self.name = name
        self.version = version
        self._steps = steps
        self._finish = finish
        self._drafts = TypeAdapter(draft)

    def begin(self, visit: Visit, draft: D, *, same: bool = False) -> Screen:
        """Open the form and ask the first question; another open form is given up.

        `same`: the answer of before still stands in the draft, and an edit of its message replaces it.
        """
        before = visit.person.form if same else None
        asked = self._go_on(visit, draft, 0, crc32(visit.event.id.encode()) or 1)
        if before is not None and before.name == self.name and visit.person.form is not None:
            kept = replace(visit.person.form, message=before.message, answered=before.answered)
            visit.person = replace(visit.person, form=kept)
        return asked

    def draft(self, visit: Visit) -> D:
        """The answers so far, for an action of one of the form's own buttons.

        :raises Stale: this form is not open any more.
        """
        return self._open(visit)[1]

    def ask(self, visit: Visit) -> Screen:
        """Ask the open question again."""
        step, draft = self._open(visit)
        return self._steps[step].ask(visit, draft)

    def asks_phone(self, step: int) -> bool:
        """Whether the question of that number takes a number that the messenger shares."""
        return step < len(self._steps) and self._steps[step].phone is not None

    def takes(self, visit: Visit, given: GivenAnswer) -> bool:
        """Whether the open question has a use for what came beside the words."""
        return self._steps[self._open(visit)[0]].takes(given)

    async def answer(self, visit: Visit, given: GivenAnswer) -> Screen | Reply:
        """Take an answer: the next question, the same one with what was wrong, or the end."""
        step, draft = self._open(visit)
        read = self._steps[step].take(visit, draft, given)
        if isinstance(read, Trouble):
            return with_word(self._steps[step].ask(visit, draft), read.why)
        then = await self.skip_to(visit, read, step + 1)
        self._note_message(visit, step)
        if isinstance(given, Sent | SentFile) and not self._steps[step].takes(given):
            return _with(then, say("I took only the words: what came with them cannot go along here."))
        return then

    async def correct(self, visit: Visit, text: str) -> Screen | Reply | None:
        """The person has edited the message of the last answer: it is read anew, and the form stands where it stood.

        None where other words count by now.
        """
        now, _ = self._open(visit)
        form = visit.person.form
        if form is None or form.message != visit.event.message:
            return None
        step, draft = form.answered, self._drafts.validate_python(form.draft)
        read = self._steps[step].read(visit, draft, text)
        if isinstance(read, Trouble):
            return with_word(self._steps[now].ask(visit, draft), read.why)
        then = await self.skip_to(visit, read, step + 1 if now == step else now)
        self._note_message(visit, step)
        return then

    def _note_message(self, visit: Visit, answered: int) -> None:
        """Remember by which message the step was answered: an edit of it replaces the answer."""
        form = visit.person.form
        if form is not None and form.name == self.name:
            kept = replace(form, message=visit.event.message, answered=answered)
            visit.person = replace(visit.person, form=kept)

    async def skip_to(self, visit: Visit, draft: D, step: int) -> Screen | Reply:
        """Go on with a question, or finish after the last one."""
        if step < len(self._steps):
            form = visit.person.form
            mine = form is not None and form.name == self.name
            return self._go_on(visit, draft, step, form.opened if form is not None and mine else 1)
        visit.person = replace(visit.person, form=None)
        return await self._finish(visit, draft)

    def _go_on(self, visit: Visit, draft: D, step: int, opened: int) -> Screen:
        kept: dict[str, Any] = self._drafts.dump_python(draft, mode="json")
        visit.person = replace(visit.person, form=OpenForm(self.name, self.version, step, kept, opened=opened))
        return self._steps[step].ask(visit, draft)

    def _open(self, visit: Visit) -> tuple[int, D]:
        form = visit.person.form
        if form is None or (form.name, form.version) != (self.name, self.version) or form.step >= len(self._steps):
            raise Stale(self.name)
        try:
            return form.step, self._drafts.validate_python(form.draft)
        except ValidationError as misread:
            raise Stale(self.name) from misread


def with_word(asked: Screen, word: Phrase) -> Screen:
    """A question with a word above it."""
    return replace(asked, text=(paragraph(word), *asked.text))


def _with(then: Screen | Reply, word: Phrase) -> Screen | Reply:
    if isinstance(then, Screen):
        return with_word(then, word)
    return then if then.screen is None else replace(then, screen=with_word(then.screen, word))
