"""The database: opens transactions and hands out all stores of one as `Work`.

On SQLite there is one writer at a time, and events that come together share a commit (`shared_commit.py`). Several
processes means PostgreSQL, where every writing transaction is its own.

`reading` and `writing` are for short statements: those of a press. Whatever may look at many rows is `surveying`, and
what changes many does so in turns of `AT_ONCE`, a transaction each.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

from sqlalchemy import URL, Table
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine.postgres import open_postgres, open_postgres_survey
from storage.engine.shared_commit import Effect, SharedCommit
from storage.engine.sqlite import file_size, open_engine, open_survey, scrub
from storage.engine.trouble import DatabaseTrouble as DatabaseTrouble
from storage.engine.trouble import Room, troubles
from storage.engine.turns import AT_ONCE as AT_ONCE
from storage.engine.turns import parts as parts
from storage.engine.urls import read_url
from storage.engine.vacuum import size_of, vacuum
from storage.fair.catalogue import NO_FAIR, Catalogue
from storage.fair.stored import read_catalogue, read_version
from storage.people.people import PeopleInMemory
from storage.privacy.ledger import Ledger
from storage.privacy.personal import tables_to_scrub
from storage.privacy.sealing import Sealer
from storage.work import Work as Work

PEOPLE_IN_MEMORY = 20_000
PATIENCE = 4.0  # seconds a writer waits for its turn, and again for another process; an event has ten in all
LONG = 600.0  # seconds that one statement of an import or a migration may take on PostgreSQL
SURVEY = 60.0  # seconds that one statement of a survey may take on PostgreSQL, and that it waits for a connection
LOOKS = 10  # at the catalogue, while imports come in between


_Writing = tuple[AsyncConnection, Callable[[Effect], None]]


class Storage:
    """The database of the fair, with its catalogue in memory."""

    def __init__(
        self,
        url: str,
        *,
        alone: bool = True,
        patience: float = PATIENCE,
        sealer: Sealer | None = None,
        ledger: Ledger | None = None,
        operator: Mapping[str, str] | None = None,
    ) -> None:
        """Open the database at `url`; `alone`: this process is the only one that changes people.

        `sealer` holds the keys of personal data; without it none can be taken or read. `ledger` is where it is noted
        who was erased, for a backup that may be restored. `operator` is who runs the command that this process is, and
        which: {"operator", "command"}.

        :raises DatabaseTrouble: the address is of no database that we know.
        """
        address = _address(url)
        self.sqlite = address.get_backend_name() == "sqlite"
        self.engine: AsyncEngine = open_engine(address, patience) if self.sqlite else open_postgres(address, patience)
        self._long_engine = self.engine if self.sqlite else open_postgres(address, LONG)
        self._survey_engine: AsyncEngine | None = None  # made when it is first used: most programs never do
        self.memory = PeopleInMemory(PEOPLE_IN_MEMORY) if self.sqlite and alone else None
        self.catalogue: Catalogue = NO_FAIR
        self.sealer = sealer or Sealer()
        self.ledger = ledger
        self.operator = operator
        self._room = Room()
        self._shared = SharedCommit(self.engine, patience) if self.sqlite else None
        self._to_scrub: tuple[int, Sequence[Table]] = (0, ())  # tables of PostgreSQL that are still to be written anew

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()
        await self._long_engine.dispose()
        if self._survey_engine is not None:
            await self._survey_engine.dispose()

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
                        await asyncio.to_thread(catalogue.prepare)
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

    async def has_room(self) -> bool:
        """Whether it can be written; the disk is tried only if it was full when somebody last wrote."""
        if self._room.lacked(now := time.monotonic()):
            return False
        if self._room.doubtful():
            with suppress(DatabaseTrouble):
                async with self.writing() as work:
                    await work.post.leases.take("room", "room", now, 0.0)
        return not self._room.doubtful()

    async def stillness(self) -> tuple[int, float]:
        """How many bytes are written anew by a scrubbing, and for how many seconds nobody has written to SQLite's file.

        :raises DatabaseTrouble: the database cannot be read.
        """
        with troubles():
            async with self.engine.connect() as connection:
                size = await (file_size(connection) if self.sqlite else size_of(connection, tables_to_scrub()))
        return size, self._shared.quiet_for if self._shared is not None else 0.0

    async def scrub(self, up_to: int, *, whole: bool) -> bool:
        """Let no byte of what was erased stay in SQLite's log, and with `whole` in its file; False: not now, ask again.

        Nobody can write while the whole file is written anew: it takes a second for 200 megabytes. Of PostgreSQL it is
        the tables about people, one after another and only with `whole`, each closed to everybody meanwhile; its log
        and backups keep what was erased for as long as they stay.

        :param up_to: what the erasures are known by; while it is the same, no table is written anew twice.
        :raises DatabaseTrouble: the file cannot be written.
        """
        writing = asyncio.get_running_loop().create_task(self._scrub(up_to, whole=whole))
        try:
            return await asyncio.shield(writing)
        except asyncio.CancelledError:
            await asyncio.wait([writing])  # the file is being written, and its connection cannot be given back before
            raise

    async def _scrub(self, up_to: int, *, whole: bool) -> bool:
        with troubles():
            if self.sqlite:
                return await scrub(self.engine.url, whole=whole)
            if not whole:
                return False
            known, tables = self._to_scrub
            left = await vacuum(self._long_engine, tables if known == up_to else tables_to_scrub())
            self._to_scrub = up_to, left
            return not left

    async def weigh_letters(self) -> None:
        """Let PostgreSQL learn how many letters wait: by what it learned in a quiet hour there are none.

        SQLite goes by the indexes alone. Nobody waits for it: letters are read and written meanwhile.

        :raises DatabaseTrouble: it knows what it knew.
        """
        if not self.sqlite:
            with troubles():
                async with self.long_transaction() as (connection, _):
                    await connection.exec_driver_sql("ANALYZE outbox")

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Work]:
        """Stores to read from; each statement sees the newest committed state."""
        with troubles():
            async with self.engine.connect() as connection:
                yield Work(connection, self.memory, lambda effect: effect(), self.sealer)

    @asynccontextmanager
    async def surveying(self) -> AsyncIterator[Work]:
        """Stores to read from as of one moment, for what may look at many rows: neither loop nor writer waits for it.

        It costs several times a short reading, and sees nobody in memory.
        """
        with troubles():
            async with self._survey().connect() as connection:
                yield Work(connection, None, lambda effect: effect(), self.sealer)

    def _survey(self) -> AsyncEngine:
        if self._survey_engine is None:
            url = self.engine.url
            self._survey_engine = (open_survey if self.sqlite else open_postgres_survey)(url, SURVEY)
        return self._survey_engine

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Work]:
        """One transaction: left normally, it is committed; left by an exception, nothing of it happened.

        :raises DatabaseTrouble: the database refused, or its commit failed.
        """
        try:
            with troubles():
                async with self.transaction() as (connection, after_commit):
                    work = Work(connection, self.memory, after_commit, self.sealer, self.operator)
                    yield work
                    await work.settle()
        except DatabaseTrouble as trouble:
            self._room.failed(trouble, time.monotonic())
            raise
        self._room.written(time.monotonic())

    async def in_turns(self, change: Callable[[Work], Awaitable[int]]) -> None:
        """Repeat what changes up to `AT_ONCE` rows and tells how many, a transaction each, until nothing is left of it.

        :raises DatabaseTrouble: what earlier turns did is done.
        """
        changed = AT_ONCE
        while changed >= AT_ONCE:
            async with self.writing() as work:
                changed = await change(work)

    def transaction(self) -> AbstractAsyncContextManager[_Writing]:
        """What `writing` stands on, for a task of storage's own that needs the connection."""
        return self._shared.writing() if self._shared is not None else _writing(self.engine)

    def long_transaction(self) -> AbstractAsyncContextManager[_Writing]:
        """As `transaction`, for imports and migrations: a statement may take minutes."""
        return self._shared.writing() if self._shared is not None else _writing(self._long_engine)


def _address(url: str) -> URL:
    try:
        return read_url(url)
    except ValueError as wrong:
        raise DatabaseTrouble(f"database.url: {wrong}") from None


@asynccontextmanager
async def _writing(engine: AsyncEngine) -> AsyncIterator[_Writing]:
    effects: list[Effect] = []
    async with engine.connect() as connection, connection.begin():
        yield connection, effects.append
    for effect in effects:
        effect()
