"""What `database.url` may say, and what it is answered when it says something else."""

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

EXAMPLES = "write sqlite:///fairway.db, sqlite+aiosqlite:///fairway.db or postgresql://user:password@host/name"
_SQLITE = ("sqlite", "sqlite+inline", "sqlite+aiosqlite")  # the second is the first, as its engine names it


def read_url(url: str) -> URL:
    """The address of a database that we know.

    `sqlite:///FILE`: statements run in the loop. `sqlite+aiosqlite:///FILE`: all of them run beside it, which costs
    several times as much, and is worth it where the file is slow: on a network's disk, on a card.

    :raises ValueError: it is another one; the message says what to write.
    """
    try:
        address = make_url(url)
    except ArgumentError:
        raise ValueError(EXAMPLES) from None
    if address.get_backend_name() == "postgresql":
        return address
    if address.drivername not in _SQLITE:
        raise ValueError(EXAMPLES)
    if not address.database or address.database == ":memory:":
        raise ValueError(
            f"{address.drivername}:// names no file, and what is kept in memory alone is lost with the program, "
            f"each of whose connections would see a database of its own; {EXAMPLES}"
        )
    if address.query or address.database.startswith("file:"):
        raise ValueError(f"a file of SQLite is named by its path, without options; {EXAMPLES}")
    return address
