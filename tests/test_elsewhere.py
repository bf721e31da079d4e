"""A fair whose Telegram must not see contacts: given on a page, seen on a page, and never a byte of them in a call."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request
from cryptography.fernet import Fernet
from playwright.async_api import Error as BrowserError
from playwright.async_api import Page, expect
from structlog.testing import capture_logs

from bot.settings import OwnSettings
from bot.web import application
from bot.wiring import privacy_policy, put_together
from dialogs.features import registry
from dialogs.kit.policy import Policy
from scheduler.delivery import Delivery
from simulator.desk import Desk, NewPerson
from simulator.messenger import NewGroup
from simulator.server import TOKEN, serve
from storage.address import Address
from storage.database import Storage
from tests.databases import Database
from tests.shield.matrix import Measure
from tests.simulator.table import BROWSER, started_browser
from tests.town.opening import EARLY
from tests.town.people import Member, Phone, Room
from tests.town.town import TownClock
from tests.town.waiting import until

pytestmark = pytest.mark.only("sqlite")

Client = TestClient[Request, Application]
PAGES = "https://fair.example.org"
NAME, PHONE, EMAIL = "Анна Иванова", "+7 916 123-45-67", "anna@example.org"
TRACES = ("9161234567", "916 123", "123-45-67", NAME, EMAIL, "anna@")


@dataclass
class Fair:
    """The running fair: its simulator, its pages, and a stand's chat with Ivan in it."""

    desk: Desk
    storage: Storage
    web: Client
    ivan: Phone
    room: Room

    def phone(self, name: str) -> Phone:
        return Phone(self.desk, "telegram", self.desk.meet(NewPerson(name, messenger="telegram")).id)

    async def page(self, phone: Phone, *words: str) -> str:
        """The path that a message's button leads to."""
        message = await phone.sees(*words)
        (url,) = (button.url for row in message.buttons or () for button in row if button.url)
        return url.removeprefix(PAGES)

    async def sends(self, path: str, **filled: str) -> str:
        """Open a page and send its form; what it says then."""
        page = await (await self.web.get(path)).text()
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
        return await (await self.web.post(path, data=hidden | filled)).text()

    def told_telegram(self) -> str:
        """Everything that was said to Telegram's server, and all that it answered."""
        calls = self.desk.calls.of()
        assert len(calls) > 10
        return orjson.dumps([(call.method, call.params, call.answer) for call in calls], default=repr).decode()


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Fair]:
    key = Fernet.generate_key().decode()
    async with serve(clock=EARLY, people=(), limits=False, patience=5) as desk:
        settings = OwnSettings.model_validate(
            {
                "database": {"url": url},
                "messengers": {"telegram": {"token": TOKEN, "api_url": desk.url, "contacts": "elsewhere"}},
                "privacy": {"keys": [key], "operator": "АНО «Салон»", "contact": "data@example.org"},
                "web": {"public_url": PAGES},
            }
        )
        storage, clock = Storage(url, sealer=settings.privacy.sealer), TownClock(desk)
        await storage.refresh()
        program = put_together(settings, storage, clock, lambda: PAGES)
        policy = Policy(privacy=privacy_policy(settings, PAGES))
        deliveries = [Delivery(storage, one.messenger, registry().drawings, clock, "fair") for one in program.adapters]
        try:
            async with TestClient(TestServer(application(program))) as web, asyncio.TaskGroup() as tasks:
                workers: list[Any] = [*deliveries, *program.adapters]
                for worker in workers:
                    tasks.create_task(worker.run())
                jobs = tasks.create_task(_jobs(storage, policy, clock))
                await until(lambda: program.adapters[0].ready, lambda: "nobody answers")
                yield await _furnished(desk, storage, web)
                for worker in workers:
                    worker.stop()
                jobs.cancel()
        finally:
            for adapter in program.adapters:
                await adapter.close()
            await storage.close()


async def _furnished(desk: Desk, storage: Storage, web: Client) -> Fair:
    owner = desk.meet(NewPerson("Иван")).id
    chat = desk.messengers["telegram"].groups.lay(NewGroup("Стенд", (owner,)))
    ivan = Phone(desk, "telegram", owner)
    stand = storage.catalogue.stand_named("azbuka")
    assert stand is not None
    now = TownClock(desk).now()
    async with storage.writing() as work:
        code = await work.staff.invite("stand", None, stand.id, "person", now, now + timedelta(days=1))
        await work.staff.places.bind(Address.read(chat.id), "stand", None, stand.id, False, "bind", now)
    ivan.opens(f"staff-{code}")
    await ivan.sees("Азбука утра")
    return Fair(desk, storage, web, ivan, Room(desk, chat))


async def _jobs(storage: Storage, policy: Policy, clock: TownClock) -> None:
    jobs: tuple[Any, ...] = registry().jobs
    while True:
        for job in jobs:
            await job.run(storage, policy, clock.now())
        await asyncio.sleep(0.1)


