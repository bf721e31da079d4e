"""SQLite for one busy event loop, in two lanes: short statements run in the loop, whatever may scan runs beside it.

A short statement on a local SQLite file takes microseconds, a trip to another thread and back takes a hundred times
that (`make bench` shows both); so such statements run where they are asked for. What can take long does not block the
loop: `COMMIT` waits for the disk in a thread, and `BEGIN IMMEDIATE`, which another process may hold up, is tried again
after a short sleep. What looks at many rows has connections of its own, which only read, each with its thread
(aiosqlite); the write-ahead log lets them read beside the writer. A URL that names aiosqlite has all done that way.
"""

import asyncio
import sqlite3
from collections.abc import Generator, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite
from sqlalchemy import URL, Connection, Pool, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util.concurrency import await_only, in_greenlet

from storage.engine.statements import SHARED, Alike

LOCK_STEP = 0.005  # seconds between two looks whether another process has finished

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # what was acknowledged survives a power loss
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what a person asked to forget is overwritten
    "PRAGMA cache_size=-2000",  # kilobytes, in each connection: beyond them the system's own cache is near enough
    "PRAGMA busy_timeout=0",  # we wait ourselves, outside the loop
)
SURVEYING = ("PRAGMA query_only=ON", "PRAGMA busy_timeout=4000", "PRAGMA cache_size=-2000")
# A file that is written anew may be lost with the power: then it is again.
SCRUBBING = ("PRAGMA synchronous=NORMAL", "PRAGMA cache_size=-32000")
GAPS = 400  # looks for a moment in which nobody else is at the file
IN_A_THREAD = "sqlite+aiosqlite"


class _AtOnce:
    """Awaited, it is done already: SQLAlchemy insists that an asynchronous driver awaits something."""

    def __await__(self) -> Generator[None, None, None]:
        return
        yield


_AT_ONCE = _AtOnce()


class _Cursor(sqlite3.Cursor):
    def execute(self, sql: str, parameters: Any = (), /) -> Self:
        if in_greenlet():
            await_only(_AT_ONCE)
        return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any, /) -> Self:
        if in_greenlet():
            await_only(_AT_ONCE)
        return super().executemany(sql, parameters)

    async def _async_soft_close(self) -> None:
        """Nothing to give back: the rows are read from the file as they are asked for."""


class _Connection(sqlite3.Connection):
    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)

    def commit(self) -> None:
        """Wait for the disk in a thread, if there is a loop to be kept free."""
        if self.in_transaction and in_greenlet():
            await_only(asyncio.get_running_loop().run_in_executor(None, super().commit))
        else:
            super().commit()


class _Dialect(Alike, SQLiteDialect_pysqlite):
    driver = "inline"
    supports_statement_cache = True
    is_async = True

    @classmethod
    def get_pool_class(cls, _url: URL) -> type[Pool]:
        return AsyncAdaptedQueuePool

    def create_connect_args(self, url: URL) -> tuple[Sequence[Any], dict[str, Any]]:
        return [url.database or ":memory:"], {
            "factory": _Connection,
            "isolation_level": None,
            "check_same_thread": False,
            "cached_statements": 256,
        }


registry.register("sqlite.inline", __name__, "_Dialect")


def _prepare(connection: DBAPIConnection, _record: object, pragmas: Sequence[str]) -> None:
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection, patience: float) -> None:
    if not connection.get_execution_options().get("writes"):
        return  # each read sees the newest committed state and holds nothing
    waited = 0.0
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError as trouble:
            if waited >= patience or "locked" not in str(trouble.orig):
                raise
            waited += LOCK_STEP
            await_only(asyncio.sleep(LOCK_STEP))
        else:
            return


def open_engine(url: URL, patience: float) -> AsyncEngine:
    """An engine for the SQLite file of `url`: its statements run in the loop, unless the URL names aiosqlite.

    :param patience: seconds that a writer waits for another process (an import is done in well under one).
    """
    beside = url.drivername == IN_A_THREAD
    engine = create_async_engine(
        url if beside else url.set(drivername="sqlite+inline"),
        pool_size=4,
        max_overflow=0,
        pool_use_lifo=True,  # the same connection again and again: one page cache is warm, the others stay empty
        execution_options=SHARED,
        pool_timeout=patience,
        hide_parameters=True,  # they are people's data, and errors are logged
        connect_args={"isolation_level": None} if beside else {},
    )
    event.listen(engine.sync_engine, "connect", partial(_prepare, pragmas=PRAGMAS))
    event.listen(engine.sync_engine, "begin", partial(_begin, patience=patience))
    return engine


def open_survey(url: URL, patience: float) -> AsyncEngine:
    """An engine of a few connections that only read, beside the loop and beside the writer, each as of one moment.

    :param patience: seconds to wait until one is free.
    """
    engine = create_async_engine(
        url.set(drivername=IN_A_THREAD),
        pool_size=1,
        max_overflow=1,
        pool_timeout=patience,
        hide_parameters=True,
        connect_args={"isolation_level": None},
    )
    event.listen(engine.sync_engine, "connect", partial(_prepare, pragmas=SURVEYING))
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


async def file_size(connection: AsyncConnection) -> int:
    """How many bytes the database has."""
    told = [await connection.exec_driver_sql(f"PRAGMA {name}") for name in ("page_count", "page_size")]
    pages, size = (int(one.scalar_one()) for one in told)
    return pages * size


async def scrub(url: URL, *, whole: bool) -> bool:
    """Write the log into the file and cut it to nothing, beside the loop; False while somebody else uses it.

    SQLite overwrites what is deleted, but not always the copies that were left when a page was arranged anew: with
    `whole` the file is written anew, without them, and nobody else writes meanwhile.
    """
    async with aiosqlite.connect(str(url.database), isolation_level=None) as raw:
        for pragma in (*PRAGMAS, *SCRUBBING):
            await raw.execute_fetchall(pragma)
        if whole and not await _in_a_gap(raw, "VACUUM"):
            return False
        # Most of the log goes while others read and write; for the rest they wait as long as one page takes.
        await raw.execute_fetchall("PRAGMA wal_checkpoint(PASSIVE)")
        return await _in_a_gap(raw, "PRAGMA wal_checkpoint(TRUNCATE)")


async def _in_a_gap(raw: aiosqlite.Connection, statement: str) -> bool:
    """Run it in one of the gaps between what others do, of which there are many in a second; False: none was found."""
    for _ in range(GAPS):
        try:
            told = list(await raw.execute_fetchall(statement))
        except sqlite3.OperationalError as trouble:
            if "locked" not in str(trouble):
                raise
        else:
            if not told or not told[0][0]:  # a checkpoint says in its first column that somebody was in its way
                return True
        await asyncio.sleep(LOCK_STEP)
    return False
