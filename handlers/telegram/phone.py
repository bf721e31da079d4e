"""The button below the field that shares the reader's own number.

Telegram puts either such a keyboard or buttons inside the message below one text, so that the keyboard comes with a
short message of its own. It is taken away by another one, which itself is taken away at once.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from aiogram.exceptions import AiogramError
from aiogram.methods import DeleteMessage, SendMessage, TelegramMethod

from dialogs.kit.event import Address
from dialogs.kit.phrase import say, speak
from dialogs.kit.screen import Text
from dialogs.kit.words import fit
from handlers.telegram.limits import LIMITS

_GONE = "✓"
Call = Callable[[TelegramMethod[Any]], Awaitable[Any]]


async def ask(call: Call, to: Address, label: Text, language: str) -> None:
    """Lay the keyboard below the field, where there can be one; without it the number is typed."""
    if int(to.chat) < 0:
        return
    words = fit(speak(label, language), LIMITS.label) or "…"
    hint = say("You can also press “{label}” below: it sends the number of this account.", label=words)
    keys = {
        "keyboard": [[{"text": words, "request_contact": True}]],
        "resize_keyboard": True,
        "one_time_keyboard": True,
    }
    with suppress(AiogramError):
        await _say(call, to, speak(hint, language), keys)


async def put_away(call: Call, to: Address) -> None:
    """Take the keyboard away, by a message that is gone before it is read."""
    with suppress(AiogramError):
        sent = await _say(call, to, _GONE, {"remove_keyboard": True})
        await call(DeleteMessage(chat_id=int(to.chat), message_id=int(sent["message_id"])))


async def _say(call: Call, to: Address, text: str, markup: dict[str, Any]) -> Any:
    return await call(
        SendMessage.model_construct(
            chat_id=int(to.chat),
            message_thread_id=int(to.thread) if to.thread else None,
            text=text,
            disable_notification=True,
            reply_markup=markup,
        )
    )
