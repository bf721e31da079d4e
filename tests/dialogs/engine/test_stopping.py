"""Waiting ends with what it waits for, or at once when we are told to stop."""

import asyncio

import pytest

from dialogs.engine.stopping import rest, unless_stopped


async def told(result: str | Exception) -> str:
    await asyncio.sleep(0)
    if isinstance(result, Exception):
        raise result
    return result


async def test_what_comes_of_it_is_told() -> None:
    assert await unless_stopped(told("события"), asyncio.Event()) == "события"
    with pytest.raises(ConnectionResetError, match="далеко"):
        await unless_stopped(told(ConnectionResetError("далеко")), asyncio.Event())


async def test_who_is_told_to_stop_waits_no_longer() -> None:
    stopping, never = asyncio.Event(), asyncio.Event()
    given_up = asyncio.Event()

    async def endless() -> str:
        try:
            await never.wait()
        finally:
            given_up.set()
        return "никогда"

    asyncio.get_running_loop().call_soon(stopping.set)
    async with asyncio.timeout(20):
        assert await unless_stopped(endless(), stopping) is None
        await rest(60, stopping)
    assert given_up.is_set(), "nothing goes on behind our back"
