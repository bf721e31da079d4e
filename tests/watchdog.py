"""The law that the loop never stands still: what runs between two of its turns takes little of the processor.

Measured is the processor's time of the loop's own thread, so that a busy machine breaks no story.
"""

import asyncio
import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

import pytest

HELD = 0.150  # seconds
# Loaded by the first press that needs them. With their bytecode kept that takes a tenth of a second at most; where none
# is kept, as in some tests, each would be compiled anew in the loop.
LOADED_LATE = ("cryptography.fernet", "jinja2", "phonenumbers", "rapidfuzz", "snowballstemmer", "xlsxwriter")


@dataclass
class Watch:
    """The longest turn so far: how many seconds of the processor, and what it was."""

    held: float = 0.0
    by: str = ""

    def note(self, seconds: float, handle: asyncio.Handle) -> None:
        if seconds > self.held:
            self.held, self.by = seconds, repr(handle)


@contextmanager
def watchdog(most: float = HELD) -> Iterator[Watch]:
    """Fails when any turn of this thread's loops took longer."""
    for name in LOADED_LATE:
        import_module(name)
    watch, run = Watch(), asyncio.Handle._run

    def timed(handle: asyncio.Handle) -> None:
        before = time.thread_time()
        run(handle)
        watch.note(time.thread_time() - before, handle)

    gc.freeze()  # as the program does when it has started: what the whole test run holds is not looked through here
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(asyncio.Handle, "_run", timed)
            yield watch
    finally:
        gc.unfreeze()
    assert watch.held <= most, f"the loop stood still for {watch.held:.3f} s of the processor's time: {watch.by}"
