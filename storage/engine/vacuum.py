"""How what was erased leaves PostgreSQL's page files: its tables are written anew, one after another.

A plain `VACUUM` only marks the room of an erased row as free: its bytes stay until something is written over them,
which may be never. `VACUUM (FULL)` copies what is left to a new file; nobody reads or writes that one table meanwhile.
"""

from collections.abc import Sequence

from sqlalchemy import Table, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

LOCK = 500  # milliseconds to wait for a table: who comes later waits behind us
LONGEST = 60_000  # milliseconds that one table may take
_NOT_NOW = ("55P03", "57014", "40P01")  # the lock was not to be had in time; it took too long; others were in the way


async def size_of(connection: AsyncConnection, tables: Sequence[Table]) -> int:
    """How many bytes the tables have, with their indexes."""
    sizes = text("SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class WHERE relname = ANY(:names)")
    names = {"names": [table.name for table in tables]}
    return int((await connection.execute(sizes, names)).scalar_one())


async def vacuum(engine: AsyncEngine, tables: Sequence[Table]) -> tuple[Table, ...]:
    """Write the tables anew; those are left that could not be had now."""
    async with engine.connect() as plain:
        connection = await plain.execution_options(isolation_level="AUTOCOMMIT")  # no vacuum runs in a transaction
        await connection.exec_driver_sql(f"SET lock_timeout = {LOCK}")
        await connection.exec_driver_sql(f"SET statement_timeout = {LONGEST}")
        try:
            return tuple([table for table in tables if not await _written_anew(connection, table)])
        finally:
            await connection.exec_driver_sql("RESET lock_timeout")
            await connection.exec_driver_sql("RESET statement_timeout")


async def _written_anew(connection: AsyncConnection, table: Table) -> bool:
    name = connection.dialect.identifier_preparer.quote(table.name)
    try:
        await connection.exec_driver_sql(f"VACUUM (FULL) {name}")
    except DBAPIError as trouble:
        if getattr(trouble.orig, "sqlstate", None) in _NOT_NOW:
            return False
        raise
    return True
