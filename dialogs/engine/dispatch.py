"""From event to reply: one person at a time, one transaction, and every way it can go wrong.

    async with dispatch.handling(event) as reply:   # committed by now
        await show(reply)                           # still this person's turn: answers keep their order

`DatabaseTrouble` is raised to the adapter, which then does not acknowledge the event: it will come again. Everything
else ends here. A bug is rolled back, logged under a short code, and acknowledged.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache

import structlog
from prometheus_client import Counter

from dialogs.engine.actor import Actor
from dialogs.engine.buckets import Buckets
from dialogs.engine.group import GroupWay
from dialogs.engine.locks import Locks
from dialogs.engine.meaning import Home, Meaning
from dialogs.engine.private import PrivateWay
from dialogs.engine.registry import Registry
from dialogs.kit.clock import Clock
from dialogs.kit.event import Asked, Event, Left, Moved, Returned, Shown
from dialogs.kit.languages import guess_language
from dialogs.kit.phrase import say
from dialogs.kit.policy import Policy
from dialogs.kit.visit import Reply
from storage.database import DatabaseTrouble, Storage

LONGEST = 10.0  # seconds for one event
_TOO_FAST = say("That is too fast for me, and I have left out the last of it. Wait a few seconds, then go on.")

EVENTS = Counter("fairway_events", "Events handled", ["messenger", "act", "end"])

_log = structlog.get_logger()


@cache
def _events(messenger: str, act: str, end: str) -> Counter:
    """The counter of events that ended so: looking for it costs more than counting."""
    return EVENTS.labels(messenger, act, end)


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
        buckets: Buckets | None = None,
    ) -> None:
        """`buckets`: how fast one person may act; without any as fast as they like."""
        self.registry = registry
        self.start_about = say("begin, or come back")
        actor, meaning = Actor(registry, storage, clock, policy, home), Meaning(registry, home)
        self._private = PrivateWay(actor, meaning, home, storage, clock)
        self._group = GroupWay(actor, meaning, storage, clock)
        self.hastens = self._group.hastens
        self._storage = storage
        self._longest = longest
        self._buckets = buckets
        self._lock = Locks()

    @asynccontextmanager
    async def handling(self, event: Event) -> AsyncIterator[Reply | None]:
        """Handle an event; inside the block it is committed, and it is still the person's turn.

        :raises DatabaseTrouble: nothing happened, and the event should come again.
        """
        who = _who(event)
        verdict = "welcome" if self._buckets is None or _of_the_chat(event) else self._buckets.take(who)
        if verdict != "welcome":
            _events(event.place.messenger, type(event.act).__name__.lower(), "too_fast").inc()
            told = verdict == "too fast" or isinstance(event.act, Asked)
            yield self._ask_for_patience(event, who) if told else Reply()
            return
        async with self._lock((event.place.messenger, event.user)):
            try:
                reply = await self._handle(event)
            except DatabaseTrouble:
                if self._buckets is not None:
                    self._buckets.give_back(who)
                raise
            yield reply

    def _ask_for_patience(self, event: Event, who: tuple[str, str]) -> Reply:
        """Said once, in private or over the chat; a press is always acknowledged, so that its button comes to rest."""
        if isinstance(event.act, Asked):
            return Reply(offers=())
        memory = self._storage.memory
        person = None if memory is None else memory.get(event.place.messenger, event.user)
        language = guess_language(event.language) if person is None else person.language
        if self._buckets is not None and not event.private and not event.ticket:
            self._buckets.untold(who)  # words among others: nothing passes there
            return Reply(language=language)
        return Reply(toast=_TOO_FAST, language=language)

    async def note_prompt(self, event: Event, form: int, shown: Shown) -> None:
        """Remember by which message an open form asks; without it the message keeps its buttons when it is answered."""
        messenger, user = event.place.messenger, event.user
        with suppress(DatabaseTrouble):
            async with self._lock((messenger, user)), self._storage.writing() as work:
                await work.people.note_prompt(messenger, user, form, shown.message)

    async def _handle(self, event: Event) -> Reply | None:
        act = type(event.act).__name__.lower()
        way = self._private if event.private else self._group
        end = "answered"
        reply: Reply | None = None
        try:
            reply = await self._answer_in_time(way, event)
            if reply is None and not event.private:
                end = "ignored"
        except DatabaseTrouble:
            _events(event.place.messenger, act, "unanswered").inc()
            raise
        except Exception:
            code = secrets.token_hex(3)
            _log.exception("event.bug", code=code, messenger=event.place.messenger, act=act)
            reply, end = await way.apologise(event, code), "bug"
        _events(event.place.messenger, act, end).inc()
        return reply

    async def _answer_in_time(self, way: PrivateWay | GroupWay, event: Event) -> Reply | None:
        """An action waits for nothing but the database; what it may have committed changes nothing a second time."""
        try:
            async with asyncio.timeout(self._longest):
                return await way.answer(event)
        except TimeoutError as slow:
            raise DatabaseTrouble("too slow") from slow


def _who(event: Event) -> tuple[str, str]:
    """Whose bucket it is: those who hide behind a group share the group's; each letter asks anew from another chat."""
    if isinstance(event.act, Asked):
        return event.place.messenger, f"asked {event.user}"
    return event.place.messenger, event.place.chat if event.anonymous else event.user


def _of_the_chat(event: Event) -> bool:
    """Whether it happened to the chat: a person cannot do it fast, and it is not told again."""
    return isinstance(event.act, Left | Returned | Moved)
