"""Compiled statements: what compiling made of one serves every engine of the process.

SQLAlchemy keeps them for one engine, and for one object of its dialect. A program opens a few engines to the same
database and a run of the tests thousands, which all write the same SQL; so its dialects here are equal to each other,
and all engines share one memory.
"""

from typing import Any

from sqlalchemy.util import LRUCache

COMPILED: LRUCache[Any, Any] = LRUCache(200)  # of 22 kilobytes each; half as many again before the oldest are dropped
SHARED = {"compiled_cache": COMPILED}  # of an engine's execution options


class Alike:
    """A dialect of which every object writes the same SQL: one is as good as the other."""

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))
