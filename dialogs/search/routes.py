"""Where the buttons of a search lead.

A search has a number, by which its words are found with the person: buttons carry no words. `at` is the number, from 0,
of the first result that is shown. A card that is opened from a result has `came(search, at)`.
"""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route

CAME = "find"
_PAGES = 1000  # results before which nobody has stopped


@dataclass(frozen=True, slots=True)
class OpenSearch(Route):
    """How one searches: by writing."""

    path: ClassVar[str] = "search"


@dataclass(frozen=True, slots=True)
class FindTyped(Route):
    """Look for what has just been written; pressed, it says how one searches."""

    path: ClassVar[str] = "findtyped"


@dataclass(frozen=True, slots=True)
class Find(Route):
    """The results of a search."""

    search: int
    at: int = 0
    path: ClassVar[str] = "find"


@dataclass(frozen=True, slots=True)
class Narrow(Route):
    """What the results can be narrowed to: `by` "day", "cluster" or "region" are the choices of one kind."""

    search: int
    by: str = ""
    at: int = 0
    path: ClassVar[str] = "narrow"


@dataclass(frozen=True, slots=True)
class NarrowTo(Route):
    """Only these: `value` is the number of a day in the calendar, the row of a cluster, or of a session of a region."""

    search: int
    by: str
    value: int = 1
    path: ClassVar[str] = "narrowto"


@dataclass(frozen=True, slots=True)
class TellMissed(Route):
    """Tell the organisers that it was not found."""

    search: int
    path: ClassVar[str] = "missed"


def came(search: int, at: int) -> str:
    """How a card knows the results that it was opened from."""
    return f"{CAME}{search * _PAGES + at}"


def results(number: int) -> Find:
    """The results that a card was opened from, by the number in its `came`."""
    return Find(number // _PAGES, number % _PAGES)
