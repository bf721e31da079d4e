"""Waiting for what is bound to happen; otherwise a complaint says what is there instead."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

PATIENCE = 60.0  # seconds; generous, for it is no proof of speed: a busy machine may take its time

T = TypeVar("T")


async def until(look: Callable[[], T | None], complaint: Callable[[], object], seconds: float = PATIENCE) -> T:
    """What `look` finds, once it finds something."""
    try:
        async with asyncio.timeout(seconds):
            while not (found := look()):  # noqa: ASYNC110 (what others see has no event of its own)
                await asyncio.sleep(0.01)
            return found
    except TimeoutError:
        raise AssertionError(complaint()) from None
