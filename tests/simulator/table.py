"""The simulator's page in a real browser, for the tests that sit down at it."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from simulator.desk import Desk
from simulator.server import serve

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
PATIENCE_MS = 8_000

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
async def laid_table(browser: Browser, width: int = 1400, height: int = 900) -> AsyncIterator[tuple[Page, Desk]]:
    """A fresh simulator with its page open; the page must end without an error of its own."""
    async with serve(clock=MORNING) as desk:
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
