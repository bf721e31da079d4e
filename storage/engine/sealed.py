"""Sealed columns: words that lie in the database under a key, each bound to its row, as stores read and write them.

A row's number is known when it is there, so that a new row is written without its words and gets them, sealed for that
number, in the same transaction: one rule for every table, and nothing that is sealed can be moved. A fair without a key
keeps its words as they are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar, Protocol, TypeVar

from sqlalchemy import String, Table, Text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

SEALED = {"sealed": True}  # the `info` of a column that is sealed where there is a key


def words(signs: int) -> TypeEngine[str]:
    """The type of words that have so many signs at most, and more when they are sealed; SQLite never counts them."""
    return Text().with_variant(String(signs), "sqlite")


def sealed_columns(table: Table) -> tuple[str, ...]:
    """The names of the columns that are sealed where there is a key."""
    return tuple(column.name for column in table.c if column.info.get("sealed"))


def cell_of(table: str, column: str, row: int | str) -> str:
    """The name of the place in the database that something is sealed for; what lies in another does not open."""
    return f"{table}.{column}:{row}"


class Seals(Protocol):
    """What seals words where there is a key, and reads them: `storage.privacy.sealing.Sealer`."""

    @property
    def ready(self) -> bool: ...

    def keep(self, text: str, cell: str) -> str: ...

    def read(self, kept: str, cell: str) -> str: ...


class _Record(Protocol):
    """A row as stores hand it out: its number, and its columns under their names."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def id(self) -> int: ...


_Kind = TypeVar("_Kind", bound=_Record)


class SealedColumns:
    """The sealed columns of one table."""

    def __init__(self, table: Table, seals: Seals) -> None:
        self._table = table
        self._seals = seals
        self._names = sealed_columns(table)

    def kept(self, row: int, values: Mapping[str, Any]) -> dict[str, Any]:
        """Values of the row as they are to be kept."""
        theirs = {name: values[name] for name in self._names if values.get(name)}
        return {**values, **{name: self._seals.keep(text, self._cell(row, name)) for name, text in theirs.items()}}

    def read(self, row: int, name: str, kept: str) -> str:
        """The words that stand in that column of the row; never an error."""
        return self._seals.read(kept, self._cell(row, name))

    def opened(self, record: _Kind) -> _Kind:
        """The record with its words."""
        kept = {name: getattr(record, name) for name in self._names}
        return replace(record, **{name: self.read(record.id, name, text) for name, text in kept.items() if text})

    def all_opened(self, records: Iterable[_Kind]) -> tuple[_Kind, ...]:
        """The records with their words."""
        return tuple(map(self.opened, records))

    async def insert(self, connection: AsyncConnection, values: Mapping[str, Any]) -> int:
        """Add a row; its number."""
        table, key = self._table, self._table.c.id
        said = [name for name in self._names if values.get(name)]
        later = self._seals.ready and bool(said)
        now = {**values, **{name: None if table.c[name].nullable else "" for name in said}} if later else values
        number: int = (await connection.execute(table.insert().values(now).returning(key))).scalar_one()
        if later:
            sealed = self.kept(number, {name: values[name] for name in said})
            await connection.execute(table.update().where(key == number).values(sealed))
        return number

    def _cell(self, row: int, name: str) -> str:
        return cell_of(self._table.name, name, row)
