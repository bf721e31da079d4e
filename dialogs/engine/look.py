"""What has to be read to understand an event: in one reading, which begins when there is something to read."""

from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from dialogs.kit.event import Edited, Event, reply_of
from storage.database import Storage, Work
from storage.people.people import Person


class Look:
    """A look at the database for one event; most need none, for who acts is in memory."""

    def __init__(self, storage: Storage, event: Event) -> None:
        self._storage = storage
        self._event = event
        self._work: Work | None = None
        self._opened = AsyncExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._opened.__aexit__(kind, error, trace)

    async def work(self) -> Work:
        """The stores to read from, in the one reading of this look."""
        if self._work is None:
            self._work = await self._opened.enter_async_context(self._storage.reading())
        return self._work

    async def person(self) -> Person | None:
        """Who acts, if we have met them."""
        messenger, user, memory = self._event.place.messenger, self._event.user, self._storage.memory
        if memory is not None and (person := memory.get(messenger, user)):
            return person
        return await (await self.work()).people.find(messenger, user)

    async def key(self) -> str | None:
        """What stands in the message of ours that is replied to, or what became of the own message that was edited."""
        event, place = self._event, self._event.place
        if isinstance(event.act, Edited):
            return await (await self.work()).post.written.key_of(place.messenger, place.chat, event.message)
        if (of := reply_of(event.act)) is None:
            return None
        return await (await self.work()).post.standing.key_of(place.messenger, place.chat, of.message)
