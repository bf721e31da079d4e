"""The few statements that SQLite and PostgreSQL spell alike but SQLAlchemy keeps apart."""

from functools import cache

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Insert = postgresql.Insert | sqlite.Insert


@cache
def _insert(dialect: str, table: Table) -> Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@cache
def _insert_or_ignore(dialect: str, table: Table) -> Insert:
    return _insert(dialect, table).on_conflict_do_nothing()


def insert_or_ignore(connection: AsyncConnection, table: Table) -> Insert:
    """An insert that skips rows which a unique key has already.

    It is built once and takes its values as parameters: building a statement costs as much as running it.
    """
    return _insert_or_ignore(connection.dialect.name, table)


@cache
def _upsert(dialect: str, table: Table, same: tuple[str, ...], change: tuple[str, ...]) -> Insert:
    statement = _insert(dialect, table)
    new = {column: statement.excluded[column] for column in change}
    return statement.on_conflict_do_update(index_elements=list(same), set_=new)


def upsert(connection: AsyncConnection, table: Table, same: tuple[str, ...], change: tuple[str, ...]) -> Insert:
    """An insert that, where the columns `same` meet a row which exists, sets its columns `change`."""
    return _upsert(connection.dialect.name, table, same, change)
