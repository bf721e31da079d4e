"""What the bot sends, edits and deletes, in every encoding, as the bot and as the page see it."""

import json
from typing import Any

import aiohttp
import pytest
import telegram
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    MediaUnion,
    Message,
    ReplyParameters,
)

from simulator.pictures import picture
from tests.simulator.control import ANNA, Control

Album = list[MediaUnion]
PICTURE = picture(400, 300)
PHOTO = BufferedInputFile(PICTURE, "stand.png")
PRICE = BufferedInputFile(b"price list", "price.pdf")


@pytest.fixture(autouse=True)
async def started(sim: Control) -> None:
    await sim.act("start")


@pytest.mark.parametrize("encoding", ["query", "form", "multipart", "json"])
async def test_parameters_come_in_any_encoding(sim: Control, encoding: str) -> None:
    markup = {"inline_keyboard": [[{"text": "Да", "callback_data": "y"}]]}
    flat = {"chat_id": str(ANNA), "text": "Кириллица & знаки", "reply_markup": json.dumps(markup), "unknown": "1"}
    path = "/bot42:SIMULATOR/SENDmessage"
    ways: dict[str, dict[str, Any]] = {
        "query": {"params": flat},
        "form": {"data": flat},
        "multipart": {"data": aiohttp.FormData(flat, default_to_multipart=True)},
        "json": {"json": {"chat_id": ANNA, "text": flat["text"], "reply_markup": markup, "parse_mode": None}},
    }
    async with sim.http.post(path, **ways[encoding]) as answer:
        sent = (await answer.json())["result"]
    assert sent["text"] == "Кириллица & знаки"
    assert sent["reply_markup"] == markup
    (call,) = await sim.calls("sendMessage")
    assert call["params"]["reply_markup"] == markup


async def test_absent_is_not_null(sim: Control) -> None:
    sent = await sim.result("sendMessage", chat_id=ANNA, text="а")
    assert sent == {
        "message_id": 2,
        "from": {"id": 42, "is_bot": True, "first_name": "Бот на столе", "username": "simulator_bot"},
        "chat": {"id": ANNA, "first_name": "Анна", "username": "anna", "type": "private"},
        "date": 1587969900,  # by the fair's clock
        "text": "а",
    }


async def test_a_photo_and_its_bytes(sim: Control, bot: Bot) -> None:
    sent = await bot.send_photo(ANNA, PHOTO, caption="<b>Стенд</b>", parse_mode="HTML")
    assert sent.photo
    assert [(size.width, size.height) for size in sent.photo] == [(90, 68), (400, 300)]
    assert sent.caption_entities
    shown = (await sim.chat())["messages"][-1]
    assert (shown["text"], shown["photo"]["width"]) == ("Стенд", 400)
    async with sim.http.get(shown["photo"]["url"]) as answer:
        assert await answer.read() == PICTURE
    for size in sent.photo:
        downloaded = await bot.download(size.file_id)
        assert downloaded
        assert downloaded.read() == PICTURE
    again = await bot.send_photo(ANNA, sent.photo[-1].file_id)
    assert again.photo
    assert again.photo[-1].file_unique_id == sent.photo[-1].file_unique_id


async def test_a_document_and_its_type(sim: Control, bot: Bot, other_bot: telegram.Bot) -> None:
    sent = await other_bot.send_document(ANNA, b"price list", filename="price.pdf", caption="Прайс")
    assert sent.document
    assert (sent.document.file_name, sent.document.file_size) == ("price.pdf", 10)
    file = await other_bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"price list"
    shown = (await sim.chat())["messages"][-1]["document"]
    assert (shown["name"], shown["size"]) == ("price.pdf", 10)
    with pytest.raises(TelegramBadRequest, match="can't use file of type Document as Photo"):
        await bot.send_photo(ANNA, sent.document.file_id)


async def test_a_photo_by_its_address_is_not_fetched(sim: Control, bot: Bot) -> None:
    sent = await bot.send_photo(ANNA, "https://example.org/stand.jpg")
    assert (await sim.chat())["messages"][-1]["photo"]["url"] == "https://example.org/stand.jpg"
    assert sent.photo
    with pytest.raises(TelegramBadRequest, match="wrong file_id"):
        await bot.get_file(sent.photo[0].file_id)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (picture(210, 10), "PHOTO_INVALID_DIMENSIONS"),
        (b"\x89PNG\r\n\x1a\n" + bytes(11 << 20), "is too big for a photo"),
    ],
)
async def test_not_every_upload_is_a_photo(bot: Bot, content: bytes, words: str) -> None:
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.send_photo(ANNA, BufferedInputFile(content, "x.png"))


