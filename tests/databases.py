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
from storage.engine.schema import METADATA

POSTGRES = os.environ.get("FAIRWAY_TEST_POSTGRES")

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
        """The file is damaged: a table is said to lie beyond its end, and SQLite refuses to read any."""
        self._move_a_table(MILLION_PAGES)
        try:
            yield
        finally:
            self._move_a_table(-MILLION_PAGES)

    async def drop(self) -> None:
        """The folder is a temporary one."""

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
    """A database of the server; it serves one test after another and is put back as it was prepared."""

    def __init__(self, server: "PostgresServer", name: str, url: str) -> None:
        self._server = server
        self._name = name
        self.url = url

    @asynccontextmanager
    async def broken(self) -> AsyncIterator[None]:
        """The server throws everybody out and lets nobody in."""
        await self._server.run(f"ALTER DATABASE {self._name} ALLOW_CONNECTIONS false")
        await self._server.run(self._everybody_out)
        try:
            yield
        finally:
            await self._server.run(f"ALTER DATABASE {self._name} ALLOW_CONNECTIONS true")

    async def remember(self) -> None:
        """Keep every row of this moment aside."""
        copies = (f"CREATE TABLE prepared.{table} AS TABLE {table}" for table in _tables())
        await self._server.run("CREATE SCHEMA prepared", *copies, database=self.url)

    async def drop(self) -> None:
        """Put every row back; creating a database anew for each test would cost the disk ten times as much."""
        tables = _tables()
        back = [
            "SET session_replication_role = replica",  # in any order, without looking at foreign keys
            *(f"DELETE FROM {table}" for table in tables),
            *(f"INSERT INTO {table} SELECT * FROM prepared.{table}" for table in tables),
            *(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 10000)" for table in _numbered()),
        ]
        await self._server.run(self._everybody_out)
        await self._server.run(*back, database=self.url)

    @property
    def _everybody_out(self) -> str:
        return f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self._name}'"


def _tables() -> list[str]:
    return [table.name for table in METADATA.sorted_tables]


def _numbered() -> list[str]:
    return [table.name for table in METADATA.sorted_tables if [key.name for key in table.primary_key] == ["id"]]


class PostgresServer:
    """A server on which we may make databases."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql+asyncpg")
        self._databases: dict[str, PostgresDatabase] = {}

    def prepare(self, name: str, prepare: Prepare) -> None:
        database = f"fairway_test_{os.getpid()}_{name}"
        url = self._url.set(database=database).render_as_string(hide_password=False)
        self._databases[name] = PostgresDatabase(self, database, url)

        async def make() -> None:
            await self.run(f"CREATE DATABASE {database}")
            await self.run(f"ALTER DATABASE {database} SET synchronous_commit = off")
            await _prepared(url, prepare)
            await self._databases[name].remember()

        asyncio.run(make())

    async def copy(self, name: str) -> Database:
        return self._databases[name]

    def close(self) -> None:
        async def drop() -> None:
            for name in self._databases:
                await self.run(f"DROP DATABASE IF EXISTS fairway_test_{os.getpid()}_{name} WITH (FORCE)")

        asyncio.run(drop())

    async def run(self, *statements: str, database: str | None = None) -> None:
        """Run statements one by one, outside of any transaction."""
        engine = create_async_engine(database or self._url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            for statement in statements:
                await connection.execute(text(statement))
        await engine.dispose()
