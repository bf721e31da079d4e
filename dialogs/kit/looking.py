"""Looking into files takes seconds at worst: threads of its own do it, and names of hosts are asked for meanwhile."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
_THREADS = ThreadPoolExecutor(2, "files")


async def beside(look: Callable[[], T]) -> T:
    """What the look at a file finds; everything else goes on."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, look)
