"""The simulator's page, used by a person in a real browser, with a tiny bot on the other side of the Bot API."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from aiohttp import FormData
from playwright.async_api import Browser, FilePayload, expect

from simulator.desk import NewPerson
from simulator.server import TOKEN, serve
from tests.ports import closed_port
from tests.simulator.table import MORNING, TABLE, Table, inline, on_table, started_browser

PICTURE = bytes.fromhex(  # a PNG of one grey dot
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c6368000000820081dd436af40000000049454e44ae426082"
)

pytestmark = TABLE


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with started_browser() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def table(browser: Browser) -> AsyncIterator[Table]:
    async with on_table(browser) as table:
        yield table


async def test_a_press_waits_for_its_answer_and_the_message_changes_in_place(table: Table) -> None:
    anna = await table.begin()
    text = "Здравствуйте!\nЧто посмотрим?"
    message = await table.bot.say(
        text,
        entities=[{"type": "bold", "offset": 0, "length": 13}],
        reply_markup=inline(["Программа", "Мой план"]),
    )
    await expect(anna.locator("strong")).to_have_text("Здравствуйте!")
    program = anna.get_by_role("button", name="Программа")
    await program.click()
    press = await table.bot.hears("callback_query")
    await expect(program).to_have_attribute("aria-busy", "true")
    await table.bot.call("answerCallbackQuery", callback_query_id=press["id"], text="Готово")
    await expect(program).not_to_have_attribute("aria-busy", "true")
    await expect(anna.get_by_role("status")).to_have_text("Готово")
    await table.bot.call(
        "editMessageText", chat_id=5000001, message_id=message, text="Кластеры", reply_markup=inline(["Школа"])
    )
    changed = anna.locator("article.in")
    await expect(changed).to_have_count(1)
    await expect(changed).to_contain_text("Кластеры")
    await expect(changed).to_contain_text("изменено")
    await expect(program).to_have_count(0)


async def test_what_is_written_is_never_read_as_html(table: Table) -> None:
    anna = await table.begin()
    await table.bot.say('<img src="x" onerror="alert(1)">👩‍🏫 https://example.org/a?b=1')
    bubble = anna.locator("article.in")
    await expect(bubble).to_contain_text('<img src="x" onerror="alert(1)">👩‍🏫')
    await expect(bubble.locator("img")).to_have_count(0)
    link = bubble.locator(".text a")
    await expect(link).to_have_attribute("href", "https://example.org/a?b=1")
    await expect(link).to_have_attribute("rel", re.compile("noopener"))


async def test_entities_count_utf_16_units_and_may_cross(table: Table) -> None:
    draw = """async (entities) => {
        const { drawText } = await import("/static/text.js");
        const box = document.createElement("div");
        box.append(drawText("👩‍🏫 урок\\nи ответ", entities));
        return box.innerHTML;
    }"""
    lesson = {"type": "blockquote", "offset": 6, "length": 4}
    assert await table.page.evaluate(draw, [lesson]) == "👩‍🏫 <blockquote>урок</blockquote>и ответ"
    crossing = [{"type": "bold", "offset": 6, "length": 4}, {"type": "italic", "offset": 8, "length": 4}]
    drawn = "👩‍🏫 <strong>ур<em>ок</em></strong><em>\nи</em> ответ"
    assert await table.page.evaluate(draw, crossing) == drawn


async def test_an_alert_covers_one_phone_until_it_is_read(table: Table) -> None:
    anna = await table.begin()
    await table.bot.say("Куда?", reply_markup=inline(["Выставка"]))
    await anna.get_by_role("button", name="Выставка").click()
    press = await table.bot.hears("callback_query")
    await table.bot.call("answerCallbackQuery", callback_query_id=press["id"], text="Откроется завтра", show_alert=True)
    alert = anna.get_by_role("alertdialog")
    await expect(alert).to_contain_text("Откроется завтра")
    await table.page.get_by_role("button", name="Emma, visitor").click()
    await table.begin("Emma")
    await alert.get_by_role("button", name="OK").click()
    await expect(alert).to_have_count(0)


async def test_a_picture_comes_with_its_words_and_a_link_button_leads_outside(table: Table) -> None:
    anna = await table.begin()
    form = FormData({"chat_id": "5000001", "caption": "Стенд 47"})
    form.add_field("photo", PICTURE, filename="stand.png")
    form.add_field("reply_markup", '{"inline_keyboard": [[{"text": "Сайт", "url": "https://example.org/"}]]}')
    async with table.bot.session.post(f"{table.desk.url}/bot{TOKEN}/sendPhoto", data=form) as response:
        assert response.status == 200
    picture = anna.get_by_role("img", name="Фотография")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    await expect(anna.locator("article.in")).to_contain_text("Стенд 47")
    site = anna.get_by_role("link", name="Сайт")
    await expect(site).to_have_attribute("target", "_blank")
    await expect(site).to_have_attribute("rel", re.compile("noopener"))


async def test_the_reply_keyboard_says_its_words_and_shares_the_contact(table: Table) -> None:
    anna = await table.begin()
    keys = [[{"text": "Поделиться номером", "request_contact": True}], [{"text": "Не сейчас"}]]
    await table.bot.say("Куда позвонить?", reply_markup={"keyboard": keys, "resize_keyboard": True})
    await anna.get_by_role("button", name="Не сейчас").click()
    assert (await table.bot.hears("message"))["text"] == "Не сейчас"
    await anna.get_by_role("button", name="Поделиться номером").click()
    assert (await table.bot.hears("message"))["contact"]["user_id"] == 5000001
    await anna.get_by_role("button", name="Клавиатура бота").click()
    await expect(anna.get_by_role("button", name="Не сейчас")).to_be_hidden()


async def test_a_file_is_attached_with_what_stands_in_the_field(table: Table) -> None:
    anna = await table.begin()
    await anna.get_by_placeholder("Сообщение").fill("Наши цены")
    price: FilePayload = {"name": "прайс.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    async with table.page.expect_file_chooser() as chooser:
        await anna.get_by_role("button", name="Прикрепить файл").click()
    await (await chooser.value).set_files(price)
    message = await table.bot.hears("message")
    assert message["document"]["file_name"] == "прайс.pdf"
    assert message["caption"] == "Наши цены"
    told = (await table.bot.call("getFile", file_id=message["document"]["file_id"]))["result"]
    address = f"{table.bot.address}/file/bot{TOKEN}/{told['file_path']}"
    async with table.bot.session.get(address) as given:
        assert await given.read() == b"%PDF"
    await expect(anna.get_by_placeholder("Сообщение")).to_have_value("")
    await expect(anna.get_by_role("link", name="прайс.pdf")).to_be_visible()


async def test_of_a_big_file_only_the_size_is_told(table: Table, tmp_path: Path) -> None:
    anna = await table.begin()
    film = tmp_path / "кино.mp4"
    with film.open("wb") as empty:
        empty.truncate(21 << 20)
    await anna.locator(".attached").set_input_files(film)
    document = (await table.bot.hears("message"))["document"]
    assert document["file_size"] == 21 << 20
    answer = await table.bot.call("getFile", file_id=document["file_id"])
    assert answer["description"] == "Bad Request: file is too big"


async def test_an_album_of_documents_is_one_whole_and_each_opens(table: Table) -> None:
    anna = await table.begin()
    form = FormData(quote_fields=False)
    media = [{"type": "document", "media": f"attach://file{number}"} for number in range(3)]
    for number in range(3):
        name = f"прайс {number}.pdf"
        form.add_field(f"file{number}", b"%PDF", filename=name, content_type="application/pdf")
    form.add_field("media", json.dumps([*media[:2], media[2] | {"caption": "Материалы"}]))
    form.add_field("chat_id", "5000001")
    async with table.bot.session.post(f"{table.bot.address}/bot{TOKEN}/sendMediaGroup", data=form) as response:
        assert response.status == 200
    documents = anna.locator("article.in")
    await expect(documents).to_have_count(3)
    await expect(documents.nth(0)).to_have_class(re.compile("goes-on"))
    await expect(documents.nth(1)).to_have_class(re.compile("goes-on"))
    await expect(documents.nth(2)).not_to_have_class(re.compile("goes-on"))
    address = await anna.get_by_role("link", name="прайс 1.pdf").get_attribute("href")
    async with table.bot.session.get(f"{table.bot.address}{address}") as given:
        assert given.headers["Content-Disposition"].startswith("inline")
        assert given.headers["X-Content-Type-Options"] == "nosniff"
        assert await given.read() == b"%PDF"


async def test_contacts_of_others_are_sent_too(table: Table) -> None:
    anna = await table.begin()
    for entry, own, forwarded in (("Отправить чужой контакт", False, False), ("Переслать визитку", True, True)):
        await anna.get_by_role("button", name="Меню чата").click()
        await table.page.get_by_role("menuitem", name=entry).click()
        await table.page.get_by_role("button", name="Отправить", exact=True).last.click()
        message = await table.bot.hears("message")
        assert ("user_id" in message["contact"], "forward_origin" in message) == (own, forwarded)


async def test_who_blocked_the_bot_gets_nothing_until_it_is_restarted(table: Table) -> None:
    anna = await table.begin()
    await anna.get_by_role("button", name="Меню чата").click()
    await table.page.get_by_role("menuitem", name="Заблокировать бота").click()
    row = table.page.locator(".person").filter(has_text="Анна")
    await expect(row.get_by_text("бот заблокирован")).to_be_visible()
    assert (await table.bot.call("sendMessage", chat_id=5000001, text="Слышно?"))["error_code"] == 403
    await anna.get_by_role("button", name="Перезапустить бота").click()
    await expect(row.get_by_text("бот заблокирован")).to_be_hidden()
    assert (await table.bot.hears("message"))["text"] == "/start"


async def test_a_link_starts_the_bot_with_what_it_carries(table: Table) -> None:
    await table.phone("Анна").get_by_role("button", name="Меню чата").click()
    await table.page.get_by_role("menuitem", name="Начать по ссылке").click()
    await table.page.get_by_label("Что стоит в ссылке").fill("stand-polymedia")
    await table.page.keyboard.press("Enter")
    assert (await table.bot.hears("message"))["text"] == "/start stand-polymedia"


async def test_the_clock_goes_to_the_next_stop_and_no_further(table: Table) -> None:
    face, forward = table.page.get_by_role("timer"), table.page.get_by_role("button", name="К следующему слоту")
    await expect(face).to_contain_text("пн, 27 апреля 2020, 09:45:")
    await forward.click()
    await expect(table.page.get_by_text("Найдите лекцию и нажмите ⭐ или «Напоминать» — тогда")).to_be_visible()
    await expect(table.page.get_by_text("Бот ещё просыпается…")).to_be_visible()  # both have begun, and nobody answered
    await expect(face).to_contain_text("09:45:")
    stops = {"stops": ["2020-04-27T09:49:30+03:00"], "due": ["2020-04-27T09:49:50+03:00"]}
    async with table.bot.session.put(f"{table.desk.url}/sim/clock/stops", json=stops) as response:
        assert response.status == 200
    await expect(table.page.get_by_text("остановка 09:49:30")).to_be_visible()
    await forward.click()
    await expect(face).to_contain_text(re.compile(r"09:49:3\d МСК"))
    waits = table.page.get_by_role("button", name=re.compile(r"Напоминание через \d+ с…"))
    await expect(waits).to_be_disabled()
    async with table.bot.session.post(f"{table.desk.url}/sim/clock/next") as response:
        assert response.status == 200
    await expect(face).to_contain_text(re.compile(r"09:49:[345]\d МСК"))
    await expect(waits).to_be_hidden(timeout=40_000)
    await table.page.get_by_role("button", name="+5 минут").click()
    await expect(face).to_contain_text("09:54:")


async def test_the_strip_tells_what_this_is_in_steps_that_tick_themselves(table: Table) -> None:
    steps = table.page.locator("#steps li")
    await expect(steps).to_have_text(
        ["Начните за Анну и Виктора", "Найдите лекцию и нажмите ⭐ или «Напоминать»", "Переведите часы: придёт ссылка"]
    )
    await expect(steps.nth(0)).to_have_attribute("aria-current", "step")
    for chosen, done in ((0, ""), (1, "done")):  # what lay there was chosen by nobody
        stops = {"stops": [], "due": ["2020-04-27T09:46:00+03:00"], "chosen": chosen}
        async with table.bot.session.put(f"{table.desk.url}/sim/clock/stops", json=stops) as response:
            assert response.status == 200
        await expect(steps.nth(1)).to_have_class(done)
    await table.page.get_by_role("button", name="+5 минут").click()
    await expect(steps.nth(2)).to_have_class("done")
    await table.page.get_by_role("button", name="Switch to English").click()
    await expect(steps.nth(0)).to_have_text("Begin as Anna and Viktor")
    await expect(table.page.get_by_role("button", name="+5 minutes")).to_be_visible()


async def test_the_line_to_write_in_is_as_high_as_its_words_from_the_beginning(table: Table) -> None:
    anna = await table.begin()
    line = anna.get_by_role("textbox", name="Сообщение")
    box = await line.bounding_box()
    assert box is not None
    assert box["height"] >= 30


async def test_everything_is_done_without_a_mouse(table: Table) -> None:
    keys, anna = table.page.keyboard, table.phone("Анна")
    await keys.press("Alt+Digit1")
    await keys.press("Enter")
    assert (await table.bot.hears("message"))["text"] == "/start"
    line = anna.get_by_role("textbox", name="Сообщение")
    await expect(line).to_be_focused()
    await keys.type("первая строка")
    await keys.press("Shift+Enter")
    await keys.type("вторая")
    await keys.press("Enter")
    assert (await table.bot.hears("message"))["text"] == "первая строка\nвторая"
    message = await table.bot.say("Куда?", reply_markup=inline(["Программа", "Выставка"]))
    await expect(anna.get_by_role("button", name="Выставка")).to_be_visible()
    for key in ("ArrowUp", "ArrowRight", "Enter"):
        await keys.press(key)
    press = await table.bot.hears("callback_query")
    assert press["data"] == "1"
    await table.bot.call("answerCallbackQuery", callback_query_id=press["id"])
    floors = inline(["Этаж 1", "Этаж 2"])
    await table.bot.call("editMessageText", chat_id=5000001, message_id=message, text="Выставка", reply_markup=floors)
    await expect(anna.get_by_role("button", name="Этаж 2")).to_be_focused()
    await keys.press("Escape")
    await expect(line).to_be_focused()


async def test_a_reader_who_went_up_is_not_pulled_down(table: Table) -> None:
    anna = await table.begin()
    for number in range(30):
        await table.bot.say(f"Мероприятие {number}")
    await expect(anna.get_by_text("Мероприятие 29")).to_be_in_viewport()
    await anna.locator(".log").evaluate("log => { log.scrollTop = 0; }")
    down = anna.get_by_role("button", name="Вниз")
    await expect(down).to_be_visible()
    await table.bot.say("Свежее")
    await expect(down).to_have_accessible_name("Вниз: 1 новое сообщение")
    await expect(anna.get_by_text("Свежее")).not_to_be_in_viewport()
    await down.click()
    await expect(anna.get_by_text("Свежее")).to_be_in_viewport()
    await expect(down).to_be_hidden()


async def test_a_person_joins_the_table_and_shows_news_while_away(table: Table) -> None:
    page = table.page
    await page.get_by_role("button", name="Добавить человека").click()
    await page.get_by_label("Имя").fill("Соня")
    await page.get_by_label("Кто это").fill("ученица")
    await page.keyboard.press("Enter")
    await table.begin("Соня, ученица")
    await table.phone("Соня").get_by_role("button", name="Убрать телефон").click()
    await table.bot.say("Скоро начало", chat=5000004)
    await page.get_by_role("button", name="Соня, ученица, Telegram, 1 новое сообщение").click()
    await expect(table.phone("Соня").get_by_text("Скоро начало")).to_be_visible()
    await expect(page.get_by_role("button", name="1 новое сообщение")).to_have_count(0)


async def test_on_a_narrow_screen_one_chat_fills_it(browser: Browser) -> None:
    async with on_table(browser, 390, 844) as table:
        await expect(table.page.locator(".device")).to_have_count(1)
        await table.page.locator(".person").filter(has_text="Emma").get_by_role("button").first.click()
        emma = await table.begin("Emma")
        await expect(table.page.locator(".device")).to_have_count(1)
        box = await emma.bounding_box()
        assert box is not None
        assert (box["x"], box["width"]) == (0, 390)
        assert await table.page.evaluate("document.documentElement.scrollWidth") == 390


async def test_a_lost_link_is_told_and_mended(browser: Browser) -> None:
    page = await browser.new_page(locale="ru-RU")
    with closed_port() as port:
        async with serve(clock=MORNING, port=port) as desk:
            await page.goto(desk.url)
            await expect(page.locator(".device").first).to_be_visible()
        await expect(page.get_by_text("нет связи, переподключаюсь…")).to_be_visible()
        async with serve(clock=MORNING, port=port, people=[NewPerson("Ольга", "директор школы")]):
            await expect(page.get_by_role("heading", name="Ольга, директор школы")).to_be_visible()
            await expect(page.get_by_text("нет связи")).to_be_hidden()
            await page.close()
