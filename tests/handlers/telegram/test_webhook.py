"""The webhook: who may call it, what it bears, and that every update has its effect once."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from prometheus_client import REGISTRY

import handlers
from dialogs.engine.adapter import WrongSettings
from dialogs.features import registry
from handlers.telegram.settings import Settings
from handlers.telegram.updates import WANTED
from simulator.desk import Desk
from storage.database import Storage
from tests.databases import SqliteFile
from tests.handlers.running import Notes, Running, until
from tests.handlers.telegram.running import SECRET, listening
from tests.handlers.telegram.samples import ALL, NUMBER, message, press
from tests.simulator.control import Control

HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATH = "/telegram/webhook"
FORGED = (
    *("", ":", ":0", ":-1", ":1", ":7:x", ":999999", f":{2**53}", f":{2**53 + 1}", ":" + "9" * 60, ":1_000", ": 12 "),
    *(":+5", ":012", ":12.0", ":1e3", ":١٢", ":\x00", ":\ud800", ":1:2:3:4:5:6", ":" + "a" * 200, ":true", ":'; DROP"),
)

pytestmark = pytest.mark.shield("S1")


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
async def bot(storage: Storage, desk: Desk, notes: Notes) -> AsyncIterator[Running]:
    async with listening(storage, desk.url, notes.feature, webhook=True) as bot:
        await until(lambda: bot.adapter.ready)
        yield bot


@pytest.fixture
async def http(bot: Running) -> AsyncIterator[aiohttp.ClientSession]:
    """Somebody on the network who knows the secret, until a test says otherwise."""
    async with aiohttp.ClientSession(bot.url, headers={HEADER: SECRET}) as http:
        yield http


async def status(http: aiohttp.ClientSession, body: Any, **headers: str) -> int:
    async with http.post(PATH, data=body if isinstance(body, bytes) else json.dumps(body), headers=headers) as answer:
        return answer.status


def note(word: str, number: int = NUMBER) -> dict[str, Any]:
    return press(data=f"note:{word}") | {"update_id": number}


async def test_a_person_is_served_and_the_press_is_answered_in_the_same_breath(
    bot: Running, desk: Desk, sim: Control
) -> None:
    await sim.act("start")
    await until(lambda: bool(desk.calls.of("sendMessage")))
    chat = await sim.chat()
    await sim.act("press", message=chat["messages"][-1]["id"], row=0, column=0)
    await until(lambda: bool(desk.calls.of("editMessageText")))
    assert len(desk.calls.of("answerCallbackQuery")) == 1
    assert (await sim.result("getWebhookInfo"))["pending_update_count"] == 0


async def test_it_registers_itself_with_its_secret_and_drops_nothing(bot: Running, desk: Desk) -> None:
    (call,) = desk.calls.of("setWebhook")
    assert call.params["url"] == f"{bot.url}{PATH}"
    assert call.params["secret_token"] == SECRET
    assert call.params["allowed_updates"] == list(WANTED)
    assert call.params.get("drop_pending_updates", False) in {False, "false"}


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], "x" * 7000, "тайна", "\udcff\udcfe"])
async def test_without_the_secret_nothing_is_handled(bot: Running, notes: Notes, secret: str | None) -> None:
    headers = {} if secret is None else {HEADER: secret}
    async with aiohttp.ClientSession(bot.url, headers=headers) as stranger:
        assert await status(stranger, note("forged")) == 401
    assert notes.done == []


@pytest.mark.shield("S2")
@pytest.mark.parametrize("forwarded", ["149.154.160.1, 6.6.6.6", "junk", "::1%lo0", "тут", "1" * 5000, ","])
async def test_who_claims_to_forward_is_neither_believed_nor_feared(
    bot: Running, notes: Notes, http: aiohttp.ClientSession, forwarded: str
) -> None:
    assert await status(http, note("word"), **{"X-Forwarded-For": forwarded}) == 200
    async with aiohttp.ClientSession(bot.url) as stranger:
        assert await status(stranger, note("forged", 7), **{"X-Forwarded-For": forwarded}) == 401
    assert [word for _, word in notes.done] == ["word"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"null",
        b"7",
        b"[]",
        b'"word"',
        b"\xff\xfe\x00",
        b"[" * 900_000,
        b'{"update_id":' * 60_000,
        b'{"update_id": 1' + b"0" * 100_000 + b"}",
        b'{"update_id": NaN}',
        b'{"update_id": 5, "update_id": 6}',
        b'{"message": {"text": "\\ud83d"}}',
    ],
    ids=lambda body: body[:12].decode("latin-1"),
)
async def test_what_is_no_update_is_ignored(http: aiohttp.ClientSession, body: bytes) -> None:
    assert await status(http, body) == 200


async def test_every_kind_of_update_is_taken(http: aiohttp.ClientSession, notes: Notes) -> None:
    for number, update in enumerate(ALL):
        if "000000000000000000000" not in str(update):
            assert await status(http, update | {"update_id": number}) == 200
    assert await status(http, note("alive")) == 200
    assert [word for _, word in notes.done] == ["alive"]


async def test_a_body_without_end_is_refused_before_it_is_read(http: aiohttp.ClientSession) -> None:
    async with http.post(PATH, data=io.BytesIO(b" " * 10_000_000)) as answer:
        assert answer.status == 413
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(1_000):
            sent += 100_000
            yield b" " * 100_000

    try:
        async with http.post(PATH, data=endless()) as answer:
            assert answer.status == 413
    except aiohttp.ClientConnectionError:
        pass  # the door was shut while we were still talking
    assert sent < 20_000_000


async def test_other_ways_to_knock_find_no_door(http: aiohttp.ClientSession) -> None:
    async with http.get(PATH) as answer:
        assert answer.status == 405
    async with http.post(PATH + "/more") as answer:
        assert answer.status == 404


async def test_a_press_is_answered_by_the_answer_itself(http: aiohttp.ClientSession, storage: Storage) -> None:
    (session, *_) = storage.catalogue.sessions
    async with http.post(PATH, json=press(data=f"remind:{session}")) as answer:
        said = await answer.json()
    assert said["method"] == "answerCallbackQuery"
    assert said["callback_query_id"] == press()["callback_query"]["id"]
    assert 0 < len(said["text"]) <= 200
    async with http.post(PATH, json=message(text="Привет") | {"update_id": 9}) as answer:
        assert await answer.read() == b""


async def test_what_comes_again_has_its_effect_once_and_its_answer_each_time(
    http: aiohttp.ClientSession, storage: Storage
) -> None:
    (session, *_) = storage.catalogue.sessions
    asked = [press(data=f"remind:{session}"), press(data=f"forget:{session}") | {"update_id": NUMBER + 1}]
    for update in (*asked, asked[0], asked[0]):
        async with http.post(PATH, json=update) as answer:
            assert (await answer.json())["method"] == "answerCallbackQuery"
    async with asyncio.TaskGroup() as together:
        calls = [together.create_task(status(http, asked[0])) for _ in range(10)]
    assert {call.result() for call in calls} == {200}
    async with storage.reading() as work:
        assert [line async for line in work.plans.subscriptions.lines()] == []


async def test_what_the_database_could_not_take_is_not_acknowledged(
    http: aiohttp.ClientSession, notes: Notes, database_file: Path
) -> None:
    assert await status(http, message(text="/start") | {"update_id": 1}) == 200
    async with SqliteFile(database_file).broken(), http.post(PATH, json=note("word")) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (500, "2")
    assert await status(http, note("word")) == 200
    assert notes.done[-1][1] == "word"


def bugs() -> float:
    """How many events have ended in a bug so far."""
    acts = ("pressed", "opened", "commanded", "typed", "sent")
    labels = [{"messenger": "telegram", "act": act, "end": "bug"} for act in acts]
    return sum(REGISTRY.get_sample_value("fairway_events_total", label) or 0.0 for label in labels)


async def test_no_forged_button_link_or_word_is_a_bug(http: aiohttp.ClientSession, desk: Desk, sim: Control) -> None:
    await sim.act("start")
    paths = [route.path for route in registry().routes]
    forged = [f"{path}{value}" for path in [*paths, "unheard-of", ""] for value in FORGED]
    words = [f"/start {value.lstrip(':')}" for value in (*FORGED, "session-", "stand-none", "session-s:1", "A", "=")]
    words += [f"/{name} {value}" for name in ("plan", "bind", "settings", "none") for value in FORGED[:4]]
    before = bugs()
    updates = [press(data=data) for data in forged] + [message(text=text) for text in words]
    for number, update in enumerate(updates):
        assert await status(http, update | {"update_id": number}) == 200
    assert bugs() == before
    sent = desk.calls.of("sendMessage")
    assert len(sent) > 100  # not all: who presses so fast gets the newest answers
    assert {call.status for call in sent} == {200}


async def test_different_people_are_answered_side_by_side(http: aiohttp.ClientSession, notes: Notes) -> None:
    assert await status(http, message(text="/start") | {"update_id": 1}) == 200
    slow = press(data="wait:gate")
    async with asyncio.TaskGroup() as tasks:
        held = tasks.create_task(status(http, slow))
        await until(lambda: "gate" in notes.gates)
        other = note("quick", NUMBER + 1)
        other["callback_query"]["from"] = other["callback_query"]["from"] | {"id": 5000003}
        assert await status(http, other) == 200
        assert not held.done()
        notes.gates["gate"].set()
    assert held.result() == 200


async def test_stopping_finishes_what_began_and_takes_nothing_new(
    bot: Running, http: aiohttp.ClientSession, notes: Notes, desk: Desk, sim: Control
) -> None:
    await sim.act("start")
    await until(lambda: bool(desk.calls.of("sendMessage")))
    async with asyncio.TaskGroup() as tasks:
        held = tasks.create_task(status(http, press(data="wait:gate")))
        await until(lambda: "gate" in notes.gates)
        bot.adapter.stop()
        assert await status(http, note("late")) == 503
        notes.gates["gate"].set()
    assert held.result() == 200
    await bot.stop()
    assert desk.calls.of("sendMessage")[-1].params["text"] == "gate"
    assert [word for _, word in notes.done] == ["gate"]


@pytest.mark.parametrize(
    ("section", "public_url", "said"),
    [
        ({}, "https://fair.example.org", "webhook_secret"),
        ({"webhook_secret": ""}, "https://fair.example.org", "webhook_secret"),
        ({"webhook_secret": "тайна"}, "https://fair.example.org", "webhook_secret"),
        ({"webhook_secret": "x" * 257}, "https://fair.example.org", "webhook_secret"),
        ({"webhook_secret": "x" * 32}, None, r"web\.public_url"),
    ],
)
def test_a_webhook_without_what_it_needs_is_refused(section: dict[str, Any], public_url: str | None, said: str) -> None:
    settings: Settings = handlers.settings("telegram", {"token": "42:TEST", "mode": "webhook"} | section)
    with pytest.raises(WrongSettings, match=said):
        settings.check(public_url)
