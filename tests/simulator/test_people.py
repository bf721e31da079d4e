"""What people do, and what the bot hears of it."""

import base64
from typing import Any

import pytest
import telegram
from aiogram import Bot
from aiogram.types import (
    ForceReply,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from simulator.telegram.samples import KINDS
from tests.simulator.control import ANNA, Control


async def last(sim: Control, kind: str = "message") -> Any:
    return (await sim.updates(-1))[0][kind]


async def test_three_demo_people_who_have_not_begun(sim: Control) -> None:
    state = await sim.ask("GET", "/sim/state")
    assert [(person["name"], person["role"], person["language"]) for person in state["people"]] == [
        ("Анна", "учитель", "ru"),
        ("Виктор", "отец", "ru"),
        ("Emma", "visitor", "en"),
    ]
    assert all(person["demo"] for person in state["people"])
    assert not any(chat["started"] or chat["messages"] for chat in state["chats"])


async def test_a_newcomer(sim: Control) -> None:
    person = await sim.ask("POST", "/sim/people", {"name": "Ольга", "role": "директор", "last_name": "Лис"})
    assert not person["demo"]
    await sim.act("start", person=person["id"])
    sender = (await last(sim))["from"]
    assert sender == {
        "id": person["id"],
        "is_bot": False,
        "first_name": "Ольга",
        "last_name": "Лис",
        "language_code": "ru",
    }
    refusal = await sim.ask("POST", "/sim/people", {"name": "О", "messenger": "pigeon"}, status=400)
    assert refusal == {"reason": "there is no messenger 'pigeon'; there are: telegram, vk"}
    assert "name" in (await sim.ask("POST", "/sim/people", {"role": "никто"}, status=400))["reason"]


async def test_a_deep_link_carries_only_what_telegram_lets_through(sim: Control) -> None:
    await sim.act("start", payload="stand-polymedia")
    message = await last(sim)
    assert message["text"] == "/start stand-polymedia"
    assert message["entities"] == [{"offset": 0, "length": 6, "type": "bot_command"}]
    await sim.act("start", payload="с пробелом", status=400)
    assert (await sim.chat())["started"]


async def test_blocking_and_coming_back(sim: Control, other_bot: telegram.Bot) -> None:
    await sim.act("start")
    await sim.act("block", blocked=True)
    await sim.act("block", blocked=True)  # once is enough
    (update,) = await other_bot.get_updates(offset=-1)
    member = update.my_chat_member
    assert member
    assert (member.old_chat_member.status, member.new_chat_member.status) == ("member", "kicked")
    with pytest.raises(telegram.error.Forbidden, match="bot was blocked by the user"):
        await other_bot.send_message(ANNA, "а")
    assert (await other_bot.get_chat_member(ANNA, 42)).status == "kicked"
    await sim.act("text", text="не уйдёт", status=409)
    await sim.act("start", payload=None)
    back, begun = await other_bot.get_updates(offset=update.update_id + 1)
    assert back.my_chat_member
    assert back.my_chat_member.new_chat_member.status == "member"
    assert begun.message
    assert await other_bot.send_message(ANNA, "С возвращением")


async def test_who_left_the_messenger_is_silent(sim: Control) -> None:
    await sim.act("start")
    await sim.act("deactivate")
    await sim.act("text", text="а", status=409)
    assert (await sim.person())["deactivated"]


async def test_long_words_are_cut_as_the_apps_do(sim: Control) -> None:
    await sim.act("text", text="а" * 5000)
    assert [len(update["message"]["text"]) for update in await sim.updates()] == [4096, 904]
    await sim.act("text", text="  ", status=400)


async def test_an_own_message_is_edited(sim: Control, bot: Bot) -> None:
    await sim.act("text", text="Превет")
    await sim.act("edit", message=1, text="Привет")
    edited = await last(sim, "edited_message")
    assert (edited["text"], edited["message_id"]) == ("Привет", 1)
    assert edited["edit_date"]
    sent = await bot.send_message(ANNA, "а")
    await sim.act("edit", message=sent.message_id, text="б", status=409)


async def test_the_reply_keyboard_says_its_words_and_shares_contacts(sim: Control, bot: Bot) -> None:
    await sim.act("start")
    keys = [
        [KeyboardButton(text="Программа"), KeyboardButton(text="Поделиться", request_contact=True)],
        [KeyboardButton(text="Я здесь", request_location=True)],
    ]
    markup = ReplyKeyboardMarkup(keyboard=keys, resize_keyboard=True, input_field_placeholder="Куда?")
    sent = await bot.send_message(ANNA, "Меню", reply_markup=markup)
    keyboard = (await sim.chat())["keyboard"]
    assert keyboard["rows"][0][1] == {"text": "Поделиться", "contact": True, "location": False, "style": None}
    assert (keyboard["resize"], keyboard["one_time"], keyboard["placeholder"]) == (True, False, "Куда?")

    await sim.act("keyboard", row=0, column=0)
    assert (await last(sim))["text"] == "Программа"
    await sim.act("keyboard", row=0, column=1)
    shared = await last(sim)
    assert shared["contact"]["user_id"] == ANNA
    assert shared["contact"]["phone_number"].isdigit()
    assert shared["reply_to_message"]["message_id"] == sent.message_id
    await sim.act("keyboard", row=1, column=0)
    assert (await last(sim))["location"]
    await sim.act("keyboard", row=7, column=0, status=409)
    await sim.act("send", kind="location", at=[53.02, 158.65])
    assert (await last(sim))["location"] == {"latitude": 53.02, "longitude": 158.65}
    await sim.act("send", kind="location", at=[91, 0], status=400)

    await bot.send_message(ANNA, "Имя?", reply_markup=ForceReply(force_reply=True))
    assert (await sim.chat())["keyboard"]
    await bot.send_message(ANNA, "Убрано", reply_markup=ReplyKeyboardRemove(remove_keyboard=True))
    assert (await sim.chat())["keyboard"] is None
    await sim.act("keyboard", row=0, column=0, status=409)


async def test_a_one_time_keyboard_goes_after_one_press(sim: Control, bot: Bot) -> None:
    await sim.act("start")
    markup = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Да")]], one_time_keyboard=True)
    await bot.send_message(ANNA, "Да?", reply_markup=markup)
    await sim.act("keyboard", row=0, column=0)
    assert (await sim.chat())["keyboard"] is None


async def test_a_contact_of_somebody_else(sim: Control) -> None:
    await sim.act("contact", phone="+7 900 000-00-07", own=False)
    contact = (await last(sim))["contact"]
    assert contact["phone_number"] == "+7 900 000-00-07"
    assert "user_id" not in contact
    assert (await sim.chat())["messages"][0]["contact"]["own"] is False


async def test_a_forwarded_contact_says_so(sim: Control, bot: Bot) -> None:
    await sim.act("contact", phone="79000000007", own=True, forwarded=True)
    (update,) = await bot.get_updates(timeout=1)
    assert update.message
    assert update.message.contact
    assert update.message.contact.user_id == ANNA
    assert update.message.forward_origin


async def test_a_file_of_ones_own_is_sent_and_downloaded(sim: Control, other_bot: telegram.Bot) -> None:
    content = base64.b64encode(b"%PDF").decode()
    await sim.act("file", name="прайс.pdf", mime="application/pdf", content=content, caption="Цены")
    (update,) = await other_bot.get_updates(timeout=1)
    assert update.message
    document = update.message.document
    assert document
    assert (document.file_name, document.mime_type, document.file_size) == ("прайс.pdf", "application/pdf", 4)
    assert update.message.caption == "Цены"
    assert bytes(await (await document.get_file()).download_as_bytearray()) == b"%PDF"
    shown = (await sim.chat())["messages"][-1]["document"]
    assert (shown["name"], shown["size"]) == ("прайс.pdf", 4)
    await sim.act("file", name="", status=400)
    await sim.act("file", name="прайс.pdf", size=-1, status=400)


async def test_a_file_of_any_size(sim: Control, other_bot: telegram.Bot) -> None:
    await sim.act("file", name="урок.mp4", size=20 << 20)
    await sim.act("file", name="кино.mp4", size=(20 << 20) + 1)
    lesson, film = [update.message.document for update in await other_bot.get_updates(timeout=1) if update.message]
    assert lesson
    assert film
    assert (await lesson.get_file()).file_size == 20 << 20
    assert film.file_size == (20 << 20) + 1
    with pytest.raises(telegram.error.BadRequest, match="ile is too big"):
        await film.get_file()


@pytest.mark.parametrize("kind", KINDS)
async def test_both_clients_read_everything_that_people_send(
    sim: Control, bot: Bot, other_bot: telegram.Bot, kind: str
) -> None:
    await sim.act("send", kind=kind, caption="Подпись")
    (update,) = await bot.get_updates(timeout=1)
    assert update.message
    assert update.message.content_type == kind
    (other,) = await other_bot.get_updates(timeout=1)
    assert other.message
    assert getattr(other.message, kind)
    shown = (await sim.chat())["messages"][0]
    assert shown["photo"] or shown["document"] or shown["service"]


async def test_nobody_sends_what_does_not_exist(sim: Control) -> None:
    assert "photo" in (await sim.act("send", kind="smell", status=400))["reason"]
    await sim.act("dance", status=404)
    await sim.act("start", person=1, status=404)
