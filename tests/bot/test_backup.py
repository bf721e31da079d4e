"""The restore drill: a copy made while writers write is whole, opens, and holds one moment of the database."""

import asyncio
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dialogs.news.sessions import load_fair
from storage.backup import BackupRefused, back_up, dump_command
from storage.database import Storage
from storage.importers.fair_file import FairFile
from storage.migrating import migrate, pending
from tests.bot.command import fairway
from tests.conftest import FAIRS, MORNING

NOW = datetime(2020, 4, 27, 6, 45, tzinfo=UTC)
WRITERS = 4
FILLED = 3_000


@asynccontextmanager
async def writers(storage: Storage) -> AsyncIterator[None]:
    """People come, and each notes two events: whole transactions hold as many people as pairs of events."""

    async def write(who: int) -> None:
        number = 0
        while True:
            number += 1
            async with storage.writing() as work:
                await work.people.add("paper", f"{who}-{number}", "ru", NOW)
                for half in "ab":
                    await work.post.events.first_time("paper", "1", f"{who}-{number}-{half}", NOW)

    tasks = [asyncio.get_running_loop().create_task(write(who)) for who in range(WRITERS)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks)


async def filled(path: Path, small_fair: FairFile) -> Storage:
    """A database of several hundred pages, so that copying it takes more than one step."""
    storage = Storage(f"sqlite:///{path}")
    await migrate(storage)
    await load_fair(storage, small_fair, FAIRS, MORNING, (10,))
    async with storage.writing() as work:
        for number in range(FILLED):
            await work.post.events.first_time("paper", "2", f"{number}/{'x' * 900}", NOW)
    return storage


def counted(path: Path) -> dict[str, int]:
    """How many rows each table has."""
    connection = sqlite3.connect(path)
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    found = {table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}
    connection.close()
    return found


async def test_a_copy_made_while_writers_write_is_one_moment_and_opens(tmp_path: Path, small_fair: FairFile) -> None:
    path, copy = tmp_path / "fair.db", tmp_path / "copy.db"
    storage = await filled(path, small_fair)
    async with writers(storage):
        await asyncio.sleep(0.2)
        before = counted(path)
        size = await back_up(f"sqlite:///{path}", copy)
        after = counted(path)
    await storage.close()
    assert size == copy.stat().st_size
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith((".copy", "copy.db"))] == ["copy.db"]

    check = sqlite3.connect(copy)
    assert check.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert check.execute("PRAGMA foreign_key_check").fetchall() == []
    check.close()
    held = counted(copy)
    assert before["people"] < after["people"], "nobody wrote meanwhile"
    assert before["people"] <= held["people"] <= after["people"]
    assert held["events"] == FILLED + 2 * held["people"], "a transaction was torn"
    still = {table: count for table, count in before.items() if count == after[table]}
    assert {table: held[table] for table in still} == still

    restored = Storage(f"sqlite:///{copy}")
    assert not await pending(restored)
    assert await restored.refresh()
    async with restored.writing() as work:
        assert not await work.post.events.first_time("paper", "2", f"0/{'x' * 900}", NOW)
    await restored.close()


async def test_a_copy_takes_no_others_place_and_needs_a_database(tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("yesterday's")
    (tmp_path / "fair.db").touch()
    with pytest.raises(BackupRefused, match="already"):
        await back_up(f"sqlite:///{tmp_path / 'fair.db'}", tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "yesterday's"
    with pytest.raises(BackupRefused, match="no database"):
        await back_up(f"sqlite:///{tmp_path / 'nowhere.db'}", tmp_path / "new.db")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["copy.db", "fair.db"]


def test_the_command_says_what_it_did_or_why_not(tmp_path: Path) -> None:
    assert fairway(tmp_path, "migrate").code == 0
    copy = tmp_path / "copy.db"
    done = fairway(tmp_path, "backup", str(copy))
    assert (done.code, done.err) == (0, "")
    assert f"{copy.stat().st_size} bytes" in done.text
    again = fairway(tmp_path, "backup", str(copy))
    assert again.code == 1
    assert "is there already" in again.err
    nowhere = fairway(tmp_path, "backup", str(tmp_path / "no" / "folder.db"))
    assert nowhere.code == 1
    assert "Traceback" not in nowhere.err


def test_postgres_is_copied_by_its_own_program_and_no_password_is_printed(tmp_path: Path) -> None:
    url = "postgresql://fair:sesame@db.example.org:5433/salon"
    command = "pg_dump --format=custom --file=copy --host=db.example.org --port=5433 --username=fair --dbname=salon"
    assert dump_command(url, Path("copy")) == command
    done = fairway(tmp_path, "backup", "copy", FAIRWAY_DATABASE__URL=url)
    assert (done.code, done.text.strip()) == (1, command)
    assert "sesame" not in done.text + done.err
