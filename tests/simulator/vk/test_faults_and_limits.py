"""Misfortunes ordered by a test, and how many calls a second are let through."""

import asyncio
import time
from itertools import pairwise
from types import SimpleNamespace

import aiohttp
import pytest

from simulator.server import VK_TOKEN
from simulator.vk.errors import ApiError
from simulator.vk.limits import Limits
from tests.simulator.vk.control import VIKTOR, VkControl

CALL = {"peer_id": VIKTOR, "random_id": 1, "message": "раз"}
SCRIPT = f'return [API.messages.send({{"peer_id":{VIKTOR},"random_id":0,"message":"раз"}})];'


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("5", "User authorization failed: invalid access_token (4)."),
        ("6", "Too many requests per second"),
        ("9", "Flood control"),
        ("10", "Internal server error"),
        ("14", "Captcha needed"),
        ("901", "Can't send messages for users without permission"),
    ],
)
async def test_a_code_once_and_then_all_is_well(begun: VkControl, kind: str, words: str) -> None:
    await begun.order(kind)
    error = (await begun.api("messages.send", **CALL))["error"]
    assert (error["error_code"], error["error_msg"]) == (int(kind), words)
    assert ("captcha_sid" in error) == (kind == "14")
    assert await begun.result("messages.send", **CALL) == 2
    assert await begun.said() == ["раз"]


@pytest.mark.parametrize(("kind", "inner"), [("5", False), ("6", False), ("9", True), ("14", True), ("901", True)])
async def test_a_code_within_execute(begun: VkControl, kind: str, *, inner: bool) -> None:
    await begun.order(kind)
    body = await begun.api("execute", code=SCRIPT)
    assert body["response"] == [False if inner else 2]
    assert [error["error_code"] for error in body.get("execute_errors", [])] == ([int(kind)] if inner else [])
    await begun.order(kind, method="execute")
    assert (await begun.api("execute", code=SCRIPT))["error"]["error_code"] == int(kind)


@pytest.mark.parametrize(("kind", "status"), [("500", 500), ("502", 502), ("not_json", 200)])
async def test_a_page_instead_of_an_answer(begun: VkControl, kind: str, status: int) -> None:
    await begun.order(kind)
    params = {"access_token": VK_TOKEN, "v": "5.199"}
    async with begun.http.get("/vk/method/messages.send", params=params) as told:
        assert (told.status, told.content_type) == (status, "text/html")
    assert [call["status"] for call in await begun.ask("GET", "/sim/calls?method=messages.send")] == [status]


async def test_the_connection_breaks_before_or_after_the_deed(begun: VkControl) -> None:
    for kind in ("drop_request", "drop_answer"):
        await begun.order(kind)
        with pytest.raises(aiohttp.ClientError):
            await begun.send(kind)
    assert await begun.said() == ["drop_answer"]
    assert [call["status"] for call in await begun.ask("GET", "/sim/calls?method=messages.send")] == [0, 200]


async def test_latency_and_the_time_of_arrival(begun: VkControl) -> None:
    await begun.order("latency", seconds=0.3)
    began = time.monotonic()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(begun.send("медленно"))
        await asyncio.sleep(0.1)
        await begun.send("быстро")
    assert time.monotonic() - began >= 0.3
    quick, slow = await begun.ask("GET", "/sim/calls?method=messages.send")
    assert slow["at"] < quick["at"]


async def test_misfortunes_of_another_messenger_do_not_happen_here(begun: VkControl) -> None:
    for kind in ("429", "403", "failed1"):
        await begun.order(kind, method="*", times=None)
    assert await begun.send()
    async with begun.http.get("/bot42:SIMULATOR/getMe") as answer:
        assert answer.status == 429
    await begun.ask("DELETE", "/sim/faults")
    await begun.order("6", method="*", times=None)
    async with begun.http.get("/bot42:SIMULATOR/getMe") as answer:
        assert answer.status == 200


async def test_twenty_calls_a_second(begun: VkControl, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000.0
    monkeypatch.setattr("simulator.vk.limits.time", SimpleNamespace(monotonic=lambda: now))
    await begun.ask("POST", "/sim/limits", {"enforce": True})
    codes = [(await begun.api("groups.getById")).get("error", {}).get("error_code") for _ in range(25)]
    assert codes == [None] * 20 + [6] * 5
    now += 1
    assert await begun.send()
    await begun.ask("POST", "/sim/limits", {"enforce": False})
    for _ in range(25):
        await begun.send()
    calls = [call["at"] for call in await begun.ask("GET", "/sim/calls?method=groups.getById")]
    assert all(one <= two for one, two in pairwise(calls))


async def test_too_many_messages_to_one_person() -> None:
    limits = Limits(enforce=True, one_person=(2, 60))
    limits.take_message(1)
    limits.take_message(1)
    limits.take_message(2)
    with pytest.raises(ApiError) as refusal:
        limits.take_message(1)
    assert refusal.value.body() == {"error_code": 9, "error_msg": "Flood control: too much messages sent to user"}
