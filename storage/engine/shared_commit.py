"""Events that come together share one commit of SQLite, which has one writer at a time.

    event A  ─ savepoint ─ release ─┐
    event B  ─ savepoint ─ undo ────┼─ commit, in a thread ─ A and C go on; B had its own failure
    event C  ─ savepoint ─ release ─┘

One's failure is not another's, and none goes on before the disk has the commit of all. If the commit fails, or SQLite
undid the transaction on a full disk, it fails for all, and all come again; so it does where statements run in a thread
(`sqlite+aiosqlite://`) and an event is cancelled in the middle of one.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine.trouble import DISK_FULL, DatabaseTrouble, named

MOST = 64  # events of one commit

Effect = Callable[[], None]


@dataclass
class _Batch:
    """An open transaction and who waits for its commit."""

    connection: AsyncConnection
    raw: Any  # the driver's connection: its savepoints cost a tenth, and it knows whether the transaction is there
    committed: asyncio.Future[str]  # what went wrong; empty when nothing did
    events: int = 0
    doomed: bool = False
    gone: str = "the transaction is gone"  # why, if that is so
    effects: list[Effect] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether all that was written is still there to be committed."""
        with suppress(ValueError):  # a connection with a thread of its own that is closed says nothing else
            return not self.doomed and bool(self.raw.in_transaction)
        return False

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        try:
            await self._execute("SAVEPOINT event")
            yield
            if not self.whole:
                raise DatabaseTrouble(self.gone)
            await self._execute("RELEASE event")
        except BaseException as error:
            if not self.whole and named(error) == DISK_FULL:  # SQLite has undone everybody's
                self.gone = DISK_FULL
            await self._undo()
            raise

    async def _undo(self) -> None:
        """Take one event's changes back; if even that fails, nothing of the transaction may be kept."""
        undone = False
        try:
            if self.whole:
                await self._execute("ROLLBACK TO event")
                await self._execute("RELEASE event")
            undone = True
        except Exception:
            return
        finally:  # also if we are cancelled meanwhile
            self.doomed = self.doomed or not undone

    async def _execute(self, statement: str) -> None:
        done = self.raw.execute(statement)
        if isinstance(done, Awaitable):  # in a thread; otherwise it is done already
            await done

    async def finish(self) -> None:
        """Commit, tell everybody what came of it, and give the connection back. Raises nothing."""
        trouble = self.gone
        try:
            if self.whole:
                await self.connection.commit()
                trouble = ""
        except asyncio.CancelledError:
            trouble = "stopped"
        except Exception as error:
            trouble = named(error)
        if not trouble:
            for effect in self.effects:
                effect()
        with suppress(Exception):  # what is committed is committed
            if trouble:
                await self.connection.invalidate()  # a commit that failed may have left the transaction open
            await self.connection.close()
        self.committed.set_result(trouble)


class SharedCommit:
    """Writing transactions of a SQLite engine."""

    def __init__(self, engine: AsyncEngine, patience: float) -> None:
        """`patience`: seconds to wait for the turn before it is a trouble."""
        self._engine = engine
        self._patience = patience
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._batch: _Batch | None = None
        self._left = time.monotonic()

    @property
    def quiet_for(self) -> float:
        """Seconds since the last event left."""
        return 0.0 if self._batch is not None else time.monotonic() - self._left

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[tuple[AsyncConnection, Callable[[Effect], None]]]:
        """A connection inside a savepoint, and where to leave what is to be done after the commit."""
        effects: list[Effect] = []
        await self._take_turn()
        try:
            batch = await self._join()
            try:
                async with batch.savepoint():
                    yield batch.connection, effects.append
                batch.effects += effects
            finally:
                await self._leave(batch)
        finally:
            self._turn.release()
        if trouble := await asyncio.shield(batch.committed):
            raise DatabaseTrouble(trouble)

    async def _take_turn(self) -> None:
        self._waiting += 1
        try:
            async with asyncio.timeout(self._patience):
                await self._turn.acquire()
        except BaseException as reason:
            self._waiting -= 1
            if self._batch is not None and not self._waiting and not self._turn.locked():
                await self._leave(self._batch)  # it was left open for us, and we do not come
            if isinstance(reason, TimeoutError):
                raise DatabaseTrouble("others write all the time") from None
            raise
        self._waiting -= 1

    async def _join(self) -> _Batch:
        if self._batch is None:
            connection = await self._engine.connect()
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
        if self._waiting and batch.events < MOST and batch.whole:
            return
        self._batch = None
        # A commit that has begun cannot be taken back: who is cancelled now leaves it to itself, and others hear of it.
        self._left = time.monotonic()
        await asyncio.shield(batch.finish())
