"""VK counts UTF-16 units of plain text; what a button carries is JSON, of which all buttons share a thousand bytes."""

import json

from dialogs.kit.screen import Screen
from handlers.vk.clients import ALL
from handlers.vk.renderer import Drawn, plain
from tests.measuring import Measured

MOST_MARKUP = 1_000


def paged(screen: Screen) -> Screen:
    """The page that VK draws: as much of a list as there is room for beside the other buttons."""
    return plain(screen, ALL)


def measure(drawn: Drawn) -> Measured:
    """Measure a message."""
    rows = json.loads(drawn.keyboard)["buttons"] if drawn.keyboard else []
    actions = [button["action"] for row in rows for button in row]
    payloads = [action["payload"] for action in actions if "payload" in action]
    return Measured(
        words=drawn.text,
        length=len(drawn.text.encode("utf-16-le")) // 2,
        has_photo=drawn.photo is not None,
        labels=tuple(tuple(button["action"]["label"] for button in row) for row in rows),
        packed=tuple(json.loads(payload)["r"] for payload in payloads),
        links=tuple(action["link"] for action in actions if "link" in action),
        markup_bytes=sum(len(payload.encode()) for payload in payloads),
    )
