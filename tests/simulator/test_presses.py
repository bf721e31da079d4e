"""Buttons under messages, and the commands beside the input line."""

import asyncio
from typing import Any

import pytest
import telegram
from aiogram import Bot
from aiogram.types import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup

from tests.simulator.control import ANNA, EMMA, VIKTOR, Control


async def pressed(sim: Control) -> Any:
    return (await sim.updates(-1))[0]["callback_query"]


async def test_a_press_spins_until_it_is_answered(sim: Control, bot: Bot) -> None:
    await sim.act("start")
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="y")]])
    sent = await bot.send_message(ANNA, "Да?", reply_markup=markup)
    await sim.act("press", message=sent.message_id, row=0, column=0)
    query = await pressed(sim)
    assert query["id"].isdigit()
    assert query["chat_instance"]
    assert query["message"]["reply_markup"]["inline_keyboard"] == [[{"text": "Да", "callback_data": "y"}]]
    assert await bot.answer_callback_query(query["id"], text="Хорошо", show_alert=True)
    twice = await sim.api("answerCallbackQuery", callback_query_id=query["id"])
    assert twice["description"].endswith("query is too old and response timeout expired or query ID is invalid")


async def test_nobody_waits_for_an_answer_for_ever(sim: Control, other_bot: telegram.Bot) -> None:
    sim.telegram.account.presses._patience = 0.05
    await sim.act("start")
    button = telegram.InlineKeyboardButton("Да", callback_data="y")
    sent = await other_bot.send_message(ANNA, "Да?", reply_markup=telegram.InlineKeyboardMarkup([[button]]))
    await sim.act("press", message=sent.message_id, row=0, column=0)
    query = await pressed(sim)
    await asyncio.sleep(0.1)
    with pytest.raises(telegram.error.BadRequest, match="Query is too old"):
        await other_bot.answer_callback_query(query["id"])


async def test_other_buttons_are_the_apps_own_business(sim: Control, bot: Bot) -> None:
    await sim.act("start", person=VIKTOR)
    row = [
        InlineKeyboardButton(text="Смотреть", url="https://example.org/player"),
        InlineKeyboardButton(text="Найти", switch_inline_query="а"),
    ]
    sent = await bot.send_message(VIKTOR, "Эфир", reply_markup=InlineKeyboardMarkup(inline_keyboard=[row]))
    place = {"person": VIKTOR, "message": sent.message_id, "row": 0}
    assert await sim.act("press", **place, column=0) == {"kind": "url", "url": "https://example.org/player"}
    assert await sim.act("press", **place, column=1) == {"kind": "other"}
    assert await sim.act("press", **place, column=2, status=409) == {"reason": "the button is gone"}
    assert "column" in (await sim.act("press", **place, column=-1, status=400))["reason"]
    await bot.delete_message(VIKTOR, sent.message_id)
    await sim.act("press", **place, column=0, status=409)


async def test_commands_are_seen_by_language_and_scope(sim: Control, bot: Bot, other_bot: telegram.Bot) -> None:
    assert await bot.set_my_commands([BotCommand(command="menu", description="Меню")], language_code="ru")
    await other_bot.set_my_commands([("help", "Help")], scope=telegram.BotCommandScopeAllPrivateChats())
    assert (await sim.chat(EMMA))["commands"] == [{"command": "help", "description": "Help"}]
    assert (await sim.chat(ANNA))["commands"] == [{"command": "help", "description": "Help"}]
    await other_bot.delete_my_commands(scope=telegram.BotCommandScopeAllPrivateChats())
    assert (await sim.chat(ANNA))["commands"] == [{"command": "menu", "description": "Меню"}]
    assert (await sim.chat(EMMA))["commands"] == []
    assert [command.command for command in await other_bot.get_my_commands(language_code="ru")] == ["menu"]
    assert await bot.get_my_commands() == []
