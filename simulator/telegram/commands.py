"""The lists of commands by scope and language, and which of them a person sees."""

import re
from typing import Any

from simulator.telegram.errors import bad_request
from simulator.telegram.parameters import Parameters
from simulator.world import Command

SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
LISTED = 100

Key = tuple[tuple[str, ...], str]  # scope with its ids, language


class Commands:
    def __init__(self) -> None:
        self._lists: dict[Key, tuple[Command, ...]] = {}

    def put(self, key: Key, commands: tuple[Command, ...]) -> None:
        if commands:
            self._lists[key] = commands
        else:
            self._lists.pop(key, None)

    def get(self, key: Key) -> tuple[Command, ...]:
        return self._lists.get(key, ())

    def seen(self, chat: int, everywhere: str, language: str) -> tuple[Command, ...]:
        """From the narrowest scope to the widest, in each the person's language before none."""
        for scope in (("chat", str(chat)), (everywhere,), ("default",)):
            for code in (language[:2], ""):
                if found := self._lists.get((scope, code)):
                    return found
        return ()


def read_key(call: Parameters) -> Key:
    scope = call.json("scope", "Can't parse BotCommandScope JSON object") or {"type": "default"}
    if not isinstance(scope, dict) or str(scope.get("type")) not in SCOPES:
        raise bad_request("Can't parse BotCommandScope: Unsupported type specified")
    language = call.text("language_code")
    if language and not re.fullmatch("[a-z]{2}", language):
        raise bad_request("Invalid language code specified")
    kind = scope["type"]
    if kind in {"chat_administrators", "chat_member"} and not str(scope.get("chat_id", "")).startswith(("-", "@")):
        raise bad_request("Can't use specified scope in private chats")
    return (kind, *(str(scope.get(name, "")) for name in SCOPES[kind])), language


def read_commands(call: Parameters) -> tuple[Command, ...]:
    given = call.json("commands", "Can't parse commands JSON object")
    if given is None:
        return ()
    if not isinstance(given, list):
        raise bad_request("Expected an Array of BotCommand")
    if len(given) > LISTED:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return tuple(_read_command(item) for item in given)


def _read_command(item: Any) -> Command:
    if not isinstance(item, dict):
        raise bad_request("Can't parse BotCommand: expected an Object")
    command, description = str(item.get("command", "")), str(item.get("description", "")).strip()
    if not re.fullmatch("[a-z0-9_]{1,32}", command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return Command(command, description)
