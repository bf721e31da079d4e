"""Answers on their way to people: one person's in order, different people's side by side.

An event is acknowledged once it has committed. Its answer may then wait for a slow line or for Telegram's patience; it
waits here, where it holds up nobody's next event, not even its own person's.
"""

import asyncio
from collections import deque

import structlog

from dialogs.kit.event import Event, Pressed
from dialogs.kit.messenger import Later
from dialogs.kit.phrase import speak
from dialogs.kit.visit import Reply
from handlers.telegram.messenger import TelegramMessenger

LINE = 30  # answers of one person; who presses faster than Telegram takes them gets the newest ones
TRIES = 3
LONGEST_WAIT = 30.0  # seconds; an answer that comes later surprises

_log = structlog.get_logger()


class Answers:
    """The lines of answers, one per person who is being answered now."""

    def __init__(self, messenger: TelegramMessenger, stopping: asyncio.Event) -> None:
        self._messenger = messenger
        self._stopping = stopping
        self._lines: dict[str, deque[tuple[Event, Reply | None, str]]] = {}

    def add(self, event: Event, reply: Reply | None, ticket: str) -> bool:
        """Put an answer into its person's line; True: nobody gives that line yet, so whoever adds has to `give` it.

        :param ticket: of a press that is not answered yet, else empty.
        """
        if not ticket and (reply is None or reply.screen is None):
            return False
        line = self._lines.get(event.user)
        if line is not None:
            line.append((event, reply, ticket))
            return False
        self._lines[event.user] = deque([(event, reply, ticket)], LINE)
        return True

    async def give(self, user: str) -> None:
        """Give a person's answers until there are none left."""
        line = self._lines[user]
        try:
            while line:
                await self._answer(*line.popleft())
        finally:
            del self._lines[user]

    async def _answer(self, event: Event, reply: Reply | None, ticket: str) -> None:
        try:
            if not ticket:
                await self._show(event, reply)
                return
            toast = speak(reply.toast, reply.language) if reply is not None and reply.toast is not None else ""
            async with asyncio.TaskGroup() as both:
                both.create_task(self._messenger.toast(ticket, toast))
                both.create_task(self._show(event, reply))
        except Exception:  # the event itself has committed
            _log.exception("telegram.answer_bug", act=type(event.act).__name__)

    async def _show(self, event: Event, reply: Reply | None) -> None:
        if reply is None or reply.screen is None:
            return
        over = event.act.on if isinstance(event.act, Pressed) and not reply.anew else None
        for _ in range(TRIES):
            outcome = await self._messenger.show(event.place, reply.screen, reply.language, over=over)
            if not isinstance(outcome, Later) or (outcome.unsure and over is None):
                return  # it may stand there already, and a second message would confuse; an edit can be repeated
            if outcome.seconds > LONGEST_WAIT or self._stopping.is_set():
                break
            await rest(outcome.seconds, self._stopping)
        _log.warning("telegram.answer_given_up", act=type(event.act).__name__)


async def rest(seconds: float, stopping: asyncio.Event) -> None:
    """Sleep, but not after we were told to stop."""
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except TimeoutError:
        return
