"""Telling the database's own trouble, which may pass, from our mistakes, which will not."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

DISK_FULL = "disk full"
SHOWN = 15.0  # seconds that a full disk is told after a write failed for it
_FULL_IN_POSTGRES = "53100"
_FULL_OF_SYSTEM = (errno.ENOSPC, errno.EDQUOT)

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
        raise DatabaseTrouble(named(error)) from error
    except (sqlite3.OperationalError, PoolTimeout, OSError) as error:
        if _mistake_in_sqlite(error):
            raise
        raise DatabaseTrouble(named(error)) from error


def named(error: BaseException) -> str:
    """What a trouble is called in the log: a full disk by its name, all else by the driver's."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    full = getattr(cause, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
    full = full or getattr(cause, "sqlstate", None) == _FULL_IN_POSTGRES
    full = full or getattr(cause, "errno", None) in _FULL_OF_SYSTEM
    return DISK_FULL if full else type(cause).__name__


class Room:
    """Whether there is room to write, as far as the last writes showed; seconds are monotonic."""

    def __init__(self) -> None:
        self._full_at: float | None = None

    def lacked(self, now: float) -> bool:
        """Whether it was lacking just now: one small write that succeeds meanwhile does not show much."""
        return self._full_at is not None and now - self._full_at < SHOWN

    def doubtful(self) -> bool:
        """Whether no write has succeeded since, or not for long enough."""
        return self._full_at is not None

    def failed(self, trouble: DatabaseTrouble, now: float) -> None:
        """A write failed."""
        if str(trouble) == DISK_FULL:
            self._full_at = now

    def written(self, now: float) -> None:
        """A write succeeded."""
        if not self.lacked(now):
            self._full_at = None


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
