"""Text with bold, italic, underline and links: what `format_data` says, and the addresses that VK finds itself."""

import re
from typing import Any

import orjson

from simulator.vk.errors import wrong
from simulator.vk.parameters import Parameters
from simulator.world import Entity

INVALID = "format_data is invalid"
DRAWN = {"bold": "bold", "italic": "italic", "underline": "underline", "url": "text_link"}
ADDRESS = re.compile(r"(?:https?://|\b(?:www\.|vk\.com/|vk\.me/))[^\s<>«»\"]*[^\s<>«»\".,:;!?)\]]", re.IGNORECASE)


def read_entities(call: Parameters, text: str) -> tuple[Entity, ...]:
    asked = call.json("format_data", wrong(INVALID))
    match asked:
        case None:
            entities: tuple[Entity, ...] = ()
        case {"version": 1 | "1", "items": [*items]}:
            entities = tuple(_entity(item, units(text)) for item in items)
        case _:
            raise wrong(INVALID)
    return with_addresses(text, entities)


def with_addresses(text: str, entities: tuple[Entity, ...] = ()) -> tuple[Entity, ...]:
    taken = [range(entity.offset, entity.offset + entity.length) for entity in entities if entity.type == "text_link"]
    found = [
        Entity("url", start, units(match[0]))
        for match in ADDRESS.finditer(text)
        for start in (units(text[: match.start()]),)
        if not any(start in span for span in taken)
    ]
    return tuple(sorted((*entities, *found), key=lambda entity: (entity.offset, -entity.length)))


def units(text: str) -> int:
    """Lengths and offsets are counted in UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def _entity(item: Any, end: int) -> Entity:
    match item:
        case {"type": str(kind), "offset": int(offset), "length": int(length)} if kind in DRAWN:
            pass
        case _:
            raise wrong(INVALID)
    url = item.get("url")
    if offset < 0 or length < 1 or offset + length > end or (kind == "url") != isinstance(url, str):
        raise wrong(f"{INVALID}: {orjson.dumps(item).decode()}")
    return Entity(DRAWN[kind], offset, length, url)
