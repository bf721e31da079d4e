"""A clock that follows the simulator's: in a demo the fair's time is its time, and it only moves forward."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout

from dialogs.kit.clock import Clock, SystemClock

LOOK_SECONDS = 0.3
_log = structlog.get_logger()


async def fair_clock(url: str | None) -> Clock:
    """The clock by which a command goes: the one of that address, else the real one.

    :raises aiohttp.ClientError: nobody answers.
    """
    if url is None:
        return SystemClock()
    clock = FollowingClock(url)
    await clock.look()
    return clock


class FollowingClock:
    """Tells the time of `GET <url>` → `{"now": …}`, asked again and again."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._known = datetime.min.replace(tzinfo=UTC)
        self._at = 0.0

    def now(self) -> datetime:
        """Never earlier than the last answer."""
        return self._known + timedelta(seconds=time.monotonic() - self._at)

    async def look(self) -> None:
        """Ask once.

        :raises aiohttp.ClientError: nobody answers.
        """
        async with ClientSession(timeout=ClientTimeout(total=5)) as session:
            await self._look(session)

    async def follow(self) -> None:
        """Ask until cancelled; while nobody answers the clock runs on by itself."""
        async with ClientSession(timeout=ClientTimeout(total=5)) as session:
            while True:
                try:
                    await self._look(session)
                except (ClientError, TimeoutError, ValueError, KeyError, TypeError) as trouble:
                    _log.debug("clock.unreachable", trouble=type(trouble).__name__)
                await asyncio.sleep(LOOK_SECONDS)

    async def _look(self, session: ClientSession) -> None:
        async with session.get(self._url) as response:
            told = datetime.fromisoformat((await response.json())["now"]).astimezone(UTC)
        if self._at == 0.0 or told > self.now():
            self._known, self._at = told, time.monotonic()
