"""VK on the simulator's page: its phone beside Telegram's, its buttons, snackbars, links and old applications."""

import json
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest_asyncio
from aiohttp import ClientSession, FormData
from playwright.async_api import Browser, Locator, Page, expect

from simulator.desk import DemoGroup, NewPerson
from tests.simulator.table import TABLE, laid_table, phone_of, started_browser

VIKTOR, OLGA = 5_000_002, 5_000_004
CHAT = 2_000_000_001
PARENTS = DemoGroup(
    "Родители: вопросы",
    (NewPerson("Виктор", "отец", messenger="vk"), NewPerson("Ольга", "мама", messenger="vk")),
    messenger="vk",
)

pytestmark = TABLE


@dataclass(slots=True)
class Community:
    """A community's bot that does what the test tells it: plain calls and a plain long poll."""

    session: ClientSession
    api: str
    token: str
    group: int
    _poll: dict[str, str] = field(default_factory=dict)
    _unread: list[dict[str, Any]] = field(default_factory=list)
    _random: Iterator[int] = field(default_factory=lambda: count(1))

    async def call(self, method: str, **params: Any) -> Any:
        form = {"access_token": self.token, "v": "5.199"} | {name: _written(value) for name, value in params.items()}
        async with self.session.post(f"{self.api}/method/{method}", data=form) as response:
            answer = await response.json()
            assert "error" not in answer, answer
            return answer["response"]

    async def listen(self) -> None:
        self._poll = await self.call("groups.getLongPollServer", group_id=self.group)

    async def say(self, text: str, peer: int = VIKTOR, **params: Any) -> int:
        sent = await self.call("messages.send", peer_id=peer, random_id=next(self._random), message=text, **params)
        return int(sent)

    async def hears(self, kind: str) -> dict[str, Any]:
        """The next event of this kind; others before it are passed over."""
        for _ in range(20):
            while self._unread:
                event = self._unread.pop(0)
                if event["type"] == kind:
                    return dict(event["object"])
            query = {"act": "a_check", "key": self._poll["key"], "ts": self._poll["ts"], "wait": "1"}
            async with self.session.get(self._poll["server"], params=query) as response:
                told = await response.json(content_type=None)
            self._poll["ts"], self._unread = told["ts"], told["updates"]
        raise AssertionError(f"the bot has heard no {kind}")

    async def hears_text(self) -> dict[str, Any]:
        return dict((await self.hears("message_new"))["message"])


def _written(value: Any) -> str:
    return json.dumps(value) if isinstance(value, dict) else str(value)


@dataclass(frozen=True, slots=True)
class Table:
    page: Page
    bot: Community

    @property
    def viktor(self) -> Locator:
        return phone_of(self.page, "Виктор")

    async def begin(self) -> Locator:
        await self.viktor.get_by_role("button", name="Начать").click()
        message = await self.bot.hears_text()
        assert (message["text"], json.loads(message["payload"])) == ("Начать", {"command": "start"})
        return self.viktor

    async def choose(self, *entries: str) -> None:
        await self.viktor.get_by_role("button", name="Меню чата").click()
        for entry in entries:
            await self.page.get_by_role("menuitem", name=entry).click()


async def upload(bot: Community, name: str) -> str:
    """A document goes up; what a message calls it."""
    told = await bot.call("docs.getMessagesUploadServer", peer_id=VIKTOR, type="doc")
    form = FormData(quote_fields=False)
    form.add_field("file", b"%PDF", filename=name)
    async with bot.session.post(told["upload_url"], data=form) as response:
        uploaded = await response.json(content_type=None)
    saved = (await bot.call("docs.save", file=uploaded["file"], title=name))["doc"]
    return f"doc{saved['owner_id']}_{saved['id']}"


def button(label: str, kind: str = "callback", color: str = "secondary", **more: Any) -> dict[str, Any]:
    colored = {"color": color} if kind in {"callback", "text"} else {}
    return {"action": {"type": kind, "label": label, "payload": json.dumps({"b": label}), **more}, **colored}


def inline(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline": True, "buttons": list(rows)}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with started_browser() as browser:
        yield browser


@asynccontextmanager
async def vk_table(browser: Browser, groups: Sequence[DemoGroup] = ()) -> AsyncIterator[Table]:
    async with laid_table(browser, groups=groups) as (page, desk), ClientSession() as session:
        async with session.get(f"{desk.url}/sim/messengers") as response:
            vk = (await response.json())["vk"]
        community = Community(session, vk["api_url"], vk["token"], vk["group_id"])
        await community.listen()
        yield Table(page, community)


@pytest_asyncio.fixture(loop_scope="module")
async def table(browser: Browser) -> AsyncIterator[Table]:
    async with vk_table(browser) as table:
        yield table


async def test_a_teacher_in_telegram_and_a_parent_in_vk_lie_side_by_side(table: Table) -> None:
    anna = phone_of(table.page, "Анна")
    await expect(anna.locator(".badge")).to_have_text("Telegram")
    await expect(table.viktor.locator(".badge")).to_have_text("ВКонтакте")
    for phone in (anna, table.viktor):
        await expect(phone).to_be_in_viewport(ratio=0.99)
    left, right = await anna.bounding_box(), await table.viktor.bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] + left["width"] <= right["x"]


