"""Floods and outages: one address's trouble is that address's, and the messenger's trouble is no letter's fault."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from dialogs.engine.adapter import WrongToken
from dialogs.kit.event import Shown
from dialogs.kit.messenger import Delivered, Later, Outcome
from dialogs.kit.policy import Policy
from dialogs.kit.traffic import Answer, Traffic
from dialogs.kit.weather import Weather
from scheduler.delivery import Delivery
from scheduler.holding import MISSED
from storage.database import Storage
from storage.people.people import Person
from storage.post.outbox import OUTBOX, Posting
from tests.scheduler.script import (
    DRAWINGS,
    LIMITS,
    RealTime,
    Script,
    Sending,
    StillClock,
    counts,
    deliver,
    run_until,
    until,
)
from tests.storage.making import letter, people

AWAY = Later(0.2, whole=True)
PARTED = replace(LIMITS, per_second=200)


@dataclass
class Sky:
    """A delivery, and what can be seen of the messenger's weather."""

    storage: Storage
    everybody: list[Person]
    script: Script = field(default_factory=lambda: Script(limits=PARTED))
    clock: StillClock = field(default_factory=StillClock)
    weather: Weather = field(default_factory=Weather)
    traffic: Traffic = field(default_factory=Traffic)
    check: Callable[[], Awaitable[object]] | None = None
    real_time: RealTime = field(default_factory=RealTime)

    async def post(self, *letters: tuple[Posting, int]) -> None:
        async with self.storage.writing() as work:
            for posting, to in letters:
                await work.outbox.put(posting, self.everybody[to].address, self.everybody[to].id)

    def delivery(self) -> Delivery:
        return Delivery(
            self.storage,
            self.script,
            DRAWINGS,
            self.clock,
            "a",
            self.real_time,
            traffic=self.traffic,
            weather=self.weather,
            check=self.check,
        )

    async def run(self, **ends: int) -> None:
        """Deliver until so many letters are in each state."""

        async def enough() -> bool:
            return await counts(self.storage) == ends

        await run_until(self.delivery(), enough)

    @asynccontextmanager
    async def delivering(self) -> AsyncIterator[None]:
        delivery = self.delivery()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(delivery.run())
            yield
            delivery.stop()

    async def charged(self) -> int:
        """How often letters were counted as failed, in all."""
        async with self.storage.transaction() as (connection, _):
            return int((await connection.execute(select(func.sum(OUTBOX.c.failed)))).scalar_one())


@pytest.fixture
async def sky(storage: Storage) -> Sky:
    return Sky(storage, await people(storage, 40))


async def test_one_chats_flood_makes_nobody_else_wait(sky: Sky) -> None:
    chat = sky.everybody[3].address.chat

    async def play(sending: Sending) -> Outcome:
        return Later(300.0, flood=True) if sending.chat == chat else await deliver(sending)

    sky.script.play = play
    await sky.post(*((letter(number), number) for number in range(20)), (letter(99), 3))
    began = time.monotonic()
    await sky.run(delivered=19, waiting=2)
    assert time.monotonic() - began < 5
    assert sum(sending.chat == chat for sending in sky.script.sent) == 1, "its second letter waits with its first"
    found = Policy(rates={"paper": 200.0}, weather={"paper": sky.weather}).rate("paper")
    assert found < 200.0, "forecasts go by the rate that was found"
    assert Policy(rates={"paper": 200.0}).rate("paper") == 200.0
    assert await sky.charged() == 0
    assert sky.weather.trouble is None


async def test_what_a_chat_takes_no_more_of_keeps_nothing_else_from_it(sky: Sky) -> None:
    async def play(sending: Sending) -> Outcome:
        return Later(300.0, flood=True, alike=True) if sending.number == 1 else await deliver(sending)

    async def one_arrived() -> bool:
        return (await counts(sky.storage)).get("delivered") == 1

    sky.script.play = play
    await sky.post((letter(1), 0))
    async with sky.delivering():
        await until(lambda: _true(bool(sky.script.sent)))
        await sky.post((letter(2), 0), (replace(letter(3), kind="notice"), 0))
        await until(one_arrived)
    assert sky.script.numbers == [1, 3]


