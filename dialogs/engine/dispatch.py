"""From event to reply: one person at a time, one transaction, and every way it can go wrong.

    async with dispatch.handling(event) as reply:   # committed by now
        await show(reply)                           # still this person's turn: answers keep their order

`DatabaseTrouble` is raised to the adapter, which then does not acknowledge the event: it will come again. Everything
else ends here. A bug is rolled back, logged under a short code, and acknowledged.

In a group a press gets a toast and nothing else is answered at once: whatever a group is told goes by letters, which
keep its pace. Nobody becomes a person, and no person changes, by what they do in a group.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import structlog
from prometheus_client import Counter

from dialogs.engine import strangers
from dialogs.engine.locks import Locks
from dialogs.engine.meaning import Home, Meaning, Step
from dialogs.engine.registry import Registry
from dialogs.kit.clock import Clock
from dialogs.kit.errors import Denied, Stale
from dialogs.kit.event import Event, Left, Moved, Returned, Typed
from dialogs.kit.feature import Replies
from dialogs.kit.languages import guess_language
from dialogs.kit.letter import count_ended
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.policy import Policy
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from storage.database import DatabaseTrouble, Storage, Work
from storage.people.people import Person

LONGEST = 10.0  # seconds for one event
MOST_ONWARD = 5  # answers that an event may be sent on to; more go in a circle

EVENTS = Counter("fairway_events", "Events handled", ["messenger", "act", "end"])

_log = structlog.get_logger()


class _Undone(Exception):
    """Undo what was written, but answer: the messenger repeats itself, or the action found that it may not."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply


