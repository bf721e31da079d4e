"""An event in private: everything means something, and whoever acts becomes a person whom we know."""

from contextlib import suppress
from dataclasses import replace

from dialogs.engine.actor import Actor, Met
from dialogs.engine.look import Look
from dialogs.engine.meaning import Home, Meaning, Meant
from dialogs.kit.clock import Clock
from dialogs.kit.event import Asked, Edited, Event, Left, Returned
from dialogs.kit.languages import guess_language
from dialogs.kit.letter import count_ended
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.visit import Reply
from storage.database import Storage, Work
from storage.people.people import Person


class PrivateWay:
    """Answers what people do in their own chat with us."""

    def __init__(self, actor: Actor, meaning: Meaning, home: Home, storage: Storage, clock: Clock) -> None:
        self._actor = actor
        self._meaning = meaning
        self._home = home
        self._storage = storage
        self._clock = clock

    async def answer(self, event: Event) -> Reply | None:
        """The answer; None to those who only went or came back.

        :raises DatabaseTrouble: nothing happened.
        """
        if isinstance(event.act, Left | Returned):
            await self._change_reachable(event)
            return None
        if isinstance(event.act, Asked):
            return await self._offer(event, event.act.query)
        person, meant = await self._understand(event)
        if person is None and isinstance(event.act, Edited):  # of words that we never heard
            return None
        if meant.changes or person is None or not person.reachable or person.client != _told_client(event, person):
            return await self._actor.write(event, meant, self._meet)
        return await self._actor.read(event, person, meant)

    async def _offer(self, event: Event, query: str) -> Reply:
        """Who asks from another chat may never have been here, and does not come in by that."""
        async with Look(self._storage, event) as look:
            person = await look.person()
        if person is None:
            language = guess_language(event.language)
            person = Person(0, event.place.messenger, event.user, language, self._clock.now())
        return await self._actor.read(event, person, self._meaning.asked(query))

    async def apologise(self, event: Event, code: str) -> Reply:
        """What is said after a bug."""
        if isinstance(event.act, Asked):
            return Reply(offers=())
        language, client = guess_language(event.language), event.client or ""
        with suppress(Exception):  # the bug may sit there too, and the guess will do
            async with Look(self._storage, event) as look:
                if (person := await look.person()) is not None:
                    language, client = person.language, _told_client(event, person)
        menu = self._home.menu(self._storage.catalogue.spoken(language), _apology(code))
        return Reply(menu, anew=True, language=language, client=client)

    async def _understand(self, event: Event) -> tuple[Person | None, Meant]:
        async with Look(self._storage, event) as look:
            person = await look.person()
            meant = self._meaning.in_private(event, person, await look.key())
            if not meant.understood and person is not None and self._meaning.listeners(event.act):
                meant = await self._meaning.waited_for(event.act, person, await look.work()) or meant
            return person, meant

    async def _meet(self, event: Event, work: Work, found: Person | None) -> Met:
        """Whoever acts can be reached, with the client that they act by."""
        if found is None:
            language = guess_language(event.language)
            found = await work.people.add(event.place.messenger, event.user, language, self._clock.now())
        return Met(found, replace(found, reachable=True, client=_told_client(event, found)))

    async def _change_reachable(self, event: Event) -> None:
        """They blocked us, or let us in again without a word."""
        async with Look(self._storage, event) as look:
            person = await look.person()
        reachable = isinstance(event.act, Returned)
        if person is None or person.reachable == reachable:
            return
        async with self._storage.writing() as work:
            now = self._clock.now()
            if not await work.post.events.first_time(person.messenger, event.bot, event.id, now):
                return
            before = await work.people.now(person.messenger, person.user) or person
            await work.people.save(before, replace(before, reachable=reachable))
            ended = [] if reachable else await work.outbox.end_all_of([person.id], "gone", now, person.messenger)
        count_ended(person.messenger, ended, "gone")


def _told_client(event: Event, person: Person) -> str:
    """What the person's client can draw, by the newest that was told of it."""
    return person.client if event.client is None else event.client


def _apology(code: str) -> Phrase:
    return say(
        "Something went wrong on our side, and your press changed nothing. Please try once more. "
        "If it happens again, tell the organisers this code: {code}",
        code=code,
    )
