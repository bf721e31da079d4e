"""Who acts faster than people do is told once, then left alone; nobody else notices."""

import asyncio
import sys
import time
from collections.abc import Callable

import pytest

from dialogs.engine.buckets import BURST, KNOWN, Buckets
from dialogs.engine.dispatch import Dispatch
from dialogs.features import home
from dialogs.kit.event import Event, Left, Pressed, Typed
from storage.database import DatabaseTrouble
from tests.databases import Database
from tests.paper import PAPER, Person
from tests.world import World

WORD = "Не успеваю за вами"
ANNA, BORIS = (PAPER, "1"), (PAPER, "2")
MENU = "menu"


class Seconds:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def limits(world: World, real_time: Callable[[], float]) -> None:
    world.dispatch = Dispatch(
        world.registry, world.storage, world.clock, world.policy, home, buckets=Buckets(real_time=real_time)
    )


@pytest.mark.shield("S10")
def test_a_burst_is_welcome_then_two_a_second() -> None:
    time = Seconds()
    buckets = Buckets(real_time=time)
    assert [buckets.take(ANNA) for _ in range(BURST)] == ["welcome"] * BURST
    assert [buckets.take(ANNA) for _ in range(3)] == ["too fast", "still too fast", "still too fast"]
    assert buckets.take(BORIS) == "welcome"
    for _ in range(10):
        time.now += 1
        assert [buckets.take(ANNA) for _ in range(3)] == ["welcome", "welcome", "still too fast"]
    time.now += 15
    assert [buckets.take(ANNA) for _ in range(BURST + 1)] == [*["welcome"] * BURST, "too fast"], "told anew, once"


@pytest.mark.shield("S10")
def test_what_comes_again_is_not_counted_twice() -> None:
    buckets = Buckets(real_time=Seconds())
    for _ in range(5 * BURST):
        assert buckets.take(ANNA) == "welcome"
        buckets.give_back(ANNA)


@pytest.mark.shield("S10")
def test_however_many_act_so_many_are_remembered_and_one_costs_next_to_nothing() -> None:
    buckets = Buckets()
    began = time.process_time()
    for number in range(3 * KNOWN):
        buckets.take((PAPER, str(number)))
    each = (time.process_time() - began) / (3 * KNOWN)
    sys.stdout.write(f"a look into the bucket: {each * 1e9:.0f} ns\n")
    assert len(buckets) == KNOWN
    assert each < 20e-6


@pytest.mark.shield("S10")
async def test_who_presses_too_fast_reads_one_word_and_then_only_sees_the_button_come_to_rest(
    world: World, anna: Person
) -> None:
    passed = Seconds()
    limits(world, passed)
    before = len(anna.messages)
    for _ in range(BURST + 20):
        await anna.presses(MENU)
    assert [toast for toast in anna.toasts if WORD in toast] == [anna.toasts[-1]]
    assert len(anna.messages) == before
    passed.now += 1
    await anna.types("/plan")
    assert "План" in anna.reads or "план" in anna.reads


@pytest.mark.shield("S10")
async def test_who_types_too_fast_reads_it_as_a_message_once(world: World, anna: Person) -> None:
    limits(world, Seconds())
    for number in range(BURST + 20):
        await anna.types(f"слово {number}")
    assert [message for message in anna.messages if WORD in message.text] == [anna.message]


@pytest.mark.shield("S10")
async def test_twenty_cards_in_a_minute_are_not_too_fast_for_a_moderator(world: World, anna: Person) -> None:
    """Three presses for each card, as one who hurries presses them: a second apart."""
    passed = Seconds()
    limits(world, passed)
    for _ in range(60):
        passed.now += 1
        await anna.presses(MENU)
    assert not any(WORD in toast for toast in anna.toasts)


@pytest.mark.shield("S10")
async def test_in_a_group_only_a_press_is_answered(world: World, anna: Person) -> None:
    limits(world, Seconds())
    for _ in range(BURST + 5):
        await anna.does(Typed("болтаем"), private=False)
    assert world.messenger.chats.get("-100", []) == []
    await anna.does(Pressed(MENU), private=False)
    assert any(WORD in toast for toast in anna.toasts), "the one word waited for where it can be said"


@pytest.mark.shield("S10")
async def test_that_somebody_left_is_heard_however_fast_they_were(world: World, anna: Person) -> None:
    limits(world, Seconds())
    for _ in range(BURST + 5):
        await anna.presses(MENU)
    await anna.does(Left())
    kept = await world.kept(anna)
    assert kept is not None
    assert not kept.reachable


@pytest.mark.shield("S10")
async def test_while_the_database_is_away_nothing_is_counted(
    world: World, anna: Person, fair_database: Database
) -> None:
    limits(world, Seconds())
    async with fair_database.broken():
        for _ in range(BURST + 5):
            with pytest.raises(DatabaseTrouble):
                await anna.types("/stop")
    await anna.again()
    kept = await world.kept(anna)
    assert kept is not None
    assert kept.muted


@pytest.mark.shield("S10")
async def test_others_hardly_notice_who_sends_a_hundred_a_second(world: World, anna: Person) -> None:
    """An act too many costs a small part of a press that is answered: a hundred of them in each second are nothing."""
    limits(world, time.monotonic)
    boris = world.person("2")
    await boris.opens()
    await _spend(world, [boris.event(Pressed(MENU)) for _ in range(5)])
    answered = await _spend(world, [boris.event(Pressed(MENU)) for _ in range(20)])
    await _spend(world, [anna.event(Pressed(MENU)) for _ in range(BURST + 1)])
    flood = [anna.event(Pressed(MENU)) for _ in range(600)]
    refused = await _spend(world, flood)
    crowd = [world.person(f"c{number}") for number in range(20)]
    waited: list[float] = []

    async def press(person: Person) -> None:
        began = time.monotonic()
        async with world.dispatch.handling(person.event(Pressed(MENU))):
            waited.append(time.monotonic() - began)

    await asyncio.gather(_spend(world, flood), *(press(person) for person in crowd))
    p95 = sorted(waited)[int(len(waited) * 0.95) - 1]
    sys.stdout.write(f"CPU of a press {answered * 1e6:.0f} µs, of one too many {refused * 1e6:.0f} µs\n")
    sys.stdout.write(f"p95 of the others {p95:.3f} s\n")
    assert refused < answered / 2
    assert 100 * refused < 0.05, "of each second"


async def _spend(world: World, events: list[Event]) -> float:
    """The CPU seconds that one of these events takes."""
    began = time.process_time()
    for event in events:
        async with world.dispatch.handling(event):
            pass
    return (time.process_time() - began) / len(events)
