"""One long-running process to a SQLite file: it keeps people in memory, and a second one would not see them change."""

import contextlib
from collections.abc import Iterator

from filelock import FileLock, Timeout
from sqlalchemy import make_url


class DatabaseInUse(Exception):
    """Another long-running process has this SQLite file."""


@contextlib.contextmanager
def sole_use(url: str) -> Iterator[None]:
    """Hold the database's file for this process; the system lets go of it however the process ends.

    A file beside it is locked, not itself: closing a second handle of the database would undo SQLite's own locks.

    :raises DatabaseInUse: another process holds it.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        yield
        return
    lock = FileLock(f"{address.database}.lock", blocking=False, fallback_to_soft=False)  # a soft one outlives its owner
    try:
        lock.acquire()
    except Timeout:
        raise DatabaseInUse(
            f"{address.database} is in use by another fairway: SQLite is for one process, PostgreSQL for several"
        ) from None
    try:
        yield
    finally:
        lock.release()
