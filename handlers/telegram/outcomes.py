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
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import CloseForumTopic, CreateForumTopic, EditForumTopic, ReopenForumTopic, ReopenGeneralForumTopic
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
_OF_TOPICS = (CreateForumTopic, EditForumTopic, CloseForumTopic, ReopenForumTopic, ReopenGeneralForumTopic)

LOST_FILE = ("wrong file", "wrong remote file", "file_id", "file reference")


def says(refusal: TelegramBadRequest, words: tuple[str, ...]) -> bool:
    """Whether the refusal is one of those."""
    message = refusal.message.lower()
    return any(word.lower() in message for word in words)


def outcome_of(trouble: AiogramError) -> Outcome:
    """What a failed call means for a letter."""
    match trouble:
        case TelegramRetryAfter():
            return _flood(trouble)
        case TelegramMigrateToChat():
            return ChatMoved(str(trouble.migrate_to_chat_id))
        case TelegramForbiddenError():
            return Gone()
        case TelegramBadRequest():
            return _refused(trouble)
        case TelegramEntityTooLarge():
            return Refused(trouble.message)
        case TelegramNetworkError() | TelegramServerError() | ClientDecodeError():
            return _missed(trouble)
        case TelegramUnauthorizedError() | TelegramNotFound():
            return Later(30.0, whole=True, token=True)
        case TelegramAPIError():  # a conflict
            return Later(30.0)
        case _:
            return Refused(type(trouble).__name__)


def _flood(flood: TelegramRetryAfter) -> Later:
    """Each chat has a limit of its own, and so have topics; only a call of no chat speaks of all."""
    method = flood.method
    whole = getattr(method, "chat_id", None) is None
    return Later(float(flood.retry_after), flood=True, whole=whole, alike=isinstance(method, _OF_TOPICS))


def _missed(trouble: AiogramError) -> Later:
    """Telegram is not there as a whole, as far as one call can tell."""
    match trouble:
        case TelegramNetworkError():
            never_left = isinstance(trouble.__cause__, ClientConnectorError)
            return Later(2.0, unsure=not never_left, whole=True)
        case RestartingTelegram():
            return Later(5.0, whole=True)
        case _:
            return Later(3.0, unsure=True, whole=True)


def _refused(refusal: TelegramBadRequest) -> Outcome:
    if says(refusal, _NOBODY):
        return Gone()
    return Lost() if says(refusal, _NO_THREAD) else Refused(refusal.message)
