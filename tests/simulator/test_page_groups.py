"""Groups on the simulator's page: a phone with several chats, a forum of moderators, the chat on the fair's site."""

import hashlib
import hmac
import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from simulator.clock import real_now
from simulator.desk import DemoGroup, NewPerson
from tests.simulator.table import TABLE, Table, inline, on_table, started_browser

MARIA = NewPerson("Мария", "модератор", username="maria")
OLEG = NewPerson("Олег", "модератор", username="oleg")
ANNA = NewPerson("Анна", "учитель", username="anna")
FORUM = DemoGroup("Модераторы салона", (MARIA, OLEG), forum=True)
TALK = DemoGroup("Чат мероприятия", (ANNA, MARIA))

MARIA_ID, OLEG_ID = 5_000_004, 5_000_005
CARD_BUTTONS = inline(["Взять"], ["Дубль", "Отклонить"])

pytestmark = TABLE


@dataclass(frozen=True, slots=True)
class Moderators:
    """The table with a forum on it, and what the moderators' bot does there."""

    table: Table
    forum: int
    talk: int

    def phone(self, whose: str) -> Locator:
        return self.table.phone(whose)

    async def hears(self, kind: str) -> dict[str, Any]:
        return await self.table.bot.hears(kind)

    async def call(self, method: str, **params: Any) -> Any:
        answer = await self.table.bot.call(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def topic(self, title: str) -> int:
        return int((await self.call("createForumTopic", chat_id=self.forum, name=title))["message_thread_id"])

    async def card(self, thread: int | None, text: str, **params: Any) -> int:
        return await self.table.bot.say(text, chat=self.forum, message_thread_id=thread, **params)

    async def act(self, chat: int, action: str, **body: Any) -> None:
        url = f"{self.table.desk.url}/sim/chats/telegram:{chat}/{action}"
        async with self.table.bot.session.post(url, json=body) as response:
            assert response.status == 200, await response.text()


@asynccontextmanager
async def moderating(
    browser: Browser, width: int = 1400, height: int = 900, groups: Sequence[DemoGroup] = (FORUM, TALK)
) -> AsyncIterator[Moderators]:
    async with on_table(browser, width, height, groups) as table:
        chats = {chat.whole()["title"]: int(chat.id.partition(":")[2]) for chat in table.desk.world.chats.values()}
        yield Moderators(table, chats[FORUM.title], chats[TALK.title])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with started_browser() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def moderators(browser: Browser) -> AsyncIterator[Moderators]:
    async with moderating(browser) as moderators:
        yield moderators


async def test_visitors_of_both_messengers_and_a_moderator_lie_side_by_side(moderators: Moderators) -> None:
    phones = [moderators.phone(name) for name in ("Анна", "Виктор", "Мария")]
    for phone in phones:
        await expect(phone).to_be_in_viewport(ratio=0.99)
    places = [box for box in [await phone.bounding_box() for phone in phones] if box]
    assert [box["x"] for box in places] == sorted(box["x"] for box in places)
    assert min(box["width"] for box in places) > 320
    await expect(moderators.phone("Мария").get_by_role("heading", level=3)).to_have_text(FORUM.title)


async def test_a_card_is_found_in_its_topic_and_taken_by_the_phones_owner(moderators: Moderators) -> None:
    maria = moderators.phone("Мария")
    thread = await moderators.topic("10:00 · Дошкольное · Как выбрать школу")
    await moderators.card(thread, "№14\nА можно с детьми?", reply_markup=CARD_BUTTONS)
    topic = maria.get_by_role("button", name="10:00 · Дошкольное · Как выбрать школу, 1 новое сообщение")
    await expect(topic).to_contain_text("Бот: №14")
    await topic.click()
    await expect(maria.get_by_role("heading", level=3)).to_have_text("10:00 · Дошкольное · Как выбрать школу")
    take = maria.get_by_role("button", name="Взять")
    await take.click()
    press = await moderators.hears("callback_query")
    assert press["from"]["id"] == MARIA_ID
    assert (press["message"]["chat"]["id"], press["message"]["message_thread_id"]) == (moderators.forum, thread)
    await expect(take).to_have_attribute("aria-busy", "true")
    await moderators.call("answerCallbackQuery", callback_query_id=press["id"], text="Вопрос у вас")
    await expect(take).not_to_have_attribute("aria-busy", "true")
    await expect(maria.get_by_role("status").filter(has_text="Вопрос у вас")).to_be_visible()
    await maria.get_by_role("button", name="К темам").click()
    await expect(maria.get_by_role("button", name="10:00 · Дошкольное · Как выбрать школу", exact=True)).to_be_visible()


async def test_what_one_moderator_presses_is_seen_waiting_on_that_phone_alone(moderators: Moderators) -> None:
    await moderators.card(None, "№1", reply_markup=CARD_BUTTONS)
    phones = [moderators.phone("Мария"), moderators.phone("Олег")]
    await phones[0].get_by_role("button", name="Общая тема").click()
    await moderators.table.page.get_by_role("button", name="Олег, модератор").click()
    await phones[1].get_by_role("button", name="Общая тема").click()
    mine, others = (phone.get_by_role("button", name="Взять") for phone in phones)
    await mine.click()
    press = await moderators.hears("callback_query")
    await expect(mine).to_have_attribute("aria-busy", "true")
    await expect(others).not_to_have_attribute("aria-busy", "true")
    await moderators.call("answerCallbackQuery", callback_query_id=press["id"], text="Вопрос у вас")
    await expect(phones[0].get_by_text("Вопрос у вас")).to_be_visible()
    await expect(phones[1].get_by_text("Вопрос у вас")).to_have_count(0)


async def test_a_reply_quotes_whom_it_answers_and_reaches_the_bot_in_its_topic(moderators: Moderators) -> None:
    maria = moderators.phone("Мария")
    thread = await moderators.topic("10:00")
    card = await moderators.card(thread, "№14\nА можно с детьми?")
    await maria.get_by_role("button", name=re.compile("^10:00")).click()
    await maria.locator("article.in").hover()
    await maria.get_by_role("button", name="Ответить на сообщение").click()
    await maria.get_by_role("textbox", name="Сообщение").fill("Можно, детская комната открыта")
    await moderators.table.page.keyboard.press("Enter")
    heard = await moderators.hears("message")
    while "reply_to_message" not in heard or "text" not in heard:
        heard = await moderators.hears("message")
    assert (heard["from"]["id"], heard["message_thread_id"]) == (MARIA_ID, thread)
    assert heard["reply_to_message"]["message_id"] == card
    await expect(maria.locator("article.out .origin")).to_contain_text("№14")


async def test_each_sees_who_wrote_and_the_own_words_on_the_right(moderators: Moderators) -> None:
    anna, maria = moderators.phone("Анна"), moderators.phone("Мария")
    for phone in (anna, maria):
        await phone.get_by_role("button", name=TALK.title).click()
    for words in ("Добрый день", "Есть ли запись?"):
        await anna.get_by_role("textbox", name="Сообщение").fill(words)
        await moderators.table.page.keyboard.press("Enter")
    first, second = (maria.locator("article.in").filter(has_text=words) for words in ("Добрый день", "Есть ли запись?"))
    await expect(first).to_contain_text("Анна")
    await expect(second.locator(".face")).to_be_visible()
    await expect(first.locator(".face")).to_be_hidden()
    await expect(anna.locator("article.out")).to_have_count(2)
    await expect(anna.locator("article.in")).to_have_count(0)


async def test_news_of_another_chat_are_counted_on_its_tab_until_it_is_opened(moderators: Moderators) -> None:
    anna, page = moderators.phone("Анна"), moderators.table.page
    await moderators.table.bot.say("Вопрос №9", chat=moderators.talk)
    await expect(page.get_by_role("button", name="Анна, учитель, Telegram, 1 новое")).to_be_visible()
    await anna.get_by_role("button", name=f"{TALK.title}: 1 новое сообщение").click()
    await expect(anna.get_by_text("Вопрос №9")).to_be_visible()
    await expect(anna.get_by_role("button", name=TALK.title, exact=True)).to_be_visible()
    await expect(
        moderators.table.page.get_by_role("button", name="Анна, учитель, Telegram", exact=True)
    ).to_be_visible()


async def test_the_pinned_board_stands_above_the_messages_and_leads_to_itself(moderators: Moderators) -> None:
    maria = moderators.phone("Мария")
    thread = await moderators.topic("10:00")
    board = await moderators.card(thread, "новых 37 · в работе 4 · в чате 9")
    await moderators.call("pinChatMessage", chat_id=moderators.forum, message_id=board)
    for number in range(30):
        await moderators.card(thread, f"№{number}")
    await maria.get_by_role("button", name=re.compile("^10:00")).click()
    message = maria.locator("article").filter(has_text="новых")
    await expect(message).not_to_be_in_viewport()
    bar = maria.get_by_role("button", name="Закреплённое сообщение")
    await expect(bar).to_contain_text("новых 37 · в работе 4 · в чате 9")
    await bar.click()
    await expect(message).to_be_in_viewport()
    text = "новых 36 · в работе 5 · в чате 9"
    await moderators.call("editMessageText", chat_id=moderators.forum, message_id=board, text=text)
    await expect(bar).to_contain_text(text)


async def test_a_closed_topic_says_so_and_a_deleted_one_is_left(moderators: Moderators) -> None:
    maria = moderators.phone("Мария")
    thread = await moderators.topic("10:00")
    await expect(maria.get_by_role("button", name=re.compile("^10:00"))).to_have_count(0)
    await moderators.card(thread, "новых 0")
    await maria.get_by_role("button", name=re.compile("^10:00")).click()
    await moderators.call("closeForumTopic", chat_id=moderators.forum, message_thread_id=thread)
    await expect(maria.get_by_text(f"закрыта · {FORUM.title}")).to_be_visible()
    await moderators.act(moderators.forum, "member", person=OLEG_ID, **{"in": True, "admin": False})
    await moderators.table.page.get_by_role("button", name="Олег, модератор").click()
    oleg = moderators.phone("Олег")
    await oleg.get_by_role("button", name="10:00, закрыта").click()
    await expect(oleg.locator(".foot")).to_have_text("Тема закрыта")
    await expect(oleg.get_by_role("textbox", name="Сообщение")).to_have_count(0)
    await maria.get_by_role("button", name="Меню чата").click()
    await moderators.table.page.get_by_role("menuitem", name="Удалить тему").click()
    for phone in (maria, oleg):
        await expect(phone.get_by_role("heading", level=3)).to_have_text(FORUM.title)
        await expect(phone.get_by_role("button", name=re.compile("^10:00"))).to_have_count(0)


async def test_a_group_that_moved_is_followed(moderators: Moderators) -> None:
    anna = moderators.phone("Анна")
    await anna.get_by_role("button", name=TALK.title).click()
    await moderators.act(moderators.talk, "migrate")
    await expect(anna.locator(".service").filter(has_text="супергруппой")).to_be_visible()
    await expect(anna.get_by_role("heading", level=3)).to_have_text(TALK.title)
    await expect(anna.get_by_role("button", name=TALK.title)).to_have_count(1)
    await anna.get_by_role("textbox", name="Сообщение").fill("Мы переехали?")
    await moderators.table.page.keyboard.press("Enter")
    await expect(anna.locator("article.out")).to_contain_text("Мы переехали?")


async def test_who_was_shown_out_is_left_with_the_bot(moderators: Moderators) -> None:
    maria = moderators.phone("Мария")
    await maria.get_by_role("button", name="Общая тема").click()
    await moderators.act(moderators.forum, "member", person=MARIA_ID, **{"in": False})
    await expect(maria.get_by_role("button", name=FORUM.title)).to_have_count(0)
    await expect(maria.get_by_role("button", name="Начать")).to_be_visible()


async def test_a_link_in_a_group_begins_the_private_talk_with_the_bot(moderators: Moderators) -> None:
    anna = moderators.phone("Анна")
    name = (await moderators.call("getMe"))["username"]
    await anna.get_by_role("button", name=TALK.title).click()
    await moderators.table.bot.say(f"Спросить: https://t.me/{name}?start=session-s-001", chat=moderators.talk)
    await anna.locator(".text a").click()
    await expect(anna.locator("article.out")).to_contain_text("/start session-s-001")
    heard = await moderators.hears("message")
    while heard.get("text") != "/start session-s-001":
        heard = await moderators.hears("message")
    assert heard["chat"]["type"] == "private"


async def test_what_lies_open_is_written_in_the_address(moderators: Moderators) -> None:
    page, maria = moderators.table.page, moderators.phone("Мария")
    thread = await moderators.topic("10:00")
    await moderators.card(thread, "№14")
    await maria.get_by_role("button", name=re.compile("^10:00")).click()
    await maria.get_by_role("textbox", name="Сообщение").fill("черновик")
    await expect(maria.get_by_text("№14")).to_be_visible()
    await page.reload()
    await expect(maria.get_by_text("№14")).to_be_visible()
    assert await page.evaluate("location.hash") == (
        f"#telegram:5000001,vk:5000002,telegram:{MARIA_ID}@telegram:{moderators.forum}/{thread}"
    )


async def test_words_begun_in_one_chat_wait_there(moderators: Moderators) -> None:
    anna = moderators.phone("Анна")
    line = anna.get_by_role("textbox", name="Сообщение")
    await anna.get_by_role("button", name=TALK.title).click()
    await line.fill("Здравств")
    await anna.get_by_role("button", name="Бот", exact=True).click()
    await anna.get_by_role("button", name=TALK.title).click()
    await expect(line).to_have_value("Здравств")


async def test_on_a_narrow_screen_a_moderator_works_with_one_hand(browser: Browser) -> None:
    async with moderating(browser, 390, 844) as moderators:
        thread = await moderators.topic("10:00 · Дошкольное · Как выбрать школу и не сойти с ума")
        await moderators.card(thread, "№14\nА можно с детьми?", reply_markup=CARD_BUTTONS)
        page, maria = moderators.table.page, moderators.phone("Мария")
        await page.get_by_role("button", name="Мария, модератор").click()
        await expect(page.locator(".device")).to_have_count(1)
        await maria.get_by_role("button", name=re.compile("^10:00")).click()
        take = maria.get_by_role("button", name="Взять")
        await expect(take).to_be_in_viewport(ratio=1)
        assert await page.evaluate("document.documentElement.scrollWidth") == 390
        await page.get_by_role("button", name="Чат у плеера").click()
        await expect(page.locator(".device")).to_have_count(1)
        await expect(page.get_by_role("log", name="Чат у плеера")).to_be_visible()


async def test_the_site_shows_what_was_passed_and_whether_it_could_be_believed(moderators: Moderators) -> None:
    page = moderators.table.page
    await _tell_site(moderators, 14, "А можно с детьми?")
    await page.get_by_role("button", name="Чат у плеера, 1 новое сообщение").click()
    window = page.get_by_role("log", name="Чат у плеера")
    await expect(window.locator("article")).to_contain_text("А можно с детьми?")
    await expect(window.get_by_text("подпись верна")).to_be_visible()
    await _tell_site(moderators, 15, "<b>Подделка</b>", secret="another")
    forged = window.locator("article").filter(has_text="<b>Подделка</b>")
    await expect(forged).to_contain_text("подпись неверна")
    await _tell_site(moderators, 14, "", event="question.withdrawn")
    await expect(window.get_by_text("А можно с детьми?")).to_have_count(0)
    await expect(forged).to_be_visible()


async def _tell_site(
    moderators: Moderators, number: int, text: str, *, event: str = "question.passed", secret: str | None = None
) -> None:
    session = moderators.table.bot.session
    async with session.get(f"{moderators.table.desk.url}/sim/site/settings") as response:
        site = await response.json()
    told = {"event": event, "question": number, "number": number, "text": text}
    body, now = json.dumps(told).encode(), str(int(real_now().timestamp()))
    key = (secret or site["secret"]).encode()
    signature = hmac.new(key, now.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {"X-Fairway-Signature": f"t={now},v1={signature}", "Idempotency-Key": f"{event}-{number}"}
    async with session.post(f"{site['url']}/chat", data=body, headers=headers) as response:
        assert response.status == 200
