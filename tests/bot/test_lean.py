"""What a bot that has just started has not loaded: libraries that few presses need."""

import asyncio
import os
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
import asyncio, os, signal, sys
from bot.operating import configured
from bot.running import run
from dialogs.kit.clock import SystemClock

async def tell(_address):
    print(*sys.modules)
    os.kill(os.getpid(), signal.SIGTERM)

asyncio.run(run(configured(), SystemClock(), tell))
"""


def test_a_bot_in_telegram_starts_without_what_few_presses_need(tmp_path: Path, small_fair: FairFile) -> None:
    SqliteServer(tmp_path).prepare("fairway", lambda storage: fill(storage, small_fair))
    assert asyncio.run(_modules(tmp_path)) & {*LATE, *OF_OTHERS} == set()


async def _modules(folder: Path) -> set[str]:
    """What a process has loaded once it listens."""
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
    modules = set(said.decode().split())
    assert "aiogram" in modules
    return modules
