"""Topics of a forum: made, named, closed and opened again; what has nothing to change is no trouble."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    CloseForumTopic,
    CreateForumTopic,
    EditForumTopic,
    ReopenForumTopic,
    ReopenGeneralForumTopic,
    TelegramMethod,
)

from dialogs.kit.event import Address, Shown
from dialogs.kit.phrase import speak
from dialogs.kit.screen import Topic
from dialogs.kit.words import fit
from handlers.telegram.limits import TOPIC_TITLE
from handlers.telegram.outcomes import says

_AS_IT_IS = ("TOPIC_NOT_MODIFIED",)

Call = Callable[[TelegramMethod[Any]], Awaitable[Any]]


async def keep(call: Call, to: Address, topic: Topic, language: str, over: Shown | None) -> Shown:
    """Let the topic be so; `over` is the one that it is already.

    :raises AiogramError: it did not work.
    """
    chat, title = int(to.chat), fit(speak(topic.title, language), TOPIC_TITLE) or "…"
    if over is None:
        made = await call(CreateForumTopic(chat_id=chat, name=title))
        over = Shown(str(made["message_thread_id"]))
        if topic.open:
            return over
    elif topic.named:
        await _unless_so(call, EditForumTopic(chat_id=chat, message_thread_id=int(over.message), name=title))
    turn = ReopenForumTopic if topic.open else CloseForumTopic
    await _unless_so(call, turn(chat_id=chat, message_thread_id=int(over.message)))
    return over


async def reopen(call: Call, to: Address) -> None:
    """Somebody closed the topic in which something has to be said.

    :raises AiogramError: we may not open it.
    """
    chat = int(to.chat)
    if to.thread:
        await _unless_so(call, ReopenForumTopic(chat_id=chat, message_thread_id=int(to.thread)))
    else:
        await _unless_so(call, ReopenGeneralForumTopic(chat_id=chat))


async def _unless_so(call: Call, method: TelegramMethod[Any]) -> None:
    try:
        await call(method)
    except TelegramBadRequest as refusal:
        if not says(refusal, _AS_IT_IS):
            raise
