"""Keyboards of a request: read, checked and brought into the shape in which they are echoed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from simulator.telegram.errors import bad_request
from simulator.telegram.links import checked_link
from simulator.telegram.parameters import Parameters
from simulator.telegram.posts import InlineKeyboard
from simulator.world import Key, Keyboard

ROW_LIMIT, ALL_LIMIT = 12, 300  # what is over these is dropped without a word
INLINE_LIMIT, MARKUP_BYTES = 100, 10_000
DATA_BYTES = 64
STYLES = {"primary", "danger", "success"}
OTHER_KINDS = ("web_app", "copy_text", "switch_inline_query", "switch_inline_query_current_chat")


@dataclass(frozen=True, slots=True)
class Removed:
    """The reply keyboard goes away."""


@dataclass(frozen=True, slots=True)
class Forced:
    """The person is asked to reply; the keyboard stays as it is."""


@dataclass(frozen=True, slots=True)
class Inline:
    rows: InlineKeyboard


Markup = Inline | Keyboard | Removed | Forced | None


def read_markup(call: Parameters) -> Markup:
    markup = call.json("reply_markup", "can't parse reply keyboard markup JSON object")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "keyboard" in markup:
        return _reply_keyboard(markup)
    if "inline_keyboard" in markup:
        rows = _rows(markup["inline_keyboard"], "inline_keyboard", "InlineKeyboardMarkup")
        return Inline(tuple(tuple(_inline_button(button) for button in row) for row in rows))
    if markup.get("remove_keyboard") is True:
        return Removed()
    return Forced() if markup.get("force_reply") is True else None


def read_inline(call: Parameters) -> InlineKeyboard:
    """For edits, which may only bring buttons below the message."""
    match read_markup(call):
        case None:
            return ()
        case Inline(rows):
            return rows
    raise bad_request("inline keyboard expected")


def check_inline(rows: InlineKeyboard) -> None:
    """What is refused only by the inner servers, after everything else was found right."""
    buttons = [button for row in rows for button in row]
    for button in buttons:
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    if len(buttons) > INLINE_LIMIT or len(orjson.dumps(rows)) > MARKUP_BYTES:
        raise bad_request("reply markup is too long")


def _rows(rows: Any, name: str, owner: str) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f'Field "{name}" of the {owner} must be an Array of Arrays')
    kept, room = [], ALL_LIMIT
    for row in rows:
        buttons = [button for button in row if not isinstance(button, dict) or button.get("text")]
        buttons = buttons[: min(ROW_LIMIT, room)]
        room -= len(buttons)
        if buttons:
            kept.append(buttons)
    return kept


def _inline_button(button: Any) -> Mapping[str, Any]:
    wrong = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(wrong + "InlineKeyboardButton must be an Object")
    if any(not isinstance(button.get(name, ""), str) for name in ("text", "style", "url", "callback_data")):
        raise bad_request(wrong + "field must be of type String")
    echo: dict[str, Any] = {"text": button["text"]}
    if style := button.get("style"):
        if style not in STYLES:
            raise bad_request(wrong + "invalid button style specified")
        echo["style"] = style
    if "url" in button:
        try:
            return {**echo, "url": checked_link(button["url"])}
        except ValueError as reason:
            raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: {reason}") from None
    if "callback_data" in button:
        return {**echo, "callback_data": button["callback_data"]}
    for kind in OTHER_KINDS:
        if kind in button:
            return {**echo, kind: button[kind]}
    raise bad_request(wrong + "Text buttons are unallowed in the inline keyboard")


def _reply_keyboard(markup: Mapping[str, Any]) -> Markup:
    rows = _rows(markup["keyboard"], "keyboard", "ReplyKeyboardMarkup")
    keys = tuple(tuple(_key(key) for key in row) for row in rows)
    if not keys:
        return None
    flags = {name: markup.get(name) is True for name in ("resize_keyboard", "one_time_keyboard")}
    placeholder = str(markup.get("input_field_placeholder") or "")[:64]
    return Keyboard(keys, flags["resize_keyboard"], flags["one_time_keyboard"], placeholder)


def _key(key: Any) -> Key:
    if isinstance(key, str):
        return Key(key)
    if not isinstance(key, dict) or not isinstance(key["text"], str):
        raise bad_request("can't parse keyboard button: KeyboardButton must be an Object")
    return Key(key["text"], key.get("request_contact") is True, key.get("request_location") is True)
