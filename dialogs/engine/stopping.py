"""Waiting, but not after we were told to stop."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


async def rest(seconds: float, stopping: asyncio.Event) -> None:
    """Sleep, but not after we were told to stop."""
    try:
        async with asyncio.timeout(seconds):  # not wait_for: before Python 3.12 it may swallow a cancellation
            await stopping.wait()
    except TimeoutError:
        return


async def unless_stopped(waited_for: Awaitable[T], stopping: asyncio.Event) -> T | None:
    """What comes of it; None, at once, when we are told to stop."""
    async with asyncio.TaskGroup() as tasks:
        came = tasks.create_task(_caught(waited_for))
        stopped = tasks.create_task(stopping.wait())
        await asyncio.wait({came, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        came.cancel()
    if came.cancelled():
        return None
    result = came.result()
    if isinstance(result, Exception):
        raise result
    return result


async def _caught(waited_for: Awaitable[T]) -> T | Exception:
    """The result or its error as a value: in a task group an error would end everybody."""
    try:
        return await waited_for
    except Exception as trouble:
        return trouble
