"""aiogram's types check and write as ever, though most of what does that is made when it is asked for."""

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import EditMessageText, SendMessage
from aiogram.methods.base import Response
from aiogram.types import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Message
from pydantic import SecretStr, ValidationError
from pydantic_core import SchemaValidator

from handlers.telegram.client import open_bot
from handlers.telegram.models import lighten
from handlers.telegram.settings import Settings
from simulator.server import TOKEN

CHAT = {"id": 1, "type": "private"}
SAID = {"message_id": 2, "date": 1587969900, "chat": CHAT, "text": "Когда начало?"}


@pytest.fixture(autouse=True)
def light() -> None:
    lighten.__wrapped__()  # whatever another test has asked for already


def test_a_message_is_read_with_all_that_is_in_it() -> None:
    read = Message.model_validate(SAID | {"reply_to_message": SAID})
    assert isinstance(read.reply_to_message, Message)
    assert read.reply_to_message.text == "Когда начало?"


def test_an_answer_of_telegram_is_read() -> None:
    answer = Response[Message].model_validate({"ok": True, "result": SAID})
    assert answer.result is not None
    assert answer.result.chat.id == 1


def test_a_call_with_a_keyboard_is_written() -> None:
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Меню", callback_data="menu")]])
    written = SendMessage(chat_id=1, text="…", reply_markup=keyboard).model_dump(exclude_none=True, warnings=False)
    assert written["reply_markup"] == {"inline_keyboard": [[{"text": "Меню", "callback_data": "menu"}]]}


def test_what_is_wrong_is_refused() -> None:
    with pytest.raises(ValidationError):
        BotCommand.model_validate({"command": "menu"})


def test_a_refusal_is_read_at_once_whatever_the_call_would_have_brought() -> None:
    bot = open_bot(Settings(token=SecretStr(TOKEN)))
    call = EditMessageText(chat_id=1, message_id=2, text="…")
    body = '{"ok":false,"error_code":400,"description":"Bad Request: message is not modified"}'
    with pytest.raises(TelegramBadRequest, match="not modified") as refused:
        bot.session.check_response(bot, call, 400, body)
    assert refused.value.method is call
    assert not isinstance(vars(Message)["__pydantic_validator__"], SchemaValidator), "a tenth of a second of the loop"
