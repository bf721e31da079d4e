"""Every refusal in the exact words of the real server."""

import json
from typing import Any

import pytest

from tests.simulator.control import ANNA, EMMA, VIKTOR, Control

BUTTON = {"text": "Да", "callback_data": "y"}
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
TEXT, ALBUM_ITEM, KEYBOARD, OWN = 4, 5, 6, 1  # what `prepared` puts into Anna's chat


def inline(*buttons: Any) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


@pytest.fixture
async def prepared(sim: Control) -> Control:
    await sim.act("start")
    await sim.act("start", person=VIKTOR)
    await sim.act("block", person=VIKTOR, blocked=True)
    await sim.act("send", kind="photo")
    photo = (await sim.updates())[-1]["message"]["photo"][-1]["file_id"]
    await sim.result("sendMessage", chat_id=ANNA, text="Текст", reply_markup=inline(BUTTON))
    await sim.result("sendPhoto", chat_id=ANNA, photo=photo, caption="Подпись")
    await sim.result("sendMessage", chat_id=ANNA, text="Клавиатура", reply_markup={"keyboard": [["Да"]]})
    return sim


CASES: list[tuple[str, dict[str, Any], str]] = [
    # who is written to
    ("sendMessage", {"text": "а"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": 1, "text": "а"}, "chat not found"),
    ("sendMessage", {"chat_id": "@nobody", "text": "а"}, "chat not found"),
    ("sendMessage", {"chat_id": EMMA, "text": "а"}, "chat not found"),
    ("getChat", {"chat_id": EMMA}, "chat not found"),
    # text
    ("sendMessage", {"chat_id": ANNA}, "message text is empty"),
    ("sendMessage", {"chat_id": ANNA, "text": " \n\u200b"}, "text must be non-empty"),
    ("sendMessage", {"chat_id": ANNA, "text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
    ("sendMessage", {"chat_id": ANNA, "text": "а" * 4097}, "message is too long"),
    ("sendMessage", {"chat_id": ANNA, "text": "а" * 20_000}, "text is too long"),
    ("sendMessage", {"chat_id": ANNA, "text": "а", "parse_mode": "MarkdownV2"}, "unsupported parse_mode"),
    ("sendPhoto", {"chat_id": ANNA, "photo": "x", "caption": "а" * 1025}, "wrong file identifier/HTTP URL specified"),
    ("editMessageCaption", {"chat_id": ANNA, "message_id": 5, "caption": "а" * 1025}, "message caption is too long"),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "а", "entities": [{"type": "bold", "offset": 0, "length": 5}]},
        "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 5",
    ),
    # replies
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "а", "reply_parameters": {"message_id": 99}},
        "message to be replied not found",
    ),
    # keyboards
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "а", "reply_markup": "{"},
        "can't parse reply keyboard markup JSON object",
    ),
    ("sendMessage", {"chat_id": ANNA, "text": "а", "reply_markup": [1]}, "object expected as reply markup"),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "а", "reply_markup": {"inline_keyboard": [BUTTON]}},
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "а", "reply_markup": inline({"text": "Да"})},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "а", "reply_markup": inline({"text": "Да", "callback_data": "я" * 33})},
        "BUTTON_DATA_INVALID",
    ),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "а", "reply_markup": inline({"text": "Да", "callback_data": ""})},
        "BUTTON_DATA_INVALID",
    ),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "а", "reply_markup": {"inline_keyboard": [[BUTTON] * 8] * 13}},
        "reply markup is too long",
    ),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "а", "reply_markup": inline({"text": "Тут", "url": "http://localhost:80/"})},
        "inline keyboard button URL 'http://localhost:80/' is invalid: Wrong HTTP URL",
    ),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "а", "reply_markup": inline({"text": "Тут", "url": "ftp://example.org"})},
        "inline keyboard button URL 'ftp://example.org' is invalid: Unsupported URL protocol",
    ),
    (
        "sendMessage",
        {"chat_id": ANNA, "text": "а", "reply_markup": inline({**BUTTON, "style": "loud"})},
        "can't parse inline keyboard button: invalid button style specified",
    ),
    # edits
    ("editMessageText", {"text": "а"}, "message identifier is not specified"),
    ("editMessageText", {"text": "а", "message_id": TEXT}, "chat_id is empty"),
    ("editMessageText", {"text": "а", "inline_message_id": "x"}, "MESSAGE_ID_INVALID"),
    ("editMessageText", {"chat_id": ANNA, "message_id": TEXT}, "message text is empty"),
    ("editMessageText", {"chat_id": ANNA, "message_id": 99, "text": "а"}, "message to edit not found"),
    (
        "editMessageText",
        {"chat_id": ANNA, "message_id": TEXT, "text": "Текст", "reply_markup": inline(BUTTON)},
        NOT_MODIFIED,
    ),
    ("editMessageReplyMarkup", {"chat_id": ANNA, "message_id": TEXT, "reply_markup": inline(BUTTON)}, NOT_MODIFIED),
    (
        "editMessageText",
        {"chat_id": ANNA, "message_id": TEXT, "text": "а", "reply_markup": {"keyboard": [["Да"]]}},
        "inline keyboard expected",
    ),
    ("editMessageText", {"chat_id": ANNA, "message_id": OWN, "text": "а"}, "message can't be edited"),
    ("editMessageText", {"chat_id": ANNA, "message_id": KEYBOARD, "text": "а"}, "message can't be edited"),
    (
        "editMessageText",
        {"chat_id": ANNA, "message_id": ALBUM_ITEM, "text": "а"},
        "there is no text in the message to edit",
    ),
    (
        "editMessageCaption",
        {"chat_id": ANNA, "message_id": TEXT, "caption": "а"},
        "there is no caption in the message to edit",
    ),
    ("editMessageText", {"chat_id": ANNA, "message_id": TEXT, "text": "а" * 4097}, "message is too long"),
    # deletions
    ("deleteMessage", {"chat_id": ANNA, "message_id": 99}, "message to delete not found"),
    ("deleteMessages", {"chat_id": ANNA}, "message identifiers are not specified"),
    ("deleteMessages", {"chat_id": ANNA, "message_ids": [98, 99]}, "message to delete not found"),
    (
        "deleteMessages",
        {"chat_id": ANNA, "message_ids": list(range(1, 102))},
        "too many message identifiers specified",
    ),
    # files
    ("sendPhoto", {"chat_id": ANNA}, "there is no photo in the request"),
    ("sendDocument", {"chat_id": ANNA, "document": "attach://x"}, "there is no document in the request"),
    ("sendDocument", {"chat_id": ANNA, "document": "x"}, "wrong file identifier/HTTP URL specified"),
    ("sendMediaGroup", {"chat_id": ANNA, "media": []}, "there are no messages to send"),
    ("sendMediaGroup", {"chat_id": ANNA, "media": [1] * 11}, "too many messages to send as an album"),
    (
        "sendMediaGroup",
        {"chat_id": ANNA, "media": [{"type": "photo", "media": "x"}]},
        'failed to send message #1 with the error message "wrong file identifier/HTTP URL specified"',
    ),
    ("getFile", {}, "file_id not specified"),
    ("getFile", {"file_id": "x"}, "wrong file_id or the file is temporarily unavailable"),
    # presses
    (
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        "query is too old and response timeout expired or query ID is invalid",
    ),
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "а" * 201}, "MESSAGE_TOO_LONG"),
    # commands
    ("setMyCommands", {"commands": "["}, "can't parse commands JSON object"),
    ("setMyCommands", {"commands": {}}, "expected an Array of BotCommand"),
    ("setMyCommands", {"commands": [{"command": "Старт", "description": "а"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "/start", "description": "а"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "start", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a", "description": "а"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
    (
        "setMyCommands",
        {"commands": [], "scope": {"type": "everywhere"}},
        "can't parse BotCommandScope: Unsupported type specified",
    ),
    (
        "setMyCommands",
        {"commands": [], "scope": {"type": "chat_member", "chat_id": ANNA, "user_id": ANNA}},
        "can't use specified scope in private chats",
    ),
    ("setMyCommands", {"commands": [], "language_code": "RU"}, "invalid language code specified"),
    # webhooks
    ("setWebhook", {"url": "example.org"}, "bad webhook: An HTTPS URL must be provided for webhook"),
    ("setWebhook", {"url": "http://127.0.0.1:1/", "secret_token": "а"}, "secret token contains unallowed characters"),
    ("setWebhook", {"url": "http://127.0.0.1:1/", "secret_token": "a" * 257}, "secret token is too long"),
    # the rest
    ("sendChatAction", {"chat_id": ANNA, "action": "dancing"}, "wrong parameter action in request"),
]


@pytest.mark.parametrize(("method", "parameters", "words"), CASES, ids=[f"{case[0]}: {case[2][:60]}" for case in CASES])
async def test_bad_requests(prepared: Control, method: str, parameters: dict[str, Any], words: str) -> None:
    body = await prepared.api(method, **parameters)
    assert body == {"ok": False, "error_code": 400, "description": f"Bad Request: {words}"}


async def test_a_blocked_bot_and_a_deleted_account(prepared: Control) -> None:
    for method in ("sendMessage", "sendChatAction"):
        refusal = await prepared.api(method, chat_id=VIKTOR, text="а", action="typing")
        assert refusal == {
            "ok": False,
            "error_code": 403,
            "description": "Forbidden: bot was blocked by the user",
        }
    await prepared.act("deactivate")
    refusal = await prepared.api("sendMessage", chat_id=ANNA, text="а")
    assert refusal["description"] == "Forbidden: user is deactivated"


async def test_after_two_days_a_message_cannot_be_deleted(prepared: Control) -> None:
    await prepared.ask("POST", "/sim/clock/advance", {"minutes": 48 * 60 + 1})
    refusal = await prepared.api("deleteMessage", chat_id=ANNA, message_id=TEXT)
    assert refusal["description"] == "Bad Request: message can't be deleted for everyone"


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/bot42:SIMULATOR/getMagic", 404, "Not Found: method not found"),
        ("/bot42:OTHER/getMe", 401, "Unauthorized"),
        ("/bot42/getMe", 401, "Unauthorized: invalid token specified"),
        ("/bot042:SIMULATOR/getMe", 401, "Unauthorized: invalid token specified"),
        (f"/bot42:{'S' * 90}/getMe", 401, "Unauthorized: invalid token specified"),
        ("/elsewhere", 404, "Not Found"),
        ("/file/bot42:SIMULATOR/photos/file_9.jpg", 404, "Not Found"),
    ],
)
async def test_wrong_addresses(sim: Control, path: str, status: int, words: str) -> None:
    async with sim.http.get(path) as answer:
        assert answer.status == status
        assert await answer.json() == {"ok": False, "error_code": status, "description": words}


async def test_a_body_that_is_no_json(sim: Control) -> None:
    headers = {"Content-Type": "application/json"}
    for body in ("{", json.dumps([1])):
        async with sim.http.post("/bot42:SIMULATOR/getMe", data=body, headers=headers) as answer:
            assert answer.status == 400
