"""Long lists by pages: a screen that holds a list becomes a plain one, with as much of it as there is room for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from dialogs.kit.phrase import say
from dialogs.kit.route import Nowhere, Route
from dialogs.kit.screen import Bold, Button, Entry, Listing, Paragraph, Row, Screen, Text, paragraph

T = TypeVar("T")


def paged(screen: Screen, size: int | None = None, *, spare: bool = True) -> Screen:
    """A screen without a listing: the page that shows the entry `at`, with at most `size` entries.

    What a messenger has room for must not depend on `at`: pages of one size are what makes them follow each other.

    :param spare: whether there is room for buttons that can be left out.
    """
    listing = screen.listing
    if listing is None:
        return screen
    size = listing.most if size is None else max(1, min(size, listing.most))
    first = nearest(listing.at, listing.entries) // size * size
    shown = listing.entries[first : first + size]
    entries = _side_by_side(shown, spare=spare) if listing.numbered else tuple(entry.row for entry in shown)
    rows = (*listing.above, *entries, _arrows(listing, first, size), *screen.buttons)
    return Screen(
        (*screen.text, *_said(shown)), tuple(row for row in rows if row), screen.photo, asks_phone=screen.asks_phone
    )


def _side_by_side(shown: Sequence[Entry], *, spare: bool) -> tuple[Row, ...]:
    """All the numbers in a row, and all that can be left out in the next one; a messenger breaks what is too long."""
    rows = [tuple(button for entry in shown for button in entry.row)]
    return (*rows, tuple(button for entry in shown for button in entry.spare)) if spare else tuple(rows)


def nearest(at: int, things: Sequence[object]) -> int:
    """The number of the thing that is nearest to `at` where there is none of that number."""
    return max(0, min(at, len(things) - 1))


def place(thing: T, things: Iterable[T]) -> int:
    """The number of a thing in its list; the beginning where it is not there any more."""
    return next((at for at, other in enumerate(things) if other == thing), 0)


def _said(shown: Sequence[Entry]) -> Iterator[Paragraph]:
    """What the text says of entries; each heading stands before the first one under it."""
    heading: Text | None = None
    for entry in shown:
        if entry.group is not None and entry.group != heading:
            yield paragraph(Bold(entry.group))
        heading = entry.group
        yield from entry.text


def _arrows(listing: Listing, first: int, size: int) -> Row:
    """«‹ 2 из 5 ›», around in a circle; nothing where one page is all."""
    number, count = first // size, -(-len(listing.entries) // size)
    if count <= 1:
        return ()
    here = say("{page} of {pages}", page=number + 1, pages=count)
    before, after = ((number + step) % count * size for step in (-1, 1))
    return (Button("‹", _turned(listing.to, before)), Button(here, Nowhere()), Button("›", _turned(listing.to, after)))


def _turned(to: Route, at: int) -> Route:
    return replace(to, at=at)  # type: ignore[call-arg]  # a listing leads to a route that has `at`
