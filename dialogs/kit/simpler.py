"""The same screen without what a messenger refuses: first with addresses in words, then as words alone. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dialogs.kit.paging import paged
from dialogs.kit.phrase import speak
from dialogs.kit.screen import Bold, Entry, Italic, Line, Link, LinkButton, Paragraph, Piece, Row, Screen
from dialogs.kit.screen import paragraph as paragraph_of
from dialogs.kit.words import fit

ROOM = 1000  # signs of the simplest form, which no messenger finds too long, not even below a picture


def simpler(screen: Screen, language: str) -> Iterator[Screen]:
    """The forms in which a refused screen may still be taken, without those that change nothing."""
    unlinked = without_links(screen)
    if unlinked != screen:
        yield unlinked
    bare = words_alone(unlinked, language)
    if bare != unlinked:
        yield bare


def addresses(screen: Screen) -> tuple[str, ...]:
    """The web addresses to which it leads, as they stand."""
    entries = screen.listing.entries if screen.listing is not None else ()
    folded = () if screen.fold is None else screen.fold.text
    texts = (screen.text, folded, *(entry.text for entry in entries))
    pieces = (piece for text in texts for part in text for line in part.lines for piece in line)
    linked = (piece.url for piece in pieces if isinstance(piece, Link))
    return (*(button.url for button in _link_buttons(_rows(screen))), *linked)


def without_links(screen: Screen) -> Screen:
    """Every address is words; a button that led there is a line of the text."""
    text = tuple(_unlinked(part) for part in screen.text)
    listing = screen.listing
    if listing is not None:
        text += _said(listing.above)
        above = _without_link_buttons(listing.above)
        listing = replace(listing, above=above, entries=tuple(map(_unlinked_entry, listing.entries)))
    text += _said(screen.buttons)
    fold = screen.fold
    if fold is not None:
        fold = replace(fold, text=tuple(map(_unlinked, fold.text)))
    return replace(screen, text=text, buttons=_without_link_buttons(screen.buttons), listing=listing, fold=fold)


def words_alone(screen: Screen, language: str) -> Screen:
    """Nothing but a few words, with neither marks nor buttons."""
    parts: list[Paragraph] = []
    room = ROOM
    for part in paged(screen).text:
        lines = ["".join(_word(piece, language) for piece in line) for line in part.lines]
        words = fit("\n".join(lines), room)
        if words:
            parts.append(paragraph_of(*words.split("\n")))
            room = max(0, room - len(words))
    return Screen(tuple(parts))


def _unlinked(part: Paragraph) -> Paragraph:
    return replace(part, lines=tuple(tuple(piece for one in line for piece in _plain(one)) for line in part.lines))


def _plain(piece: Piece) -> Line:
    match piece:
        case Link(text, url):
            return (text,) if text == url else (text, f" ({url})")
        case _:
            return (piece,)


def _unlinked_entry(entry: Entry) -> Entry:
    text = (*map(_unlinked, entry.text), *_said((entry.row,)))
    (row,) = _without_link_buttons((entry.row,)) or ((),)
    return replace(entry, row=row, text=text)


def _said(rows: Iterable[Row]) -> tuple[Paragraph, ...]:
    """The link buttons of these rows as lines."""
    lines: list[Line] = [(button.label, ": ", button.url) for button in _link_buttons(rows)]
    return (paragraph_of(*lines),) if lines else ()


def _rows(screen: Screen) -> tuple[Row, ...]:
    listing = screen.listing
    if listing is None:
        return screen.buttons
    return (*screen.buttons, *listing.above, *(entry.row for entry in listing.entries))


def _link_buttons(rows: Iterable[Row]) -> list[LinkButton]:
    return [button for row in rows for button in row if isinstance(button, LinkButton)]


def _without_link_buttons(rows: Iterable[Row]) -> tuple[Row, ...]:
    kept = (tuple(button for button in row if not isinstance(button, LinkButton)) for row in rows)
    return tuple(row for row in kept if row)


def _word(piece: Piece, language: str) -> str:
    match piece:
        case Bold(text) | Italic(text) | Link(text):
            return speak(text, language)
        case _:
            return speak(piece, language)
