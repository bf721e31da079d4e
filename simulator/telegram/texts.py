"""Text of a request: parsed, cleaned, measured, with all its entities."""

import re
from collections.abc import Mapping
from typing import Any

from simulator.telegram.errors import bad_request
from simulator.telegram.found import find_entities
from simulator.telegram.html import parse_html, units
from simulator.telegram.links import checked_link
from simulator.telegram.parameters import Parameters
from simulator.telegram.posts import Content, Rich, TextPost
from simulator.world import Entity

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
RAW_LIMIT = 1 << 15
SIMPLE = {
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "code",
    "pre",
    "blockquote",
    "expandable_blockquote",
}
INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\u200b\u202a-\u202e\u2060\ufeff]")


def read_text(call: Parameters) -> Rich:
    if not call.text("text"):
        raise bad_request("message text is empty")
    return read_rich(call, "text", "entities")


def read_caption(call: Parameters) -> Rich:
    return read_rich(call, "caption", "caption_entities")


def read_rich(call: Parameters, text: str, entities: str) -> Rich:
    source = call.text(text)
    if len(source.encode()) > RAW_LIMIT:
        raise bad_request("text is too long")
    match call.text("parse_mode").lower():
        case "html":
            rich = parse_html(source)
        case "" | "none":
            rich = Rich(source, _read_entities(source, call.json(entities, "can't parse entities: invalid JSON")))
        case _:
            raise bad_request("unsupported parse_mode")
    return _clean(rich)


def check_length(content: Content) -> None:
    """Counted after parsing, in characters."""
    if isinstance(content, TextPost):
        if not INVISIBLE.sub("", content.rich.text).strip():
            raise bad_request("text must be non-empty")
        if len(content.rich.text) > TEXT_LIMIT:
            raise bad_request("message is too long")
    elif len(content.caption.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")


def _read_entities(text: str, given: Any) -> tuple[Entity, ...]:
    if given is None:
        return ()
    if not isinstance(given, list):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    return tuple(entity for item in given[:100] if (entity := _read_entity(text, item)))


def _read_entity(text: str, item: Any) -> Entity | None:
    match item:
        case {"type": str(kind), "offset": int(offset), "length": int(length)}:
            pass
        case _:
            raise bad_request("can't parse MessageEntity: Object expected")
    if offset < 0 or length < 0 or offset + length > units(text):
        wrong = f"entity beginning at UTF-16 offset {offset} ends after the end of the text"
        raise bad_request(f"{wrong} at UTF-16 offset {offset + length}")
    if kind == "text_link":
        try:
            return Entity(kind, offset, length, url=checked_link(str(item.get("url", ""))))
        except ValueError as wrong:
            raise bad_request(f"entity URL '{item.get('url', '')}' is invalid: {wrong}") from None
    # Addresses, commands and names are found anew by the server; what it does not know it ignores.
    return Entity(kind, offset, length, language=_language(item)) if kind in SIMPLE and length else None


def _language(item: Mapping[str, Any]) -> str | None:
    language = item.get("language")
    return language if isinstance(language, str) else None


def _clean(rich: Rich) -> Rich:
    """Blanks go from both ends, but an entity that begins with blanks keeps them."""
    text = rich.text.rstrip()
    first = min((entity.offset for entity in rich.entities), default=units(text))
    blanks = min(len(text) - len(text.lstrip()), first)
    text, end = text[blanks:], units(text)
    kept = (
        Entity(e.type, e.offset - blanks, min(e.length, end - e.offset), e.url, e.language)
        for e in rich.entities
        if e.offset < end
    )
    return Rich(text, find_entities(text, tuple(kept)))
