"""The few statements that SQLite and PostgreSQL spell alike but SQLAlchemy keeps apart."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

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


def upsert(
    connection: AsyncConnection, table: Table, values: Mapping[str, Any], same: Sequence[str], change: Sequence[str]
) -> Insert:
    """Insert a row; where the columns `same` meet one that exists, set its columns `change`."""
    statement = _insert(connection.dialect.name, table).values(values)
    new = {column: statement.excluded[column] for column in change}
    return statement.on_conflict_do_update(index_elements=list(same), set_=new)
