"""What the server finds in a text by itself: commands, addresses, names."""

import re

from simulator.telegram.html import in_order, units
from simulator.world import Entity

PATTERNS = {
    "url": re.compile(r"(?:https?://|(?<![\w@.])www\.)[^\s<>\"«»]+?(?=[.,;:!?)\]]*(?:[\s<>\"«»]|$))", re.IGNORECASE),
    "email": re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "mention": re.compile(r"(?<![\w@/])@\w{3,32}\b"),
    "bot_command": re.compile(r"(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])"),
    "hashtag": re.compile(r"(?<![\w#@])#(?=\w*[^\W\d_])\w{1,255}"),
}
CLOSED = {"code", "pre", "text_link"}  # nothing is looked for inside of these


def find_entities(text: str, given: tuple[Entity, ...] = ()) -> tuple[Entity, ...]:
    """The given entities and those found in the text, in order; what is found never overlaps a link or code."""
    taken = [(entity.offset, entity.offset + entity.length) for entity in given if entity.type in CLOSED]
    entities = list(given)
    for kind, pattern in PATTERNS.items():
        for match in pattern.finditer(text):
            start = units(text[: match.start()])
            end = start + units(match[0])
            if all(end <= begin or start >= stop for begin, stop in taken):
                taken.append((start, end))
                entities.append(Entity(kind, start, end - start))
    return in_order(entities)
