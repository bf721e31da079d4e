"""What Telegram's refusals and troubles mean for a message."""

from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    RestartingTelegram,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiohttp import ClientConnectorError

from dialogs.kit.messenger import ChatMoved, Gone, Later, Lost, Outcome, Refused

_NOBODY = (
    *("chat not found", "user not found", "PEER_ID_INVALID"),
    *("rights to send", "CHAT_WRITE_FORBIDDEN", "CHAT_RESTRICTED", "group chat was deactivated"),
)
_NO_THREAD = (
    *("message thread not found", "TOPIC_DELETED", "TOPIC_ID_INVALID", "forum topic identifier"),
    *("message to be replied not found", "replied message not found"),
)

LOST_FILE = ("wrong file", "wrong remote file", "file_id", "file reference")


def says(refusal: TelegramBadRequest, words: tuple[str, ...]) -> bool:
    """Whether the refusal is one of those."""
    message = refusal.message.lower()
    return any(word.lower() in message for word in words)


def outcome_of(trouble: AiogramError) -> Outcome:
    """What a failed call means for a letter."""
    match trouble:
        case TelegramRetryAfter():
            return Later(float(trouble.retry_after), flood=True)
        case TelegramMigrateToChat():
            return ChatMoved(str(trouble.migrate_to_chat_id))
        case TelegramForbiddenError():
            return Gone()
        case TelegramBadRequest():
            return _refused(trouble)
        case TelegramEntityTooLarge():
            return Refused(trouble.message)
        case TelegramNetworkError():
            never_left = isinstance(trouble.__cause__, ClientConnectorError)
            return Later(2.0, unsure=not never_left)
        case RestartingTelegram():
            return Later(5.0)
        case TelegramServerError() | ClientDecodeError():
            return Later(3.0, unsure=True)
        case TelegramAPIError():  # a wrong token, a conflict: not the letter's fault
            return Later(30.0)
        case _:
            return Refused(type(trouble).__name__)


def _refused(refusal: TelegramBadRequest) -> Outcome:
    if says(refusal, _NOBODY):
        return Gone()
    return Lost() if says(refusal, _NO_THREAD) else Refused(refusal.message)