async def test_an_album(sim: Control, bot: Bot) -> None:
    media: Album = [InputMediaPhoto(media=PHOTO, caption="Первая"), InputMediaPhoto(media="https://example.org/2.jpg")]
    sent = await bot.send_media_group(ANNA, media)
    assert len({message.media_group_id for message in sent}) == 1
    shown = (await sim.chat())["messages"][1:]
    assert [message["text"] for message in shown] == ["Первая", ""]
    assert shown[0]["album"] == shown[1]["album"] == sent[0].media_group_id
    mixed: Album = [InputMediaPhoto(media=PHOTO), InputMediaDocument(media=PRICE)]
    with pytest.raises(TelegramBadRequest, match="document can't be mixed with other media types"):
        await bot.send_media_group(ANNA, mixed)


async def test_edits_change_the_message_and_drop_buttons_that_are_not_repeated(sim: Control, bot: Bot) -> None:
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="y")]])
    sent = await bot.send_message(ANNA, "Текст", reply_markup=markup)
    edited = await bot.edit_message_text("Другой", chat_id=ANNA, message_id=sent.message_id)
    assert isinstance(edited, Message)
    assert edited.edit_date
    assert edited.reply_markup is None
    await bot.edit_message_reply_markup(chat_id=ANNA, message_id=sent.message_id, reply_markup=markup)
    shown = (await sim.chat())["messages"][-1]
    assert (shown["text"], len(shown["buttons"])) == ("Другой", 1)
    assert shown["edited"]


async def test_text_becomes_a_photo_and_its_caption_changes(sim: Control, bot: Bot) -> None:
    sent = await bot.send_message(ANNA, "Текст")
    media = InputMediaPhoto(media=PHOTO, caption="<i>Подпись</i>", parse_mode="HTML")
    edited = await bot.edit_message_media(media, chat_id=ANNA, message_id=sent.message_id)
    assert isinstance(edited, Message)
    assert edited.photo
    assert edited.text is None
    await bot.edit_message_caption(chat_id=ANNA, message_id=sent.message_id, caption="Новая")
    shown = (await sim.chat())["messages"][-1]
    assert (shown["text"], shown["photo"]["height"]) == ("Новая", 300)


async def test_messages_are_deleted_one_and_many(sim: Control, bot: Bot, other_bot: telegram.Bot) -> None:
    sent = [await bot.send_message(ANNA, str(number)) for number in range(3)]
    assert await bot.delete_message(ANNA, sent[0].message_id)
    assert await other_bot.delete_messages(ANNA, [1, sent[1].message_id, 99])
    assert [message["text"] for message in (await sim.chat())["messages"]] == ["2"]


async def test_a_reply_and_what_it_answers(sim: Control, bot: Bot) -> None:
    sent = await bot.send_message(ANNA, "Да?", reply_parameters=ReplyParameters(message_id=1))
    assert sent.reply_to_message
    assert sent.reply_to_message.text == "/start"
    assert (await sim.chat())["messages"][-1]["reply_to"] == 1
    await bot.send_message(
        ANNA, "Всё равно", reply_parameters=ReplyParameters(message_id=99, allow_sending_without_reply=True)
    )
    await sim.act("text", text="Отвечаю", reply_to=sent.message_id)
    answer = (await sim.updates(-1))[0]["message"]
    assert answer["reply_to_message"]["message_id"] == sent.message_id
    assert "reply_to_message" not in answer["reply_to_message"]
    await sim.act("text", text="Отвечаю", reply_to=99, status=404)


async def test_a_link_is_shown_with_its_page_unless_told_otherwise(sim: Control, bot: Bot) -> None:
    await bot.send_message(ANNA, "https://example.org")
    await bot.send_message(ANNA, "https://example.org", link_preview_options=LinkPreviewOptions(is_disabled=True))
    assert [message["link_preview"] for message in (await sim.chat())["messages"][1:]] == [True, False]


async def test_typing_ends_with_the_message(sim: Control, bot: Bot) -> None:
    await bot.send_chat_action(ANNA, "typing")
    assert (await sim.person())["typing"]
    await bot.send_message(ANNA, "а")
    assert not (await sim.person())["typing"]


async def test_the_bot_asks_about_a_chat(bot: Bot) -> None:
    chat = await bot.get_chat(ANNA)
    assert (chat.first_name, chat.active_usernames) == ("Анна", ["anna"])
    assert (await bot.get_chat_member(ANNA, ANNA)).status == "member"
    with pytest.raises(TelegramBadRequest, match="PARTICIPANT_ID_INVALID"):
        await bot.get_chat_member(ANNA, 7)
