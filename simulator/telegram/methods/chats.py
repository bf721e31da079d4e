"""What the bot may ask of a chat and of a file."""

from typing import Any

from simulator.files import StoredFile
from simulator.telegram import objects
from simulator.telegram.account import Account
from simulator.telegram.errors import bad_request
from simulator.telegram.parameters import Parameters

DOWNLOAD_LIMIT = 20 << 20
GIFTS = {
    "unlimited_gifts": True,
    "limited_gifts": True,
    "unique_gifts": True,
    "premium_subscription": True,
    "gifts_from_channels": True,
}


FULL = {"max_reaction_count": 11, "accent_color_id": 0, "accepted_gift_types": GIFTS}


async def get_chat(account: Account, call: Parameters) -> dict[str, Any]:
    dialog = account.find(call.text("chat_id"))
    full = objects.chat(account, dialog) | FULL
    if pinned := [post for post in dialog.posts.values() if post.pinned]:
        full["pinned_message"] = objects.message(account, dialog, pinned[-1])
    if dialog.group:
        return full | {"permissions": dict.fromkeys(objects.MEMBER_RIGHTS, True)}
    person = account.person(dialog)
    return full | ({"active_usernames": [person.username]} if person.username else {})


async def get_chat_member(account: Account, call: Parameters) -> dict[str, Any]:
    dialog, asked = account.find(call.text("chat_id")), call.integer("user_id")
    if dialog.group and asked == account.id:
        return objects.bot_standing(account, dialog.group.standing)
    if dialog.group:
        if not account.world.knows("telegram", asked):
            raise bad_request("user not found")
        return objects.member(dialog, account.world.member(dialog.chat, asked))
    person = account.person(dialog)
    if asked == person.id:
        return {"user": objects.user(person), "status": "member"}
    if asked == account.id:
        return objects.bot_member(account, kicked=person.blocked)
    raise bad_request("PARTICIPANT_ID_INVALID")


async def get_file(account: Account, call: Parameters) -> dict[str, Any]:
    if not call.text("file_id"):
        raise bad_request("file_id not specified")
    file = account.files.find(call.text("file_id").removesuffix("-s"))
    if file is None or file.address:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if file.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {**objects.file_ids(file), "file_path": file_path(file)}


def file_path(file: StoredFile) -> str:
    ending = file.name.rpartition(".")[2] if "." in file.name else "jpg" if file.kind == "photo" else "bin"
    return f"{file.kind}s/file_{file.number}.{ending}"


METHODS = {"getChat": get_chat, "getChatMember": get_chat_member, "getFile": get_file}
