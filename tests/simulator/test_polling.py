"""getUpdates: waiting, confirming, conflicts, what is asked for, what is forgotten."""

import asyncio

import pytest
import telegram
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import RestartingTelegram, TelegramConflictError

from simulator.server import TOKEN, serve
from tests.simulator.control import ANNA, VIKTOR, Control


async def test_an_update_comes_again_until_an_offset_confirms_it(sim: Control) -> None:
    await sim.act("text", text="раз")
    await sim.act("text", text="два")
    first, second = await sim.updates()
    assert second["update_id"] == first["update_id"] + 1
    assert first["message"]["text"] == "раз"
    assert [update["message"]["text"] for update in await sim.updates(first["update_id"])] == ["раз", "два"]
    assert [update["message"]["text"] for update in await sim.updates(second["update_id"])] == ["два"]
    await sim.act("text", text="три")
    assert [update["message"]["text"] for update in await sim.updates(second["update_id"] + 1)] == ["три"]


async def test_a_negative_offset_keeps_the_last_ones(sim: Control) -> None:
    for word in ("раз", "два", "три"):
        await sim.act("text", text=word)
    assert [update["message"]["text"] for update in await sim.updates(-1)] == ["три"]
    assert len(await sim.updates(0)) == 1


async def test_an_offset_from_another_world_confirms_nothing(sim: Control) -> None:
    await sim.act("text", text="раз")
    assert len(await sim.updates(2_000_000_000)) == 1


async def test_a_poll_waits_for_what_comes(sim: Control, bot: Bot) -> None:
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(bot.get_updates(timeout=20))
        await asyncio.sleep(0.05)
        await sim.act("start")
    assert len(poll.result()) == 1


async def test_limit(sim: Control) -> None:
    for word in ("раз", "два", "три"):
        await sim.act("text", text=word)
    assert len(await sim.result("getUpdates", limit=2)) == 2


async def test_the_same_question_asked_again_at_once_is_answered_with_less(sim: Control) -> None:
    await sim.act("text", text="раз")
    await sim.act("text", text="два")
    assert len(await sim.result("getUpdates", offset=1)) == 2
    assert len(await sim.result("getUpdates", offset=1)) == 1


async def test_the_older_of_two_polls_is_told_of_the_conflict(sim: Control, bot: Bot, other_bot: telegram.Bot) -> None:
    async def older() -> str:
        with pytest.raises(TelegramConflictError) as conflict:
            await bot.get_updates(timeout=20)
        return conflict.value.message

    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(older())
        await asyncio.sleep(0.05)
        second = tasks.create_task(other_bot.get_updates(timeout=20))
        words = await first
        await sim.act("start")
    assert words == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    assert len(second.result()) == 1


async def test_allowed_updates_are_remembered_and_filter_what_is_created(sim: Control) -> None:
    await sim.act("start")
    await sim.result("getUpdates", allowed_updates=["callback_query"])
    await sim.act("text", text="не придёт")
    waiting = await sim.updates(-5)
    assert [update["message"]["text"] for update in waiting] == ["/start"]
    await sim.result("getUpdates", offset=3, allowed_updates="not a list")
    await sim.act("text", text="всё ещё не придёт")
    await sim.result("getUpdates", offset=4, allowed_updates=[])
    await sim.act("text", text="придёт")
    assert [update["message"]["text"] for update in await sim.updates(-5)] == ["/start", "придёт"]
    assert "allowed_updates" not in await sim.result("getWebhookInfo")


async def test_an_old_press_is_forgotten_and_a_message_is_not(sim: Control) -> None:
    await sim.act("start")
    markup = {"inline_keyboard": [[{"text": "Да", "callback_data": "y"}]]}
    sent = await sim.result("sendMessage", chat_id=ANNA, text="а", reply_markup=markup)
    await sim.act("press", message=sent["message_id"], row=0, column=0)
    assert [list(update)[1] for update in await sim.updates(-5)] == ["message", "callback_query"]
    sim.telegram.account.updates._press_lifetime = 0.0
    await sim.act("press", message=sent["message_id"], row=0, column=0)
    seen = [list(update)[1] for update in await sim.updates()]
    assert seen == ["message", "callback_query"], "the second one is over already"


async def test_message_ids_of_all_people_come_from_one_counter(sim: Control) -> None:
    await sim.act("start")
    await sim.act("start", person=VIKTOR)
    await sim.act("text", text="я")
    assert [update["message"]["message_id"] for update in await sim.updates()] == [1, 2, 3]
    assert (await sim.result("sendMessage", chat_id=VIKTOR, text="ответ"))["message_id"] == 4


async def test_a_raw_update_is_delivered_as_it_is(sim: Control) -> None:
    assert await sim.ask("POST", "/sim/update", {"update_id": 7, "message": "не сообщение", "more": [1]})
    added = await sim.ask("POST", "/sim/update", {"unheard_of": {}})
    old, new = await sim.updates(added["update_id"])
    assert old == {"update_id": 7, "message": "не сообщение", "more": [1]}
    assert new == {"update_id": added["update_id"], "unheard_of": {}}
    assert await sim.updates(added["update_id"] + 1) == []
    await sim.ask("POST", "/sim/update", {"update_id": "семь"}, status=400)


async def test_a_poll_ends_when_the_server_stops() -> None:
    async def poll(url: str) -> None:
        async with Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url))) as bot:
            with pytest.raises(RestartingTelegram):
                await bot.get_updates(timeout=20)

    async with asyncio.TaskGroup() as tasks, serve() as desk:
        tasks.create_task(poll(desk.url))
        await asyncio.sleep(0.1)
