"""Turns: what changes many rows changes a bounded number at a time, and lets the loop go round in between."""

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, Table, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

AT_ONCE = 500  # rows that one turn changes: a hundredth of a second

_Thing = TypeVar("_Thing")


def some_of(table: Table, at_most: int, *conditions: Any) -> ColumnElement[bool]:
    """The rows that meet the conditions, but no more than so many."""
    key = tuple(table.primary_key.columns)
    here = key[0] if len(key) == 1 else tuple_(*key)
    return here.in_(select(*key).where(*conditions).limit(at_most))


async def in_parts(connection: AsyncConnection, query: Select[Any]) -> AsyncIterator[Any]:
    """The rows of a long answer, never all of them in memory."""
    if not connection.dialect.supports_server_side_cursors:  # in the loop, where rows are read as they are asked for
        for row in await connection.execute(query):
            yield row
        return
    async with connection.stream(query.execution_options(yield_per=AT_ONCE)) as rows:
        async for part in rows.partitions():
            for row in part:
                yield row


def parts(things: Sequence[_Thing]) -> Iterator[Sequence[_Thing]]:
    """The things, a turn's worth at a time."""
    return (things[start : start + AT_ONCE] for start in range(0, len(things), AT_ONCE))
