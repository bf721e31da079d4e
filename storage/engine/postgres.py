"""PostgreSQL by asyncpg: engines for what is short, for what is long, and for what only reads."""

from typing import Any

from sqlalchemy import URL, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.engine.statements import SHARED, Alike


class _Dialect(Alike, PGDialect_asyncpg):
    supports_statement_cache = True


registry.register("postgresql.alike", __name__, "_Dialect")


def open_postgres(url: URL, patience: float) -> AsyncEngine:
    """An engine whose statements may take twice the patience, in seconds: two waits fit into an event's ten."""
    return _postgres(url, pool_size=10, max_overflow=10, pool_timeout=patience, command_timeout=2 * patience)


def open_postgres_survey(url: URL, patience: float) -> AsyncEngine:
    """A few connections that only read, each as of one moment, and are stopped by the server when they take long.

    :param patience: seconds that a statement may take, and that one waits for a connection.
    """
    limits = {"statement_timeout": str(int(patience * 1000)), "default_transaction_read_only": "on"}
    engine = _postgres(url, limits, pool_size=1, max_overflow=1, pool_timeout=patience, command_timeout=2 * patience)
    return engine.execution_options(isolation_level="REPEATABLE READ")


def _postgres(
    url: URL, settings: dict[str, str] | None = None, *, command_timeout: float, **pool: float
) -> AsyncEngine:
    engine = create_async_engine(
        url.set(drivername="postgresql+alike"),
        **pool,
        pool_pre_ping=True,
        execution_options=SHARED,
        hide_parameters=True,  # they are people's data, and errors are logged
        connect_args={"timeout": 5, "command_timeout": command_timeout, "server_settings": settings or {}},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def utc(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("SET TIME ZONE 'UTC'")
        cursor.close()

    return engine
