"""An event in a group: a press gets a toast, all else that a group is told goes by letters, which keep its pace.

Nobody becomes a person, and no person changes, by what they do in a group.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from dialogs.engine import strangers
from dialogs.engine.actor import Actor, Met, Undone
from dialogs.engine.look import Look
from dialogs.engine.meaning import Meaning, Meant
from dialogs.kit.clock import Clock
from dialogs.kit.event import Event, Left, Moved, Pressed, Returned
from dialogs.kit.feature import Replies
from dialogs.kit.languages import guess_language
from dialogs.kit.phrase import say
from dialogs.kit.visit import Reply, Visit
from storage.address import Address
from storage.database import Storage, Work
from storage.people.people import Person
from storage.post.claims import Claimed


class Hastens(Protocol):
    """Carries at once what shows a pressed message anew."""

    async def claim(self, work: Work, place: Address, message: str, now: datetime) -> Claimed | None:
        """The letter that does, if one waits; nobody else carries it then."""

    def carry(self, letter: Claimed) -> None:
        """Let it leave, after the commit."""


KNOWN = 1000  # groups and forums that are remembered


class GroupWay:
    """Answers what people do among others."""

    def __init__(self, actor: Actor, meaning: Meaning, storage: Storage, clock: Clock) -> None:
        self._actor = actor
        self._meaning = meaning
        self._storage = storage
        self._clock = clock
        self._forums: set[str] = set()
        self._groups: set[Address] = set()
        self.hastens: dict[str, Hastens] = {}  # by messenger; without one the outbox sees to it

    async def answer(self, event: Event) -> Reply | None:
        """The answer; None: it is none of our business.

        :raises DatabaseTrouble: nothing happened.
        """
        if isinstance(event.act, Left | Returned | Moved):
            return await self._change_place(event)
        await self._look_at_group(event)
        await self._look_at_forum(event)
        person, meant = await self._understand(event)
        if meant is None:
            return None
        if person is None:
            return await self._turn_away(event)
        if meant.vain is not None:
            return await self._say_why(event, meant.vain)
        if meant.changes:
            reply = await self._write(event, meant)
        else:
            reply = await self._actor.read(event, person, meant)
        if reply.refused and not event.ticket:
            return await self._say_why(event, reply.refused)
        return _over_the_chat(event, reply)

    async def _write(self, event: Event, meant: Meant) -> Reply:
        """Do it; what shows the pressed message anew is taken out of the outbox and leaves as a part of the answer."""
        hastens = self.hastens.get(event.place.messenger)
        on = event.act.on if isinstance(event.act, Pressed) else None
        if hastens is None or on is None:
            return await self._actor.write(event, meant, _meet)
        claimed: list[Claimed] = []

        async def act(visit: Visit) -> Replies:
            replies = await meant.act(visit)
            letter = await hastens.claim(visit.work, event.place, on.message, visit.now)
            claimed.extend([] if letter is None else [letter])
            return replies

        reply = await self._actor.write(event, replace(meant, act=act), _meet)
        for letter in claimed:
            hastens.carry(letter)
        return reply

    async def apologise(self, event: Event, code: str) -> Reply:
        """What is said after a bug."""
        language = guess_language(event.language)
        with suppress(Exception):  # the bug may sit there too, and the guess will do
            async with Look(self._storage, event) as look:
                if (person := await look.person()) is not None:
                    language = person.language
        word = say("Something went wrong on our side. The code for the organisers: {code}", code=code)
        return _over_the_chat(event, Reply(toast=word, language=language))

    async def _understand(self, event: Event) -> tuple[Person | None, Meant | None]:
        async with Look(self._storage, event) as look:
            meant = self._meaning.in_group(event.act, await look.key())
            if meant is None or event.anonymous:
                return None, meant
            return await look.person(), meant

    async def _turn_away(self, event: Event) -> Reply:
        """We do not know who acts."""
        if not event.ticket:
            async with self._storage.writing() as work:
                await work.outbox.put(strangers.posting(event, self._clock.now()), event.place)
        return _over_the_chat(event, _unknown(event))

    async def _look_at_group(self, event: Event) -> None:
        """Not every messenger tells that we were added: a group that is nobody's shows when something happens there."""
        group = Address(event.place.messenger, event.place.chat)
        if group in self._groups:
            return
        async with self._storage.reading() as work:
            bound = await work.staff.places.in_chat(group.messenger, group.chat)
        if not bound:
            async with self._storage.writing() as work:
                await work.staff.strange_groups.note(group.messenger, group.chat, self._clock.now())
        if len(self._groups) >= KNOWN:
            self._groups.clear()
        self._groups.add(group)

    async def _look_at_forum(self, event: Event) -> None:
        """No messenger tells that a group got topics; it shows when something happens there."""
        chat = event.place.chat
        if not event.forum:
            self._forums.discard(chat)
        elif chat not in self._forums:
            async with self._storage.writing() as work:
                await work.staff.places.with_topics(event.place.messenger, chat)
            if len(self._forums) >= KNOWN:
                self._forums.clear()
            self._forums.add(chat)

    async def _say_why(self, event: Event, why: strangers.Vain) -> Reply:
        """Nothing came of what they wrote, and no word can pass over the chat."""
        async with self._storage.writing() as work:
            await work.outbox.put(strangers.posting_in_vain(event, why, self._clock.now()), event.place)
        return Reply()

    async def _change_place(self, event: Event) -> Reply:
        """What became of a group, whoever did it."""
        async with self._storage.writing() as work:
            place, now = event.place, self._clock.now()
            if not await work.post.events.first_time(place.messenger, event.bot, event.id, now):
                return Reply()
            if event.title:
                await work.staff.places.entitle(place.messenger, place.chat, event.title)
            match event.act:
                case Left():
                    await work.staff.places.broken(place, now)
                    await work.staff.strange_groups.forget(place.messenger, place.chat)
                    self._groups.discard(Address(place.messenger, place.chat))
                case Returned():
                    await work.staff.places.mended(place.messenger, place.chat)
                    if not await work.staff.places.in_chat(place.messenger, place.chat):
                        await work.staff.strange_groups.note(place.messenger, place.chat, now)
                    if event.forum:
                        await work.staff.places.with_topics(place.messenger, place.chat)
                case Moved(to):
                    await work.staff.places.moved(place.messenger, place.chat, to)
                    await work.staff.strange_groups.forget(place.messenger, place.chat)
                    self._groups.discard(Address(place.messenger, place.chat))
        return Reply()


async def _meet(event: Event, _work: Work, found: Person | None) -> Met:
    if found is None:
        raise Undone(_unknown(event))
    return Met(found, found)


def _unknown(event: Event) -> Reply:
    return Reply(toast=strangers.word(anonymous=event.anonymous), language=guess_language(event.language))


def _over_the_chat(event: Event, reply: Reply) -> Reply:
    """Only what answers a press is said at once."""
    return Reply(toast=reply.toast if event.ticket else None, language=reply.language)
