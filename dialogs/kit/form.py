"""Forms: questions that are answered by typing, one after another, in private.

A form's draft is a frozen dataclass of the answers so far; it lives in the person's row with the form's version, so it
survives a restart, and a draft of an older version is dropped rather than misread. Only one form is open at a time.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from dialogs.kit.errors import Stale, Trouble
from dialogs.kit.event import SentFile, SharedPhone, Typed
from dialogs.kit.phrase import say
from dialogs.kit.route import Route
from dialogs.kit.screen import Paragraph, Screen, paragraph
from dialogs.kit.visit import Reply, Visit
from storage.people.people import OpenForm

D = TypeVar("D")
GivenAnswer = Typed | SharedPhone | SentFile


@dataclass(frozen=True, slots=True)
class LeaveForm(Route):
    """The button that gives a form up."""

    path: ClassVar[str] = "leave"


@dataclass(frozen=True, slots=True)
class FormStep(Generic[D]):
    """One question: how it is asked, and how its answer is read into the draft.

    `phone` reads a number that the messenger shared, `file` a file that was sent, where the question takes them.
    """

    ask: Callable[[Visit, D], Screen]
    read: Callable[[Visit, D, str], D | Trouble]
    phone: Callable[[Visit, D, SharedPhone], D | Trouble] | None = None
    file: Callable[[Visit, D, SentFile], D | Trouble] | None = None

    def take(self, visit: Visit, draft: D, given: GivenAnswer) -> D | Trouble:
        """Read whatever was given for an answer."""
        match given:
            case Typed(text):
                return self.read(visit, draft, text)
            case SharedPhone() if self.phone is not None:
                return self.phone(visit, draft, given)
            case SentFile() if self.file is not None:
                return self.file(visit, draft, given)
            case SharedPhone():
                return Trouble(say("I do not need a phone number for this. Please answer in words."))
            case _:
                return Trouble(say("I do not need a file for this. Please answer in words."))


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

    def begin(self, visit: Visit, draft: D) -> Screen:
        """Open the form and ask the first question; another open form is given up."""
        return self._go_on(visit, draft, 0)

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

    async def answer(self, visit: Visit, given: GivenAnswer) -> Screen | Reply:
        """Take an answer: the next question, the same one with what was wrong, or the end."""
        step, draft = self._open(visit)
        read = self._steps[step].take(visit, draft, given)
        if isinstance(read, Trouble):
            asked = self._steps[step].ask(visit, draft)
            return replace(asked, text=(_why(read), *asked.text))
        return await self.skip_to(visit, read, step + 1)

    async def skip_to(self, visit: Visit, draft: D, step: int) -> Screen | Reply:
        """Go on with a question, or finish after the last one."""
        if step < len(self._steps):
            return self._go_on(visit, draft, step)
        visit.person = replace(visit.person, form=None)
        return await self._finish(visit, draft)

    def _go_on(self, visit: Visit, draft: D, step: int) -> Screen:
        kept: dict[str, Any] = self._drafts.dump_python(draft, mode="json")
        visit.person = replace(visit.person, form=OpenForm(self.name, self.version, step, kept))
        return self._steps[step].ask(visit, draft)

    def _open(self, visit: Visit) -> tuple[int, D]:
        form = visit.person.form
        if form is None or (form.name, form.version) != (self.name, self.version) or form.step >= len(self._steps):
            raise Stale(self.name)
        try:
            return form.step, self._drafts.validate_python(form.draft)
        except ValidationError as misread:
            raise Stale(self.name) from misread


def _why(trouble: Trouble) -> Paragraph:
    return paragraph(trouble.why)
