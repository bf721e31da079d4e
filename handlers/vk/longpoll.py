"""Bots Long Poll: VK's stream of a community's events, read so that none is lost.

The position moves only after everything before it has committed, and it is kept in the database: after a restart the
reading goes on where it was. VK gives the events after a position as often as it is asked for them.
"""

from typing import Any

import aiohttp
import structlog

from dialogs.engine.adapter import DatabaseTrouble
from dialogs.engine.bookmark import Bookmark
from dialogs.engine.wire import loads
from handlers.vk.calls import Calls
from handlers.vk.limits import POLL_SECONDS
from handlers.vk.packing import NoAnswer

LOST = 3  # times in a row that VK has to say that its list is lost before we begin at its newest event
SILENT = 3  # times in a row that nothing readable comes before we ask for another address
_TIMEOUT = aiohttp.ClientTimeout(total=POLL_SECONDS + 10, connect=5)

_log = structlog.get_logger()


class LongPoll:
    """The stream of one community."""

    def __init__(self, calls: Calls, bookmark: Bookmark, group: int) -> None:
        self._calls = calls
        self._bookmark = bookmark
        self._group = group
        self._server: tuple[str, str] | None = None  # its address and our key
        self._position: str | None = None
        self._remembered = False  # whether we looked where we were before
        self._after = ""  # the position when what was read last has been handled
        self._lost = 0
        self._silent = 0
        self._http: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Find out where to read and from which event on: whatever happens from now on will be read.

        :raises VkError: as `read`, and so the others.
        """
        if self._server is None:
            await self._ask_for_server()

    async def read(self) -> list[Any]:
        """What came after the position, at most so many seconds later; the same again until `advance`.

        :raises VkError: VK does not give us a server.
        :raises NoAnswer: nothing readable came; asking again, after a pause, may help.
        :raises DatabaseTrouble: where to begin could not be read or kept.
        """
        address, key = self._server or await self._ask_for_server()
        told = await self._get(address, key)
        self._silent = 0 if isinstance(told, dict) else self._silent + 1
        if self._silent >= SILENT:  # addresses do not live for ever
            self._server, self._silent = None, 0
        match told:
            case {"ts": int() | str() as after, "updates": [*updates]}:
                self._after, self._lost = str(after), 0
                return updates
            case {"failed": 1, "ts": int() | str() as position}:
                _log.error("vk.events_lost", why="VK keeps them for some time only, and we were away for longer")
                await self._begin_at(str(position))
            case {"failed": 2}:  # the key is too old: another one goes on at the same place
                self._server = None
            case {"failed": 3}:  # its list is lost, or so it says: the same place under another key often still works
                self._server = None
                self._lost += 1
                if self._lost >= LOST:
                    _log.error("vk.events_lost", why="VK has lost its own list of them")
                    self._position = None
            case {"failed": number}:
                _log.error("vk.long_poll_refused", failed=number)
                self._server = None
        raise NoAnswer(unsure=False)

    async def advance(self) -> None:
        """All that was read has been handled."""
        if self._after == self._position:
            return
        self._position = self._after
        try:
            await self._bookmark.save(str(self._group), self._after)
        except DatabaseTrouble as trouble:  # after a restart it comes again, and is known by its ids
            _log.warning("vk.position_not_kept", trouble=str(trouble))

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()

    async def _ask_for_server(self) -> tuple[str, str]:
        if not self._remembered:
            self._position = await self._bookmark.load(str(self._group))
            self._remembered = True
        match await self._calls("groups.getLongPollServer", {"group_id": self._group}):
            case {"server": str(address), "key": str(key), "ts": int() | str() as newest}:
                if self._position is None:
                    await self._begin_at(str(newest))
                self._server = address, key
                return self._server
        raise NoAnswer(unsure=False)

    async def _begin_at(self, position: str) -> None:
        await self._bookmark.save(str(self._group), position)
        self._position = self._after = position

    async def _get(self, address: str, key: str) -> Any:
        """One long poll; None: nothing readable came. The key is part of the address: no error may carry it on."""
        if self._http is None:
            self._http = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        asked = {"act": "a_check", "key": key, "ts": str(self._position), "wait": str(POLL_SECONDS)}
        try:
            async with self._http.get(address, params=asked, timeout=_TIMEOUT) as answer:
                return loads(await answer.read()) if answer.status == 200 else None
        except (aiohttp.ClientError, TimeoutError, ValueError, OSError):
            return None
