"""The ledger of erasures: a file beside the database, by which a restored backup learns who was erased since.

A line is the number of an erased person and the moment at which we had met them: in a backup that row is theirs, and in
no other database is it anybody's. It names nobody.
"""

import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.engine.urls import read_url


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody who was erased: the row that they had, and since when."""

    id: int
    since: datetime


def ledger_of(url: str, folder: Path) -> Path:
    """Where the ledger of a database is: beside the file of SQLite, for PostgreSQL in that folder."""
    address = read_url(url)
    name = Path(address.database or "fairway")
    beside = name.parent if address.get_backend_name() == "sqlite" else folder
    return beside / f"{name.name}.erased"


class Ledger:
    """The file; it is only ever added to."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> frozenset[Gone]:
        """Everybody in it; a line that was torn by a loss of power is passed over.

        :raises OSError: it is there and cannot be read.
        """
        if not self._path.exists():
            return frozenset()
        return frozenset(gone for line in self._path.read_text("utf-8").splitlines() if (gone := _read(line)))

    def may_be_written(self) -> bool:
        """Whether this process may add to it."""
        return os.access(self._path if self._path.exists() else self._path.parent, os.W_OK)

    def add(self, erased: Collection[Gone]) -> None:
        """Add those who are not in it yet; on the disk when this returns.

        :raises OSError: it cannot be written.
        """
        if not erased:
            return
        known = self.read()
        lines = [f"\n{one.id} {one.since.isoformat()}" for one in erased if one not in known]
        if not lines:
            return
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, "".join(lines).encode())
            os.fsync(handle)
        finally:
            os.close(handle)


def _read(line: str) -> Gone | None:
    number, _, since = line.partition(" ")
    try:
        return Gone(int(number), datetime.fromisoformat(since))
    except ValueError:
        return None