@pytest.mark.parametrize("flood", [Later(0.4, flood=True), Later(0.4, flood=True, whole=True)])
async def test_what_all_chats_say_is_asked_of_everybody_and_one_tries_before_the_others(sky: Sky, flood: Later) -> None:
    def refused(sending: Sending) -> bool:
        return sending.at < sky.script.sent[0].at + 0.8

    async def play(sending: Sending) -> Outcome:
        return flood if refused(sending) else await deliver(sending)

    sky.script.play = play
    sky.script.limits = replace(LIMITS, per_second=50)
    await sky.post(*((letter(number), number) for number in range(20)))
    await sky.run(delivered=20)
    assert 2 <= sum(map(refused, sky.script.sent)) <= 6
    assert await sky.charged() == 0


async def test_an_outage_is_nobodys_fault(sky: Sky) -> None:
    there, asked = asyncio.Event(), 0

    async def play(sending: Sending) -> Outcome:
        return await deliver(sending) if there.is_set() else AWAY

    async def check() -> object:
        nonlocal asked
        asked += 1
        if not there.is_set():
            raise OSError("nobody answers")
        return {}

    sky.script.play, sky.check = play, check
    await sky.post(*((letter(number), number) for number in range(40)), (letter(77, until=5), 1))

    async def all_ended() -> bool:
        return await counts(sky.storage) == {"delivered": 40, "expired": 1}

    async def one_too_late() -> bool:
        """Too late is too late, meanwhile as well."""
        return (await counts(sky.storage)).get("expired") == 1

    with capture_logs() as logs:
        async with sky.delivering():
            await until(lambda: _true(sky.weather.away_since == sky.clock.now()))
            await until(lambda: _true(asked > 0))
            tried = len(sky.script.sent)
            sky.clock.move(minutes=6)
            asked = 0
            await until(lambda: _true(asked > 0))
            await until(one_too_late)
            assert len(sky.script.sent) == tried, "a cheap question is asked instead of letters"
            assert await sky.charged() == 0
            there.set()
            await until(all_ended)
    assert tried <= 41
    assert sky.weather.trouble is None
    told = [line["event"] for line in logs if line["event"].startswith("messenger.")]
    assert told == ["messenger.away", "messenger.back"]


async def test_without_a_question_to_ask_letters_try_one_by_one(sky: Sky) -> None:
    at_once, most = 0, 0

    async def play(sending: Sending) -> Outcome:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once if sky.weather.away_since else 0)
        await asyncio.sleep(0.01)
        at_once -= 1
        return await deliver(sending) if sending.at > sky.script.sent[0].at + 1.5 else AWAY

    sky.script.play = play
    await sky.post(*((letter(number), number) for number in range(20)))
    await sky.run(delivered=20)
    assert await sky.charged() == 0
    assert most <= 10, "those that had left already, then one at a time"


async def test_a_token_that_is_refused_is_told_as_such(sky: Sky) -> None:
    accepted = asyncio.Event()

    async def play(sending: Sending) -> Outcome:
        return await deliver(sending) if accepted.is_set() else Later(0.2, whole=True, token=True)

    async def check() -> object:
        if not accepted.is_set():
            raise WrongToken("no")
        return {}

    sky.script.play, sky.check = play, check
    await sky.post((letter(1), 1))

    async def arrived() -> bool:
        return await counts(sky.storage) == {"delivered": 1}

    async with sky.delivering():
        await until(lambda: _true(sky.weather.refused_since is not None))
        assert sky.weather.away_since is None
        accepted.set()
        await until(arrived)
    assert sky.weather.refused_since is None


async def test_answers_to_presses_are_heard_too(sky: Sky) -> None:
    """With nothing to be sent, an outage and its end show in what comes of presses."""
    async with sky.delivering():
        sky.traffic.answers += [Answer("1", time.monotonic(), AWAY)] * MISSED
        await until(lambda: _true(sky.weather.away_since is not None))
        sky.traffic.answers.append(Answer("1", time.monotonic(), Delivered(Shown("m"))))
        await until(lambda: _true(sky.weather.away_since is None))


async def _true(so: bool) -> bool:
    return so
