"""The fair's clock, and the page's channel of news."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from datetime import datetime
from typing import Any

from aiogram import Bot
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from simulator import events as channel
from simulator.events import Events
from tests.simulator.control import ANNA, Control


async def test_the_clock_runs_from_the_mornings_start(sim: Control) -> None:
    clock = await sim.ask("GET", "/sim/clock")
    assert clock["now"].startswith("2020-04-27T09:45:0")
    assert clock["now"].endswith("+03:00")
    assert (clock["zone"], clock["running"], clock["stops"]) == ("Europe/Moscow", True, [])
    await asyncio.sleep(0.05)
    assert (await sim.ask("GET", "/sim/clock"))["now"] > clock["now"]


async def test_the_clock_only_moves_forward(sim: Control) -> None:
    clock = await sim.ask("POST", "/sim/clock/advance", {"minutes": 5, "seconds": 30})
    assert clock["now"].startswith("2020-04-27T09:50:3")
    await sim.ask("POST", "/sim/clock/advance", {"minutes": -5}, status=400)


async def test_from_stop_to_stop(sim: Control) -> None:
    await sim.ask("POST", "/sim/clock/next", status=404)
    stops = ["2020-04-27T10:49:55+03:00", "2020-04-27T06:49:55Z", "2020-04-27T09:00:00+03:00"]
    clock = await sim.ask("PUT", "/sim/clock/stops", {"stops": stops})
    assert clock["stops"][1:] == ["2020-04-27T09:49:55+03:00", "2020-04-27T10:49:55+03:00"]
    for moment in ("2020-04-27T09:49:55", "2020-04-27T10:49:55"):
        clock = await sim.ask("POST", "/sim/clock/next")
        assert clock["now"].startswith(moment)
    await sim.ask("POST", "/sim/clock/next", status=404)
    await sim.ask("PUT", "/sim/clock/stops", {"stops": ["2020-04-27T10:00:00"]}, status=400)


async def test_messages_are_dated_by_the_fair(sim: Control) -> None:
    await sim.ask("POST", "/sim/clock/advance", {"minutes": 60})
    await sim.act("start")
    (update,) = await sim.updates()
    shown = (await sim.chat())["messages"][0]
    assert shown["date"].startswith("2020-04-27T10:45:0")
    assert update["message"]["date"] == int(datetime.fromisoformat(shown["date"]).timestamp())


@asynccontextmanager
async def listening(sim: Control, after: int | None = None) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
    headers = {} if after is None else {"Last-Event-ID": str(after)}
    async with asyncio.timeout(60), sim.http.get("/sim/events", headers=headers) as answer:
        assert answer.content_type == "text/event-stream"

        async def read() -> AsyncGenerator[dict[str, Any], None]:
            number = 0
            async for line in answer.content:
                name, _, value = line.decode().strip().partition(": ")
                if name == "id":
                    number = int(value)
                elif name == "data":
                    yield {"id": number, **json.loads(value)}

        async with aclosing(read()) as news:
            yield news


async def test_the_page_hears_of_everything(sim: Control, bot: Bot) -> None:
    buttons = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="y")]])
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Да")]])
    async with listening(sim) as news:
        await sim.act("start")
        sent = await bot.send_message(ANNA, "Да?", reply_markup=buttons)
        await sim.act("press", message=sent.message_id, row=0, column=0)
        query = (await sim.updates(-1))[0]["callback_query"]["id"]
        await bot.answer_callback_query(query, text="Хорошо")
        await bot.edit_message_text("Да!", chat_id=ANNA, message_id=sent.message_id)
        await bot.send_message(ANNA, "Меню", reply_markup=keyboard)
        await bot.delete_message(ANNA, sent.message_id)
        await sim.act("block", blocked=True)
        await sim.ask("POST", "/sim/clock/advance", {"minutes": 5})
        heard = [await anext(news) for _ in range(12)]
    assert [event["kind"] for event in heard] == [
        "chat",  # started
        "message",
        "message",
        "pressed",
        "pressed",
        "toast",
        "edit",
        "message",
        "keyboard",
        "delete",
        "person",
        "clock",
    ]
    assert heard[0]["whole"]["started"]
    assert heard[1]["message"]["text"] == "/start"
    assert [heard[3]["state"], heard[4]["state"]] == ["waiting", "done"]
    assert (heard[5]["text"], heard[5]["alert"]) == ("Хорошо", False)
    assert heard[6]["message"]["text"] == "Да!"
    assert heard[9]["message"] == sent.message_id
    assert heard[10]["person"]["blocked"]
    assert [event["id"] for event in heard] == list(range(heard[0]["id"], heard[0]["id"] + 12))


async def test_missed_news_come_again(sim: Control) -> None:
    state = await sim.ask("GET", "/sim/state")
    await sim.act("start")
    await sim.act("text", text="раз")
    async with listening(sim, after=state["event"]) as news:
        missed = [await anext(news) for _ in range(3)]
        await sim.act("text", text="два")
        fresh = await anext(news)
    assert [event["kind"] for event in missed] == ["chat", "message", "message"]
    assert fresh["message"]["text"] == "два"


async def test_who_remembers_another_life_starts_afresh(sim: Control) -> None:
    async with listening(sim, after=7) as news:
        assert (await anext(news))["kind"] == "reload"
        await sim.act("text", text="раз")
        assert (await anext(news))["kind"] == "chat"


async def everything(events: Events, after: int) -> list[bytes]:
    return [line async for line in events.read(after)]


async def test_what_is_forgotten_cannot_be_told_again() -> None:
    events = Events()
    first = events.newest
    for number in range(channel.REMEMBERED + 1):
        events.publish("toast", text=str(number))
    async with asyncio.TaskGroup() as tasks:
        told = tasks.create_task(everything(events, first))
        await asyncio.sleep(0)
        events.close()
    assert [b'"reload"' in line for line in told.result()] == [True]
