"""Turns: what changes many rows changes a bounded number at a time, and lets the loop go round in between."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Table, select, tuple_

AT_ONCE = 500  # rows that one turn changes: a hundredth of a second

_Thing = TypeVar("_Thing")


def some_of(table: Table, at_most: int, *conditions: Any) -> ColumnElement[bool]:
    """The rows that meet the conditions, but no more than so many."""
    key = tuple(table.primary_key.columns)
    here = key[0] if len(key) == 1 else tuple_(*key)
    return here.in_(select(*key).where(*conditions).limit(at_most))


def parts(things: Sequence[_Thing]) -> Iterator[Sequence[_Thing]]:
    """The things, a turn's worth at a time."""
    return (things[start : start + AT_ONCE] for start in range(0, len(things), AT_ONCE))
