"""The database: opens transactions and hands out all stores of one as `Work`.

On SQLite there is one writer at a time. Events that come together share a commit: each has a savepoint of its own, so
that one's failure is not another's, and none goes on before the disk has the commit of all. Several processes means
PostgreSQL, where every writing transaction is its own.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event, make_url
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.catalogue import NO_FAIR, Catalogue, read_catalogue, read_version
from storage.events import Events
from storage.files import Files
from storage.leases import Leases
from storage.outbox import Outbox
from storage.people import People, PeopleInMemory
from storage.reminders import Reminders
from storage.sqlite import open_engine
from storage.subscriptions import Subscriptions

PEOPLE_IN_MEMORY = 20_000
SHARED_COMMIT = 64  # events at most; a failed disk fails them together, and all come again

Effect = Callable[[], None]


class DatabaseTrouble(Exception):
    """The database did not do what it was asked to; nothing of it happened, and it may be asked again."""


@dataclass(frozen=True)
class Work:
    """All stores of one transaction."""

    people: People
    subscriptions: Subscriptions
    reminders: Reminders
    outbox: Outbox
    events: Events
    files: Files
    leases: Leases
    after_commit: Callable[[Effect], None]

    @classmethod
    def on(
        cls, connection: AsyncConnection, memory: PeopleInMemory | None, after_commit: Callable[[Effect], None]
    ) -> "Work":
        return cls(
            people=People(connection, memory, after_commit),
            subscriptions=Subscriptions(connection),
            reminders=Reminders(connection),
            outbox=Outbox(connection),
            events=Events(connection),
            files=Files(connection),
            leases=Leases(connection),
            after_commit=after_commit,
        )


@dataclass
class _Batch:
    """One open transaction of SQLite and who waits for its commit."""

    connection: AsyncConnection
    raw: Any  # the driver's connection, which knows whether the transaction is still there
    committed: asyncio.Future[None]
    events: int = 0
    effects: list[Effect] = field(default_factory=list)


class Storage:
    """The database of the fair, with its catalogue in memory."""

    def __init__(self, url: str, *, alone: bool = True) -> None:
        """Open the database at `url`; `alone`: this process is the only one that changes people."""
        address = make_url(url)
        self.sqlite = address.get_backend_name() == "sqlite"
        self.engine: AsyncEngine = open_engine(address) if self.sqlite else _open_postgres(url)
        self.memory = PeopleInMemory(PEOPLE_IN_MEMORY) if self.sqlite and alone else None
        self.catalogue: Catalogue = NO_FAIR
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._batch: _Batch | None = None

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()

    async def refresh(self) -> bool:
        """Take a newer catalogue into memory if there is one; True when there was."""
        with _troubles():
            async with self.engine.connect() as connection:
                if await read_version(connection) == self.catalogue.version:
                    return False
                self.catalogue = await read_catalogue(connection)
                return True

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Work]:
        """Stores to read from; each statement sees the newest committed state."""
        with _troubles():
            async with self.engine.connect() as connection:
                yield Work.on(connection, self.memory, lambda effect: effect())

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Work]:
        """One transaction: left normally, it is committed; left by an exception, nothing of it happened.

        :raises DatabaseTrouble: the database refused, or its commit failed.
        """
        transaction = self._sqlite_writing() if self.sqlite else self._postgres_writing()
        with _troubles():
            async with transaction as work:
                yield work

    @asynccontextmanager
    async def _postgres_writing(self) -> AsyncIterator[Work]:
        effects: list[Effect] = []
        async with self.engine.connect() as connection, connection.begin():
            yield Work.on(connection, self.memory, effects.append)
        _run(effects)

    @asynccontextmanager
    async def _sqlite_writing(self) -> AsyncIterator[Work]:
        effects: list[Effect] = []
        await self._take_turn()
        try:
            batch = await self._join()
            try:
                async with batch.connection.begin_nested():
                    yield Work.on(batch.connection, self.memory, effects.append)
            except BaseException:
                await self._leave(batch)
                raise
            batch.effects += effects
            await self._leave(batch)
        finally:
            self._turn.release()
        await asyncio.shield(batch.committed)

    async def _take_turn(self) -> None:
        self._waiting += 1
        try:
            await self._turn.acquire()
        except BaseException:
            self._waiting -= 1
            if self._batch is not None and not self._waiting and not self._turn.locked():
                await self._leave(self._batch)  # it was left open for us, and we do not come
            raise
        self._waiting -= 1

    async def _join(self) -> _Batch:
        if self._batch is None:
            connection = await self.engine.connect()
            try:
                await connection.execution_options(writes=True)
                await connection.begin()
                raw = (await connection.get_raw_connection()).driver_connection
            except BaseException:
                await connection.close()
                raise
            self._batch = _Batch(connection, raw, asyncio.get_running_loop().create_future())
        self._batch.events += 1
        return self._batch

    async def _leave(self, batch: _Batch) -> None:
        """Commit, unless somebody waits to join and there is room."""
        if self._waiting and batch.events < SHARED_COMMIT:
            return
        self._batch = None
        try:
            if not batch.raw.in_transaction:  # a full disk may have undone it all: then nobody's is committed
                raise DatabaseTrouble("the transaction is gone")
            await batch.connection.commit()
        except BaseException as trouble:
            batch.committed.set_exception(trouble if isinstance(trouble, Exception) else DatabaseTrouble("stopped"))
            batch.committed.exception()  # whoever waits raises it; nobody waiting is no error of its own
        else:
            _run(batch.effects)
            batch.committed.set_result(None)
        finally:
            await batch.connection.close()


def _run(effects: list[Effect]) -> None:
    for effect in effects:
        effect()


@contextmanager
def _troubles() -> Iterator[None]:
    """Tell the database's own trouble, which may pass, from our mistakes, which will not."""
    try:
        yield
    except (IntegrityError, ProgrammingError, DataError):
        raise
    except (DBAPIError, PoolTimeout, OSError) as trouble:
        raise DatabaseTrouble(type(trouble).__name__) from trouble


def _open_postgres(url: str) -> AsyncEngine:
    engine = create_async_engine(
        make_url(url).set(drivername="postgresql+asyncpg"),
        pool_size=10,
        max_overflow=10,
        pool_pre_ping=True,
        connect_args={"timeout": 5, "command_timeout": 8},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def utc(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("SET TIME ZONE 'UTC'")
        cursor.close()

    return engine
