"""Refusals of VK's API: the code, the words, and after a colon what exactly was wrong."""

from typing import Any

WORDS = {
    3: "Unknown method passed",
    5: "User authorization failed",
    6: "Too many requests per second",
    8: "Invalid request",
    9: "Flood control",
    10: "Internal server error",
    12: "Unable to compile code",
    13: "Runtime error occurred during code invocation",
    14: "Captcha needed",
    15: "Access denied",
    18: "User was deleted or banned",
    100: "One of the parameters specified was missing or invalid",
    125: "Invalid group id",
    900: "Can't send messages for users from blacklist",
    901: "Can't send messages for users without permission",
    902: "Can't send messages to this user due to their privacy settings",
    909: "Can't edit this message, because it's too old",
    911: "Keyboard format is invalid",
    912: "This is a chat bot feature, change this status in settings",
    914: "Message is too long",
    917: "You don't have access to this chat",
    920: "Can't edit this kind of message",
    922: "You left this chat",
    924: "Can't delete this message for everybody",
    925: "You are not admin of this chat",
    927: "Chat does not exist",
    935: "User not found in chat",
    936: "Contact not found",
    945: "Chat was disabled",
    2000: "Servers number limit is reached",
}
WRONG_TOKEN = "invalid access_token (4)."  # noqa: S105 - words of a refusal


class ApiError(Exception):
    def __init__(self, code: int, detail: str = "", **more: Any) -> None:
        self.code = code
        self.message = f"{WORDS[code]}: {detail}" if detail else WORDS[code]
        self.more = more
        super().__init__(self.message)

    def body(self) -> dict[str, Any]:
        return {"error_code": self.code, "error_msg": self.message, **self.more}


def wrong(detail: str) -> ApiError:
    """A parameter is missing or makes no sense."""
    return ApiError(100, detail)


def captcha() -> ApiError:
    return ApiError(14, captcha_sid="239633676097", captcha_img="https://vk.com/captcha.php?sid=239633676097")
