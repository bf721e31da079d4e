"""Telling the database's own trouble, which may pass, from our mistakes, which will not."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

# Errors that come again however often one asks. PostgreSQL's classes: data, constraints, syntax and rights.
_OURS = frozenset({"22", "23", "42"})
_OURS_IN_SQLITE = frozenset(
    {
        sqlite3.SQLITE_ERROR,  # no such table or column, malformed JSON
        sqlite3.SQLITE_TOOBIG,
        sqlite3.SQLITE_MISMATCH,
        sqlite3.SQLITE_MISUSE,
        sqlite3.SQLITE_RANGE,
    }
)


class DatabaseTrouble(Exception):
    """The database did not do what it was asked to; nothing of it happened, and it may be asked again."""


@contextmanager
def troubles() -> Iterator[None]:
    """Raise `DatabaseTrouble` for what may pass; our mistakes stay what they are."""
    try:
        yield
    except DBAPIError as error:
        if _mistake(error):
            raise
        raise DatabaseTrouble(type(error.orig).__name__) from error
    except (sqlite3.OperationalError, PoolTimeout, OSError) as error:
        if _mistake_in_sqlite(error):
            raise
        raise DatabaseTrouble(type(error).__name__) from error


def _mistake(error: DBAPIError) -> bool:
    if isinstance(error, (IntegrityError, ProgrammingError, DataError)):
        return True
    if _mistake_in_sqlite(error.orig):
        return True
    state = getattr(error.orig, "sqlstate", None) or ""
    refused = isinstance(getattr(error.orig, "__cause__", None), (ValueError, TypeError))  # before it left the driver
    return refused or state[:2] in _OURS


def _mistake_in_sqlite(error: BaseException | None) -> bool:
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF in _OURS_IN_SQLITE  # the higher bits say more than we ask
