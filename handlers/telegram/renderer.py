"""A screen becomes the arguments of a Telegram call: HTML text that is escaped by construction, and a keyboard."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape

import orjson

from dialogs.kit.paging import paged
from dialogs.kit.phrase import speak
from dialogs.kit.screen import AnyButton, Bold, Button, Italic, Line, Link, Paragraph, Picture, Piece, Screen
from dialogs.kit.words import fit
from handlers.telegram.limits import FEW_BUTTONS, LIMITS, MARKUP_BYTES

_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class _Span:
    """Spoken words and what they are wrapped in."""

    text: str
    before: str = ""
    after: str = ""

    @property
    def html(self) -> str:
        return f"{self.before}{escape(self.text, quote=False)}{self.after}" if self.text else ""


_Spans = list[_Span]


# Plain JSON: building aiogram's models of a keyboard took a third of a press.
NativeButton = dict[str, str]
Keyboard = dict[str, list[list[NativeButton]]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a call needs: HTML, the keyboard, and the photo if there is one."""

    html: str
    keyboard: Keyboard | None
    photo: Picture | None


def draw(screen: Screen, language: str) -> Drawn:
    """Draw a screen within Telegram's limits; lists have so much room here that their own longest pages fit."""
    screen = paged(screen)
    room = LIMITS.caption if screen.photo else LIMITS.text
    paragraphs = [(_paragraph(part, language), part.flexible) for part in screen.text]
    texts = _within(paragraphs, room)
    html = _BREAK.join("".join(span.html for span in spans) for spans in texts if spans)
    return Drawn(html or "…", _keyboard(screen, language), screen.photo)


def _paragraph(part: Paragraph, language: str) -> _Spans:
    spans: _Spans = []
    for number, line in enumerate(part.lines):
        if number:
            spans.append(_Span("\n"))
        spans += _line(line, language)
    return spans


def _line(line: Line, language: str) -> Iterable[_Span]:
    return (_span(piece, language) for piece in line)


def _span(piece: Piece, language: str) -> _Span:
    match piece:
        case Bold(text):
            return _Span(speak(text, language), "<b>", "</b>")
        case Italic(text):
            return _Span(speak(text, language), "<i>", "</i>")
        case Link(text, url):
            return _Span(speak(text, language), f'<a href="{escape(url)}">', "</a>")
        case _:
            return _Span(speak(piece, language))


def units(text: str) -> int:
    """The length as Telegram's clients count it: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


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


def _keyboard(screen: Screen, language: str) -> Keyboard | None:
    rows = [[_button(button, language) for button in row] for row in screen.buttons]
    if not rows:
        return None
    if sum(map(len, rows)) > FEW_BUTTONS or any(len(row) > LIMITS.row for row in rows):
        rows = _laid_out(rows)
    return {"inline_keyboard": rows}


def _laid_out(rows: list[list[NativeButton]]) -> list[list[NativeButton]]:
    """Within the limits: long rows go on in the next one; of too many the last before the way back are left out."""
    rows = [row[at : at + LIMITS.row] for row in rows for at in range(0, len(row), LIMITS.row)]
    while len(rows) > 1 and (sum(map(len, rows)) > LIMITS.buttons or _bytes(rows) > MARKUP_BYTES):
        del rows[-2]
    return rows


def _bytes(rows: list[list[NativeButton]]) -> int:
    return len(orjson.dumps(rows))


def _button(button: AnyButton, language: str) -> NativeButton:
    if isinstance(button, Button):
        return {"text": _label(button, language), "callback_data": button.to.pack()}
    return {"text": fit(speak(button.label, language), LIMITS.label), "url": button.url}


def _label(button: Button, language: str) -> str:
    label = speak(button.label, language)
    if len(label) > LIMITS.label and button.short is not None:
        label = speak(button.short, language)
    return fit(label, LIMITS.label)
