"""Telling the database's own trouble, which may pass, from our mistakes, which will not."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

# PostgreSQL's classes of errors that come again however often one asks: data, constraints, syntax and rights.
_OURS = frozenset({"22", "23", "42"})


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
        raise DatabaseTrouble(type(error).__name__) from error


def _mistake(error: DBAPIError) -> bool:
    if isinstance(error, (IntegrityError, ProgrammingError, DataError)):
        return True
    state = getattr(error.orig, "sqlstate", None) or ""
    refused = isinstance(getattr(error.orig, "__cause__", None), (ValueError, TypeError))  # before it left the driver
    return refused or state[:2] in _OURS
