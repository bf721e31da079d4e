"""Databases of PostgreSQL for tests, where `FAIRWAY_TEST_POSTGRES` names a server on which they may be made.

One database serves one test after another. Triggers note which tables a test has touched, and only these are put back
as they were prepared: creating a database anew for each test would cost the disk ten times as much.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import psutil
from sqlalchemy import URL, make_url

from tests.databases import Database, Prepare, prepared

POSTGRES = os.environ.get("FAIRWAY_TEST_POSTGRES")

_NAME = "fairway_test_"
_STALE = 5_318_008  # the number of the advisory lock of those who drop stale databases; any other would do
_HERE = {None, "", "localhost", "127.0.0.1", "::1"}

# A test that changes the schema loses triggers and columns with their values, and touches no row: it is known by the
# numbers that PostgreSQL gives to tables and to columns, which are never given again.
_WATCH = """
CREATE SCHEMA prepared;
CREATE SCHEMA watch;
CREATE TABLE watch.touched (name name);
CREATE TABLE watch.seen (name name, number oid, columns int2);
CREATE VIEW watch.now AS
    SELECT relname AS name, oid AS number, relnatts AS columns FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace;
CREATE VIEW watch.changed AS SELECT name FROM (SELECT * FROM watch.now EXCEPT SELECT * FROM watch.seen) AS changed;

CREATE FUNCTION watch.touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO watch.touched VALUES (TG_TABLE_NAME);
    RETURN NULL;
END $$;

CREATE FUNCTION watch.look() RETURNS void LANGUAGE plpgsql AS $$
DECLARE one name;
BEGIN
    FOR one IN SELECT name FROM watch.changed LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER touch AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I'
            ' EXECUTE FUNCTION watch.touch()', one);
    END LOOP;
    DELETE FROM watch.seen;
    INSERT INTO watch.seen SELECT * FROM watch.now;
    DELETE FROM watch.touched;
    PERFORM setval(format('%I.%I', schemaname, sequencename), 10000) FROM pg_sequences
        WHERE schemaname = 'public' AND last_value IS DISTINCT FROM 10000;
END $$;

CREATE FUNCTION watch.remember() RETURNS void LANGUAGE plpgsql AS $$
DECLARE one name;
BEGIN
    FOR one IN SELECT name FROM watch.now LOOP
        EXECUTE format('CREATE TABLE prepared.%1$I AS TABLE public.%1$I', one);
    END LOOP;
    PERFORM watch.look();
END $$;

CREATE FUNCTION watch.put_back() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS $$
DECLARE one name;
BEGIN
    PERFORM pg_terminate_backend(pid, 10000) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    FOR one IN SELECT name FROM watch.touched UNION SELECT name FROM watch.changed LOOP
        EXECUTE format('DELETE FROM public.%I', one);
        EXECUTE format('INSERT INTO public.%1$I SELECT * FROM prepared.%1$I', one);
    END LOOP;
    PERFORM watch.look();
END $$
"""


class PostgresDatabase:
    """A database of the server; it serves one test after another and is put back as it was prepared."""

    def __init__(self, server: "PostgresServer", url: URL) -> None:
        self._server = server
        self._url = url
        self.url = url.render_as_string(hide_password=False)

    @asynccontextmanager
    async def broken(self) -> AsyncIterator[None]:
        """The server throws everybody out and lets nobody in."""
        name = self._url.database
        await self._server.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        await self._server.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        try:
            yield
        finally:
            await self._server.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

    async def make(self, prepare: Prepare) -> None:
        """Prepare it, and keep every row of that moment aside."""
        await self._server.run(f"CREATE DATABASE {self._url.database}")
        await self._server.run(f"ALTER DATABASE {self._url.database} SET synchronous_commit = off")
        await prepared(self.url, prepare)
        await run(self._url, _WATCH, "SELECT watch.remember()")

    async def drop(self) -> None:
        """Throw everybody out and put every row back."""
        await run(self._url, "SELECT watch.put_back()")


class PostgresServer:
    """A server on which we may make databases."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql+asyncpg")
        self._databases: dict[str, PostgresDatabase] = {}

    def prepare(self, name: str, prepare: Prepare) -> None:
        database = PostgresDatabase(self, self._url.set(database=f"{_NAME}{os.getpid()}_{name}"))
        self._databases[name] = database
        asyncio.run(database.make(prepare))

    async def copy(self, name: str) -> Database:
        return self._databases[name]

    def close(self) -> None:
        async def drop() -> None:
            for name in self._databases:
                await self.run(f"DROP DATABASE IF EXISTS {_NAME}{os.getpid()}_{name} WITH (FORCE)")

        asyncio.run(drop())

    async def run(self, *statements: str) -> None:
        """Run statements one by one, outside of any transaction."""
        await run(self._url, *statements)


async def run(url: URL, *statements: str) -> None:
    """Run statements in a database one by one, outside of any transaction of several."""
    async with _connected(url) as connection:
        for statement in statements:
            await connection.execute(statement)


async def drop_stale(url: str) -> None:
    """Drop what runs of this machine have left that were interrupted."""
    address = make_url(url)
    if address.host not in _HERE:
        return  # others may use that server, and their processes are not ours to look at
    async with _connected(address) as connection:
        await connection.execute(f"SELECT pg_advisory_lock({_STALE})")
        names = await connection.fetch(f"SELECT datname FROM pg_database WHERE datname ~ '^{_NAME}[0-9]+_'")
        for (name,) in names:
            if not psutil.pid_exists(int(name.removeprefix(_NAME).partition("_")[0])):
                await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@asynccontextmanager
async def _connected(url: URL) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))
    try:
        yield connection
    finally:
        await connection.close()
