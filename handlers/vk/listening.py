"""Receiving from VK: Bots Long Poll, or the Callback API with a secret.

An event is acknowledged after it has committed: the long poll's position moves when all of a batch has, and the
Callback API reads its `ok` then. What the database could not take comes again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

import structlog
from aiohttp import web

from dialogs.engine.adapter import DatabaseTrouble, Need, Toolbox, WrongToken
from dialogs.engine.reception import Reception
from dialogs.engine.stopping import rest, unless_stopped
from dialogs.kit.event import Address, Event
from handlers.vk.callback import EVENTS, PATH, Callback
from handlers.vk.calls import Calls
from handlers.vk.limits import API_VERSION
from handlers.vk.longpoll import LongPoll
from handlers.vk.messenger import VkMessenger
from handlers.vk.names import Names
from handlers.vk.outcomes import REFUSED_TOKEN
from handlers.vk.packing import NoAnswer, VkError
from handlers.vk.settings import Settings
from handlers.vk.updates import WANTED, read_update

NOT_OURS = "VK does not accept messengers.vk.token; create a key in the community's settings, API usage"
PATIENCE = 15.0  # seconds at most between two tries of what needs VK

T = TypeVar("T")

_log = structlog.get_logger()


class Listening:
    """VK, switched on."""

    def __init__(self, calls: Calls, messenger: VkMessenger, toolbox: Toolbox, settings: Settings) -> None:
        self.messenger = messenger
        self._calls = calls
        self._group = settings.group
        self._polls = settings.mode == "polling"
        self._stopping = asyncio.Event()
        self._reception = Reception(toolbox.dispatch, messenger, self._stopping, toolbox.traffic)
        self._names = Names(calls)
        self._stream = LongPoll(calls, toolbox.bookmark, settings.group)
        self._callback = Callback(calls, settings, self._reception, self._names, toolbox.public_url or "")
        self._hears = False

    # --- the adapter -------------------------------------------------------------------------------------------------

    @property
    def ready(self) -> bool:
        return self._hears and self._calls.accepted

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return [] if self._polls else [web.post(PATH, self._callback.answer)]

    async def check(self) -> Mapping[str, Any]:
        """Whose token it is, which has to be our community's."""
        try:
            told = await self._calls("groups.getById", {})
        except VkError as refusal:
            if refusal.code in REFUSED_TOKEN:
                raise WrongToken(NOT_OURS) from refusal
            raise
        match told:
            case {"groups": [{"id": int(number), **more}]} | [{"id": int(number), **more}]:
                name = str(more.get("name", ""))
            case _:
                raise NoAnswer(unsure=False)
        if number != self._group:
            raise WrongToken(
                f"messengers.vk.group_id is {self._group}, but messengers.vk.token belongs to the community {number} "
                f"({name}); correct one of them"
            )
        return {"community": name, "id": number, "screen_name": more.get("screen_name", "")}

    async def link(self, payload: str) -> str | None:
        """Where people begin; the payload comes as `ref`.

        :raises WrongToken: it does not accept the token.
        """
        name = (await self.check())["screen_name"] or f"club{self._group}"
        return f"https://vk.me/{name}?ref={payload}"

    async def lacks(self, place: Address, need: Need) -> Sequence[str]:
        """Nothing is pinned in VK, and there are no topics."""
        del need
        if not place.chat.isdecimal():
            return ["this is no number of a chat: it begins at 2000000001"]
        asked = {"peer_ids": place.chat, "group_id": self._group}
        match await self._calls("messages.getConversationsById", asked):
            case {"items": [{"can_write": {"allowed": bool(allowed)}}]}:
                return [] if allowed else ["the community may not write there: look at the chat's settings"]
        return ["the community is not there: add it to the chat, and look at the number"]

    def stop(self) -> None:
        self._stopping.set()

    async def close(self) -> None:
        await self.messenger.close()
        await self._stream.close()
        await self._calls.close()

    async def run(self) -> None:
        async with self._reception:
            await self._persist("start", self._introduce)
            self._hears = not self._stopping.is_set()
            if self._polls:
                await self._poll()
            else:
                await self._stopping.wait()

    async def _introduce(self) -> None:
        """Check the token, and choose how events come."""
        await self.check()
        if not self._polls:
            await self._callback.register()
            return
        try:
            wanted = {"group_id": self._group, "enabled": 1, "api_version": API_VERSION, **EVENTS}
            await self._calls("groups.setLongPollSettings", wanted)
        except VkError as refusal:
            _log.error(
                "vk.long_poll_not_set",
                said=str(refusal),
                mend="in the community's settings, API usage, Long Poll API: switch it on, choose API version "
                f"{API_VERSION}, and the events {', '.join(WANTED)}; or give the key the right to manage the community",
            )
        await self._stream.open()

    async def _persist(self, what: str, act: Callable[[], Awaitable[T]]) -> T | None:
        """Do something that needs VK, again and again until it works or we stop.

        :raises WrongToken: it never will.
        """
        pause = 0.5
        while not self._stopping.is_set():
            try:
                return await act()
            except WrongToken:
                raise
            except VkError as refusal:
                if refusal.code in REFUSED_TOKEN:
                    raise WrongToken(NOT_OURS) from refusal
                _log.error("vk.refused", what=what, said=str(refusal))
            except (NoAnswer, DatabaseTrouble) as trouble:
                _log.warning("vk.unreachable", what=what, trouble=type(trouble).__name__, again_in=pause)
            except Exception:  # an answer like no other; the next one may be readable again
                _log.exception("vk.bug", what=what)
            self._hears = False
            await rest(pause, self._stopping)
            pause = min(pause * 2, PATIENCE)
        return None

    # --- long poll ---------------------------------------------------------------------------------------------------

    async def _poll(self) -> None:
        while not self._stopping.is_set():
            updates = await self._persist("poll", self._read_until_stopped)
            self._hears = not self._stopping.is_set()
            if updates is None:
                return
            if not updates or await self._reception.batch(await self._names.with_names(self._events(updates))):
                await self._stream.advance()
                self._reception.forget_done()
            else:
                await rest(1.0, self._stopping)  # the database could not take it all: the same events come again

    async def _read_until_stopped(self) -> list[Any] | None:
        """One long poll, given up at once when we stop: what it would have brought comes after the next start."""
        return await unless_stopped(self._stream.read(), self._stopping)

    def _events(self, updates: Sequence[object]) -> list[Event]:
        events = (read_update(update, str(self._group)) for update in updates)
        return [event for event in events if event is not None]
