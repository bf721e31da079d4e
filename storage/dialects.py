"""The few statements that SQLite and PostgreSQL spell alike but SQLAlchemy keeps apart."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

type_of_insert = postgresql.Insert | sqlite.Insert


def _insert(connection: AsyncConnection, table: Table) -> type_of_insert:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def insert_or_ignore(connection: AsyncConnection, table: Table) -> type_of_insert:
    """An insert that skips rows which a unique key has already."""
    return _insert(connection, table).on_conflict_do_nothing()


def upsert(
    connection: AsyncConnection, table: Table, values: Mapping[str, Any], same: Sequence[str], change: Sequence[str]
) -> type_of_insert:
    """Insert a row; where the columns `same` meet one that exists, set its columns `change`."""
    statement = _insert(connection, table).values(values)
    new = {column: statement.excluded[column] for column in change}
    return statement.on_conflict_do_update(index_elements=list(same), set_=new)
