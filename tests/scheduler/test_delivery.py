"""Delivery against a scripted messenger: every outcome is noted once, nothing is lost, nothing repeats without need."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.kit.event import Shown
from dialogs.kit.feature import Drawing
from dialogs.kit.letter import Letter, Reading
from dialogs.kit.messenger import Delivered, Gone, Later, Outcome, Refused
from dialogs.kit.screen import Screen
from scheduler.delivery import Delivery
from scheduler.judging import ATTEMPTS
from scheduler.leading import LEADER
from storage.database import Storage
from storage.fair.programme import FAIRS
from storage.people.people import Person
from storage.post.outbox import Posting
from tests.databases import Database
from tests.scheduler.script import (
    DRAWINGS,
    LIMITS,
    RealTime,
    Script,
    Sending,
    StillClock,
    Word,
    counts,
    deliver,
    draw_number,
    run_until,
    until,
)
from tests.storage.making import Queue, letter, people


class Desk:
    """A delivery with everything around it."""

    def __init__(self, storage: Storage, everybody: list[Person]) -> None:
        self.storage = storage
        self.everybody = everybody
        self.script = Script()
        self.clock = StillClock()
        self.real_time = RealTime()
        self.drawings: Mapping[str, tuple[type[Letter], Drawing]] = DRAWINGS

    def delivery(self, owner: str = "a") -> Delivery:
        return Delivery(self.storage, self.script, self.drawings, self.clock, owner, self.real_time)

    async def post(self, *letters: Posting) -> None:
        """Post each letter to the person of its turn."""
        async with self.storage.writing() as work:
            for posting, person in zip(letters, itertools.cycle(self.everybody), strict=False):
                await work.outbox.put(posting, person.address, person.id)

    async def run(self, **ends: int) -> None:
        """Deliver until so many letters are in each state."""

        async def enough() -> bool:
            return await counts(self.storage) == ends

        await run_until(self.delivery(), enough)


@pytest.fixture
async def desk(storage: Storage) -> Desk:
    return Desk(storage, await people(storage, 10))


async def test_each_letter_arrives_once(desk: Desk) -> None:
    await desk.post(*(letter(number) for number in range(60)))
    await desk.run(delivered=60)
    assert sorted(desk.script.numbers) == list(range(60))


async def test_posted_is_waiting_and_sending_and_ended_at_every_moment(desk: Desk) -> None:
    script: list[Outcome] = [Later(0.02), Delivered(Shown("m")), Refused("no"), Later(0.0, unsure=True)]
    outcomes = itertools.cycle(script)

    async def play(_sending: Sending) -> Outcome:
        await asyncio.sleep(0.003)
        return next(outcomes)

    async def draw(letter: Word, reading: Reading) -> Screen | None:
        return None if letter.number % 5 == 0 else await draw_number(letter, reading)

    desk.script.play = play
    desk.drawings = {"word": (Word, draw)}
    await desk.post(*(letter(number, until=-1 if number % 7 == 0 else 60) for number in range(100)))

    async def ended() -> bool:
        now = await counts(desk.storage)
        assert sum(now.values()) == 100
        return not now.keys() & {"waiting", "sending"}

    await run_until(desk.delivery(), ended)
    assert (await counts(desk.storage)).keys() == {"delivered", "refused", "dropped", "expired"}


async def test_who_blocked_us_gets_nothing_more(desk: Desk) -> None:
    async def play(_sending: Sending) -> Outcome:
        return Gone()

    desk.script.play = play
    desk.everybody = desk.everybody[:1]
    desk.script.limits = replace(LIMITS, chat_seconds=5)
    await desk.post(letter(1), letter(2, after=30), letter(3, after=40))
    await desk.run(gone=3)
    assert desk.script.numbers == [1]
    async with desk.storage.reading() as work:
        person = await work.people.load(desk.everybody[0].id)
    assert person is not None
    assert not person.reachable


async def test_an_unsure_letter_goes_again_unless_it_should_rather_be_lost(desk: Desk) -> None:
    async def play(sending: Sending) -> Outcome:
        seen = desk.script.numbers.count(sending.number)
        return Later(0.01, unsure=True) if seen == 1 else await deliver(sending)

    desk.script.play = play
    await desk.post(letter(1), replace(letter(2), kind="notice"))
    await desk.run(delivered=1, refused=1)
    assert sorted(desk.script.numbers) == [1, 1, 2]


async def test_what_must_not_come_twice_was_refused_by_nobody_when_the_messenger_went_away(desk: Desk) -> None:
    async def play(_sending: Sending) -> Outcome:
        return Later(0.01, unsure=True, whole=True)

    desk.script.play = play
    await desk.post(replace(letter(2), kind="notice"))
    await desk.run(dropped=1)
    assert desk.script.numbers == [2]


async def test_what_never_works_is_refused_at_last(desk: Desk) -> None:
    async def play(_sending: Sending) -> Outcome:
        return Later(1.0)

    desk.script.play = play
    await desk.post(letter(1))
    queue = Queue(desk.storage, clock=desk.real_time())
    for _ in range(ATTEMPTS - 1):
        [claimed] = await queue.claim()
        await queue.postpone(claimed, 0)
    await desk.run(refused=1)
    assert len(desk.script.sent) == 1


async def test_waiting_for_a_chat_is_no_failure(desk: Desk) -> None:
    desk.everybody = desk.everybody[:1]
    desk.script.limits = replace(LIMITS, chat_seconds=0.05)
    await desk.post(*(letter(number) for number in range(8)))
    await desk.run(delivered=8)
    moments = [sending.at for sending in desk.script.sent]
    assert all(later - earlier >= 0.05 for earlier, later in itertools.pairwise(moments))


async def test_the_nearest_deadline_goes_first(desk: Desk) -> None:
    desk.script.limits = replace(LIMITS, per_second=400)
    await desk.post(*(letter(2, within=30) for _ in range(100)))
    await desk.post(*(letter(1, within=10) for _ in range(10)))
    await desk.run(delivered=110)
    assert desk.script.numbers[:30].count(1) == 10  # of the first handful, which goes side by side


async def test_what_is_not_worth_sending_is_dropped(desk: Desk) -> None:
    async def draw(_letter: Word, _reading: Reading) -> Screen | None:
        return None

    desk.drawings = {"word": (Word, draw)}
    await desk.post(letter(1), replace(letter(2), kind="unheard-of"))
    await desk.run(dropped=2)
    assert desk.script.sent == []


async def test_what_grows_too_late_while_it_waits_for_its_turn_is_not_sent(desk: Desk) -> None:
    async def play(sending: Sending) -> Outcome:
        desk.clock.move(minutes=30)
        return await deliver(sending)

    desk.script.play = play
    desk.script.limits = replace(LIMITS, per_second=20)
    await desk.post(*(letter(number, until=10) for number in range(4)))
    await desk.run(delivered=1, expired=3)


async def test_a_bug_in_a_drawing_holds_up_nobody_else(desk: Desk) -> None:
    async def draw(letter: Word, reading: Reading) -> Screen | None:
        if letter.number == 1:
            raise ZeroDivisionError
        return await draw_number(letter, reading)

    desk.drawings = {"word": (Word, draw)}
    await desk.post(*(letter(number) for number in range(5)))
    await desk.run(delivered=4, waiting=1)
    desk.real_time.ahead += 61
    desk.drawings = DRAWINGS
    await desk.run(delivered=5)


async def test_a_messenger_that_raises_stops_nothing(desk: Desk) -> None:
    async def play(sending: Sending) -> Outcome:
        if sending.number == 1:
            raise OSError("nobody promised this")
        return await deliver(sending)

    desk.script.play = play
    await desk.post(letter(1), letter(2))
    await desk.run(delivered=1, waiting=1)


async def test_stopping_finishes_what_has_begun(desk: Desk) -> None:
    started = asyncio.Event()

    async def play(sending: Sending) -> Outcome:
        started.set()
        await asyncio.sleep(0.1)
        return await deliver(sending)

    desk.script.play = play
    desk.script.limits = replace(LIMITS, per_second=20)
    await desk.post(*(letter(number) for number in range(40)))
    delivery = desk.delivery()
    async with asyncio.timeout(60), asyncio.TaskGroup() as tasks:
        tasks.create_task(delivery.run())
        await started.wait()
        delivery.stop()
    ended = await counts(desk.storage)
    assert ended["delivered"] == len(desk.script.sent)
    assert ended.keys() == {"delivered", "waiting"}


async def test_a_keyed_letter_edits_what_it_showed(desk: Desk) -> None:
    desk.everybody = desk.everybody[:1]
    await desk.post(letter(1, key="k"))
    await desk.run(delivered=1)
    await desk.post(letter(2, key="k"))
    await desk.run(delivered=2)
    first, second = desk.script.sent
    assert first.over is None
    assert second.over == Shown(f"m{first.letter}")


async def test_a_newer_truth_posted_during_the_send_is_shown_after_it(desk: Desk) -> None:
    desk.everybody = desk.everybody[:1]

    async def play(sending: Sending) -> Outcome:
        if sending.number == 1:
            await desk.post(letter(2, key="k"), letter(3, key="k"))
        return await deliver(sending)

    desk.script.play = play
    await desk.post(letter(1, key="k"))
    await desk.run(delivered=2)
    assert desk.script.numbers == [1, 2]
    assert desk.script.sent[1].over is not None


async def test_an_older_letter_of_a_key_is_superseded(desk: Desk) -> None:
    desk.everybody = desk.everybody[:1]

    async def play(sending: Sending) -> Outcome:
        if len(desk.script.sent) == 1:
            await desk.post(letter(2, key="k"))
            return Later(0.0)
        return await deliver(sending)

    desk.script.play = play
    await desk.post(letter(1, key="k"))
    await desk.run(delivered=1, superseded=1)
    assert desk.script.numbers == [1, 2]


async def test_a_process_that_died_between_send_and_note_sends_again_once(desk: Desk) -> None:
    queue = Queue(desk.storage, clock=desk.real_time())
    await desk.post(letter(1))
    assert len(await queue.claim()) == 1  # sent by a process that is no more

    delivery, waited = desk.delivery(), asyncio.Event()

    async def never() -> bool:
        if not waited.is_set():
            waited.set()
            await asyncio.sleep(0.3)
        return True

    await run_until(delivery, never)
    assert desk.script.sent == []
    desk.real_time.ahead += 61
    await desk.run(delivered=1)
    assert desk.script.numbers == [1]


async def test_a_database_that_is_away_after_the_send_does_not_send_again(desk: Desk, database: Database) -> None:
    sent, away = asyncio.Event(), asyncio.Event()

    async def play(sending: Sending) -> Outcome:
        sent.set()
        await away.wait()
        return await deliver(sending)

    async def delivered() -> bool:
        return await counts(desk.storage) == {"delivered": 1}

    desk.script.play = play
    await desk.post(letter(1))
    delivery = desk.delivery()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(delivery.run())
        await sent.wait()
        async with database.broken():
            away.set()
            await asyncio.sleep(0.2)
        await until(delivered)
        delivery.stop()
    assert desk.script.numbers == [1]


async def test_what_was_claimed_is_free_at_once_when_the_programme_cannot_be_read(desk: Desk) -> None:
    async def zone(name: str) -> None:
        async with desk.storage.transaction() as (connection, _):
            await connection.execute(FAIRS.delete())
            await connection.execute(FAIRS.insert().values(ref="f", title="F", timezone=name, version=len(name)))

    await zone("Nowhere/At/All")
    await desk.post(letter(1), letter(2))
    delivery = desk.delivery()

    async def tried() -> bool:
        async with desk.storage.transaction() as (connection, _):
            claims = (await connection.exec_driver_sql("SELECT sum(attempt) FROM outbox")).scalar_one()
        return claims >= 4 and await counts(desk.storage) == {"waiting": 2}

    await run_until(delivery, tried)
    assert desk.script.sent == []
    await zone("Europe/Moscow")
    await desk.run(delivered=2)


async def test_who_lost_the_lead_while_waiting_sends_nothing_more(desk: Desk) -> None:
    """After a flood answer one waits for long; meanwhile another process may have begun to send at its own pace."""
    url = desk.storage.engine.url.render_as_string(hide_password=False)
    others = Storage(url, alone=False)

    async def take_lead() -> bool:
        async with others.writing() as work:
            return await work.post.leases.take("delivery/paper", "b", desk.real_time(), LEADER)

    async def play(sending: Sending) -> Outcome:
        return Later(0.6, flood=True, whole=True) if len(desk.script.sent) == 1 else await deliver(sending)

    async def asked_to_be_quiet() -> bool:
        return bool(desk.script.sent)

    async def nothing_is_in_flight() -> bool:
        return await counts(others) == {"waiting": 5}

    desk.script.play = play
    desk.script.limits = replace(LIMITS, per_second=10)
    await desk.post(*(letter(number) for number in range(5)))
    delivery = Delivery(others, desk.script, DRAWINGS, desk.clock, "a", desk.real_time)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(delivery.run())
        await until(asked_to_be_quiet)
        desk.real_time.ahead += LEADER + 1
        assert await take_lead()
        await until(nothing_is_in_flight)
        assert len(desk.script.sent) == 1
        delivery.stop()
    await others.close()


async def test_two_processes_send_each_letter_once_and_hand_the_lead_over(desk: Desk) -> None:
    if desk.storage.sqlite:
        return  # one process there
    await desk.post(*(letter(number) for number in range(80)))
    other_storage = Storage(desk.storage.engine.url.render_as_string(hide_password=False))
    other = Desk(other_storage, desk.everybody)
    desk.script.limits = other.script.limits = replace(LIMITS, per_second=100)
    first, second = desk.delivery("a"), other.delivery("b")

    async def some_are_sent() -> bool:
        return len(desk.script.sent) + len(other.script.sent) >= 20

    async def all_are_delivered() -> bool:
        return await counts(desk.storage) == {"delivered": 80}

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(first.run())
        tasks.create_task(second.run())
        await until(some_are_sent)
        leader, heir = (first, other) if desk.script.sent else (second, desk)
        assert not heir.script.sent
        leader.stop()
        await until(all_are_delivered)
        first.stop()
        second.stop()
    assert heir.script.sent
    assert Counter(desk.script.numbers + other.script.numbers) == Counter(range(80))
    await other_storage.close()


async def test_a_clock_that_jumps_back_sends_nothing_twice(desk: Desk) -> None:
    await desk.post(letter(1), letter(2, after=10))
    desk.clock.move(minutes=11)
    await desk.run(delivered=2)
    desk.clock.at -= timedelta(hours=1)
    await desk.run(delivered=2)
    assert sorted(desk.script.numbers) == [1, 2]
