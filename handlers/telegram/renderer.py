"""A screen becomes the arguments of a Telegram call: HTML text that is escaped by construction, and a keyboard."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from dialogs.kit.kept import drawn
from dialogs.kit.paging import paged
from dialogs.kit.phrase import speak
from dialogs.kit.screen import AnyButton, Button, Fold, Offer, Paragraph, Picture, Screen, ShareButton
from dialogs.kit.spoken import BREAK, Span, label, spoken, units
from dialogs.kit.words import fit
from handlers.telegram.limits import FEW_BUTTONS, LIMITS, MARKUP_BYTES, OFFER_ABOUT, OFFER_TITLE
from handlers.telegram.updates import NAME

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
    return drawn(screen, (NAME, language), partial(_draw, screen, language))


def _draw(screen: Screen, language: str) -> Drawn:
    screen = paged(screen)
    room = LIMITS.caption if screen.photo else LIMITS.text
    html = words(screen.text, language, room)
    if screen.fold is not None:
        html += _folded(screen.fold, language, room - _length(screen.text, language))
    return Drawn(html or "…", _keyboard(screen, language), screen.photo)


def _folded(fold: Fold, language: str, room: int) -> str:
    """A quotation of which three lines are seen until it is pressed."""
    said = words(fold.text, language, room - len(BREAK))
    return f"{BREAK}<blockquote expandable>{said}</blockquote>" if said else ""


def _length(text: Iterable[Paragraph], language: str) -> int:
    said = spoken(text, language, LIMITS.text)
    return sum(units(span.text) for spans in said for span in spans) + len(BREAK) * len(said)


def words(text: Iterable[Paragraph], language: str, room: int) -> str:
    """Paragraphs as HTML, short enough for the room."""
    return BREAK.join(["".join([_html(span) for span in spans]) for spans in spoken(text, language, room)])


def offered(offer: Offer, language: str) -> dict[str, Any]:
    """A result of an inline query: how it stands in the list, and the message that it becomes."""
    return {
        "type": "article",
        "id": offer.id,
        "title": fit(speak(offer.title, language), OFFER_TITLE),
        "description": fit(speak(offer.about, language), OFFER_ABOUT),
        "input_message_content": {
            "message_text": words(offer.text, language, LIMITS.text),
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        },
        "reply_markup": {"inline_keyboard": [[_button(offer.way, language)]]},
    }


def _html(span: Span) -> str:
    words = escape(span.text, quote=False)
    match span.mark:
        case "bold":
            return f"<b>{words}</b>" if words else ""
        case "italic":
            return f"<i>{words}</i>" if words else ""
        case "link":
            return f'<a href="{escape(span.url)}">{words}</a>' if words else ""
    return words


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
    native = {"text": label(button, language, LIMITS.label)}
    if isinstance(button, Button):
        return native | {"callback_data": button.to.pack()}
    return native | {"url": _sharing(button) if isinstance(button, ShareButton) else button.url}


def _sharing(button: ShareButton) -> str:
    """Telegram's own page that asks to whom a link is to be passed on."""
    return f"https://t.me/share/url?{urlencode({'url': button.url, 'text': button.words}, quote_via=quote)}"