async def test_a_callback_button_waits_and_its_answer_is_a_snackbar_below(table: Table) -> None:
    viktor = await table.begin()
    message = await table.bot.say(
        "Здравствуйте!\nЧто посмотрим?",
        keyboard=inline([button("Программа", color="primary"), button("Мой план")]),
        format_data={"version": "1", "items": [{"type": "bold", "offset": 0, "length": 13}]},
    )
    await expect(viktor.locator("strong")).to_have_text("Здравствуйте!")
    program, plan = viktor.get_by_role("button", name="Программа"), viktor.get_by_role("button", name="Мой план")
    paint = "node => getComputedStyle(node).backgroundColor"
    assert await program.evaluate(paint) != await plan.evaluate(paint)
    await program.click()
    press = await table.bot.hears("message_event")
    assert press["payload"] == {"b": "Программа"}
    await expect(program).to_have_attribute("aria-busy", "true")
    known = {name: press[name] for name in ("event_id", "user_id", "peer_id")}
    snackbar = {"type": "show_snackbar", "text": "Напомним за 10 минут"}
    await table.bot.call("messages.sendMessageEventAnswer", **known, event_data=snackbar)
    await expect(program).not_to_have_attribute("aria-busy", "true")
    shown = viktor.locator(".toast")
    await expect(shown).to_have_text("Напомним за 10 минут")
    place, wall = await shown.bounding_box(), await viktor.locator(".wall").bounding_box()
    assert place is not None
    assert wall is not None
    assert place["y"] > wall["y"] + wall["height"] / 2
    await table.bot.call(
        "messages.edit",
        peer_id=VIKTOR,
        message_id=message,
        message="Кластеры",
        keyboard=inline([button("Школа")]),
    )
    changed = viktor.locator("article.in")
    await expect(changed).to_have_count(1)
    await expect(changed).to_contain_text(re.compile(r"Кластеры.*ред\."))
    await expect(program).to_have_count(0)


async def test_text_buttons_and_keys_of_the_keyboard_say_their_words(table: Table) -> None:
    viktor = await table.begin()
    await table.bot.say("Куда?", keyboard=inline([button("Выставка", "text")]))
    await viktor.get_by_role("button", name="Выставка").click()
    said = await table.bot.hears_text()
    assert (said["text"], json.loads(said["payload"])) == ("Выставка", {"b": "Выставка"})
    await table.bot.say("Меню под рукой.", keyboard={"one_time": False, "buttons": [[button("Меню", "text")]]})
    menu = viktor.get_by_role("button", name="Меню", exact=True)
    await menu.click()
    assert (await table.bot.hears_text())["text"] == "Меню"
    await viktor.get_by_role("button", name="Клавиатура бота").click()
    await expect(menu).to_be_hidden()


async def test_a_link_to_the_community_is_followed_on_the_table(table: Table) -> None:
    viktor = await table.begin()
    async with table.bot.session.get(f"{table.bot.api.removesuffix('/vk')}/sim/state") as response:
        chats = (await response.json())["chats"]
    name = next(chat["bot"]["username"] for chat in chats if chat["messenger"] == "vk")
    await table.bot.say(f"Стенд: https://vk.me/{name}?ref=stand-polymedia и https://vk.me/another?ref=x")
    await expect(viktor.locator(".text a")).to_have_count(2)
    await viktor.locator(".text a").first.click()
    assert (await table.bot.hears_text())["ref"] == "stand-polymedia"
    await table.choose("Начать по ссылке")
    await table.page.get_by_label("Что стоит в ссылке после «ref=»").fill("session-s-001")
    await table.page.keyboard.press("Enter")
    assert (await table.bot.hears_text())["ref"] == "session-s-001"


async def test_messages_are_forbidden_and_allowed_again(table: Table) -> None:
    viktor = await table.begin()
    await table.choose("Запретить сообщения")
    assert (await table.bot.hears("message_deny"))["user_id"] == VIKTOR
    row = table.page.locator(".person").filter(has_text="Виктор")
    await expect(row.get_by_text("писать нельзя")).to_be_visible()
    await viktor.get_by_role("button", name="Разрешить сообщения").click()
    assert (await table.bot.hears("message_allow"))["user_id"] == VIKTOR
    await expect(row.get_by_text("писать нельзя")).to_be_hidden()


