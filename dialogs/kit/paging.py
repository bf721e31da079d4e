"""Long lists by pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from dialogs.kit.phrase import say
from dialogs.kit.route import Nowhere, Route
from dialogs.kit.screen import Button, Row

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `number` and `count` start from one."""

    items: Sequence[T]
    number: int
    count: int

    def arrows(self, to: Callable[[int], Route]) -> Row:
        """«‹ 2 из 5 ›», or nothing where one page is all."""
        if self.count == 1:
            return ()
        before = self.number - 1 or self.count
        after = self.number % self.count + 1
        here = say("{page} of {pages}", page=self.number, pages=self.count)
        return (Button("‹", to(before)), Button(here, Nowhere()), Button("›", to(after)))


def page(items: Sequence[T], number: int, size: int) -> Page[T]:
    """The page of that number; a number that no longer exists gives the nearest page."""
    count = max(1, -(-len(items) // size))
    number = min(max(1, number), count)
    return Page(items[(number - 1) * size : number * size], number, count)
