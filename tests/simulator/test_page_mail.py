"""The mailbox and a stand's CRM on the simulator's page, in a real browser."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from email.message import EmailMessage
from typing import Any

import aiosmtplib
import pytest_asyncio
from playwright.async_api import Browser, expect

from simulator.clock import real_now
from tests.simulator.table import TABLE, Table, on_table, started_browser

pytestmark = TABLE
FORGED = '<b>Жирно</b><script>parent.document.title = "взлом"</script><img src="http://127.0.0.1:1/x.png">'


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with started_browser() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def table(browser: Browser) -> AsyncIterator[Table]:
    async with on_table(browser) as table:
        yield table


async def _asked(table: Table, path: str) -> Any:
    async with table.bot.session.get(f"{table.desk.url}{path}") as response:
        return await response.json()


async def _mails(table: Table, subject: str, html: str | None = None) -> None:
    where = await _asked(table, "/sim/mail/settings")
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, where["from"], "anna@example.org"
    message.set_content("Простые слова")
    if html is not None:
        message.add_alternative(html, subtype="html")
        message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="Цены.pdf")
    server = {"hostname": where["host"], "port": where["port"], "start_tls": False}
    await aiosmtplib.send(message, username=where["user"], password=where["password"], **server)


async def test_a_letter_is_listed_and_read(table: Table) -> None:
    page = table.page
    await _mails(table, "Материалы <стенда>", "<b>Жирно</b>")
    await page.get_by_role("button", name="Почта, 1 новое сообщение").click()
    window = page.get_by_role("group", name="Почта")
    row = window.get_by_role("button", name="Материалы <стенда>")
    await expect(row).to_contain_text("anna@example.org")
    await row.click()
    await expect(window.locator("h3")).to_have_text("Материалы <стенда>")
    await expect(window.frame_locator("iframe").locator("b")).to_have_text("Жирно")
    async with page.expect_download() as download:
        await window.get_by_role("link", name="Цены.pdf").click()
    assert (await download.value).suggested_filename == "Цены.pdf"
    await _mails(table, "Только слова")
    await expect(window.locator("h3")).to_have_text("Материалы <стенда>")
    await window.get_by_role("button", name="Ко всем письмам").click()
    await expect(window.locator(".mail-line b")).to_have_text(["Только слова", "Материалы <стенда>"])
    await window.get_by_role("button", name="Только слова").click()
    await expect(window.locator("pre")).to_have_text("Простые слова")


async def test_a_letter_runs_nothing_and_fetches_nothing(table: Table) -> None:
    page = table.page
    fetched: list[str] = []
    page.on("response", lambda response: fetched.append(response.url))
    page.on("requestfailed", lambda request: fetched.append(f"{request.url} {request.failure}"))
    page.on("pageerror", lambda error: fetched.append(str(error)))
    await _mails(table, "Подделка", FORGED)
    await page.get_by_role("button", name="Почта, 1 новое сообщение").click()
    await page.get_by_role("button", name="Подделка").click()
    await expect(page.frame_locator("iframe").locator("b")).to_have_text("Жирно")
    assert "взлом" not in await page.title()
    # A browser may tell of what it asked for and was not allowed to: the page's policy let nothing of it leave.
    assert not [url for url in fetched if "x.png" in url and not url.endswith(" csp")]


async def test_requests_of_visitors_come_to_the_crm(table: Table) -> None:
    page = table.page
    lead = {"number": 3, "stand": "polymedia", "kind": "call", "state": "new"}
    await _tells(table, {"event": "lead.created", **lead})
    await page.get_by_role("button", name="CRM стенда, 1 новое сообщение").click()
    window = page.get_by_role("log", name="Заявки")
    await expect(window.locator("article")).to_contain_text("№3")
    await expect(window.get_by_text("подпись верна")).to_be_visible()
    await _tells(table, {"event": "lead.changed", **lead, "phone": "<b>+7</b>"}, secret="another")
    changed = window.locator("article").nth(1)
    await expect(changed).to_contain_text("<b>+7</b>")
    await expect(changed).to_contain_text("подпись неверна")
    await _tells(table, {"event": "lead.withdrawn", "number": 3, "stand": "polymedia"})
    await expect(window.locator("article")).to_have_count(1)
    await expect(window.locator("article")).to_contain_text("Отозвана")


async def test_windows_lie_on_a_narrow_table_too(browser: Browser) -> None:
    async with on_table(browser, width=390, height=760) as table:
        page = table.page
        await _mails(table, "Материалы", "<p>Слова</p>")
        await page.get_by_role("button", name="Почта, 1 новое сообщение").click()
        await page.get_by_role("button", name="Материалы").click()
        await expect(page.frame_locator("iframe").locator("p")).to_be_visible()
        await page.get_by_role("button", name="CRM стенда").click()
        await expect(page.locator(".device")).to_have_count(1)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def _tells(table: Table, event: dict[str, object], secret: str | None = None) -> None:
    crm = await _asked(table, "/sim/crm/settings")
    body, now = json.dumps(event).encode(), str(int(real_now().timestamp()))
    signature = hmac.new((secret or crm["secret"]).encode(), now.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {"X-Fairway-Signature": f"t={now},v1={signature}", "Idempotency-Key": str(event["event"])}
    async with table.bot.session.post(f"{crm['url']}/polymedia", data=body, headers=headers) as response:
        assert response.status == 200
