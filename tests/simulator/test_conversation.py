"""One conversation from the first /start to a pressed button, told by each of two independent clients."""

import telegram
from aiogram import Bot
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from tests.simulator.control import ANNA, Control

MENU = [{"text": "Программа", "kind": "callback", "url": None, "style": None}]


async def test_aiogram_holds_a_conversation(sim: Control, bot: Bot) -> None:
    await sim.act("start", payload="session-s-001")
    (update,) = await bot.get_updates(timeout=1)
    assert update.message
    assert update.message.text == "/start session-s-001"
    assert update.message.chat.first_name == "Анна"
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Программа", callback_data="p")]])
    sent = await bot.send_message(ANNA, "<b>Здравствуйте</b>, Анна", parse_mode="HTML", reply_markup=keyboard)
    assert sent.text == "Здравствуйте, Анна"

    assert await sim.act("press", message=sent.message_id, row=0, column=0) == {"kind": "callback"}
    (update,) = await bot.get_updates(offset=update.update_id + 1, timeout=1)
    query = update.callback_query
    assert query
    assert query.data == "p"
    assert query.message
    assert query.message.message_id == sent.message_id
    assert await query.answer("Открываю")
    assert await bot.edit_message_text("Вот программа", chat_id=ANNA, message_id=sent.message_id)

    said, answered = (await sim.chat())["messages"]
    assert (said["out"], said["text"]) == (True, "/start session-s-001")
    assert (answered["out"], answered["text"], answered["buttons"]) == (False, "Вот программа", None)


async def test_python_telegram_bot_holds_the_same_conversation(sim: Control, other_bot: telegram.Bot) -> None:
    await sim.act("start", payload=None)
    (update,) = await other_bot.get_updates(timeout=1)
    assert update.message
    assert update.message.text == "/start"
    assert update.message.from_user
    assert update.message.from_user.language_code == "ru"
    button = telegram.InlineKeyboardButton("Программа", callback_data="p")
    sent = await other_bot.send_message(
        ANNA, "<b>Здравствуйте</b>", parse_mode="HTML", reply_markup=telegram.InlineKeyboardMarkup([[button]])
    )
    assert sent.entities[0].type == "bold"
    assert (await sim.chat())["messages"][1]["buttons"] == [MENU]

    await sim.act("press", message=sent.message_id, row=0, column=0)
    (update,) = await other_bot.get_updates(offset=update.update_id + 1, timeout=1)
    assert update.callback_query
    assert await update.callback_query.answer()
    edited = await update.callback_query.edit_message_text("Вот программа")
    assert isinstance(edited, telegram.Message)
    assert edited.edit_date


async def test_what_the_bot_calls_itself_is_seen(sim: Control, bot: Bot, other_bot: telegram.Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.is_bot) == (42, True)
    assert await bot.set_my_name("Салон")
    assert (await other_bot.get_me()).first_name == "Салон"
    assert await other_bot.set_my_description("Помощник участника")
    assert await bot.set_my_short_description("Помощник")
    chat = await sim.chat()
    assert chat["title"] == "Салон"
    assert chat["bot"]["description"] == "Помощник участника"
