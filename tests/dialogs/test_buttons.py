"""Buttons that are repeated, outdated, foreign or forged; many at once."""

import asyncio

import pytest

from tests.paper import Person
from tests.sheet import packed
from tests.world import World

FORGED = [
    "session:" + "9" * 60,
    "session:1_000",
    "session: 12 ",
    "session:+1",
    "session:01",
    "session:-0",
    "session:١٢",
    "session:1\x00",
    "session:\ud800",
    "session:",
    "session:1:2:3:4",
    "session:1:e" + "9" * 39,
    "session:1:now" + "9" * 37,
    "session",
    "SESSION:1",
    "",
    ":",
    "::::",
    "nosuch:1",
    "menu:1",
    "day:1:0",
    "day:1:-1",
    "day:1:9999999",
    "day:1:9007199254740992",
    "day:1:737542:9007199254740992",
    "cluster:0",
    "floor:-5",
    "stand:9007199254740991",
    "product:1:9007199254740991",
    "product:2:1",
    "themed:99999",
    "remind:9007199254740991",
    "takeout:9007199254740991",
    "forget:9007199254740991",
    "language:xx",
    "language:../../etc",
    "zone:7",
    "zone:99999",
    "reminders:2",
    "reminders:true",
    "speak:",
    "leave",
    "stay:1",
    "programme:0",
    "programme:-7",
    "plan:9007199254740992",
    "now:" + "7" * 16,
    "slot:0",
    "slot:-9007199254740992:3",
    "slot:9007199254740992",
    "session:1:plan9007199254740992",
    "stand:1:s2:-4",
    "💥" * 16,
    "a" * 4096,
    "{session}",
    "session:1;DROP TABLE people",
]


async def test_forged_buttons_get_a_screen_and_change_nothing(world: World, anna: Person) -> None:
    before = await world.kept(anna)
    for data in FORGED:
        await anna.presses(data)
        assert "Что-то сломалось" not in anna.reads, data
        assert anna.buttons, data
        assert await world.kept(anna) == before, data


@pytest.mark.both
async def test_a_press_that_the_messenger_repeats_has_one_effect_and_gets_its_screen(
    world: World, anna: Person
) -> None:
    await anna.opens("session-play")
    await anna.taps("Напоминать")
    assert len(anna.toasts) == 1
    subscribed = anna._last
    await anna.taps("Убрать из плана")
    anna._last = subscribed
    await anna.again()
    assert anna.toasts[-1] == "⭐ В плане. Напомню в 11:05 и в начале."
    kept = await world.kept(anna)
    assert kept is not None
    assert kept.plan == frozenset()


async def test_a_stranger_may_press_a_forwarded_button(world: World) -> None:
    stranger = world.person("8", "en")
    await stranger.presses("programme")
    assert stranger.reads.startswith("Programme")
    await stranger.presses("nosuch:1")
    assert stranger.has("Programme")


async def test_a_repeated_start_welcomes_again_and_adds_nobody(world: World, anna: Person) -> None:
    before = await world.kept(anna)
    await anna.again()
    assert len(anna.messages) == 2
    assert await world.kept(anna) == before


@pytest.mark.both
async def test_five_taps_at_once_have_one_effect(world: World, anna: Person) -> None:
    await anna.opens("session-play")
    button = anna.message.find("Напоминать")
    assert button is not None
    async with asyncio.TaskGroup() as fingers:
        for _ in range(5):
            fingers.create_task(anna.taps("Напоминать") if _ == 0 else anna.presses("remind:6"))
    kept = await world.kept(anna)
    assert kept is not None
    assert len(kept.plan) == 1
    await world.time_is("11:05")
    assert len(anna.letters) == 1


@pytest.mark.both
async def test_twenty_people_at_once_do_not_disturb_each_other(world: World) -> None:
    people = [world.person(str(number)) for number in range(100, 120)]

    async def visits(person: Person) -> None:
        await person.opens("session-play")
        await person.taps("Напоминать", "Меню", "Мой план")

    async with asyncio.TaskGroup() as crowd:
        for person in people:
            crowd.create_task(visits(person))
    assert all(person.reads.startswith("Мой план · 1 мероприятие") for person in people)
    await world.time_is("11:05")
    assert await world.letters() == {"delivered": 20, "waiting": 20}


async def test_a_button_of_a_cluster_that_has_left_says_so_kindly(world: World, anna: Person) -> None:
    await anna.taps("Программа")
    sessions = tuple(session for session in world.fair.sessions if session.cluster != "college")
    clusters = tuple(cluster for cluster in world.fair.clusters if cluster.id != "college")
    await world.imports(world.fair.model_copy(update={"sessions": sessions, "clusters": clusters}))
    await anna.taps("Среднее профессиональное образование")
    assert anna.toast == "Эта кнопка устарела: с тех пор кое-что изменилось."
    assert anna.has("Программа")
    assert len(anna.messages) == 1


async def test_a_day_that_has_become_empty_says_so_kindly(world: World, anna: Person) -> None:
    await anna.taps("Программа", "Дошкольное образование", "Прошедшие")
    await world.imports(opening={"starts": None})
    await anna.taps("вс, 26 апр")
    assert anna.toast == "Эта кнопка устарела: с тех пор кое-что изменилось."


async def test_a_list_that_has_become_shorter_shows_its_last_page(anna: Person) -> None:
    await anna.taps("Программа", "Дошкольное образование", "вт, 28 апр")
    day = anna.message.find("›")
    assert day is not None
    await anna.presses(f"{packed(day)[:-1]}9")
    assert "2 из 2" in anna.buttons