async def test_nobody_shares_a_phone_by_a_button_here(table: Table) -> None:
    viktor = await table.begin()
    await viktor.get_by_role("button", name="Меню чата").click()
    await expect(table.page.get_by_role("menuitem", name="Отправить фото")).to_be_visible()
    await expect(table.page.get_by_role("menuitem", name="Поделиться контактом")).to_have_count(0)


async def test_an_old_application_is_chosen_and_shown(table: Table) -> None:
    viktor = await table.begin()
    note = viktor.locator(".note")
    await expect(note).to_be_hidden()
    await table.choose("Сменить приложение", "кнопки только пишут")
    await expect(note).to_have_text("старое приложение")
    await viktor.get_by_role("textbox", name="Сообщение").fill("Привет")
    await table.page.keyboard.press("Enter")
    heard = await table.bot.hears("message_new")
    assert "callback" not in heard["client_info"]["button_actions"]


async def test_two_people_of_one_chat_press_and_answer_each_in_person(browser: Browser) -> None:
    async with vk_table(browser, [PARENTS]) as table:
        await table.page.get_by_role("button", name="Телефон на столе: Ольга").click()
        viktor, olga = table.viktor, phone_of(table.page, "Ольга")
        for phone in (viktor, olga):
            await phone.get_by_role("button", name=PARENTS.title).click()
        await table.bot.say("Вопрос №14", CHAT, keyboard=inline([button("Мне тоже интересно")]))
        hers, his = (phone.get_by_role("button", name="Мне тоже интересно") for phone in (olga, viktor))
        await hers.click()
        press = await table.bot.hears("message_event")
        assert (press["user_id"], press["peer_id"]) == (OLGA, CHAT)
        await expect(hers).to_have_attribute("aria-busy", "true")
        await expect(his).not_to_have_attribute("aria-busy", "true")
        known = {name: press[name] for name in ("event_id", "user_id", "peer_id")}
        snackbar = {"type": "show_snackbar", "text": "Вы присоединились"}
        await table.bot.call("messages.sendMessageEventAnswer", **known, event_data=snackbar)
        await expect(olga.locator(".toast")).to_have_text("Вы присоединились")
        await expect(viktor.locator(".toast")).to_have_count(0)
        await viktor.get_by_role("textbox", name="Сообщение").fill("И мне!")
        await table.page.keyboard.press("Enter")
        await expect(olga.locator("article.in").filter(has_text="И мне!")).to_contain_text("Виктор")
        await expect(viktor.locator("article.out")).to_have_text(re.compile("И мне!"))


async def test_a_person_joins_with_an_old_vk(table: Table) -> None:
    page = table.page
    await page.get_by_role("button", name="Добавить человека").click()
    await page.get_by_label("Имя").fill("Соня")
    await page.get_by_label("Кто это").fill("ученица")
    await expect(page.get_by_label("Приложение")).to_be_hidden()
    await page.get_by_label("Мессенджер").select_option("ВКонтакте")
    await page.get_by_label("Приложение").select_option("очень старое: совсем без кнопок")
    await page.get_by_role("button", name="Добавить", exact=True).click()
    sonya = phone_of(page, "Соня, ученица")
    await expect(sonya.locator(".note")).to_be_visible()
    await expect(page.get_by_role("button", name="Соня, ученица, ВКонтакте, старое приложение")).to_be_visible()
    await sonya.get_by_role("button", name="Начать").click()
    heard = await table.bot.hears("message_new")
    assert heard["client_info"]["keyboard"] is False


async def test_a_refusal_is_told_in_words_of_the_phones_owner(table: Table) -> None:
    say = """async ([status, action, language]) => {
        const { sayRefusal } = await import("/static/refusals.js");
        return sayRefusal({ status, message: "as the simulator says" }, action, language);
    }"""
    assert await table.page.evaluate(say, [409, "press", "ru"]) == "Этой кнопки уже нет"
    assert await table.page.evaluate(say, [409, "press", "de"]) == "This button is gone"
    assert await table.page.evaluate(say, [418, "press", "ru"]) == "as the simulator says"


async def test_documents_stand_in_one_message_and_a_file_is_attached(table: Table) -> None:
    viktor = await table.begin()
    names = [await upload(table.bot, name) for name in ("Прайс.pdf", "Каталог.pdf", "Договор.docx")]
    await table.bot.say("Материалы стенда", attachment=",".join(names))
    message = viktor.locator("article.in")
    await expect(message.get_by_role("link")).to_have_count(3)
    await expect(message).to_contain_text("Договор.docx")
    await viktor.locator(".attached").set_input_files(
        {"name": "заявка.docx", "mimeType": "text/plain", "buffer": b"abc"}
    )
    (attachment,) = (await table.bot.hears_text())["attachments"]
    assert (attachment["doc"]["title"], attachment["doc"]["size"]) == ("заявка.docx", 3)
    async with table.bot.session.get(attachment["doc"]["url"]) as given:
        assert await given.read() == b"abc"
