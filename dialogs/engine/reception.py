"""The reception: events come in, are handled, and their answers go out without holding anybody up.

    async with reception:                  # leaving waits for the answers that are still on their way
        if await reception.batch(events):  # all of it has committed: acknowledge
            reception.forget_done()

Different people are handled side by side, one person's events in order.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from types import TracebackType
from typing import Self

import structlog

from dialogs.engine.answers import Answers
from dialogs.engine.dispatch import Dispatch
from dialogs.kit.event import Event
from dialogs.kit.messenger import Talks
from dialogs.kit.traffic import Traffic
from dialogs.kit.visit import Reply
from storage.database import DatabaseTrouble

_log = structlog.get_logger()


class Reception:
    """Takes the events of one messenger; may be opened again after it was left."""

    def __init__(
        self, dispatch: Dispatch, messenger: Talks, stopping: asyncio.Event, traffic: Traffic | None = None
    ) -> None:
        self._dispatch = dispatch
        self._messenger = messenger
        self._stopping = stopping
        self._traffic = traffic
        self._answers = Answers(messenger, stopping, traffic, dispatch.note_prompt)
        self._done: set[str] = set()
        self._tasks: asyncio.TaskGroup | None = None

    async def __aenter__(self) -> Self:
        tasks = asyncio.TaskGroup()
        await tasks.__aenter__()
        self._tasks = tasks
        self._answers = Answers(self._messenger, self._stopping, self._traffic, self._dispatch.note_prompt)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await self._open.__aexit__(kind, error, trace)
        finally:
            self._tasks = None

    @property
    def takes(self) -> bool:
        """Whether `one` may be asked: open, and not told to stop."""
        return self._tasks is not None and not self._stopping.is_set()

    @property
    def _open(self) -> asyncio.TaskGroup:
        if self._tasks is None:
            raise LookupError("the reception is closed; enter it first")
        return self._tasks

    async def batch(self, events: Iterable[Event]) -> bool:
        """Handle a batch; True when all of it has committed. Answers may still be on their way then.

        What has committed of a batch that comes again is not handled again.
        """
        people: dict[str, list[Event]] = defaultdict(list)
        for event in events:
            if event.id not in self._done:
                people[event.user].append(event)
        loop = asyncio.get_running_loop()
        commits = [loop.create_future() for _ in people]
        for own, committed in zip(people.values(), commits, strict=True):
            self._open.create_task(self._in_order(own, committed))
        return all(await asyncio.gather(*commits))

    def forget_done(self) -> None:
        """The batch was acknowledged and will not come again."""
        self._done.clear()

    async def one(self, event: Event, *, toast: bool = True) -> Reply | None:
        """Handle one event, to the end even if who asks goes away; its answer follows by itself.

        :param toast: False: the press is answered by whoever asks.
        :raises DatabaseTrouble: nothing happened, and the event should come again.
        """
        handled: asyncio.Future[Reply | None] = asyncio.get_running_loop().create_future()
        self._open.create_task(self._handle(event, handled, toast=toast))
        return await asyncio.shield(handled)

    async def _in_order(self, events: list[Event], committed: asyncio.Future[bool]) -> None:
        """Handle one person's events, then give the answers: the batch waits for the commits only."""
        mine = False
        for event in events:
            try:
                async with self._dispatch.handling(event) as reply:
                    mine = self._answers.add(event, reply) or mine
            except DatabaseTrouble as trouble:
                self._warn(trouble)
                committed.set_result(False)
                break
            except Exception:  # coming again would not mend it
                _log.exception("event.bug", messenger=self._messenger.name)
            self._done.add(event.id)
        else:
            committed.set_result(True)
        if mine:
            await self._answers.give(events[0].user)

    async def _handle(self, event: Event, handled: asyncio.Future[Reply | None], *, toast: bool) -> None:
        mine = False
        try:
            async with self._dispatch.handling(event) as reply:
                mine = self._answers.add(event, reply, toast=toast)
            handled.set_result(reply)
        except DatabaseTrouble as trouble:
            self._warn(trouble)
            handled.set_exception(trouble)
        except Exception:  # coming again would not mend it
            _log.exception("event.bug", messenger=self._messenger.name)
            if not handled.done():
                handled.set_result(None)
        if mine:
            await self._answers.give(event.user)

    def _warn(self, trouble: DatabaseTrouble) -> None:
        _log.warning("event.unacknowledged", messenger=self._messenger.name, trouble=str(trouble))
