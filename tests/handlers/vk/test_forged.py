"""Callbacks that VK never sent, or sent before: whatever they hold, nothing is done."""

import json
import random
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from handlers.vk.callback import PATH
from simulator.desk import Desk
from storage.database import Storage
from tests.amount import attacked
from tests.handlers.running import Notes, Running, until
from tests.handlers.vk.people import People
from tests.handlers.vk.running import SECRET, listening
from tests.handlers.vk.samples import ALL, press
from tests.shield.matrix import Measure

FORGED = attacked(100, 2_000)
PAYLOADS: tuple[object, ...] = (
    "note:x",
    ["note:x"],
    7,
    None,
    True,
    {"r": ["note:x"]},
    {"r": {"r": 1}},
)


@pytest.fixture
async def bot(storage: Storage, desk: Desk, people: People, notes: Notes) -> AsyncIterator[Running]:
    people.start(0)
    async with listening(storage, desk, notes.feature, webhook=True) as bot:
        await until(lambda: bot.adapter.ready)
        yield bot


@pytest.fixture
def notes() -> Notes:
    return Notes()


def forged(rng: random.Random) -> tuple[bytes, int]:
    """A body, and the status that it deserves."""
    cut = rng.randrange(len(SECRET))
    secrets: tuple[object, ...] = (
        "",
        None,
        SECRET[:cut],
        SECRET + "x",
        SECRET.upper(),
        [SECRET],
        {SECRET: SECRET},
        7,
        True,
    )
    told: dict[str, Any] = press(payload={"r": "note:forged"}) | {"event_id": f"{rng.randrange(16**40):040x}"}
    match rng.randrange(4):
        case 0:
            told["secret"] = rng.choice(secrets)
        case 1:
            told |= {
                "secret": SECRET,
                "group_id": rng.choice((0, -told["group_id"], 2**70, str(told["group_id"]), None)),
            }
        case 2:
            told = rng.choice(ALL) | {"secret": rng.choice(secrets), "event_id": told["event_id"]}
        case _:
            return json.dumps(told | {"secret": SECRET}).encode()[: rng.randrange(1, 200)], 403
    return json.dumps(told).encode(), 403


async def sent(http: aiohttp.ClientSession, bot: Running, body: bytes) -> int:
    async with http.post(f"{bot.url}{PATH}", data=body) as answer:
        return answer.status


@pytest.mark.shield("S14")
async def test_nothing_forged_is_done(
    bot: Running, network: aiohttp.ClientSession, notes: Notes, figure: Measure
) -> None:
    rng, wrong = random.Random(20201129), Counter[int]()
    for _ in range(FORGED):
        body, deserved = forged(rng)
        status = await sent(network, bot, body)
        wrong[status] += status != deserved
    for payload in PAYLOADS:
        body = json.dumps(press(payload=payload) | {"secret": SECRET, "event_id": repr(payload)}).encode()
        wrong[500] += await sent(network, bot, body) != 200
    figure("S14", "forged callbacks", FORGED, "≥ 2000")
    figure("S14", "of them not refused", wrong.total(), "= 0")
    figure("S14", "of them done", len(notes.done), "= 0")


@pytest.mark.shield("S14")
async def test_what_comes_again_is_done_once(
    bot: Running, network: aiohttp.ClientSession, people: People, figure: Measure
) -> None:
    told = press(payload={"r": "note:once"}) | {"secret": SECRET, "event_id": "e" * 40}
    statuses = {await sent(network, bot, json.dumps(told).encode()) for _ in range(attacked(10, 200))}
    other = press(payload={"r": "note:other"}) | {"secret": SECRET, "event_id": "f" * 40}
    assert statuses | {await sent(network, bot, json.dumps(other).encode())} == {200}
    await until(lambda: people.texts()[-1] == "other")
    figure("S14", "effects of repeated callbacks but the first", people.texts().count("once") - 1, "= 0")
