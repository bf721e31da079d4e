"""Databases for tests: a copy of a prepared one for each test; here of SQLite, in `postgres.py` of PostgreSQL."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

from storage.database import Storage

MILLION_PAGES = 1_000_000

Prepare = Callable[[Storage], Awaitable[None]]


class Database(Protocol):
    """A database of a test's own."""

    url: str

    @asynccontextmanager
    async def broken(self) -> AsyncIterator[None]:
        """For a while the database does not do what it is asked to."""
        yield

    async def drop(self) -> None:
        """The test is over."""


class Server(Protocol):
    """Where databases are made from a prepared one."""

    def prepare(self, name: str, prepare: Prepare) -> None:
        """Make the database that is copied under that name; called outside any event loop."""

    async def copy(self, name: str) -> Database: ...

    def close(self) -> None: ...


async def prepared(url: str, prepare: Prepare) -> None:
    """Make it so at that address."""
    storage = Storage(url)
    try:
        await prepare(storage)
    finally:
        await storage.close()


class SqliteFile:
    """A file."""

    def __init__(self, path: Path, driver: str = "sqlite") -> None:
        self._path = path
        self.url = f"{driver}:///{path}"

    @asynccontextmanager
    async def broken(self) -> AsyncIterator[None]:
        """The file is damaged: a table is said to lie beyond its end, and SQLite refuses to read any."""
        self._move_a_table(MILLION_PAGES)
        try:
            yield
        finally:
            self._move_a_table(-MILLION_PAGES)

    async def drop(self) -> None:
        """Give its room back at once: it may be memory."""
        for file in ("", "-wal", "-shm"):
            Path(f"{self._path}{file}").unlink(missing_ok=True)

    def _move_a_table(self, pages: int) -> None:
        connection = sqlite3.connect(self._path, isolation_level=None)
        connection.execute("PRAGMA writable_schema=ON")
        (version,) = connection.execute("PRAGMA schema_version").fetchone()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE sqlite_schema SET rootpage = rootpage + ? WHERE name = 'events'", (pages,))
        connection.execute(f"PRAGMA schema_version={version + 1}")  # everybody looks again
        connection.execute("COMMIT")
        connection.close()


class SqliteServer:
    """A folder of files; the driver is what their URLs begin with."""

    def __init__(self, folder: Path, driver: str = "sqlite") -> None:
        self._folder = folder
        self._driver = driver
        self._copies = 0

    def prepare(self, name: str, prepare: Prepare) -> None:
        asyncio.run(prepared(f"sqlite:///{self._folder / name}.db", prepare))

    async def copy(self, name: str) -> Database:
        self._copies += 1
        path = self._folder / f"{name}-{self._copies}.db"
        shutil.copy(self._folder / f"{name}.db", path)
        return SqliteFile(path, self._driver)

    def close(self) -> None:
        """The folder is a temporary one."""
