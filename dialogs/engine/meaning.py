"""What an act means: which answer of which feature it asks for, in private and in a group.

In private everything means something, if only that it was not understood. In a group only what is meant for us does:
a press, a command that groups have, a reply to a message of ours that takes replies. All other words there are between
people.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Protocol

from dialogs.engine.registry import Registry
from dialogs.engine.strangers import Vain, vain
from dialogs.kit.errors import Stale
from dialogs.kit.event import (
    Act,
    Commanded,
    Edited,
    Event,
    Opened,
    Pressed,
    Sent,
    SentFile,
    SharedPhone,
    Typed,
    album_of,
    words_of,
)
from dialogs.kit.feature import Answer, Listener, Replies
from dialogs.kit.form import GivenAnswer, LeaveForm
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.route import Nowhere, Route
from dialogs.kit.screen import Screen, screen
from dialogs.kit.visit import Reply, Visit
from storage.database import Work
from storage.fair.catalogue import Catalogue
from storage.people.people import Person

OVER = say("This is finished already.")


class Home(Protocol):
    """What the dispatcher needs of the feature that people land in."""

    def menu(self, catalogue: Catalogue, word: Phrase) -> Screen: ...

    def first(self, visit: Visit) -> Screen: ...

    def welcome(self, visit: Visit, word: Phrase | None = None) -> Reply: ...

    def introduce(self, visit: Visit, shown: Screen) -> Screen: ...

    def leaves(self, text: str) -> bool: ...

    def door(self, text: str) -> Route | str | None: ...

    def chat(self, visit: Visit, text: str) -> Reply: ...


@dataclass(frozen=True, slots=True)
class Meant:
    """What is to be done for an event; `understood`: it means something. `vain`: nothing will come of it, and why."""

    act: Callable[[Visit], Awaitable[Replies]]
    changes: bool
    understood: bool = True
    vain: Vain | None = None


class Meaning:
    """Finds which answer of which feature an act asks for."""

    def __init__(self, registry: Registry, home: Home) -> None:
        self._registry = registry
        self._home = home

    def in_private(self, event: Event, person: Person | None, key: str | None) -> Meant:
        """What happened in private means; `key` is what it replies to, or what became of the words that it edits."""
        match event.act:
            case Opened(payload):
                return self._opened(payload)
            case Commanded(name, argument):
                return self._commanded(name, argument, private=True) or self._misunderstood()
            case Pressed(data):
                return self._pressed(data)
            case Edited(text):
                return self._edited(event, person, key, text)
            case Typed() | Sent() | SentFile() as act if (meant := self._replied(key, act)) is not None:
                return meant
            case Typed(text) if person is not None and person.form is not None and self._home.leaves(text):
                return self._commanded("menu", "", private=True) or self._misunderstood()
            case Typed() | SharedPhone() | SentFile() | Sent() as act if person is not None and person.form is not None:
                return self._given(act, person.form.name)
            case Typed(text) if person is not None and (to := self._home.door(text)) is not None:
                return self._led(to)
            case act:
                return self._misunderstood(changes=isinstance(act, Typed) or album_of(act) != "")

    def asked(self, query: str) -> Meant:
        """What is offered for a query from another chat."""
        offers = self._registry.offers

        async def act(visit: Visit) -> Replies:
            return Reply(offers=()) if offers is None else await offers(visit, query)

        return Meant(act, changes=False)

    def listeners(self, act: Act) -> tuple[Listener, ...]:
        """Who may wait for an act that means nothing else."""
        match act:
            case Typed():
                return self._registry.listeners
            case SentFile():
                own = () if self._registry.files is None else (self._registry.files,)
                return (*own, *(listener for listener in self._registry.listeners if listener.files))
            case _:
                return ()

    async def waited_for(self, act: Act, person: Person, work: Work) -> Meant | None:
        """What an act that means nothing else means to somebody who waits for it."""
        for listener in self.listeners(act):
            if await listener.waits(work, person):
                return _with(listener.answer, act if listener is self._registry.files else words_of(act))
        return None

    def in_group(self, act: Act, key: str | None) -> Meant | None:
        """What an act among others means; None: it is none of our business."""
        match act:
            case Commanded(name, argument):
                return self._commanded(name, argument, private=False)
            case Pressed(data):
                return self._pressed(data)
            case Edited(text):
                return self._corrected(key, text)
            case Typed() | Sent() | SentFile():
                return self._replied(key, act)
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
        if command is not None and private and not command.known(private=True):
            return self._elsewhere(name)
        return _with(command.answer, argument) if command is not None and command.known(private=private) else None

    def _elsewhere(self, name: str) -> Meant:
        """A command of groups."""

        async def act(visit: Visit) -> Replies:
            word = say("/{name} works in the group of your team: write it there.", name=name)
            return Reply(self._home.menu(visit.catalogue, word), anew=True)

        return Meant(act, changes=False)

    def _pressed(self, data: str) -> Meant:
        route = self._registry.routes.unpack(data)
        if isinstance(route, Nowhere):
            return Meant(_stay, changes=False)
        if isinstance(route, LeaveForm):
            return self._leaving(route.opened)
        answer = None if route is None else self._registry.answers.get(type(route))
        return Meant(_stale, changes=False) if answer is None else _with(answer, route)

    def _led(self, to: Route | str) -> Meant:
        """Where words lead, as if its button had been pressed below everything else."""
        if isinstance(to, str):
            return self._commanded(to, "", private=True) or self._misunderstood()

        async def act(_visit: Visit) -> Replies:
            return Reply(onward=to, anew=True)

        return Meant(act, changes=self._registry.answers[type(to)].changes)

    def _replied(self, key: str | None, act: Typed | Sent | SentFile) -> Meant | None:
        name, _, number = (key or "").rpartition("-")
        answer = self._registry.replies.get(name)
        if answer is None or not number.isdecimal():
            return None
        words = words_of(act)
        if isinstance(act, Sent) and not words.strip():
            return Meant(_cannot_pass, changes=True, vain="cannot pass")
        return _with(answer, (int(number), words))

    def _corrected(self, key: str | None, text: str) -> Meant | None:
        name, _, number = (key or "").rpartition("-")
        answer = self._registry.edits.get(name)
        return None if answer is None or not number.isdecimal() else _with(answer, (int(number), text))

    def _edited(self, event: Event, person: Person | None, key: str | None, text: str) -> Meant:
        """Words that were given to the open form, or that went on their way; all others were heard as they were."""
        opened = None if person is None else person.form
        form = None if opened is None or opened.message != event.message else self._registry.forms.get(opened.name)
        if form is None or not event.message:
            return self._corrected(key, text) or Meant(_stay, changes=False)

        async def act(visit: Visit) -> Replies:
            reply = await form.correct(visit, text)
            if reply is None:
                return Reply()
            return replace(reply, anew=True) if isinstance(reply, Reply) else Reply(reply, anew=True)

        return Meant(act, changes=True)

    def _given(self, given: GivenAnswer, name: str) -> Meant:
        form = self._registry.forms.get(name)

        async def act(visit: Visit) -> Replies:
            if form is None or visit.person.form is None:
                visit.person = replace(visit.person, form=None)
                return self._home.menu(visit.catalogue, say("I did not understand that. Here is what I can do:"))
            try:
                if not (await _first_of_album(visit) or words_of(given).strip() or form.takes(visit, given)):
                    return Reply()
                reply = await form.answer(visit, given)
            except Stale:
                visit.person = replace(visit.person, form=None)
                word = say("While you were answering, something has changed. Please begin once more.")
                return Reply(self._home.menu(visit.catalogue, word), anew=True)
            whole = reply if isinstance(reply, Reply) else Reply(reply)
            return replace(whole, anew=True, asked=True)

        return Meant(act, changes=True)

    def _misunderstood(self, *, changes: bool = False) -> Meant:
        """Words of which nothing else comes are looked for, and what was looked for is kept."""

        async def act(visit: Visit) -> Replies:
            if not await _first_of_album(visit):
                return Reply()
            if not visit.known:
                return self._home.welcome(visit)
            kind = visit.event.act
            if isinstance(kind, Typed):
                return self._home.chat(visit, kind.text)
            if isinstance(kind, Sent | SharedPhone | SentFile):
                word = say("I understand only words and buttons. Here is what I can do:")
            else:
                word = say("I did not understand that. Here is what I can do:")
            return Reply(self._home.menu(visit.catalogue, word), anew=True)

        return Meant(act, changes=changes, understood=False)

    def _leaving(self, opened: int) -> Meant:
        async def act(visit: Visit) -> Replies:
            form = visit.person.form
            if form is not None and form.opened != opened:  # what is being written now is another thing
                return Reply(screen(OVER), toast=OVER)
            visit.person = replace(visit.person, form=None)
            return self._home.first(visit)

        return Meant(act, changes=True)


def _with(answer: Answer, argument: object) -> Meant:
    async def act(visit: Visit) -> Replies:
        return await answer.act(visit, argument)

    return Meant(act, answer.changes)


async def _stay(_visit: Visit) -> Replies:
    return Reply()


async def _stale(_visit: Visit) -> Replies:
    raise Stale


async def _cannot_pass(visit: Visit) -> Replies:
    """A voice or the like in reply to a message of ours, in private."""
    return Reply(screen(vain("cannot pass")), anew=True) if await _first_of_album(visit) else Reply()


async def _first_of_album(visit: Visit) -> bool:
    """Whether nothing of what was sent together came before; what came alone is always the first."""
    album, event = album_of(visit.event.act), visit.event
    if not album:
        return True
    return await visit.work.post.events.first_time(event.place.messenger, event.bot, f"album {album}", visit.now)
