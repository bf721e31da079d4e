"""From event to reply: one person at a time, one transaction, and every way it can go wrong.

    async with dispatch.handling(event) as reply:   # committed by now
        await show(reply)                           # still this person's turn: answers keep their order

`DatabaseTrouble` is raised to the adapter, which then does not acknowledge the event: it will come again. Everything
else ends here. A bug is rolled back, logged under a short code, and acknowledged.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Protocol

import structlog
from prometheus_client import Counter

from dialogs.kit.clock import Clock
from dialogs.kit.errors import Denied, Stale
from dialogs.kit.event import Act, Commanded, Event, Left, Opened, Pressed, Returned, Sent, Typed
from dialogs.kit.feature import Answer, Book, Replies
from dialogs.kit.form import LeaveForm
from dialogs.kit.languages import guess_language
from dialogs.kit.letter import count_ended
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.route import Nowhere
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Habits, Reply, Visit
from storage.catalogue import Catalogue
from storage.database import DatabaseTrouble, Storage, Work
from storage.people import Person

LONGEST = 10.0  # seconds for one event

EVENTS = Counter("fairway_events", "Events handled", ["messenger", "act", "end"])

_log = structlog.get_logger()


class Home(Protocol):
    """What the dispatcher needs of the feature that people land in."""

    def menu(self, catalogue: Catalogue, word: Phrase | None = None) -> Screen: ...

    def welcome(self, visit: Visit, word: Phrase | None = None) -> Reply: ...

    def introduce(self, visit: Visit, shown: Screen) -> Screen: ...


@dataclass(frozen=True, slots=True)
class _Step:
    """What is to be done for an event."""

    act: Callable[[Visit], Awaitable[Replies]]
    changes: bool


class _Undone(Exception):
    """Undo what was written, but answer: the messenger repeats itself, or the action found that it may not."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply


