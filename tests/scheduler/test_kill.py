"""SIGKILL in the middle of three hundred letters: nothing is lost, nothing that was noted is sent again."""

import asyncio
import os
import signal
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from dialogs.kit.messenger import Outcome
from scheduler.delivery import LEASE, Delivery
from storage.database import Storage
from storage.migrating import migrate
from tests.scheduler.script import DRAWINGS, LIMITS, RealTime, Script, Sending, StillClock, counts, deliver, run_until
from tests.storage.making import letter, people

LETTERS = 300
KILLS = 4
ROOT = Path(__file__).parents[2]


async def send_into(ledger: Path, url: str, ahead: float, together: int) -> None:
    """What the killed process does: deliver, writing what arrived into a file that survives it."""
    storage = Storage(url)
    file = os.open(ledger, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def play(sending: Sending) -> Outcome:
        await asyncio.sleep(0.002)
        os.write(file, f"{sending.number}\n".encode())
        return await deliver(sending)

    async def all_ended() -> bool:
        return await counts(storage) == {"delivered": LETTERS}

    limits = replace(LIMITS, together=together, different=together)
    delivery = Delivery(storage, Script(play, limits), DRAWINGS, StillClock(), "child", RealTime(ahead))
    await run_until(delivery, all_ended)
    os.close(file)
    await storage.close()


def lines(ledger: Path) -> list[str]:
    return ledger.read_text().splitlines() if ledger.exists() else []


async def start(ledger: Path, url: str, ahead: float, together: int) -> asyncio.subprocess.Process:
    program = "import asyncio, sys, pathlib; from tests.scheduler.test_kill import send_into; "
    program += "asyncio.run(send_into(pathlib.Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4])))"
    arguments = (str(ledger), url, str(ahead), str(together))
    return await asyncio.create_subprocess_exec(sys.executable, "-c", program, *arguments, cwd=ROOT)


async def kill_after(child: asyncio.subprocess.Process, ledger: Path, count: int) -> None:
    for _ in range(2_000):
        if len(lines(ledger)) >= count or child.returncode is not None:
            break
        await asyncio.sleep(0.005)
    if child.returncode is None:
        child.send_signal(signal.SIGKILL)
    await child.wait()


@pytest.mark.parametrize("together", [1, 10])
async def test_a_killed_sender_loses_nothing_and_repeats_only_what_it_could_not_note(
    tmp_path: Path, together: int
) -> None:
    url, ledger = f"sqlite:///{tmp_path / 'fair.db'}", tmp_path / "arrived"
    storage = Storage(url)
    await migrate(storage)
    everybody = await people(storage, LETTERS)
    async with storage.writing() as work:
        for number, person in enumerate(everybody):
            await work.outbox.put(letter(number), person.address, person.id)

    unsure = 0
    for kill in range(KILLS):
        arrived = len(lines(ledger))
        child = await start(ledger, url, kill * (LEASE + 1), together)
        await kill_after(child, ledger, arrived + 40)
        state = await counts(storage)
        assert sum(state.values()) == LETTERS
        assert state.get("delivered", 0) <= len(set(lines(ledger)))
        unsure += state.get("sending", 0)
    child = await start(ledger, url, KILLS * (LEASE + 1), together)
    assert await child.wait() == 0

    assert await counts(storage) == {"delivered": LETTERS}
    times = Counter(lines(ledger))
    assert set(times) == {str(number) for number in range(LETTERS)}
    assert sum(times.values()) - LETTERS <= unsure
    await storage.close()
