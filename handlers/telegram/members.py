"""Going out of a group, and putting somebody out of it."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.methods import BanChatMember, GetChatMember, LeaveChat, SendMessage, TelegramMethod, UnbanChatMember

from dialogs.kit.event import Address, Shown
from dialogs.kit.messenger import Delivered, Outcome
from dialogs.kit.phrase import speak
from dialogs.kit.screen import Text
from handlers.telegram.outcomes import says

_NOT_THERE = ("user not found", "PARTICIPANT_ID_INVALID", "USER_NOT_PARTICIPANT", "USER_ID_INVALID", "member not found")
_DONE = Delivered(Shown(""))

Call = Callable[[TelegramMethod[Any]], Awaitable[Any]]


async def leave(call: Call, to: Address, word: Text | None, language: str) -> Outcome:
    """Say a last word, where that is allowed, and go.

    :raises AiogramError: it did not work.
    """
    if word is not None:
        with suppress(AiogramError):
            await call(SendMessage(chat_id=int(to.chat), text=speak(word, language)))
    await call(LeaveChat(chat_id=int(to.chat)))
    return _DONE


async def remove(call: Call, to: Address, user: str) -> Outcome:
    """Put somebody out; done, too, where they are not there. They may come back when somebody lets them in.

    :raises AiogramError: it did not work, or we may not.
    """
    chat, who = int(to.chat), int(user)
    if not await _is_there(call, chat, who):
        return _DONE
    try:
        await call(BanChatMember(chat_id=chat, user_id=who, revoke_messages=False))
    except TelegramBadRequest as refusal:
        if says(refusal, _NOT_THERE):
            return _DONE
        raise
    with suppress(TelegramBadRequest):  # plain groups know no ban that lasts
        await call(UnbanChatMember(chat_id=chat, user_id=who, only_if_banned=True))
    return _DONE


async def _is_there(call: Call, chat: int, user: int) -> bool:
    """Whether they are a member, as far as we are told: Telegram tells it for sure to administrators alone."""
    try:
        member = await call(GetChatMember(chat_id=chat, user_id=user))
    except TelegramBadRequest as refusal:
        return not says(refusal, _NOT_THERE)
    return member.get("status") not in ("left", "kicked")
