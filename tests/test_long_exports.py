"""An export of a million subscriptions takes hardly more memory than one of none (`make test-long`)."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dialogs.kit.tables import Format
from storage.database import Storage
from storage.importers.fair_file import FairFile
from tests.databases import SqliteServer
from tests.handlers.database import fill
from tests.test_standing_still import LONG, plant

MORE = 30 << 10  # KiB
EXPORT = """
import re, sys
from pathlib import Path
from bot.commands import app
try:
    app(["export", "subscriptions", "--format", sys.argv[1], "--out", sys.argv[2]])
finally:
    # of this program alone: what `resource` tells begins with what the test that started it took
    print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


def peak(folder: Path, form: Format) -> int:
    """KiB of memory that the command took at most."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FAIRWAY_")}
    environment["FAIRWAY_DATABASE__URL"] = f"sqlite:///{folder / 'fairway.db'}"
    words = [sys.executable, "-c", EXPORT, form, str(folder / f"subscriptions.{form}")]
    done = subprocess.run(words, env=environment, cwd=folder, capture_output=True, text=True, check=True)
    return int(done.stdout.split()[-1])


async def _plant(url: str) -> None:
    storage = Storage(url)
    await plant(storage)
    await storage.close()


@pytest.mark.skipif(not LONG, reason="takes minutes")
def test_a_million_rows_take_hardly_more_memory_than_none(
    tmp_path: Path, small_fair: FairFile, capsys: pytest.CaptureFixture[str]
) -> None:
    SqliteServer(tmp_path).prepare("fairway", lambda storage: fill(storage, small_fair))
    forms: tuple[Format, ...] = ("csv", "xlsx")
    few = {form: peak(tmp_path, form) for form in forms}
    asyncio.run(_plant(f"sqlite:///{tmp_path / 'fairway.db'}"))
    many = {form: peak(tmp_path, form) for form in forms}
    with capsys.disabled():
        sys.stdout.write(f"\nKiB for none and for a million: {few}, {many}\n")
    assert all(many[form] - few[form] <= MORE for form in forms)
