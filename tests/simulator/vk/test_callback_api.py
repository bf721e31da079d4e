"""Callback API: confirmed, then told of everything until it says `ok`."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from simulator.server import VK_GROUP
from tests.simulator.receiver import run_app
from tests.simulator.vk.control import VkControl

Answer = tuple[int, str, float]  # status, body, seconds before it


@dataclass
class Bot:
    """The bot's web server: answers confirmations by its string, events by what is listed, then by `ok`."""

    url: str = ""
    code: str = ""
    answers: list[Answer] = field(default_factory=list)
    got: list[dict[str, Any]] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self, request: web.Request) -> web.StreamResponse:
        told = await request.json()
        if told["type"] == "confirmation":
            return web.Response(text=self.code)
        self.got.append(told)
        self.arrived.set()
        status, body, seconds = self.answers.pop(0) if self.answers else (200, "ok", 0)
        await asyncio.sleep(seconds)
        return web.Response(status=status, text=body)

    async def until(self, number: int) -> None:
        async with asyncio.timeout(60):
            while len(self.got) < number:
                self.arrived.clear()
                await self.arrived.wait()


@pytest.fixture
async def bot(vk: VkControl) -> AsyncIterator[Bot]:
    bot = Bot(code=(await vk.result("groups.getCallbackConfirmationCode", group_id=VK_GROUP))["code"])
    app = web.Application()
    app.router.add_post("/hook", bot.receive)
    async for url in run_app(app):
        bot.url = url
        yield bot


async def becomes(vk: VkControl, server: int, status: str) -> bool:
    """VK thinks so of the server, or it is too late to wait for that."""
    for _ in range(3_000):
        (told,) = (await vk.result("groups.getCallbackServers", group_id=VK_GROUP, server_ids=server))["items"]
        if told["status"] == status:
            return True
        await asyncio.sleep(0.02)
    return False


async def connect(vk: VkControl, bot: Bot, **kinds: int) -> int:
    told = await vk.result("groups.addCallbackServer", group_id=VK_GROUP, url=bot.url, title="бот", secret_key="s-1")
    server: int = told["server_id"]
    assert await becomes(vk, server, "ok")
    if kinds:
        await vk.result("groups.setCallbackSettings", group_id=VK_GROUP, server_id=server, **kinds)
    return server


async def test_events_come_with_the_secret(vk: VkControl, bot: Bot) -> None:
    await connect(vk, bot, message_new=1)
    await vk.act("start")
    await bot.until(1)
    (heard,) = await vk.events()  # both ways at once
    assert bot.got == [{**heard, "secret": "s-1"}]


async def test_nothing_is_switched_on_at_first(vk: VkControl, bot: Bot) -> None:
    server = await connect(vk, bot)
    settings = await vk.result("groups.getCallbackSettings", group_id=VK_GROUP, server_id=server)
    assert not any(settings["events"].values())
    await vk.act("start")
    await vk.result("groups.setCallbackSettings", group_id=VK_GROUP, server_id=server, message_new=1, message_deny=1)
    await vk.act("text", text="раз")
    await bot.until(1)
    assert [told["object"]["message"]["text"] for told in bot.got] == ["раз"]


@pytest.mark.parametrize("answer", [(500, "ok", 0.0), (200, "OK", 0.0), (200, "ok\n", 0.0), (200, "ok", 1.3)])
async def test_what_is_not_ok_in_time_comes_again(vk: VkControl, bot: Bot, answer: Answer) -> None:
    await connect(vk, bot, message_new=1)
    bot.answers.append(answer)
    await vk.act("start")
    await bot.until(2)
    first, second = bot.got
    assert first == second
    await asyncio.sleep(0.3)
    assert len(bot.got) == 2


async def test_one_that_fails_does_not_hold_up_the_others(vk: VkControl, bot: Bot) -> None:
    await connect(vk, bot, message_new=1)
    bot.answers.append((200, "ok", 1.3))
    await vk.act("text", text="медленно")
    await vk.act("text", text="быстро")
    await bot.until(3)
    assert [told["object"]["message"]["text"] for told in bot.got] == ["медленно", "быстро", "медленно"]


async def test_a_server_that_fails_again_and_again_is_left_alone_until_it_is_mended(vk: VkControl, bot: Bot) -> None:
    server = await connect(vk, bot, message_new=1)
    bot.answers += [(500, "", 0)] * 3
    await vk.act("start")
    await bot.until(3)
    assert await becomes(vk, server, "failed")
    await vk.act("text", text="не дойдёт")
    edited = {"group_id": VK_GROUP, "server_id": server, "url": bot.url, "title": "бот"}
    assert await vk.result("groups.editCallbackServer", **edited) == 1
    assert await becomes(vk, server, "ok")
    await vk.act("text", text="дойдёт")
    await bot.until(4)
    assert bot.got[-1]["object"]["message"]["text"] == "дойдёт"
    assert "secret" not in bot.got[-1]  # the new settings name none
    assert await vk.result("groups.deleteCallbackServer", group_id=VK_GROUP, server_id=server) == 1
    assert await vk.result("groups.getCallbackServers", group_id=VK_GROUP) == {"count": 0, "items": []}


async def test_who_does_not_know_the_string_is_told_nothing(vk: VkControl, bot: Bot) -> None:
    bot.code = "wrong"
    told = await vk.result("groups.addCallbackServer", group_id=VK_GROUP, url=bot.url, title="бот")
    assert await becomes(vk, told["server_id"], "failed")
    await vk.result("groups.setCallbackSettings", group_id=VK_GROUP, server_id=told["server_id"], message_new=1)
    await vk.act("start")
    await asyncio.sleep(0.1)
    assert bot.got == []


async def test_wrong_settings(vk: VkControl) -> None:
    async def refused(**changes: Any) -> tuple[int, str]:
        call = {"group_id": VK_GROUP, "url": "http://127.0.0.1:9/", "title": "бот", **changes}
        return await vk.refused("groups.addCallbackServer", **call)

    assert (await refused(url="ftp://example.org"))[0] == 100
    assert (await refused(title="слишком длинное название"))[0] == 100
    assert (await refused(secret_key="я" * 51))[0] == 100
    assert (await refused(group_id=1))[0] == 100
    assert (await vk.refused("groups.setCallbackSettings", group_id=VK_GROUP, server_id=7))[0] == 100
    for _ in range(10):
        await vk.result("groups.addCallbackServer", group_id=VK_GROUP, url="http://127.0.0.1:9/", title="бот")
    assert await refused() == (2000, "Servers number limit is reached")
