"""What a screen says, as a messenger writes it: words in the reader's language, shortened to the room there is.

Messengers differ in how they mark words and in which signs they would read as markup, not in what gives way where there
is too little room. They count UTF-16 units, or characters, which are never more.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from dialogs.kit.phrase import speak
from dialogs.kit.screen import AnyButton, Bold, Button, Italic, Link, Paragraph, Piece
from dialogs.kit.words import ELLIPSIS, fit

BREAK = "\n\n"  # between paragraphs

Mark = Literal["", "bold", "italic", "link"]


@dataclass(frozen=True, slots=True)
class Span:
    """Words that are marked alike."""

    text: str
    mark: Mark = ""
    url: str = ""


Spans = list[Span]
_NEXT_LINE = Span("\n")


def spoken(text: Iterable[Paragraph], language: str, room: int, plain: Callable[[str], str] = str) -> list[Spans]:
    """The paragraphs that say something, short enough for the room with a `BREAK` between them.

    :param plain: makes words mean nothing but themselves, where they cannot be escaped later.
    """
    parts = tuple(text)
    texts = _within([_paragraph(part, language, plain) for part in parts], parts, room)
    return [spans for spans in texts if any(span.text for span in spans)]


def label(button: AnyButton, language: str, room: int) -> str:
    """What stands on a button: its short form, or as many words as fit, where there is no room for all."""
    words = speak(button.label, language)
    if len(words) > room and isinstance(button, Button) and button.short is not None:
        words = speak(button.short, language)
    return fit(words, room) or ELLIPSIS


def units(text: str) -> int:
    """The length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _paragraph(part: Paragraph, language: str, plain: Callable[[str], str]) -> Spans:
    spans: Spans = []
    for number, line in enumerate(part.lines):
        if number:
            spans.append(_NEXT_LINE)
        spans += [_span(piece, language, plain) for piece in line]
    return spans


def _span(piece: Piece, language: str, plain: Callable[[str], str]) -> Span:
    match piece:
        case Bold(text):
            return Span(plain(speak(text, language)), "bold")
        case Italic(text):
            return Span(plain(speak(text, language)), "italic")
        case Link(text, url):
            return Span(plain(speak(text, language)), "link", url)
        case _:
            return Span(plain(speak(piece, language)))


def _within(texts: list[Spans], parts: tuple[Paragraph, ...], room: int) -> list[Spans]:
    """Shorten what is flexible, the last first, then whatever is last, until all fits."""
    sizes = [_size(spans) for spans in texts]
    over = sum(sizes) + len(BREAK) * (len(texts) - 1) - room
    if over <= 0:
        return texts
    order = sorted(range(len(texts)), key=lambda at: (not parts[at].flexible, -at))
    for at in order:
        if over <= 0:
            break
        texts[at] = _shortened(texts[at], max(0, sizes[at] - over))
        over -= sizes[at] - _size(texts[at])
    return texts


def _shortened(spans: Spans, room: int) -> Spans:
    kept: Spans = []
    for span in spans:
        size = units(span.text)
        if size <= room:
            kept.append(span)
            room -= size
            continue
        if cut := fit(span.text, room, units):
            kept.append(replace(span, text=cut))
        break
    return kept


def _size(spans: Spans) -> int:
    return sum([units(span.text) for span in spans])
