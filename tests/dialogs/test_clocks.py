"""My time: asked once, told by a city or a place, first wherever it differs; and what is at night."""

from collections.abc import Awaitable, Callable

import pytest

from tests.golden import same_as_golden
from tests.paper import Person
from tests.world import World


async def zone_of(world: World, person: Person) -> str | None:
    kept = await world.kept(person)
    return None if kept is None else kept.zone


@pytest.mark.both
async def test_the_time_is_asked_at_the_first_subscription_alone_and_yes_goes_on(world: World, anna: Person) -> None:
    await anna.opens("session-play")
    await anna.taps("Напоминать")
    same_as_golden("clocks-asked", anna.sees)
    await anna.taps("Да")
    assert anna.reads.startswith("Игра как язык детства")
    assert not anna.has("Да")
    assert anna.has("Убрать из плана")
    assert await zone_of(world, anna) == "Europe/Moscow"
    await anna.opens("session-reading")
    await anna.taps("Напоминать")
    assert "У вас сейчас" not in anna.reads


async def test_who_does_not_answer_is_not_asked_again(anna: Person) -> None:
    await anna.opens("session-play")
    await anna.taps("Напоминать")
    await anna.opens("session-reading")
    await anna.taps("Напоминать")
    assert "У вас сейчас" not in anna.reads


@pytest.mark.both
async def test_no_asks_for_the_city_and_homonyms_are_asked_about(world: World, anna: Person) -> None:
    await anna.opens("session-last")
    await anna.taps("Напоминать", "Нет, другой город")
    same_as_golden("clocks-city", anna.sees)
    await anna.types("петропавлоск")
    same_as_golden("clocks-which", anna.sees)
    await anna.taps("Петропавловск-Камчатский, Россия · 18:45")
    assert anna.toast == "Петропавловск-Камчатский: сейчас 18:45. Теперь первым будет ваше время."
    same_as_golden("clocks-night", anna.sees)
    assert await zone_of(world, anna) == "Asia/Kamchatka"
    await world.restart()
    await anna.types("/settings")
    assert "Ваше время: 18:45, Петропавловск-Камчатский (МСК+9)" in anna.reads


async def test_who_reads_english_is_asked_openly(world: World) -> None:
    john = world.person("3", "en")
    await john.opens("session-play")
    await john.taps("Remind me")
    assert "Which city are you in? Then your time comes first. At the fair it is 09:45 now." in john.reads
    await john.taps("Say my city")
    await john.types("London")
    assert john.reads.startswith("London: it is 07:45. Now your time comes first.")
    assert "Monday, 27 April, 09:15–10:00 your time · 11:15–12:00 MSK" in john.reads
    assert "I will remind you at 09:05 your time" in john.reads


@pytest.mark.both
async def test_a_shared_place_is_read_for_its_zone_and_kept_nowhere(world: World, anna: Person) -> None:
    await anna.types("/settings")
    await anna.taps("Мой часовой пояс", "Другой город")
    await anna.is_at(52.52, 13.40)
    assert anna.reads.startswith("Берлин: сейчас 08:45. Теперь первым будет ваше время.")
    assert "Ваше время: 08:45, Берлин (МСК−1)" in anna.reads
    kept = await world.kept(anna)
    assert kept is not None
    assert (kept.zone, kept.form) == ("Europe/Berlin", None)
    await anna.taps("Мой часовой пояс", "Другой город")
    await anna.is_at(-14.2, -150.0)
    assert await zone_of(world, anna) == "Etc/GMT+10"
    assert "Ваше время: 20:45, UTC−10 (МСК−13)" in anna.reads


Answer = Callable[[Person], Awaitable[None]]


@pytest.mark.parametrize(
    "answers",
    [
        lambda anna: anna.types("Ктулху"),
        lambda anna: anna.types("Europe/Moskva"),
        lambda anna: anna.types("UTC+27"),
        lambda anna: anna.types("👍" * 4096),
        lambda anna: anna.types("SELECT * FROM people WHERE zone = ' OR 1=1 --"),
    ],
)
async def test_a_place_that_nobody_knows_is_asked_for_once_more(world: World, anna: Person, answers: Answer) -> None:
    await anna.types("/settings")
    await anna.taps("Мой часовой пояс", "Другой город")
    await answers(anna)
    assert anna.reads.startswith("Такого города не знаю.")
    assert await zone_of(world, anna) is None
    await anna.types("МСК+4")
    assert anna.reads.startswith("Красноярск: сейчас 13:45. Теперь первым будет ваше время.")


async def test_a_sticker_is_no_city_and_a_place_no_question(anna: Person) -> None:
    await anna.types("/settings")
    await anna.taps("Мой часовой пояс", "Другой город")
    await anna.sends("sticker")
    assert anna.reads.startswith("Голосовые, видео и стикеры я пока не разбираю.")
    await anna.opens("session-play")
    await anna.taps("Задать вопрос")
    await anna.is_at(52.52, 13.40)
    assert anna.reads.startswith("Геопозиция здесь не нужна.")


async def test_forged_zones_and_old_buttons(world: World, anna: Person) -> None:
    await anna.types("/settings")
    for forged in ("city.is:Europe.Moskva", "city.is:etc.passwd", "city.is:", "zone:99999", "zone:17", "asktime:99"):
        await anna.presses(forged)
        assert anna.toast == "Эта кнопка устарела: с тех пор кое-что изменилось."
    await anna.presses("zone:150")
    assert await zone_of(world, anna) == "Asia/Kolkata"
    await anna.presses("city.is:Asia.Omsk")
    assert await zone_of(world, anna) == "Asia/Omsk"


async def test_asked_from_a_list_it_goes_back_to_the_list(anna: Person) -> None:
    await anna.opens("session-play")
    await anna.taps("Напоминать")
    session = 2
    await anna.presses(f"asktime:{session}:now0")
    assert anna.has("Нет, другой город")
    await anna.presses(f"sametime:{session}:now0")
    assert anna.reads.startswith("Начнутся в течение часа")
    await anna.presses(f"asktime:{session}:now0")
    assert "У вас сейчас" not in anna.reads


async def test_buttons_of_the_plan_go_by_the_readers_clocks(anna: Person) -> None:
    await anna.types("/settings")
    await anna.taps("Мой часовой пояс", "МСК+9 Петропавловск-Камчатский")
    await anna.opens("session-play")
    await anna.taps("Напоминать", "Мой план")
    assert "1. 20:15–21:00 у вас · 11:15–12:00 МСК · Игра как язык детства" in anna.reads
    await anna.taps("Изменить")
    assert "✕ 20:15 · Игра как язык детства" in anna.buttons


async def test_privacy_shows_the_zone_and_forget_erases_it(world: World, anna: Person) -> None:
    await anna.types("/settings")
    await anna.taps("Мой часовой пояс", "МСК+3 Омск")
    await anna.types("/privacy")
    await anna.taps("Подробнее")
    assert "часовой пояс" in anna.reads
    await anna.types("/forget")
    await anna.taps("Да, забыть всё")
    assert await world.kept(anna) is None
