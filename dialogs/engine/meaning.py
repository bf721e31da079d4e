"""What an act means: which answer of which feature it asks for, in private and in a group.

In private everything means something, if only that it was not understood. In a group only what is meant for us does:
a press, a command that groups have, a reply to a message of ours that takes replies. All other words there are between
people.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Protocol

from dialogs.engine.registry import Registry
from dialogs.kit.errors import Stale
from dialogs.kit.event import Act, Commanded, Opened, Pressed, Sent, SentFile, SharedPhone, Typed
from dialogs.kit.feature import Answer, Listener, Replies
from dialogs.kit.form import GivenAnswer, LeaveForm
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.route import Nowhere, Route
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from storage.database import Work
from storage.fair.catalogue import Catalogue
from storage.people.people import Person


class Home(Protocol):
    """What the dispatcher needs of the feature that people land in."""

    def menu(self, catalogue: Catalogue, word: Phrase | None = None) -> Screen: ...

    def welcome(self, visit: Visit, word: Phrase | None = None) -> Reply: ...

    def introduce(self, visit: Visit, shown: Screen) -> Screen: ...

    def leaves(self, text: str) -> bool: ...

    def door(self, text: str) -> Route | str | None: ...

    def chat(self, visit: Visit, text: str) -> Reply | None: ...


@dataclass(frozen=True, slots=True)
class Meant:
    """What is to be done for an event; `understood`: it means something."""

    act: Callable[[Visit], Awaitable[Replies]]
    changes: bool
    understood: bool = True


class Meaning:
    """Finds which answer of which feature an act asks for."""

    def __init__(self, registry: Registry, home: Home) -> None:
        self._registry = registry
        self._home = home

    def in_private(self, act: Act, person: Person | None, key: str | None) -> Meant:
        """What an act in private means; `key` is that of the message of ours which it replies to."""
        match act:
            case Opened(payload):
                return self._opened(payload)
            case Commanded(name, argument):
                return self._commanded(name, argument, private=True) or self._misunderstood()
            case Pressed(data):
                return self._pressed(data)
            case Typed(text) if (meant := self._replied(key, text)) is not None:
                return meant
            case Typed(text) if person is not None and person.form is not None and self._home.leaves(text):
                return self._commanded("menu", "", private=True) or self._misunderstood()
            case Typed() | SharedPhone() | SentFile() if person is not None and person.form is not None:
                return self._given(act, person.form.name)
            case Typed(text) if person is not None and (to := self._home.door(text)) is not None:
                return self._led(to)
            case _:
                return self._misunderstood()

    def listeners(self, act: Act) -> tuple[Listener, ...]:
        """Who may wait for an act that means nothing else."""
        match act:
            case Typed():
                return self._registry.listeners
            case SentFile() if self._registry.files is not None:
                return (self._registry.files,)
            case _:
                return ()

    async def waited_for(self, act: Act, person: Person, work: Work) -> Meant | None:
        """What an act that means nothing else means to somebody who waits for it."""
        for listener in self.listeners(act):
            if await listener.waits(work, person):
                return _with(listener.answer, act.text if isinstance(act, Typed) else act)
        return None

    def in_group(self, act: Act, key: str | None) -> Meant | None:
        """What an act among others means; None: it is none of our business."""
        match act:
            case Commanded(name, argument):
                return self._commanded(name, argument, private=False)
            case Pressed(data):
                return self._pressed(data)
            case Typed(text):
                return self._replied(key, text)
            case _:
                return None

    def _opened(self, payload: str) -> Meant:
        prefix, _, ref = payload.partition("-")
        link = self._registry.links.get(prefix)

        async def act(visit: Visit) -> Replies:
            if link is None or not ref:
                return self._home.welcome(visit)
            welcome = self._home.welcome(visit, say("What the link led to is not here any more; all the rest is."))
            try:
                replies = await link.act(visit, ref)
            except Stale:  # the thing of an old poster is gone
                return welcome
            reply = replies if isinstance(replies, Reply) else Reply(replies, anew=True)
            if visit.known or reply.screen is None:
                return reply
            return replace(reply, screen=self._home.introduce(visit, reply.screen))

        return Meant(act, changes=True)

    def _commanded(self, name: str, argument: str, *, private: bool) -> Meant | None:
        command = self._registry.commands.get(name)
        return _with(command.answer, argument) if command is not None and command.known(private=private) else None

    def _pressed(self, data: str) -> Meant:
        route = self._registry.routes.unpack(data)
        if isinstance(route, Nowhere):
            return Meant(_stay, changes=False)
        if isinstance(route, LeaveForm):
            return Meant(self._leave_form, changes=True)
        answer = None if route is None else self._registry.answers.get(type(route))
        return Meant(_stale, changes=False) if answer is None else _with(answer, route)

    def _led(self, to: Route | str) -> Meant:
        """Where words lead, as if its button had been pressed below everything else."""
        if isinstance(to, str):
            return self._commanded(to, "", private=True) or self._misunderstood()

        async def act(_visit: Visit) -> Replies:
            return Reply(onward=to, anew=True)

        return Meant(act, changes=self._registry.answers[type(to)].changes)

    def _replied(self, key: str | None, text: str) -> Meant | None:
        name, _, number = (key or "").rpartition("-")
        answer = self._registry.replies.get(name)
        return None if answer is None or not number.isdecimal() else _with(answer, (int(number), text))

    def _given(self, given: GivenAnswer, name: str) -> Meant:
        form = self._registry.forms.get(name)

        async def act(visit: Visit) -> Replies:
            if form is None or visit.person.form is None:
                visit.person = replace(visit.person, form=None)
                return self._home.menu(visit.catalogue, say("I did not understand that. Here is what I can do:"))
            try:
                reply = await form.answer(visit, given)
            except Stale:
                visit.person = replace(visit.person, form=None)
                word = say("While you were answering, something has changed. Please begin once more.")
                return Reply(self._home.menu(visit.catalogue, word), anew=True)
            return replace(reply, anew=True) if isinstance(reply, Reply) else Reply(reply, anew=True)

        return Meant(act, changes=True)

    def _misunderstood(self) -> Meant:
        async def act(visit: Visit) -> Replies:
            if not visit.known:
                return self._home.welcome(visit)
            kind = visit.event.act
            if isinstance(kind, Typed) and (chatted := self._home.chat(visit, kind.text)) is not None:
                return chatted
            if isinstance(kind, Sent | SharedPhone | SentFile):
                word = say("I understand only words and buttons. Here is what I can do:")
            else:
                word = say("I did not understand that. Here is what I can do:")
            return Reply(self._home.menu(visit.catalogue, word), anew=True)

        return Meant(act, changes=False, understood=False)

    async def _leave_form(self, visit: Visit) -> Replies:
        visit.person = replace(visit.person, form=None)
        return self._home.menu(visit.catalogue)


def _with(answer: Answer, argument: object) -> Meant:
    async def act(visit: Visit) -> Replies:
        return await answer.act(visit, argument)

    return Meant(act, answer.changes)


async def _stay(_visit: Visit) -> Replies:
    return Reply()


async def _stale(_visit: Visit) -> Replies:
    raise Stale
