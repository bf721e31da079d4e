"""The simulator's page in a real browser, for the tests that sit down at it."""

import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

import pytest
from aiohttp import ClientSession
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from simulator.desk import DemoGroup, Desk
from simulator.server import TOKEN, serve

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER = next((path for path in map(shutil.which, BROWSERS) if path), None)
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MORNING = datetime.fromisoformat("2020-04-27T09:45:00+03:00")
PATIENCE_MS = 60_000

TABLE = [
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine"),
    pytest.mark.asyncio(loop_scope="module"),
]


@asynccontextmanager
async def started_browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        yield browser
        await browser.close()


@asynccontextmanager
async def laid_table(
    browser: Browser, width: int = 1400, height: int = 900, groups: Sequence[DemoGroup] = ()
) -> AsyncIterator[tuple[Page, Desk]]:
    """A fresh simulator with its page open; the page must end without an error of its own."""
    async with serve(clock=MORNING, groups=groups) as desk:
        page = await browser.new_page(viewport={"width": width, "height": height}, locale="ru-RU")
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.set_default_timeout(PATIENCE_MS)
        await page.goto(desk.url)
        await expect(page.locator(".device").first).to_be_visible()
        yield page, desk
        await page.close()
        assert wrong == []


def phone_of(page: Page, whose: str) -> Locator:
    return page.locator(".device").filter(has=page.locator("h2", has_text=whose))


@dataclass(slots=True)
class TinyBot:
    """Does what the test tells it, and remembers nothing but where it stopped reading."""

    session: ClientSession
    address: str
    _offset: int = 0
    _unread: list[dict[str, Any]] = field(default_factory=list)

    async def call(self, method: str, **params: Any) -> Any:
        async with self.session.post(f"{self.address}/bot{TOKEN}/{method}", json=params) as response:
            return await response.json()

    async def say(self, text: str, chat: int = 5000001, **params: Any) -> int:
        answer = await self.call("sendMessage", chat_id=chat, text=text, **params)
        return int(answer["result"]["message_id"])

    async def hears(self, kind: str) -> dict[str, Any]:
        """The next update of this kind; others before it are passed over."""
        for _ in range(20):
            while self._unread:
                update = self._unread.pop(0)
                if kind in update:
                    return dict(update[kind])
            self._unread = (await self.call("getUpdates", offset=self._offset, timeout=1))["result"]
            self._offset = max([self._offset, *(update["update_id"] + 1 for update in self._unread)])
        raise AssertionError(f"the bot has heard no {kind}")


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that a test reaches: the page, the bot, the simulator's insides."""

    page: Page
    bot: TinyBot
    desk: Desk

    def phone(self, whose: str) -> Locator:
        return phone_of(self.page, whose)

    async def begin(self, whose: str = "Анна") -> Locator:
        phone = self.phone(whose)
        await phone.get_by_role("button", name="Начать").click()
        assert (await self.bot.hears("message"))["text"] == "/start"
        return phone


def inline(*rows: list[str]) -> dict[str, Any]:
    number = count()
    return {"inline_keyboard": [[{"text": text, "callback_data": str(next(number))} for text in row] for row in rows]}


@asynccontextmanager
async def on_table(
    browser: Browser, width: int = 1400, height: int = 900, groups: Sequence[DemoGroup] = ()
) -> AsyncIterator[Table]:
    async with laid_table(browser, width, height, groups) as (page, desk), ClientSession() as session:
        yield Table(page, TinyBot(session, desk.url), desk)