class Dispatch:
    """Answers events of every messenger."""

    def __init__(
        self,
        registry: Registry,
        storage: Storage,
        clock: Clock,
        policy: Policy,
        home: Home,
        *,
        longest: float = LONGEST,
    ) -> None:
        self.registry = registry
        self.start_about = say("begin, or come back")
        self._storage = storage
        self._clock = clock
        self._policy = policy
        self._home = home
        self._meaning = Meaning(registry, home)
        self._longest = longest
        self._lock = Locks()

    @asynccontextmanager
    async def handling(self, event: Event) -> AsyncIterator[Reply | None]:
        """Handle an event; inside the block it is committed, and it is still the person's turn.

        :raises DatabaseTrouble: nothing happened, and the event should come again.
        """
        async with self._lock((event.place.messenger, event.user)):
            yield await self._handle(event)

    async def _handle(self, event: Event) -> Reply | None:
        act = type(event.act).__name__.lower()
        end = "answered"
        reply: Reply | None = None
        try:
            reply = await self._answer_in_time(event)
            if reply is None and not event.private:
                end = "ignored"
        except DatabaseTrouble:
            EVENTS.labels(event.place.messenger, act, "unanswered").inc()
            raise
        except Exception:
            code = secrets.token_hex(3)
            _log.exception("event.bug", code=code, messenger=event.place.messenger, act=act)
            reply, end = await self._apologise(event, code), "bug"
        EVENTS.labels(event.place.messenger, act, end).inc()
        if event.private or reply is None:
            return reply
        return Reply(toast=reply.toast if event.ticket else None, language=reply.language)

    async def _answer_in_time(self, event: Event) -> Reply | None:
        """An action waits for nothing but the database; what it may have committed changes nothing a second time."""
        try:
            async with asyncio.timeout(self._longest):
                return await (self._answer(event) if event.private else self._answer_in_group(event))
        except TimeoutError as slow:
            raise DatabaseTrouble("too slow") from slow

    async def _apologise(self, event: Event, code: str) -> Reply:
        language = guess_language(event.language)
        client = event.client or ""
        with suppress(Exception):  # the bug may sit there too, and the guess will do
            if (person := await self._find(event)) is not None:
                language, client = person.language, _told_client(event, person)
        if not event.private:
            word = say("Something went wrong on our side. The code for the organisers: {code}", code=code)
            return Reply(toast=word, language=language)
        menu = self._home.menu(self._storage.catalogue, _apology(code))
        return Reply(menu, anew=True, language=language, client=client)

    async def _answer(self, event: Event) -> Reply | None:
        person = await self._find(event)
        if isinstance(event.act, Left | Returned):
            if person is not None:
                await self._change_reachable(event, person)
            return None
        step = self._meaning.in_private(event.act, person, await self._replied_key(event))
        if not step.understood and person is not None and self._meaning.listeners(event.act):
            async with self._storage.reading() as work:
                step = await self._meaning.waited_for(event.act, person, work) or step
        if step.changes or person is None or not person.reachable or person.client != _told_client(event, person):
            return await self._answer_writing(event, step)
        return await self._answer_reading(event, person, step)

    async def _answer_in_group(self, event: Event) -> Reply | None:
        if isinstance(event.act, Left | Returned | Moved):
            return await self._change_place(event)
        step = self._meaning.in_group(event.act, await self._replied_key(event))
        if step is None:
            return None
        person = None if event.anonymous else await self._find(event)
        if person is None:
            return await self._turn_away(event)
        if step.changes:
            return await self._answer_writing(event, step)
        return await self._answer_reading(event, person, step)

    async def _replied_key(self, event: Event) -> str | None:
        """What stands in the message of ours that these words reply to."""
        if not isinstance(event.act, Typed) or event.act.reply_to is None or not self.registry.replies:
            return None
        async with self._storage.reading() as work:
            return await work.post.standing.key_of(event.place.messenger, event.place.chat, event.act.reply_to.message)

    async def _turn_away(self, event: Event) -> Reply:
        """We do not know who acts in a group."""
        if not event.ticket:
            async with self._storage.writing() as work:
                await work.outbox.put(strangers.posting(event, self._clock.now()), event.place)
        return _unknown(event)

    async def _change_place(self, event: Event) -> Reply:
        """What became of a group, whoever did it."""
        async with self._storage.writing() as work:
            place, now = event.place, self._clock.now()
            if not await work.post.events.first_time(place.messenger, event.bot, event.id, now):
                return Reply()
            match event.act:
                case Left():
                    await work.staff.places.broken(place, now)
                case Returned():
                    await work.staff.places.mended(place.messenger, place.chat)
                case Moved(to):
                    await work.staff.places.moved(place.messenger, place.chat, to)
        return Reply()

    async def _find(self, event: Event) -> Person | None:
        messenger = event.place.messenger
        if self._storage.memory is not None and (person := self._storage.memory.get(messenger, event.user)):
            return person
        async with self._storage.reading() as work:
            return await work.people.find(messenger, event.user)

    def _visit(self, event: Event, person: Person, work: Work | None = None, *, known: bool = True) -> Visit:
        now, catalogue = self._clock.now(), self._storage.catalogue
        return Visit(event, person, now, catalogue, self._policy, self._storage, work, known)

    async def _answer_reading(self, event: Event, person: Person, step: Step) -> Reply:
        visit = self._visit(event, person)
        try:
            return await self._act(visit, step)
        except (Stale, Denied) as refusal:
            return self._refuse(person, refusal)

    async def _answer_writing(self, event: Event, step: Step) -> Reply:
        try:
            async with self._storage.writing() as work:
                messenger, now = event.place.messenger, self._clock.now()
                first = await work.post.events.first_time(messenger, event.bot, event.id, now)
                await work.people.lock(messenger, event.user)
                before = await work.people.now(messenger, event.user)
                known = before is not None
                if before is None and not event.private:
                    raise _Undone(_unknown(event))
                if before is None:
                    before = await work.people.add(messenger, event.user, guess_language(event.language), now)
                here = before
                if event.private:
                    here = replace(before, reachable=True, client=_told_client(event, before))
                visit = self._visit(event, here, work, known=known)
                try:
                    reply = await self._act(visit, step)
                except (Stale, Denied) as refusal:
                    raise _Undone(self._refuse(here, refusal)) from refusal
                if not first:
                    raise _Undone(reply)
                await work.people.save(before, visit.person)
                return reply
        except _Undone as undone:
            return undone.reply

    def _refuse(self, person: Person, refusal: Stale | Denied) -> Reply:
        """A friendly word and a fresh menu, which a group does not get."""
        if isinstance(refusal, Stale):
            word = say("This button is from another time: what it led to has changed.")
        else:
            word = refusal.why or say("There is nothing here for you to open.")
        menu = self._home.menu(self._storage.catalogue, word)
        return Reply(menu, toast=word, language=person.language, client=person.client)

    async def _act(self, visit: Visit, step: Step) -> Reply:
        """What the step answers, or what the places answer to which it sends onward."""
        asked = self.registry.asks_phone(visit.person.form)
        reply = _reply(await step.act(visit))
        for _ in range(MOST_ONWARD):
            if reply.onward is None:
                break
            further = _reply(await self.registry.answers[type(reply.onward)].act(visit, reply.onward))
            reply = replace(further, toast=further.toast or reply.toast, anew=further.anew or reply.anew)
        person = visit.person
        return replace(
            reply,
            language=person.language,
            client=person.client,
            first=not visit.known,
            phone_done=asked and not self.registry.asks_phone(person.form),
        )

    async def _change_reachable(self, event: Event, person: Person) -> None:
        """They blocked us, or let us in again without a word."""
        reachable = isinstance(event.act, Returned)
        if person.reachable == reachable:
            return
        async with self._storage.writing() as work:
            now = self._clock.now()
            if not await work.post.events.first_time(person.messenger, event.bot, event.id, now):
                return
            before = await work.people.now(person.messenger, person.user) or person
            await work.people.save(before, replace(before, reachable=reachable))
            ended = [] if reachable else await work.outbox.end_all_of([person.id], "gone", now, person.messenger)
        count_ended(person.messenger, ended, "gone")


def _reply(replies: Replies) -> Reply:
    return Reply(replies) if isinstance(replies, Screen) else replies


def _told_client(event: Event, person: Person) -> str:
    """What the person's client can draw, by the newest that was told of it."""
    return person.client if event.client is None else event.client


def _unknown(event: Event) -> Reply:
    return Reply(toast=strangers.word(anonymous=event.anonymous), language=guess_language(event.language))


def _apology(code: str) -> Phrase:
    return say(
        "Something went wrong on our side, and your press changed nothing. Please try once more. "
        "If it happens again, tell the organisers this code: {code}",
        code=code,
    )
