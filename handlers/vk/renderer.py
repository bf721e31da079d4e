"""A screen becomes the arguments of a VK message: plain text, what of it is bold or a link, and a keyboard."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import orjson

from dialogs.kit.paging import paged
from dialogs.kit.phrase import say, speak
from dialogs.kit.screen import (
    Bold,
    Italic,
    Line,
    Link,
    LinkButton,
    Paragraph,
    Picture,
    Piece,
    Screen,
    paragraph,
)
from dialogs.kit.words import fit
from handlers.vk.clients import ALL, NO_KEYBOARD
from handlers.vk.keyboard import dumped, entries_on_page, keyboard, rows_of
from handlers.vk.limits import LIMITS

COMMANDS = "/menu, /now, /plan, /settings, /help"
_BREAK = "\n\n"
# What VK takes for more than it says: @name, *id1 (words), [club1|words], and HTML signs such as &amp; and &#33;
_MARKUP = re.compile(r"(?<![\w.+-])@(?=\w)|\*(?=[A-Za-z][\w.]*\s*\()|\[(?=[^\[\]|\n]{1,200}\|)|&(?=#?\w{1,32};)")
_JOINER = "\u200d"  # nobody sees it; the sign before it means nothing any more


@dataclass(frozen=True, slots=True)
class _Span:
    """Spoken words, and what they are marked as: "bold", "italic" or "url"."""

    text: str
    kind: str = ""
    url: str = ""


_Spans = list[_Span]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a call needs, as it carries it: `marks` is VK's format_data. Equal messages are equal values."""

    text: str
    marks: str | None
    keyboard: str | None
    inline: bool
    photo: Picture | None


def draw(screen: Screen, language: str, client: str = ALL) -> Drawn:
    """Draw a screen within VK's limits, for that kind of client."""
    page = paged(screen, entries_on_page(screen, client))
    screen = replace(page, buttons=rows_of(screen, page))
    if client == NO_KEYBOARD:
        screen = _in_words(screen)
    paragraphs = [(_paragraph(part, language), part.flexible) for part in screen.text]
    texts = [spans for spans in _within(paragraphs, LIMITS.text) if any(span.text for span in spans)]
    text, marks = _written(texts)
    if not text.strip():
        text, marks = "…", None
    board = keyboard(screen.buttons, language, client)
    return Drawn(text, marks, dumped(board) if board else None, bool(board and board["inline"]), screen.photo)


def _in_words(screen: Screen) -> Screen:
    """For who sees no buttons at all: where they lead as links, and what can be written instead."""
    links = [button for row in screen.buttons for button in row if isinstance(button, LinkButton)]
    ways = paragraph(say("Your VK shows no buttons. You can write: {commands}", commands=COMMANDS))
    told = [paragraph((button.label, ": ", button.url)) for button in links]
    return Screen((*screen.text, *told, ways), photo=screen.photo)


def _paragraph(part: Paragraph, language: str) -> _Spans:
    spans: _Spans = []
    for number, line in enumerate(part.lines):
        if number:
            spans.append(_Span("\n"))
        spans += _line(line, language)
    return spans


def _line(line: Line, language: str) -> Iterator[_Span]:
    return (_span(piece, language) for piece in line)


def _span(piece: Piece, language: str) -> _Span:
    match piece:
        case Bold(text):
            return _Span(_plain(speak(text, language)), "bold")
        case Italic(text):
            return _Span(_plain(speak(text, language)), "italic")
        case Link(text, url):
            return _Span(_plain(speak(text, language)), "url", url)
        case _:
            return _Span(_plain(speak(piece, language)))


def _plain(text: str) -> str:
    """The words as they are, with nothing that VK would read as its markup."""
    return _MARKUP.sub(lambda sign: sign[0] + _JOINER, text)


def units(text: str) -> int:
    """The length as VK counts it: in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _size(spans: _Spans) -> int:
    return sum(units(span.text) for span in spans)


def _within(paragraphs: list[tuple[_Spans, bool]], room: int) -> list[_Spans]:
    """Shorten what is flexible, the last first, then whatever is last, until all fits."""
    texts = [spans for spans, _ in paragraphs]
    order = [at for at, (_, flexible) in enumerate(paragraphs) if flexible][::-1]
    order += [at for at in range(len(texts) - 1, -1, -1) if at not in order]
    for at in order:
        over = sum(map(_size, texts)) + len(_BREAK) * (len(texts) - 1) - room
        if over <= 0:
            break
        texts[at] = _shortened(texts[at], max(0, _size(texts[at]) - over))
    return texts


def _shortened(spans: _Spans, room: int) -> _Spans:
    kept: _Spans = []
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


def _written(texts: list[_Spans]) -> tuple[str, str | None]:
    """The whole text, and the places of what is marked in it."""
    parts: list[str] = []
    items: list[dict[str, str | int]] = []
    at = 0
    for number, spans in enumerate(texts):
        for span in ([_Span(_BREAK)] if number else []) + spans:
            length = units(span.text)
            if span.kind and length:
                item: dict[str, str | int] = {"type": span.kind, "offset": at, "length": length}
                items.append(item | {"url": span.url} if span.url else item)
            parts.append(span.text)
            at += length
    return "".join(parts), orjson.dumps({"version": "1", "items": items}).decode() if items else None
