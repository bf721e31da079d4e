"""The database: opens transactions and hands out all stores of one as `Work`.

On SQLite there is one writer at a time, and events that come together share a commit (`shared_commit.py`). Several
processes means PostgreSQL, where every writing transaction is its own.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.engine.shared_commit import Effect, SharedCommit
from storage.engine.sqlite import STATEMENTS, file_size, open_engine, scrub
from storage.engine.trouble import DatabaseTrouble as DatabaseTrouble
from storage.engine.trouble import troubles
from storage.fair.catalogue import NO_FAIR, Catalogue, read_catalogue, read_version
from storage.people.people import PeopleInMemory
from storage.privacy.sealing import Sealer
from storage.work import Work as Work

PEOPLE_IN_MEMORY = 20_000
PATIENCE = 4.0  # seconds a writer waits for its turn, and again for another process; an event has ten in all
LONG = 600.0  # seconds that one statement of an import or a migration may take on PostgreSQL
SOON_WRITTEN = 256_000_000  # bytes of a SQLite file that is written anew in about a second
LOOKS = 10  # at the catalogue, while imports come in between


_Writing = tuple[AsyncConnection, Callable[[Effect], None]]


class Storage:
    """The database of the fair, with its catalogue in memory."""

    def __init__(
        self, url: str, *, alone: bool = True, patience: float = PATIENCE, sealer: Sealer | None = None
    ) -> None:
        """Open the database at `url`; `alone`: this process is the only one that changes people.

        `sealer` holds the keys of personal data; without it none can be taken or read.

        :raises DatabaseTrouble: the address is of no database that we know.
        """
        address = _address(url)
        self.sqlite = address.get_backend_name() == "sqlite"
        self.engine: AsyncEngine = open_engine(address, patience) if self.sqlite else _open_postgres(url, patience)
        self._long_engine = self.engine if self.sqlite else _open_postgres(url, LONG)
        self.memory = PeopleInMemory(PEOPLE_IN_MEMORY) if self.sqlite and alone else None
        self.catalogue: Catalogue = NO_FAIR
        self.sealer = sealer or Sealer()
        self._shared = SharedCommit(self.engine, patience) if self.sqlite else None

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()
        await self._long_engine.dispose()

    async def refresh(self) -> bool:
        """Take a newer catalogue into memory if there is one; True when there was.

        :raises DatabaseTrouble: what is in memory may be old.
        """
        with troubles():
            async with self.engine.connect() as connection:
                for _ in range(LOOKS):
                    if await read_version(connection) == self.catalogue.version:
                        return False
                    catalogue = await read_catalogue(connection)
                    if await read_version(connection) == catalogue.version:
                        self.catalogue = catalogue
                        return True
                    # An import came between two of our reads; whoever refreshes before drawing must see it whole.
        raise DatabaseTrouble("one import follows another")

    async def answers(self) -> bool:
        """Whether the database can be read now."""
        try:
            with troubles():
                async with self.engine.connect() as connection:
                    await read_version(connection)
        except DatabaseTrouble:
            return False
        return True

    async def scrub(self, *, quiet: bool) -> bool:
        """Let no byte of what was erased stay in SQLite's file and log; False: not now, ask again.

        A large file is written anew only when it is `quiet`: nobody can write meanwhile. PostgreSQL keeps what was
        erased until its own vacuum, and in its log and backups for as long as they are kept.

        :raises DatabaseTrouble: the file cannot be written.
        """
        if not self.sqlite:
            return True
        writing = asyncio.get_running_loop().create_task(self._scrub(quiet=quiet))
        try:
            return await asyncio.shield(writing)
        except asyncio.CancelledError:
            await asyncio.wait([writing])  # the file is being written, and its connection cannot be given back before
            raise

    async def _scrub(self, *, quiet: bool) -> bool:
        with troubles():
            async with self.engine.connect() as connection:
                whole = quiet or await file_size(connection) <= SOON_WRITTEN
                return await scrub(connection, whole=whole) and whole

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Work]:
        """Stores to read from; each statement sees the newest committed state."""
        with troubles():
            async with self.engine.connect() as connection:
                yield Work(connection, self.memory, lambda effect: effect(), self.sealer)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Work]:
        """One transaction: left normally, it is committed; left by an exception, nothing of it happened.

        :raises DatabaseTrouble: the database refused, or its commit failed.
        """
        with troubles():
            async with self.transaction() as (connection, after_commit):
                yield Work(connection, self.memory, after_commit, self.sealer)

    def transaction(self) -> AbstractAsyncContextManager[_Writing]:
        """What `writing` stands on, for a task of storage's own that needs the connection."""
        return self._shared.writing() if self._shared is not None else _writing(self.engine)

    def long_transaction(self) -> AbstractAsyncContextManager[_Writing]:
        """As `transaction`, for imports and migrations: a statement may take minutes."""
        return self._shared.writing() if self._shared is not None else _writing(self._long_engine)


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:
        address = URL.create("nothing")
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        raise DatabaseTrouble("database.url is no address of SQLite or PostgreSQL")
    return address


@asynccontextmanager
async def _writing(engine: AsyncEngine) -> AsyncIterator[_Writing]:
    effects: list[Effect] = []
    async with engine.connect() as connection, connection.begin():
        yield connection, effects.append
    for effect in effects:
        effect()


def _open_postgres(url: str, patience: float) -> AsyncEngine:
    """An engine whose statements may take twice the patience: two waits fit into an event's ten seconds."""
    engine = create_async_engine(
        make_url(url).set(drivername="postgresql+asyncpg"),
        pool_size=10,
        max_overflow=10,
        pool_timeout=patience,
        pool_pre_ping=True,
        query_cache_size=STATEMENTS,
        hide_parameters=True,  # they are people's data, and errors are logged
        connect_args={"timeout": 5, "command_timeout": 2 * patience},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def utc(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("SET TIME ZONE 'UTC'")
        cursor.close()

    return engine
