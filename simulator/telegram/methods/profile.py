"""What the bot says of itself: its commands, its name, its description, its menu button."""

from dataclasses import asdict, replace
from typing import Any

from simulator.telegram import objects
from simulator.telegram.account import Account
from simulator.telegram.commands import read_commands, read_key
from simulator.telegram.errors import bad_request
from simulator.telegram.parameters import Parameters

ABILITIES = {
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
    "supports_guest_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
    "has_topics_enabled": False,
    "allows_users_to_create_topics": False,
    "can_manage_bots": False,
    "supports_join_request_queries": False,
}
NAME_LIMIT, DESCRIPTION_LIMIT, SHORT_LIMIT = 64, 512, 120


async def get_me(account: Account, _call: Parameters) -> dict[str, Any]:
    return objects.bot_user(account) | ABILITIES


async def set_my_commands(account: Account, call: Parameters) -> bool:
    key, commands = read_key(call), read_commands(call)
    if key[0][0] == "chat":
        account.find(key[0][1])
    account.commands.put(key, commands)
    account.show_commands()
    return True


async def get_my_commands(account: Account, call: Parameters) -> list[dict[str, str]]:
    return [asdict(command) for command in account.commands.get(read_key(call))]


async def delete_my_commands(account: Account, call: Parameters) -> bool:
    account.commands.put(read_key(call), ())
    account.show_commands()
    return True


async def set_my_name(account: Account, call: Parameters) -> bool:
    name = _limited(call, "name", NAME_LIMIT)
    if name and not call.text("language_code"):
        account.rename(replace(account.face, name=name))
    return True


async def set_my_description(account: Account, call: Parameters) -> bool:
    description = _limited(call, "description", DESCRIPTION_LIMIT)
    if not call.text("language_code"):
        account.rename(replace(account.face, description=description))
    return True


async def set_my_short_description(_account: Account, call: Parameters) -> bool:
    _limited(call, "short_description", SHORT_LIMIT)  # nobody sees the profile here
    return True


async def set_chat_menu_button(account: Account, call: Parameters) -> bool:
    button = call.json("menu_button", "can't parse MenuButton JSON object") or {"type": "default"}
    if not isinstance(button, dict) or str(button.get("type")) not in {"commands", "default", "web_app"}:
        raise bad_request("can't parse MenuButton: unsupported type specified")
    if call.text("chat_id"):
        account.find(call.text("chat_id"))
    return True


def _limited(call: Parameters, name: str, limit: int) -> str:
    if len(call.text(name)) > limit:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    return call.text(name)


METHODS = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": set_my_name,
    "setMyDescription": set_my_description,
    "setMyShortDescription": set_my_short_description,
    "setChatMenuButton": set_chat_menu_button,
}
