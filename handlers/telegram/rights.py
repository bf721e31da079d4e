"""What the bot lacks in a group, in an operator's words."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.methods import GetChat, GetChatMember, TelegramMethod

from dialogs.engine.adapter import Need
from dialogs.kit.event import Address

Call = Callable[[TelegramMethod[Any]], Awaitable[Any]]

NOT_THERE = "the bot is not there: add it to the group, and look at the number"


async def lacking(call: Call, bot: int, place: Address, need: Need) -> list[str]:
    """What is missing for the group's use; nothing when all is well.

    :raises AiogramError: Telegram does not answer.
    """
    try:
        chat = await call(GetChat(chat_id=int(place.chat)))
        own = await call(GetChatMember(chat_id=int(place.chat), user_id=bot))
    except ValueError:
        return ["this is no number of a chat"]
    except (TelegramBadRequest, TelegramForbiddenError):
        return [NOT_THERE]
    if own.get("status") in ("left", "kicked") or (own.get("status") == "restricted" and not own.get("is_member")):
        return [NOT_THERE]
    lacks = [] if _may(chat, own, "can_send_messages") else ["it may not write: allow it to send messages"]
    if need is Need.DESK:
        if not _may(chat, own, "can_pin_messages"):
            lacks.append("it may not pin the counts: make it an administrator who may pin messages")
    elif need is Need.FORUM:
        if chat.get("is_forum") is not True:
            lacks.append("the group has no topics: switch them on in its settings, or all cards stand in one chat")
        elif not _may(chat, own, "can_manage_topics"):
            lacks.append("no topics: it lacks can_manage_topics: make it an administrator who may manage topics")
        if not _may(chat, own, "can_pin_messages"):
            lacks.append("it lacks can_pin_messages: make it an administrator who may pin messages")
    return lacks


def _may(chat: Mapping[str, Any], own: Mapping[str, Any], right: str) -> bool:
    """A member may what everybody may; an administrator writes, and may else what was given."""
    match own.get("status"):
        case "creator":
            return True
        case "administrator":
            return right == "can_send_messages" or own.get(right) is True
        case "restricted":
            return own.get(right) is True
        case _:
            return (chat.get("permissions") or {}).get(right) is True
