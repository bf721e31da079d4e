"""Updates delivered to the bot's own address."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import telegram
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramConflictError
from aiogram.methods import SendMessage
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from tests.simulator.control import ANNA, VIKTOR, Control
from tests.simulator.receiver import Receiver, run_app


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.receive)
    async for url in run_app(app):
        receiver.url = url
        yield receiver


async def settled(sim: Control) -> bool:
    """All updates are delivered, or it is too late to wait for that."""
    for _ in range(3_000):
        if not (await sim.result("getWebhookInfo"))["pending_update_count"]:
            return True
        await asyncio.sleep(0.02)
    return False


async def answered(sim: Control) -> str:
    """What the bot said after Anna's first message."""
    for _ in range(3_000):
        if len(messages := (await sim.chat())["messages"]) > 1:
            return str(messages[1]["text"])
        await asyncio.sleep(0.02)
    return "nothing"


async def test_updates_come_with_the_secret_and_are_gone_after_200(
    sim: Control, other_bot: telegram.Bot, receiver: Receiver
) -> None:
    await sim.act("start")
    assert await other_bot.set_webhook(receiver.url, secret_token="s-1", max_connections=7)
    await sim.act("text", text="раз")
    await receiver.until(2)
    assert receiver.texts == ["/start", "раз"]
    assert receiver.secrets == {"s-1"}
    assert await settled(sim)
    info = await other_bot.get_webhook_info()
    assert (info.url, info.max_connections) == (receiver.url, 7)


async def test_what_the_methods_say(sim: Control, receiver: Receiver) -> None:
    words = []
    for method, parameters in [
        ("setWebhook", {"url": receiver.url}),
        ("setWebhook", {"url": receiver.url}),
        ("setWebhook", {"url": ""}),
        ("deleteWebhook", {}),
    ]:
        body = await sim.api(method, **parameters)
        assert body["result"] is True
        words.append(body["description"])
    assert words == ["Webhook was set", "Webhook is already set", "Webhook was deleted", "Webhook is already deleted"]


async def test_polling_and_a_webhook_exclude_each_other(sim: Control, bot: Bot, receiver: Receiver) -> None:
    async def poll() -> str:
        with pytest.raises(TelegramConflictError) as conflict:
            await bot.get_updates(timeout=20)
        return conflict.value.message

    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(poll())
        await asyncio.sleep(0.05)
        await bot.set_webhook(receiver.url)
    assert waiting.result() == "Conflict: terminated by setWebhook request"
    refusal = await sim.api("getUpdates")
    assert refusal["error_code"] == 409
    assert refusal["description"] == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    await bot.delete_webhook()
    assert await sim.updates(1) == []


async def test_one_chat_waits_for_its_turn_and_another_does_not(sim: Control, receiver: Receiver) -> None:
    gate = asyncio.Event()

    async def slowly(update: dict[str, Any]) -> web.StreamResponse:
        if update["message"]["text"] == "медленно":
            await gate.wait()
        return web.Response()

    receiver.reply = slowly
    await sim.result("setWebhook", url=receiver.url)
    await sim.act("text", text="медленно")
    await sim.act("text", text="потом")
    await receiver.until(1)
    await sim.act("text", text="сразу", person=VIKTOR)
    await receiver.until(2)
    assert receiver.texts == ["медленно", "сразу"]
    gate.set()
    await receiver.until(3)
    assert receiver.texts == ["медленно", "сразу", "потом"]


async def test_no_more_connections_than_allowed(sim: Control, receiver: Receiver) -> None:
    gate = asyncio.Event()

    async def hold(_update: dict[str, Any]) -> web.StreamResponse:
        await gate.wait()
        return web.Response()

    receiver.reply = hold
    await sim.result("setWebhook", url=receiver.url, max_connections=1)
    await sim.act("text", text="раз")
    await sim.act("text", text="два", person=VIKTOR)
    await receiver.until(1)
    await asyncio.sleep(0.1)
    assert receiver.texts == ["раз"]
    gate.set()
    await receiver.until(2)


async def test_a_failure_is_tried_again_at_once_and_in_order(sim: Control, receiver: Receiver) -> None:
    async def once_badly(_update: dict[str, Any]) -> web.StreamResponse:
        return web.Response(status=500 if len(receiver.got) == 1 else 200)

    receiver.reply = once_badly
    await sim.result("setWebhook", url=receiver.url)
    await sim.act("text", text="раз")
    await sim.act("text", text="два")
    await receiver.until(3)
    assert receiver.texts == ["раз", "раз", "два"]
    assert receiver.got[0]["update_id"] == receiver.got[1]["update_id"]
    info = await sim.result("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"


async def test_the_receiver_may_say_when_to_come_again(sim: Control, receiver: Receiver) -> None:
    async def later(_update: dict[str, Any]) -> web.StreamResponse:
        failed = len(receiver.got) <= 3
        return web.Response(status=503 if failed else 200, headers={"Retry-After": "0"} if failed else {})

    receiver.reply = later
    await sim.result("setWebhook", url=receiver.url)
    await sim.act("text", text="раз")
    await receiver.until(4)  # without the header the third try would take two seconds
    assert await settled(sim)


async def test_nobody_listens(sim: Control) -> None:
    await sim.result("setWebhook", url="http://127.0.0.1:1/hook")
    await sim.act("text", text="раз")
    await asyncio.sleep(0.1)
    info = await sim.result("getWebhookInfo")
    assert info["pending_update_count"] == 1
    assert info["last_error_message"] == "Connection refused"
    await sim.result("deleteWebhook")
    assert len(await sim.updates()) == 1
    await sim.result("setWebhook", url="http://127.0.0.1:1/hook", drop_pending_updates=True)
    await sim.result("deleteWebhook")
    assert await sim.updates(1) == []


@pytest.mark.parametrize("encoding", ["json", "form", "multipart"])
async def test_the_answer_may_be_a_call(sim: Control, receiver: Receiver, encoding: str) -> None:
    call = {"method": "sendMessage", "chat_id": str(ANNA), "text": "Из ответа"}

    async def call_back(_update: dict[str, Any]) -> web.StreamResponse:
        if encoding == "json":
            return web.json_response(call)
        form = aiohttp.FormData(call, default_to_multipart=encoding == "multipart")
        return web.Response(body=form())

    receiver.reply = call_back
    await sim.result("setWebhook", url=receiver.url)
    await sim.act("start")
    await receiver.until(1)
    assert await settled(sim)
    assert await answered(sim) == "Из ответа"
    (noted,) = await sim.calls("sendMessage")
    assert noted["status"] == 200


@pytest.mark.parametrize("body", ['{"method": "deleteWebhook"}', '{"method": "getMe"}', "{broken", '"text"', ""])
async def test_other_answers_are_only_answers(sim: Control, receiver: Receiver, body: str) -> None:
    async def call_back(_update: dict[str, Any]) -> web.StreamResponse:
        return web.Response(text=body, content_type="application/json")

    receiver.reply = call_back
    await sim.result("setWebhook", url=receiver.url)
    await sim.act("start")
    await receiver.until(1)
    assert await settled(sim)
    assert (await sim.result("getWebhookInfo"))["url"] == receiver.url
    assert await sim.calls("getMe") == []


async def test_aiograms_own_webhook_server(sim: Control, bot: Bot) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> SendMessage:
        return SendMessage(chat_id=message.chat.id, text=f"Эхо: {message.text}")

    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token="s").register(app, path="/hook")
    async for url in run_app(app):
        await bot.set_webhook(url, secret_token="s")
        await sim.act("text", text="ау")
        assert await answered(sim) == "Эхо: ау"
