"""A copy of a SQLite database as of one moment, made while the bot goes on writing; PostgreSQL has pg_dump for that."""

import os
import tempfile
from pathlib import Path

from aiosqlite import connect

from storage.engine.trouble import DatabaseTrouble, troubles
from storage.engine.urls import read_url

PAGES = 1_000  # of one step


class BackupRefused(Exception):
    """The copy cannot be made as asked; the message says why, in words for the operator."""


def dump_command(url: str, file: Path) -> str | None:
    """What makes the copy instead, where the database is PostgreSQL's; a password is no part of it."""
    address = read_url(url)
    if address.get_backend_name() == "sqlite":
        return None
    options = {"host": address.host, "port": address.port, "username": address.username, "dbname": address.database}
    named = (f"--{name}={value}" for name, value in options.items() if value)
    return " ".join(["pg_dump", "--format=custom", f"--file={file}", *named])


async def back_up(url: str, file: Path) -> int:
    """Copy the database that `url` names to a file that is not there yet; how many bytes it has.

    The copy appears under its name when it is whole and was checked, and only its owner may read it: it holds what the
    database holds.

    :raises BackupRefused: the file is there already, or the database is not.
    :raises OSError: the file cannot be written.
    :raises DatabaseTrouble: the database cannot be read.
    """
    source = Path(read_url(url).database or "")
    if file.exists():
        raise BackupRefused(f"{file} is there already; a backup never takes another one's place")
    if not source.exists():
        raise BackupRefused(f"there is no database at {source}")
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)  # its mode is 0600
    os.close(handle)
    part = Path(name)
    try:
        with troubles():
            await _copy(source, part)
        _to_the_disk(part)
        if file.exists():
            raise BackupRefused(f"{file} has come meanwhile; a backup never takes another one's place")
        part.rename(file)
        _to_the_disk(file.parent)
    finally:
        for left in (part, *(part.with_name(part.name + end) for end in ("-wal", "-shm", "-journal"))):
            left.unlink(missing_ok=True)
    return file.stat().st_size


async def _copy(source: Path, target: Path) -> None:
    async with connect(source, isolation_level=None) as one, connect(target, isolation_level=None) as other:
        await one.execute_fetchall("PRAGMA query_only=ON")
        # Reading from one moment on: otherwise each commit of the bot would begin the copy anew, for ever.
        await one.execute_fetchall("BEGIN")
        await one.execute_fetchall("SELECT count(*) FROM sqlite_schema")
        await one.backup(other, pages=PAGES)
        await one.execute_fetchall("COMMIT")
        await other.execute_fetchall("PRAGMA journal_mode=DELETE")  # one file, whole without any other
        [(said,)] = await other.execute_fetchall("PRAGMA quick_check(1)")
        if said != "ok":
            raise DatabaseTrouble(f"the copy is damaged: {said}")


def _to_the_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
