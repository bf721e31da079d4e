"""Comparing questions: what it needs is loaded while nobody waits for it."""

import subprocess
import sys

STANDS_STILL = """
import asyncio, sys, time
from dialogs.kit.similar import load, most_alike

async def main():
    loop, longest = asyncio.get_running_loop(), 0.0
    loading = loop.run_in_executor(None, load)
    while not loading.done():
        before = time.thread_time()
        await asyncio.sleep(0.001)
        longest = max(longest, time.thread_time() - before)
    before = time.thread_time()
    most_alike("Как читать книги?", [(1, "Как читать вслух книги?")])
    assert {"rapidfuzz", "snowballstemmer"} <= sys.modules.keys()
    print(longest < 0.05, time.thread_time() - before < 0.05)

asyncio.run(main())
"""


def test_the_loop_goes_on_while_the_stems_are_loaded() -> None:
    said = subprocess.run([sys.executable, "-c", STANDS_STILL], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["True", "True"]
