"""A plan is shared by a link: who opens it sees sessions and nobody's name, and takes them by one tap."""

from dataclasses import replace

import pytest

from dialogs.engine.dispatch import Dispatch
from dialogs.features import home
from dialogs.plan.routes import OpenSharedPlan, TakeShared
from storage.plans.keys import MOST, PLAN_KEYS
from tests.dialogs.sharing import kept
from tests.golden import same_as_golden
from tests.paper import PAPER, Person
from tests.world import World

BOT = "https://paper.example.org/bot?start="


@pytest.fixture(autouse=True)
def known(world: World) -> None:
    """The bot knows how it is opened."""
    world.policy = replace(world.policy, links={PAPER: BOT + "menu", "other": "https://other.example.org/bot#menu"})
    world.dispatch = Dispatch(world.registry, world.storage, world.clock, world.policy, home)


async def choose(person: Person, *sessions: str) -> None:
    for session in sessions:
        await person.opens(f"session-{session}")
        await person.taps("В план" if person.has("В план") else "Напоминать")


async def link(person: Person) -> str:
    """The payload of a new link."""
    await person.types("/plan")
    await person.taps("📅 В календарь, на почту, коллеге", "Поделиться с коллегой", "Новая ссылка")
    [own] = [line for line in person.reads.splitlines() if line.startswith(BOT)]
    return own.split()[0].removeprefix(BOT)


@pytest.mark.both
async def test_a_colleague_takes_a_whole_plan_by_one_tap(world: World, anna: Person, viktor: Person) -> None:
    await choose(anna, "reading", "play", "sand")
    payload = await link(anna)
    assert "https://other.example.org/bot#plan-" in anna.reads
    await choose(viktor, "circle")
    await viktor.opens(payload)
    same_as_golden("plan-shared", viktor.sees)
    await viktor.taps("Взять всё")
    assert viktor.toast == "Теперь в вашем плане: 3 мероприятия."
    assert viktor.reads.startswith("Мой план · 4 мероприятия")
    assert "⚠ вместе с" in viktor.reads
    await viktor.opens(payload)
    assert "Всё это уже в вашем плане." in viktor.reads
    assert "Взять всё" not in viktor.buttons


async def test_whose_first_plan_is_a_colleagues_is_asked_for_their_time(anna: Person, viktor: Person) -> None:
    await choose(anna, "play", "sand")
    await viktor.opens(await link(anna))
    await viktor.taps("Взять всё")
    assert "У вас сейчас 09:45?" in viktor.reads
    await viktor.taps("Да")
    assert viktor.reads.startswith("Мой план · 2 мероприятия")


async def test_things_are_taken_one_by_one_and_a_second_press_changes_nothing(anna: Person, viktor: Person) -> None:
    await choose(anna, "play", "sand", "clay", "song")
    await viktor.opens(await link(anna))
    await viktor.taps("Глина")
    assert viktor.toast == "Теперь в вашем плане: 1 мероприятие."
    assert "Глина · ⭐ в вашем плане" in viktor.reads
    assert not viktor.has("Глина")
    await viktor.again()
    await viktor.types("/plan")
    assert viktor.reads.startswith("Мой план · 1 мероприятие")


async def test_a_link_shows_the_plan_as_it_is_and_nothing_that_is_over(
    world: World, anna: Person, viktor: Person
) -> None:
    await choose(anna, "reading", "play")
    payload = await link(anna)
    await choose(anna, "last")
    await world.time_is("11:20")
    await viktor.opens(payload)
    assert "До встречи" in viktor.reads
    assert "Первые шаги" not in viktor.reads
    await world.time_is("2020-04-30 10:00")
    await viktor.opens(payload)
    assert "Всё это уже прошло." in viktor.reads


@pytest.mark.both
async def test_a_closed_link_and_a_guessed_one_are_answered_alike(world: World, anna: Person, viktor: Person) -> None:
    await choose(anna, "play")
    first, second = await link(anna), await link(anna)
    assert first != second
    await viktor.opens(first)
    key = first.removeprefix("plan-")
    await anna.types("/plan")
    await anna.taps("📅 В календарь, на почту, коллеге", "Поделиться с коллегой")
    assert "Открыты 2 ссылки." in anna.reads
    await anna.taps("Закрыть ссылки")
    assert anna.toast == "Ссылки закрыты: план по ним больше не виден."
    said = []
    for payload in (first, second, "plan-" + "x" * 22, "plan-" + "%'\"🙈" * 30, "plan-x"):
        await viktor.opens(payload)
        said.append(viktor.sees)
    assert len(set(said)) == 1
    assert "Этим планом больше не делятся" in said[0]
    await viktor.presses(TakeShared(key).pack())
    assert viktor.sees == said[0]
    await viktor.presses(OpenSharedPlan("").pack())
    assert viktor.sees == said[0]
    await viktor.types("/plan")
    assert "Здесь пока пусто" in viktor.reads


async def test_of_many_links_the_oldest_make_room_and_an_erased_person_leaves_none(world: World, anna: Person) -> None:
    await choose(anna, "play")
    number = await kept(world, anna)
    async with world.storage.writing() as work:
        keys = [await work.plans.keys.make(number, "share", world.clock.now()) for _ in range(MOST + 3)]
    async with world.storage.reading() as work:
        assert await work.plans.keys.count(number, "share") == MOST
        assert await work.plans.keys.owner(keys[-1], "share") == number
        assert await work.plans.keys.owner(keys[-1], "calendar") is None
    await anna.types("/forget")
    await anna.taps("Да, забыть всё")
    async with world.storage.engine.connect() as connection:
        assert (await connection.execute(PLAN_KEYS.select())).all() == []


async def test_where_the_bot_does_not_know_its_address_it_says_so(world: World, anna: Person) -> None:
    world.policy = replace(world.policy, links={})
    world.dispatch = Dispatch(world.registry, world.storage, world.clock, world.policy, home)
    await choose(anna, "play")
    await anna.types("/plan")
    await anna.taps("📅 В календарь, на почту, коллеге", "Поделиться с коллегой")
    assert "собственного адреса" in anna.reads
    assert "Новая ссылка" not in anna.buttons
