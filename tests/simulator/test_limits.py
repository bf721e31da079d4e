"""How many messages a second are let through."""

from types import SimpleNamespace

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter

from simulator.telegram.errors import ApiError
from simulator.telegram.limits import Limits
from tests.simulator.control import ANNA, Control


async def test_nobody_gets_more_than_one_a_second_after_a_burst(sim: Control, bot: Bot) -> None:
    await sim.act("start")
    await sim.ask("POST", "/sim/limits", {"enforce": True})
    sent = [await bot.send_message(ANNA, str(number)) for number in range(4)]
    with pytest.raises(TelegramRetryAfter) as refusal:
        await bot.send_message(ANNA, "лишнее")
    assert 1 <= refusal.value.retry_after <= 4
    for number in range(10):  # edits are free
        await bot.edit_message_text(f"правка {number}", chat_id=ANNA, message_id=sent[0].message_id)
    await sim.ask("POST", "/sim/limits", {"enforce": False})
    assert await bot.send_message(ANNA, "снова можно")


def test_thirty_a_second_to_all(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000.0
    monkeypatch.setattr("simulator.telegram.limits.time", SimpleNamespace(monotonic=lambda: now))
    limits = Limits(enforce=True)
    for person in range(30):
        limits.take(person)
    with pytest.raises(ApiError) as refusal:
        limits.take(31)
    assert refusal.value.parameters == {"retry_after": 1}
    now += 0.5
    with pytest.raises(ApiError):
        limits.take(31)
    now += 0.5
    limits.take(31)


async def test_twenty_a_minute_to_a_group() -> None:
    limits = Limits(enforce=True)
    for _ in range(10):
        limits.take(-100, messages=2)
    with pytest.raises(ApiError) as refusal:
        limits.take(-100)
    assert refusal.value.description == "Too Many Requests: retry after 60"
    limits.take(-200)
