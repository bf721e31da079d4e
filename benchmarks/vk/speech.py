"""What people do in VK, as the events of the Callback API."""

from collections.abc import Iterator

import orjson

from benchmarks.api import SECRET
from benchmarks.people import Human
from benchmarks.vk.api import GROUP

HEADERS = ""
_CAN = {
    "button_actions": ["text", "vkpay", "open_app", "location", "open_link", "callback"],
    "keyboard": True,
    "inline_keyboard": True,
    "carousel": True,
    "lang_id": 0,
}


def start(human: Human, number: int) -> bytes:
    """«Начать»."""
    said = {
        "date": 1587969900,
        "from_id": human.id,
        "id": number,
        "out": 0,
        "version": 10000000 + number,
        "attachments": [],
        "conversation_message_id": 1,
        "fwd_messages": [],
        "important": False,
        "is_hidden": False,
        "payload": '{"command":"start"}',
        "peer_id": human.id,
        "random_id": 0,
        "text": "Начать",
    }
    return _event("message_new", number, {"message": said, "client_info": _CAN})


def press(human: Human, number: int, data: str) -> bytes:
    """A press of the button that carries `data`."""
    pressed = {
        "user_id": human.id,
        "peer_id": human.id,
        "event_id": f"{number:012x}",
        "payload": {"r": data},
        "conversation_message_id": human.message,
    }
    return _event("message_event", number, pressed)


def offered(keyboard: bytes) -> Iterator[str]:
    """What the buttons carry."""
    for row in orjson.loads(keyboard)["buttons"]:
        for button in row:
            if data := orjson.loads(button["action"].get("payload", "{}")).get("r"):
                yield data


def _event(kind: str, number: int, what: dict[str, object]) -> bytes:
    return orjson.dumps(
        {
            "type": kind,
            "event_id": f"{number:040x}",
            "v": "5.199",
            "object": what,
            "group_id": GROUP,
            "secret": SECRET,
        }
    )