async def test_no_call_to_telegram_carries_a_byte_of_a_contact(fair_database: Database) -> None:
    with capture_logs() as said:
        async with opened(fair_database.url) as fair:
            anna = fair.phone("Аня")
            anna.opens("stand-azbuka")
            await anna.taps("Заказать звонок")
            path = await fair.page(anna, "По закону телефон и почта не должны проходить")
            filled = {"age": "adult", "name": NAME, "phone": PHONE, "to_organiser": "yes", "to_stand": "yes"}
            assert "Вернитесь в чат" in await fair.sends(path, **filled)
            await anna.sees("ваши контакты записаны")
            await anna.taps("Выбрать время звонка", "Завтра", "10–11")
            await fair.room.shows("№1 · 📞 звонок")
            await Member(fair.ivan, fair.room).taps("Взять", at="№1")
            await fair.ivan.sees("этот вы увидите на моей странице")
            await fair.ivan.taps("Показать контакт")
            path = await fair.page(fair.ivan, "контакт посетителя не должен проходить")
            assert PHONE in await fair.sends(path)
            anna.types("/settings")
            await anna.taps("Моя визитка")
            await until(lambda: "По закону" in anna.texts[-1], lambda: anna.texts)
            path = await fair.page(anna, "По закону телефон и почта не должны проходить")
            filled = {"age": "adult", "name": NAME, "phone": PHONE, "email": EMAIL}
            assert "Вернитесь в чат" in await fair.sends(path, **filled)
            async with fair.storage.reading() as work:
                person = await work.people.find("telegram", str(anna.id))
                card = None if person is None else await work.privacy.contacts.card(person.id)
            assert card is not None
            assert card.email == EMAIL
            anna.types("/forget")
            await anna.sees("Забыть вас?")
            await anna.taps("Да, забыть всё")
            await anna.sees("Готово: я вас забыл")
            told = fair.told_telegram()
    nobody_heard(told, said)


def nobody_heard(told: str, said: Sequence[Mapping[str, Any]]) -> None:
    """Neither the messenger nor the log has a byte of a contact, and nothing went wrong."""
    assert not [trace for trace in TRACES if trace in told]
    assert not [trace for trace in TRACES if trace in repr(said)]
    assert not [entry for entry in said if entry["event"] in ("event.bug", "delivery.bug", "answer.bug", "page.bug")]


@asynccontextmanager
async def looking(fair: Fair) -> AsyncIterator[Page]:
    """A phone's browser, which asks nobody but us, keeps nothing of ours, and finds nothing that our policy forbids."""
    async with started_browser() as browser:
        page = await browser.new_page(viewport={"width": 390, "height": 844}, locale="ru-RU")
        asked: list[str] = []
        wrong: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None)
        yield page
        ours = str(fair.web.make_url("/"))
        assert [url for url in asked if not url.startswith((ours, "about:"))] == []
        assert await page.context.cookies() == []
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert wrong == []


@pytest.mark.shield("S15")
@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
async def test_a_contact_goes_from_browser_to_browser_and_through_no_messenger(
    fair_database: Database, figure: Measure
) -> None:
    with capture_logs() as said:
        async with opened(fair_database.url) as fair, looking(fair) as page:
            anna = fair.phone("Аня")
            anna.opens("stand-azbuka")
            await anna.taps("Заказать звонок")
            path = await fair.page(anna, "По закону телефон и почта не должны проходить")
            await page.goto(str(fair.web.make_url(path)))
            await page.get_by_role("button", name="Отправить").click()
            await expect(page.get_by_role("alert")).to_be_visible()
            await page.get_by_label("18 и больше").check()
            await page.locator("input[name=name]").fill(NAME)
            await page.locator("input[name=phone]").fill("8 (916) 123-45-67")
            for box in await page.get_by_role("checkbox").all():
                assert not await box.is_checked(), "nobody agrees by forgetting to look"
                await box.check()
            await page.get_by_role("button", name="Отправить").click()
            await expect(page.get_by_text("Вернитесь в чат")).to_be_visible()
            with pytest.raises(BrowserError, match="ERR_CACHE_MISS"):  # what was typed is kept by no browser
                await page.go_back()
            await page.wait_for_url("chrome-error://**")  # on its own; would break off the next
            await page.goto(str(fair.web.make_url(path)))
            await expect(page.get_by_text("Ссылка больше не действует")).to_be_visible()
            assert NAME not in await page.content()
            await anna.sees("ваши контакты записаны")
            await anna.taps("Выбрать время звонка", "Завтра", "10–11")
            await fair.room.shows("№1 · 📞 звонок")
            await Member(fair.ivan, fair.room).taps("Взять", at="№1")
            await fair.ivan.sees("этот вы увидите на моей странице")
            await fair.ivan.taps("Показать контакт")
            path = await fair.page(fair.ivan, "контакт посетителя не должен проходить")
            await page.goto(str(fair.web.make_url(path)))
            assert "916" not in await page.content()
            await page.get_by_role("button", name="Показать контакт").click()
            await expect(page.get_by_text(PHONE).first).to_be_visible()
            await expect(page.get_by_text(NAME)).to_be_visible()
            told = fair.told_telegram()
    nobody_heard(told, said)
    figure("S15", "traces of the contact in calls of the messenger", sum(told.count(trace) for trace in TRACES), "= 0")


@pytest.mark.shield("S15")
@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
async def test_another_site_sends_no_form_in_somebody_s_name(fair_database: Database) -> None:
    """Even one that has come by the link, and knows all that the form holds."""
    async with opened(fair_database.url) as fair, looking(fair) as page:
        anna = fair.phone("Аня")
        anna.opens("stand-azbuka")
        await anna.taps("Заказать звонок")
        path = await fair.page(anna, "По закону телефон и почта не должны проходить")
        form = await (await fair.web.get(path)).text()
        url = fair.web.make_url(path)
        stolen = re.sub(r"<style.*?</style>", "", form, flags=re.DOTALL).replace(
            '<form method="post">', f'<form method="post" action="{url}">'
        )
        await page.set_content(stolen)
        await page.get_by_role("button", name="Отправить").click()
        await expect(page.get_by_text("отправлена с чужого сайта")).to_be_visible()
        assert (await fair.web.get(path)).status == 200
