"""A token that worked and is refused later: the rest of the bot goes on, and it can be seen."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from aiohttp import web

from bot.running import receive
from dialogs.engine.adapter import Need, WrongToken
from dialogs.kit.messenger import Messenger
from dialogs.kit.weather import Weather
from storage.address import Address
from tests.scheduler.script import Script, StillClock, until

ACCEPTED = 0.05


class Fickle:
    """A messenger that does not accept the token any more, after a while; later it does again."""

    def __init__(self, after: float) -> None:
        self.messenger: Messenger = Script()
        self.ready = False
        self.runs = 0
        self.accepts = asyncio.Event()
        self._after = after

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        return []

    async def check(self) -> Mapping[str, Any]:
        return {}

    async def link(self, payload: str) -> str | None:
        return payload

    async def lacks(self, place: Address, need: Need) -> Sequence[str]:
        return [str(place), need.name]

    async def run(self) -> None:
        self.runs += 1
        await asyncio.sleep(self._after)
        self.ready = self.accepts.is_set()
        if not self.ready:
            raise WrongToken("no")
        await asyncio.sleep(0.2)

    def stop(self) -> None:
        """It stops by itself."""

    async def close(self) -> None:
        """It has nothing to give back."""


async def test_a_token_that_is_refused_later_is_seen_until_it_is_accepted_again() -> None:
    fickle, weather, clock = Fickle(2 * ACCEPTED), Weather(), StillClock()

    async def refused() -> bool:
        return weather.refused_since is not None

    async def accepted() -> bool:
        return weather.refused_since is None

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(receive(fickle, weather, clock, ACCEPTED))
        await until(refused)
        assert weather.refused_since == clock.now()
        fickle.accepts.set()
        await until(accepted)
    assert fickle.runs >= 2


async def test_a_token_that_never_worked_ends_the_program() -> None:
    weather = Weather()
    with pytest.raises(ExceptionGroup) as ended:
        await receive(Fickle(0.0), weather, StillClock(), 5.0)
    assert ended.group_contains(WrongToken)