class Turns:
    """One at a time by name: who comes later waits for who came before."""

    def __init__(self) -> None:
        self._locks: dict[object, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def __call__(self, name: object) -> AsyncIterator[None]:
        lock, waiting = self._locks.get(name, (None, 0))
        lock = lock or asyncio.Lock()
        self._locks[name] = lock, waiting + 1
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._locks[name]
            if waiting == 1:
                del self._locks[name]
            else:
                self._locks[name] = lock, waiting - 1


class Dispatch:
    """Answers events of every messenger."""

    def __init__(
        self, book: Book, storage: Storage, clock: Clock, habits: Habits, home: Home, *, longest: float = LONGEST
    ) -> None:
        self.book = book
        self.start_about = say("begin, or come back")
        self._storage = storage
        self._clock = clock
        self._habits = habits
        self._home = home
        self._longest = longest
        self._turn = Turns()

    @asynccontextmanager
    async def handling(self, event: Event) -> AsyncIterator[Reply | None]:
        """Handle an event; inside the block it is committed, and it is still the person's turn.

        :raises DatabaseTrouble: nothing happened, and the event should come again.
        """
        async with self._turn((event.place.messenger, event.user)):
            yield await self._handle(event)

    async def _handle(self, event: Event) -> Reply | None:
        act = type(event.act).__name__.lower()
        end = "answered"
        reply: Reply | None = None
        try:
            if event.private:
                reply = await self._answer_in_time(event)
            else:
                end = "ignored"
        except DatabaseTrouble:
            EVENTS.labels(event.place.messenger, act, "unanswered").inc()
            raise
        except Exception:
            code = secrets.token_hex(3)
            _log.exception("event.bug", code=code, messenger=event.place.messenger, act=act)
            reply, end = await self._apologise(event, code), "bug"
        EVENTS.labels(event.place.messenger, act, end).inc()
        return reply

    async def _answer_in_time(self, event: Event) -> Reply | None:
        """An action waits for nothing but the database; what it may have committed changes nothing a second time."""
        try:
            async with asyncio.timeout(self._longest):
                return await self._answer(event)
        except TimeoutError as slow:
            raise DatabaseTrouble("too slow") from slow

    async def _apologise(self, event: Event, code: str) -> Reply:
        language = guess_language(event.language)
        client = event.client or ""
        with suppress(Exception):  # the bug may sit there too, and the guess will do
            if (person := await self._find(event)) is not None:
                language, client = person.language, _told_client(event, person)
        menu = self._home.menu(self._storage.catalogue, _apology(code))
        return Reply(menu, anew=True, language=language, client=client)

    async def _answer(self, event: Event) -> Reply | None:
        person = await self._find(event)
        if isinstance(event.act, Left | Returned):
            if person is not None:
                await self._change_reachable(event, person)
            return None
        step = self._step(event.act, person)
        if step.changes or person is None or not person.reachable or person.client != _told_client(event, person):
            return await self._answer_writing(event, step)
        visit = self._visit(event, person)
        try:
            return self._reply(visit, await step.act(visit))
        except (Stale, Denied) as refusal:
            return self._refuse(person, refusal)

    async def _find(self, event: Event) -> Person | None:
        messenger = event.place.messenger
        if self._storage.memory is not None and (person := self._storage.memory.get(messenger, event.user)):
            return person
        async with self._storage.reading() as work:
            return await work.people.find(messenger, event.user)

    def _visit(self, event: Event, person: Person, work: Work | None = None, *, known: bool = True) -> Visit:
        now, catalogue = self._clock.now(), self._storage.catalogue
        return Visit(event, person, now, catalogue, self._habits, self._storage, work, known)

    async def _answer_writing(self, event: Event, step: _Step) -> Reply:
        try:
            async with self._storage.writing() as work:
                messenger, now = event.place.messenger, self._clock.now()
                first = await work.events.first_time(messenger, event.bot, event.id, now)
                await work.people.lock(messenger, event.user)
                before = await work.people.now(messenger, event.user)
                known = before is not None
                if before is None:
                    before = await work.people.add(messenger, event.user, guess_language(event.language), now)
                here = replace(before, reachable=True, client=_told_client(event, before))
                visit = self._visit(event, here, work, known=known)
                try:
                    reply = self._reply(visit, await step.act(visit))
                except (Stale, Denied) as refusal:
                    raise _Undone(self._refuse(here, refusal)) from refusal
                if not first:
                    raise _Undone(reply)
                await work.people.save(before, visit.person)
                return reply
        except _Undone as undone:
            return undone.reply

    def _refuse(self, person: Person, refusal: Stale | Denied) -> Reply:
        """A friendly word and a fresh menu."""
        if isinstance(refusal, Stale):
            word = say("This button is from another time: what it led to has changed.")
        else:
            word = say("There is nothing here for you to open.")
        menu = self._home.menu(self._storage.catalogue, word)
        return Reply(menu, toast=word, language=person.language, client=person.client)

    def _reply(self, visit: Visit, replies: Replies) -> Reply:
        reply = Reply(replies) if isinstance(replies, Screen) else replies
        person = visit.person
        return replace(reply, language=person.language, client=person.client, first=not visit.known)

    def _step(self, act: Act, person: Person | None) -> _Step:
        match act:
            case Opened(payload):
                return self._opened(payload)
            case Commanded(name, argument):
                command = self.book.commands.get(name)
                return self._misunderstood() if command is None else _with(command.answer, argument)
            case Pressed(data):
                return self._pressed(data)
            case Typed(text) if person is not None and person.form is not None:
                return self._typed(text, person.form.name)
            case _:
                return self._misunderstood()

    def _opened(self, payload: str) -> _Step:
        prefix, _, ref = payload.partition("-")
        link = self.book.links.get(prefix)

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

        return _Step(act, changes=True)

    def _pressed(self, data: str) -> _Step:
        route = self.book.routes.unpack(data)
        if isinstance(route, Nowhere):
            return _Step(_stay, changes=False)
        if isinstance(route, LeaveForm):
            return _Step(self._leave_form, changes=True)
        answer = None if route is None else self.book.answers.get(type(route))
        return _Step(_stale, changes=False) if answer is None else _with(answer, route)

    def _typed(self, text: str, name: str) -> _Step:
        form = self.book.forms.get(name)

        async def act(visit: Visit) -> Replies:
            if form is None or visit.person.form is None:
                visit.person = replace(visit.person, form=None)
                return self._home.menu(visit.catalogue, say("I did not understand that. Here is what I can do:"))
            try:
                reply = await form.answer(visit, text)
            except Stale:
                visit.person = replace(visit.person, form=None)
                word = say("While you were answering, something has changed. Please begin once more.")
                return Reply(self._home.menu(visit.catalogue, word), anew=True)
            return replace(reply, anew=True) if isinstance(reply, Reply) else Reply(reply, anew=True)

        return _Step(act, changes=True)

    def _misunderstood(self) -> _Step:
        async def act(visit: Visit) -> Replies:
            if not visit.known:
                return self._home.welcome(visit)
            kind = visit.event.act
            if isinstance(kind, Sent):
                word = say("I understand only words and buttons. Here is what I can do:")
            else:
                word = say("I did not understand that. Here is what I can do:")
            return Reply(self._home.menu(visit.catalogue, word), anew=True)

        return _Step(act, changes=False)

    async def _leave_form(self, visit: Visit) -> Replies:
        visit.person = replace(visit.person, form=None)
        return self._home.menu(visit.catalogue)

    async def _change_reachable(self, event: Event, person: Person) -> None:
        """They blocked us, or let us in again without a word."""
        reachable = isinstance(event.act, Returned)
        if person.reachable == reachable:
            return
        async with self._storage.writing() as work:
            now = self._clock.now()
            if not await work.events.first_time(person.messenger, event.bot, event.id, now):
                return
            before = await work.people.now(person.messenger, person.user) or person
            await work.people.save(before, replace(before, reachable=reachable))
            ended = [] if reachable else await work.outbox.end_all_of([person.id], "gone", now)
        count_ended(person.messenger, ended, "gone")


def _told_client(event: Event, person: Person) -> str:
    """What the person's client can draw, by the newest that was told of it."""
    return person.client if event.client is None else event.client


def _with(answer: Answer, argument: object) -> _Step:
    async def act(visit: Visit) -> Replies:
        return await answer.act(visit, argument)

    return _Step(act, answer.changes)


async def _stay(_visit: Visit) -> Replies:
    return Reply()


async def _stale(_visit: Visit) -> Replies:
    raise Stale


def _apology(code: str) -> Phrase:
    return say(
        "Something went wrong on our side, and your press changed nothing. Please try once more. "
        "If it happens again, tell the organisers this code: {code}",
        code=code,
    )
