"""Databases for tests: a copy of a prepared one for each test, on SQLite and on PostgreSQL.

PostgreSQL is used where `FAIRWAY_TEST_POSTGRES` names a server on which databases may be made.
"""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from storage.database import Storage

POSTGRES = os.environ.get("FAIRWAY_TEST_POSTGRES")

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


async def _prepared(url: str, prepare: Prepare) -> None:
    storage = Storage(url)
    try:
        await prepare(storage)
    finally:
        await storage.close()


class SqliteFile:
    """A file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.url = f"sqlite:///{path}"

    @asynccontextmanager
    async def broken(self) -> AsyncIterator[None]:
        """The table that every writing event begins with is away."""
        self._run("ALTER TABLE events RENAME TO events_away")
        try:
            yield
        finally:
            self._run("ALTER TABLE events_away RENAME TO events")

    async def drop(self) -> None:
        """The folder is a temporary one."""

    def _run(self, statement: str) -> None:
        connection = sqlite3.connect(self._path)
        connection.execute(statement)
        connection.close()


class SqliteServer:
    """A folder of files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._copies = 0

    def prepare(self, name: str, prepare: Prepare) -> None:
        asyncio.run(_prepared(f"sqlite:///{self._folder / name}.db", prepare))

    async def copy(self, name: str) -> Database:
        self._copies += 1
        path = self._folder / f"{name}-{self._copies}.db"
        shutil.copy(self._folder / f"{name}.db", path)
        return SqliteFile(path)

    def close(self) -> None:
        """The folder is a temporary one."""


class PostgresDatabase:
    """A database of the server."""

    def __init__(self, server: "PostgresServer", name: str, url: str) -> None:
        self._server = server
        self._name = name
        self.url = url

    @asynccontextmanager
    async def broken(self) -> AsyncIterator[None]:
        """The server throws everybody out and lets nobody in."""
        out = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
        await self._server.run(f'ALTER DATABASE "{self._name}" ALLOW_CONNECTIONS false')
        await self._server.run(f"{out} '{self._name}'")
        try:
            yield
        finally:
            await self._server.run(f'ALTER DATABASE "{self._name}" ALLOW_CONNECTIONS true')

    async def drop(self) -> None:
        await self._server.run(f'DROP DATABASE IF EXISTS "{self._name}" WITH (FORCE)')


class PostgresServer:
    """A server on which we may make databases."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql+asyncpg")
        self._prefix = f"fairway_test_{os.getpid()}"
        self._prepared: list[str] = []
        self._copies = 0

    def prepare(self, name: str, prepare: Prepare) -> None:
        self._prepared.append(name)

        async def make() -> None:
            await self.run(f'CREATE DATABASE "{self._prefix}_{name}"')
            await _prepared(self._named(f"{self._prefix}_{name}"), prepare)

        asyncio.run(make())

    async def copy(self, name: str) -> Database:
        self._copies += 1
        copy = f"{self._prefix}_{name}_{self._copies}"
        await self.run(f'CREATE DATABASE "{copy}" TEMPLATE "{self._prefix}_{name}"')
        return PostgresDatabase(self, copy, self._named(copy))

    def close(self) -> None:
        async def drop() -> None:
            for name in self._prepared:
                await self.run(f'DROP DATABASE IF EXISTS "{self._prefix}_{name}" WITH (FORCE)')

        asyncio.run(drop())

    async def run(self, statement: str) -> None:
        engine = create_async_engine(self._url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text(statement))
        await engine.dispose()

    def _named(self, database: str) -> str:
        return self._url.set(database=database).render_as_string(hide_password=False)
