"""Telegram counts UTF-16 units of the text that is left when the tags are read."""

import json
import re
from html import unescape

from dialogs.kit.paging import paged as paged  # Telegram shows lists by their own longest pages
from handlers.telegram.limits import MARKUP_BYTES
from handlers.telegram.renderer import Drawn
from tests.measuring import Measured

MOST_MARKUP = MARKUP_BYTES
_TAGS = re.compile(r'</?(?:b|i|a(?: href="[^"<>]*")?|blockquote(?: expandable)?)>')


def measure(drawn: Drawn) -> Measured:
    """Measure a message."""
    words = unescape(_TAGS.sub("", drawn.html))
    rows = drawn.keyboard["inline_keyboard"] if drawn.keyboard else []
    buttons = [button for row in rows for button in row]
    return Measured(
        words=words,
        length=len(words.encode("utf-16-le")) // 2,
        has_photo=drawn.photo is not None,
        labels=tuple(tuple(button["text"] for button in row) for row in rows),
        packed=tuple(button["callback_data"] for button in buttons if "callback_data" in button),
        links=tuple(button["url"] for button in buttons if "url" in button),
        markup_bytes=len(json.dumps(rows, ensure_ascii=False).encode()),
    )
