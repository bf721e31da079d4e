"""What the bot does in a group beside speaking: who is there, what is pinned, leaving."""

from dataclasses import replace
from typing import Any

from simulator.telegram import objects
from simulator.telegram.account import Account
from simulator.telegram.dialogs import Dialog, Standing
from simulator.telegram.errors import bad_request
from simulator.telegram.groups import Groups, stand
from simulator.telegram.parameters import Parameters
from simulator.telegram.posts import Post, ServicePost


async def get_chat_administrators(account: Account, call: Parameters) -> list[dict[str, Any]]:
    dialog = _find_group(account, call, "there are no administrators in the private chat")
    known, group = dialog.chat.group, dialog.group
    people = [account.world.member(dialog.chat, person) for person in sorted(known.admins)] if known else []
    bot = [objects.bot_standing(account, group.standing)] if group and group.standing.status == "administrator" else []
    return [objects.member(dialog, person) for person in people] + bot


async def get_chat_member_count(account: Account, call: Parameters) -> int:
    """The bot is one of them."""
    dialog = account.find(call.text("chat_id"))
    return len(dialog.chat.group.members if dialog.chat.group else (dialog.id,)) + 1


async def leave_chat(account: Account, call: Parameters) -> bool:
    dialog = _find_group(account, call, "chat member status can't be changed in private chats")
    stand(account, dialog.chat, Standing("left"), by=objects.bot_user(account))
    return True


async def ban_chat_member(account: Account, call: Parameters) -> bool:
    """Whoever is there goes out, but for the owner and the administrators that others made."""
    dialog, user = _find_group(account, call, "can't ban members in private chats"), call.integer("user_id")
    known, group = dialog.chat.group, dialog.group
    if known is None or group is None or group.standing.status != "administrator":
        raise bad_request("not enough rights to restrict/unrestrict chat member")
    if user == known.members[0]:
        raise bad_request("can't remove chat owner")
    if user in known.admins:
        raise bad_request("user is an administrator of the chat")
    if user in known.members:
        Groups(account).leave(dialog.chat, user)
    group.banned.add(user)
    return True


async def unban_chat_member(account: Account, call: Parameters) -> bool:
    """Without `only_if_banned` whoever is there goes out, too."""
    dialog, user = _find_group(account, call, "can't unban members in private chats"), call.integer("user_id")
    if dialog.group is None or not dialog.group.supergroup:
        raise bad_request("method is available for supergroup and channel chats only")
    if dialog.group.standing.status != "administrator":
        raise bad_request("not enough rights to restrict/unrestrict chat member")
    if not call.flag("only_if_banned") and dialog.chat.group and user in dialog.chat.group.members:
        Groups(account).leave(dialog.chat, user)
    dialog.group.banned.discard(user)
    return True


async def pin_chat_message(account: Account, call: Parameters) -> bool:
    dialog, post = _find_post(account, call, "pin")
    if post.pinned:
        return True
    account.keep(dialog, replace(post, pinned=True))
    pinned = objects.message(account, dialog, replace(post, reply_to=None))
    thread = post.thread if post.topic else None
    account.add(dialog, ServicePost({"pinned_message": pinned}, "Сообщение закреплено"), out=False, thread=thread)
    return True


async def unpin_chat_message(account: Account, call: Parameters) -> bool:
    """Without a number: the newest of those that are pinned."""
    if call.integer("message_id"):
        dialog, post = _find_post(account, call, "unpin")
        pinned = [post] if post.pinned else []
    else:
        dialog = account.find(call.text("chat_id"))
        _check_may_pin(dialog)
        pinned = [post for post in dialog.posts.values() if post.pinned][-1:]
    for post in pinned:
        account.keep(dialog, replace(post, pinned=False))
    return True


def _find_group(account: Account, call: Parameters, refusal: str) -> Dialog:
    dialog = account.find(call.text("chat_id"))
    if dialog.group is None:
        raise bad_request(refusal)
    return dialog


def _find_post(account: Account, call: Parameters, purpose: str) -> tuple[Dialog, Post]:
    dialog = account.find(call.text("chat_id"))
    post = dialog.posts.get(call.integer("message_id"))
    if post is None:
        raise bad_request(f"message to {purpose} not found")
    _check_may_pin(dialog)
    return dialog, post


def _check_may_pin(dialog: Dialog) -> None:
    if dialog.group and not dialog.group.standing.pin:
        raise bad_request("not enough rights to manage pinned messages in the chat")


METHODS = {
    "banChatMember": ban_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "pinChatMessage": pin_chat_message,
    "unbanChatMember": unban_chat_member,
    "unpinChatMessage": unpin_chat_message,
}
