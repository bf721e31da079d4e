"""Long lists by pages: a screen that holds a list becomes a plain one, with as much of it as there is room for.

Nothing is said twice: where the text names the things, a line each, their buttons are the numbers of the lines; else
the buttons alone name them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal, TypeVar

from dialogs.kit.phrase import say
from dialogs.kit.route import Nowhere, Route
from dialogs.kit.screen import (
    AnyButton,
    Bold,
    Button,
    Entry,
    Italic,
    Line,
    LinkButton,
    Listing,
    Paragraph,
    Row,
    Screen,
    Text,
    paragraph,
)

T = TypeVar("T")
Turning = Literal["counted", "arrows", "more"]
"""How pages are turned: «‹ 2 из 5 ›», «‹ ›» with the count in the text, or one button that goes around."""

NUMBERS_IN_A_ROW = 5
MORE = say("More ›")


def paged(screen: Screen, size: int | None = None, turning: Turning = "counted", *, spare: bool = True) -> Screen:
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
    if listing.numbered:
        shown = tuple(_numbered(entry, place) for place, entry in enumerate(shown, first + 1))
    turns, page = _turns(listing, first, size, turning)
    rows = (*listing.above, *_rows(listing, shown), *(_spare(shown) if spare else ()), turns, *screen.buttons)
    text = (*screen.text, *_said(shown, together=listing.numbered), *page)
    return replace(screen, text=text, buttons=tuple(row for row in rows if row), listing=None)


def nearest(at: int, things: Sequence[object]) -> int:
    """The number of the thing that is nearest to `at` where there is none of that number."""
    return max(0, min(at, len(things) - 1))


def place(thing: T, things: Iterable[T]) -> int:
    """The number of a thing in its list; the beginning where it is not there any more."""
    return next((at for at, other in enumerate(things) if other == thing), 0)


def _numbered(entry: Entry, place: int) -> Entry:
    """The entry's first paragraph as one line with its number, which its first button bears instead of the title."""
    number = str(place) if entry.number is None else entry.number
    begin: Line = (Bold(f"{place}."), " ") if entry.number is None else ()
    lines = [line for part in entry.text[:1] for line in part.lines] or [(button.label,) for button in entry.row[:1]]
    line = begin + tuple(piece for at, one in enumerate(lines) for piece in ((" · ", *one) if at else one))
    row = (*(_called(button, number) for button in entry.row[:1]), *entry.row[1:])
    return replace(entry, row=row, text=(paragraph(line), *entry.text[1:]))


def _called(button: AnyButton, number: Text) -> AnyButton:
    return Button(number, button.to) if isinstance(button, Button) else LinkButton(number, button.url)


def _rows(listing: Listing, shown: Sequence[Entry]) -> Iterator[Row]:
    """The buttons of a page; short ones stand together in rows of nearly one length."""
    alone = all(len(entry.row) <= 1 for entry in shown)
    together = max(listing.together, NUMBERS_IN_A_ROW if listing.numbered and alone else 1)
    yield from _in_rows([entry.row for entry in shown if entry.row], together)


def _spare(shown: Sequence[Entry]) -> Iterator[Row]:
    """What can be left out, below the numbers and as long as their rows."""
    return _in_rows([entry.spare for entry in shown if entry.spare], NUMBERS_IN_A_ROW)


def _in_rows(buttons: Sequence[Row], together: int) -> Iterator[Row]:
    count = -(-len(buttons) // together)
    length = -(-len(buttons) // count) if count else 1
    for first in range(0, len(buttons), length):
        yield tuple(button for row in buttons[first : first + length] for button in row)


def _said(shown: Sequence[Entry], *, together: bool) -> Iterator[Paragraph]:
    """What the text says of entries; each heading stands before the first one under it.

    `together`: they are lines of one paragraph.
    """
    heading: Text | None = None
    lines: list[Line] = []
    for entry in shown:
        if entry.group is not None and entry.group != heading:
            if lines:
                yield Paragraph(tuple(lines))
            lines = []
            yield paragraph(Bold(entry.group))
        heading = entry.group
        if together:
            lines += [line for part in entry.text for line in part.lines]
        else:
            yield from entry.text
    if lines:
        yield Paragraph(tuple(lines))


def _turns(listing: Listing, first: int, size: int, turning: Turning) -> tuple[Row, tuple[Paragraph, ...]]:
    """What turns the pages, around in a circle, and what the text says of them; nothing where one page is all."""
    number, count = first // size, -(-len(listing.entries) // size)
    if count <= 1:
        return (), ()
    here = say("{page} of {pages}", page=number + 1, pages=count)
    before, after = (_turned(listing.to, (number + step) % count * size) for step in (-1, 1))
    match turning:
        case "counted":
            return (Button("‹", before), Button(here, Nowhere()), Button("›", after)), ()
        case "arrows":
            return (Button("‹", before), Button("›", after)), (_page(number, count),)
        case "more":
            return (Button(MORE, after),), (_page(number, count),)


def _page(number: int, count: int) -> Paragraph:
    return paragraph(Italic(say("Page {page} of {pages}", page=number + 1, pages=count)))


def _turned(to: Route, at: int) -> Route:
    return replace(to, at=at)  # type: ignore[call-arg]  # a listing leads to a route that has `at`
