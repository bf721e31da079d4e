"""Misfortunes ordered by a test, as both clients feel them."""

import time
from typing import Any

import pytest
import telegram
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    RestartingTelegram,
    TelegramAPIError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from tests.simulator.control import ANNA, Control


async def order(sim: Control, kind: str, method: str = "sendMessage", **more: Any) -> None:
    await sim.ask("POST", "/sim/faults", {"method": method, "kind": kind, **more})


async def said(sim: Control) -> list[str]:
    return [message["text"] for message in (await sim.chat())["messages"] if not message["out"]]


@pytest.fixture(autouse=True)
async def started(sim: Control) -> None:
    await sim.act("start")


@pytest.mark.parametrize(
    ("kind", "error", "done", "status"),
    [
        ("429", TelegramRetryAfter, False, 429),
        ("500", RestartingTelegram, False, 500),
        ("502", ClientDecodeError, False, 502),
        ("not_json", ClientDecodeError, False, 200),
        ("403", TelegramForbiddenError, False, 403),
        ("drop_request", TelegramNetworkError, False, 0),
        ("drop_answer", TelegramNetworkError, True, 200),
    ],
)
async def test_once_and_then_all_is_well(
    sim: Control, bot: Bot, *, kind: str, error: type[Exception], done: bool, status: int
) -> None:
    await order(sim, kind)
    with pytest.raises(error):
        await bot.send_message(ANNA, "раз")
    await bot.send_message(ANNA, "два")
    assert await said(sim) == (["раз", "два"] if done else ["два"])
    assert [call["status"] for call in await sim.calls("sendMessage")] == [status, 200]


@pytest.mark.filterwarnings("ignore:.*retry_after")  # the client announces a change of its own
@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("429", telegram.error.RetryAfter),
        ("500", telegram.error.NetworkError),
        ("502", telegram.error.NetworkError),
        ("not_json", telegram.error.TelegramError),
        ("403", telegram.error.Forbidden),
        ("drop_request", telegram.error.NetworkError),
        ("drop_answer", telegram.error.NetworkError),
    ],
)
async def test_the_other_client_feels_the_same(
    sim: Control, other_bot: telegram.Bot, kind: str, error: type[Exception]
) -> None:
    await order(sim, kind)
    with pytest.raises(error):
        await other_bot.send_message(ANNA, "раз")


async def test_when_to_come_again_is_in_the_body_and_in_the_header(sim: Control) -> None:
    await order(sim, "429", method="*", seconds=7)
    async with sim.http.get("/bot42:SIMULATOR/getMe") as answer:
        assert answer.status == 429
        assert answer.headers["Retry-After"] == "7"
        assert await answer.json() == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 7",
            "parameters": {"retry_after": 7},
        }


async def test_latency(sim: Control, bot: Bot) -> None:
    await order(sim, "latency", seconds=0.2)
    began = time.monotonic()
    await bot.send_message(ANNA, "раз")
    assert time.monotonic() - began >= 0.2
    assert await said(sim) == ["раз"]


async def test_as_often_as_ordered_and_only_for_its_method(sim: Control, bot: Bot) -> None:
    await order(sim, "500", times=2)
    for _ in range(2):
        with pytest.raises(TelegramServerError):
            await bot.send_message(ANNA, "раз")
    assert (await bot.get_me()).id == 42
    assert await bot.send_message(ANNA, "раз")


async def test_for_ever_until_cleared_and_by_chance(sim: Control, bot: Bot) -> None:
    await order(sim, "500", times=None, chance=0.5)
    assert (await sim.ask("GET", "/sim/faults"))[0]["chance"] == 0.5
    failed = 0
    for number in range(40):
        try:
            await bot.send_message(ANNA, str(number))
        except TelegramAPIError:
            failed += 1
    assert 5 < failed < 35
    await sim.ask("DELETE", "/sim/faults")
    assert await bot.send_message(ANNA, "раз")
    await sim.ask("POST", "/sim/faults", {"method": "*", "kind": "earthquake"}, status=400)


async def test_the_transcript(sim: Control, bot: Bot) -> None:
    await sim.ask("DELETE", "/sim/calls")
    await bot.send_message(ANNA, "раз")
    await bot.get_me()
    first, second = await sim.ask("GET", "/sim/calls")
    assert (first["method"], first["params"], first["status"]) == (
        "sendMessage",
        {"chat_id": str(ANNA), "text": "раз"},
        200,
    )
    assert first["answer"]["result"]["text"] == "раз"
    assert await sim.ask("GET", f"/sim/calls?since={first['n']}") == [second]
    assert await sim.ask("GET", "/sim/calls?method=sendPhoto") == []
    await sim.ask("GET", "/sim/calls?since=вчера", status=400)
