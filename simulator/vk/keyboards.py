"""Keyboards of a request: read, checked, and refused with the words of the real server."""

from dataclasses import dataclass
from typing import Any

import orjson

from simulator.vk.errors import ApiError
from simulator.vk.parameters import Parameters
from simulator.vk.posts import Button, Rows

COLUMNS, ROWS, ALL = 5, 10, 40
INLINE_ROWS, INLINE_ALL = 6, 10
LABEL, PAYLOAD = 40, 255
COLORS = ("primary", "secondary", "negative", "positive")
COLORED = ("text", "callback")
ALONE = ("location", "vkpay", "open_app")  # take a whole row
FIELDS = {
    "text": {"label"},
    "callback": {"label"},
    "open_link": {"label", "link"},
    "location": set[str](),
    "vkpay": {"hash"},
    "open_app": {"label", "app_id", "owner_id", "hash"},
}


@dataclass(frozen=True, slots=True)
class Keyboard:
    rows: Rows
    inline: bool
    one_time: bool


def invalid(detail: str) -> ApiError:
    return ApiError(911, detail)


def read_keyboard(call: Parameters) -> Keyboard | None:
    given = call.json("keyboard", invalid("keyboard should be valid json"))
    if given is None:
        return None
    if not isinstance(given, dict):
        raise invalid("keyboard should be array")
    for name in ("inline", "one_time"):
        if not isinstance(given.get(name, False), bool):
            raise invalid(f"{name} should be boolean")
    if set(given) - {"inline", "one_time", "buttons"}:
        raise invalid("keyboard contains unknown fields")
    inline, one_time = given.get("inline", False), given.get("one_time", False)
    if inline and one_time:
        raise invalid("inline keyboard can't be one_time")
    return Keyboard(_rows(given.get("buttons"), inline=inline), inline, one_time)


def _rows(rows: Any, *, inline: bool) -> Rows:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise invalid("buttons should be array")
    if len(rows) > (INLINE_ROWS if inline else ROWS):
        raise invalid("buttons contain too much rows")
    for number, row in enumerate(rows):
        if not row:
            raise invalid(f"row {number} should contain at least 1 button")
        if len(row) > COLUMNS:
            raise invalid(f"row {number} contains too much columns")
    if sum(map(len, rows)) > (INLINE_ALL if inline else ALL):
        raise invalid("buttons contain too much buttons")
    return tuple(
        tuple(_button(button, f"button [{i}][{j}]", len(row)) for j, button in enumerate(row))
        for i, row in enumerate(rows)
    )


def _button(button: Any, place: str, neighbours: int) -> Button:
    action = button.get("action") if isinstance(button, dict) else None
    if not isinstance(action, dict):
        raise invalid(f"{place} should contain action")
    kind, fields = action.get("type"), {name: value for name, value in action.items() if name != "type"}
    if kind not in FIELDS:
        raise invalid(f"{place} action type is invalid")
    if set(button) - {"action", "color"}:
        raise invalid("button contains unknown fields")
    if set(fields) - FIELDS[kind] - {"payload"}:
        raise invalid("action contains unknown fields")
    if missing := sorted(FIELDS[kind] - {"label", "owner_id", "hash"} - set(fields)):
        raise invalid(f"{place} action should contain {missing[0]}")
    if kind in ALONE and neighbours > 1:
        raise invalid(f"{place} should be alone in its row")
    link = fields.get("link", "")
    if kind == "open_link" and not (isinstance(link, str) and link.startswith(("http://", "https://"))):
        raise invalid(f"{place} link is invalid")
    return Button(kind, _label(kind, fields, place), _payload(fields, place), _color(kind, button, place), link)


def _label(kind: str, fields: dict[str, Any], place: str) -> str:
    if "label" not in FIELDS[kind]:
        return ""
    label = fields.get("label", "")
    if not isinstance(label, str):
        raise invalid(f"{place} label should be string")
    if not label:
        raise invalid(f"{place} label should be at least 1 letters length")
    if len(label) > LABEL:
        raise invalid(f"{place} label should be no more than {LABEL} letters length")
    return label


def _payload(fields: dict[str, Any], place: str) -> str:
    payload = fields.get("payload", "")
    if isinstance(payload, dict | list):
        payload = orjson.dumps(payload).decode()
    if not isinstance(payload, str):
        raise invalid(f"{place} payload should be string")
    if len(payload) > PAYLOAD:
        raise invalid(f"{place} payload should be no more than {PAYLOAD} letters length")
    try:
        orjson.loads(payload or "{}")
    except orjson.JSONDecodeError:
        raise invalid(f"{place} payload should be valid json") from None
    return payload


def _color(kind: str, button: dict[str, Any], place: str) -> str | None:
    if "color" not in button:
        return None
    if kind not in COLORED:
        raise invalid(f"{place} of type {kind} can't have color")
    if button["color"] not in COLORS:
        raise invalid(f"{place} color is invalid")
    return str(button["color"])
