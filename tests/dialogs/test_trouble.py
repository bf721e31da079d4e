"""Bugs of ours and troubles of the database: nothing half done, nothing lost, nothing told that is not true."""

import asyncio
import re
from dataclasses import dataclass, replace
from typing import ClassVar

import pytest

from dialogs.engine.dispatch import Dispatch
from dialogs.features import home
from dialogs.kit.errors import Denied
from dialogs.kit.feature import Feature
from dialogs.kit.phrase import say
from dialogs.kit.route import Route
from dialogs.kit.screen import Screen, screen
from dialogs.kit.visit import Visit
from storage.database import DatabaseTrouble
from tests.databases import Database
from tests.paper import Person
from tests.world import World


@dataclass(frozen=True, slots=True)
class Stumble(Route):
    session: int = 0
    path: ClassVar[str] = "stumble"


@dataclass(frozen=True, slots=True)
class Knock(Route):
    path: ClassVar[str] = "knock"


@dataclass(frozen=True, slots=True)
class Dawdle(Route):
    path: ClassVar[str] = "dawdle"


clumsy = Feature("clumsy")
slow = asyncio.Event()


@clumsy.on(Stumble, changes=True)
async def stumble(visit: Visit, route: Stumble) -> Screen:
    await visit.work.plans.subscriptions.add(visit.person.id, route.session, visit.now)
    visit.person = replace(visit.person, muted=True)
    raise ValueError("+7 900 000-00-00 is a secret")


@clumsy.on(Knock)
async def knock(_visit: Visit, _route: Knock) -> Screen:
    raise Denied


@clumsy.on(Dawdle, changes=True)
async def dawdle(visit: Visit, _route: Dawdle) -> Screen:
    """As if the database answered slowly, once."""
    visit.person = replace(visit.person, muted=True)
    if not slow.is_set():
        slow.set()
        await asyncio.sleep(60)
    return screen("Готово")


@clumsy.command("stumble", say("fall"))
async def stumble_reading(_visit: Visit, _argument: str) -> Screen:
    raise LookupError("unlisted")


@pytest.mark.both
async def test_a_bug_is_an_apology_with_a_code_and_nothing_half_done(world: World, anna: Person) -> None:
    await world.restart(clumsy)
    session = world.storage.catalogue.session_named("play")
    assert session is not None
    await anna.presses(Stumble(session.id).pack())
    assert anna.reads.startswith("Что-то сломалось на нашей стороне, ничего не изменилось.")
    assert re.search(r"код: [0-9a-f]{6}$", anna.reads)
    assert "secret" not in anna.reads
    kept = await world.kept(anna)
    assert kept is not None
    assert kept.plan == frozenset()
    assert not kept.muted
    assert anna.has("Программа")


async def test_after_a_bug_everything_else_works(world: World, anna: Person) -> None:
    await world.restart(clumsy)
    await anna.types("/stumble")
    assert "unlisted" not in anna.reads
    await anna.taps("Программа")
    assert anna.has("Дошкольное образование")


async def test_an_apology_speaks_the_persons_own_language(world: World, anna: Person) -> None:
    await anna.types("/settings")
    await anna.taps("English")
    await world.restart(clumsy)
    await anna.presses(Stumble().pack())
    assert anna.reads.startswith("Something went wrong on our side")


async def test_what_is_denied_looks_like_what_does_not_exist(world: World, anna: Person) -> None:
    await world.restart(clumsy)
    await anna.presses(Knock().pack())
    assert anna.toast == "Открыть это не получится."
    assert anna.has("Программа")


@pytest.mark.both
async def test_a_database_in_trouble_is_not_acknowledged_and_the_event_may_come_again(
    world: World, anna: Person, fair_database: Database
) -> None:
    await anna.opens("session-play")
    async with fair_database.broken():
        with pytest.raises(DatabaseTrouble):
            await anna.taps("Напоминать")
    assert anna.toasts == []
    await anna.again()
    assert anna.toast == "⭐ В плане. Напомню в 11:05 и в начале."
    kept = await world.kept(anna)
    assert kept is not None
    assert len(kept.plan) == 1


@pytest.mark.both
async def test_letters_survive_a_database_in_trouble(world: World, anna: Person, fair_database: Database) -> None:
    await anna.opens("session-reading")
    await anna.taps("Напоминать")
    async with fair_database.broken():
        with pytest.raises(DatabaseTrouble):
            await anna.types("/stop")
    await world.pass_time(minutes=5)
    assert len(anna.letters) == 1


async def test_what_takes_too_long_is_not_acknowledged_and_comes_again(world: World, anna: Person) -> None:
    slow.clear()
    await world.restart(clumsy)
    world.dispatch = Dispatch(world.registry, world.storage, world.clock, world.policy, home, longest=0.3)
    with pytest.raises(DatabaseTrouble):
        await anna.presses(Dawdle().pack())
    assert "сломалось" not in anna.reads
    kept = await world.kept(anna)
    assert kept is not None
    assert not kept.muted
    await anna.again()
    assert anna.reads == "Готово"
    kept = await world.kept(anna)
    assert kept is not None
    assert kept.muted
