"""What a bot that has just started has not loaded, and does not hold: what few presses need."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from simulator.server import TOKEN, serve
from storage.importers.fair_file import FairFile
from tests.conftest import MORNING
from tests.databases import SqliteServer
from tests.handlers.database import fill

# rapidfuzz and snowballstemmer are not among them: the search of the whole fair is built at the start, in a thread.
LATE = ("alembic", "mako", "phonenumbers", "jinja2", "xlsxwriter", "cryptography", "icalendar")
OF_OTHERS = ("vk_api", "requests", "asyncpg", "aiosmtplib")
STARTED = """
import asyncio, os, psutil, signal, sys
from bot.operating import configured
from bot.running import run
from dialogs.kit.clock import SystemClock

async def tell(_address):
    print(psutil.Process().memory_info().rss, *sys.modules)
    os.kill(os.getpid(), signal.SIGTERM)

asyncio.run(run(configured(), SystemClock(), tell))
"""
ALONE = "import aiogram, psutil; print(psutil.Process().memory_info().rss)"
MOST = 40_000_000  # bytes more than aiogram alone: 9 with a small fair, 66 while aiogram kept all that it makes


def test_a_bot_in_telegram_starts_without_what_few_presses_need(tmp_path: Path, small_fair: FairFile) -> None:
    SqliteServer(tmp_path).prepare("fairway", lambda storage: fill(storage, small_fair))
    held, modules = asyncio.run(_started(tmp_path))
    assert modules & {*LATE, *OF_OTHERS} == set()
    alone = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, check=True, timeout=120)
    assert held - int(alone.stdout) < MOST


async def _started(folder: Path) -> tuple[int, set[str]]:
    """The bytes that a process holds once it listens, and what it has loaded."""
    async with serve(clock=MORNING) as desk:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FAIRWAY_")} | {
            "FAIRWAY_DATABASE__URL": f"sqlite:///{folder / 'fairway.db'}",
            "FAIRWAY_MESSENGERS__TELEGRAM__TOKEN": TOKEN,
            "FAIRWAY_MESSENGERS__TELEGRAM__API_URL": desk.url,
            "FAIRWAY_WEB__PORT": "0",
            "FAIRWAY_LOG__LEVEL": "warning",
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", STARTED, env=environment, cwd=folder, stdout=asyncio.subprocess.PIPE
        )
        said, _ = await asyncio.wait_for(process.communicate(), 180)
    assert process.returncode == 0
    held, *modules = said.decode().split()
    assert "aiogram" in modules
    return int(held), set(modules)
