"""My plan: by day, with what is on now on top, and taking sessions out."""

import pytest

from tests.golden import same_as_golden
from tests.paper import Person
from tests.world import World


async def _choose(person: Person, *sessions: str) -> None:
    for session in sessions:
        await person.opens(f"session-{session}")
        await person.taps("В план" if person.has("В план") else "Напоминать")


async def test_an_empty_plan_says_how_to_fill_it(anna: Person) -> None:
    await anna.taps("Мой план")
    assert "Здесь пока пусто" in anna.reads
    assert anna.buttons == ["📅 Программа", "▶️ Сейчас и скоро", "Меню"]


@pytest.mark.both
async def test_the_plan_goes_by_days_with_what_is_on_now_on_top(world: World, anna: Person) -> None:
    await _choose(anna, "last", "roof", "play", "english", "sand", "reading")
    await world.time_is("10:05")
    await anna.types("/plan")
    same_as_golden("plan", anna.sees)


async def test_what_is_over_stands_behind_a_button_in_its_order(world: World, anna: Person) -> None:
    await _choose(anna, "english", "reading", "play")
    await world.time_is("11:10")
    await anna.types("/plan")
    assert "Teaching young engineers" not in anna.reads
    await anna.taps("Прошедшие: 2")
    assert anna.reads.index("Teaching young engineers") < anna.reads.index("Первые шаги к чтению")
    assert "09:30–10:30 МСК · прошло" in anna.reads
    await anna.taps("Teaching young engineers", "Назад")
    assert anna.reads.startswith("Мой план · прошедшее")
    await anna.taps("Мой план")
    assert "Игра как язык детства" in anna.reads


async def test_a_plan_that_is_all_over_says_so(world: World, anna: Person) -> None:
    await _choose(anna, "reading")
    await world.time_is("11:10")
    await anna.types("/plan")
    assert "Всё, что вы выбрали, уже прошло." in anna.reads
    assert anna.buttons == ["Прошедшие: 1", "Убрать из плана", "Меню"]


async def test_a_card_opened_from_the_plan_leads_back_to_it(anna: Person) -> None:
    await _choose(anna, "play")
    await anna.types("/plan")
    await anna.taps("Игра как язык детства", "Назад")
    assert anna.reads.startswith("Мой план · 1 мероприятие")


async def test_sessions_are_taken_out_one_by_one(world: World, anna: Person) -> None:
    await _choose(anna, "reading", "play")
    await anna.types("/plan")
    await anna.taps("Убрать из плана", "✕ 27.04 10:00 · Первые шаги к чтению")
    assert anna.toast == "Убрано из плана."
    assert anna.buttons == ["✕ 27.04 11:15 · Игра как язык детства", "Готово", "Меню"]
    await anna.taps("Готово")
    assert anna.reads.startswith("Мой план · 1 мероприятие")
    await anna.taps("Убрать из плана", "✕ 27.04 11:15 · Игра как язык детства")
    assert "Здесь пока пусто" in anna.reads
    await world.time_is("09:50")
    assert anna.letters == []


async def test_a_long_plan_pages(anna: Person) -> None:
    await _choose(anna, "song", "clay", "tale", "dance", "count", "walk", "sleep", "evening")
    await anna.types("/plan")
    assert anna.reads.startswith("Мой план · 8 мероприятий")
    await anna.taps("›")
    assert "Вечер" in anna.reads
    await anna.taps("Убрать из плана", "✕ 28.04 16:00 · Вечер")
    assert len([label for label in anna.buttons if label.startswith("✕")]) == 7


async def test_a_plan_shows_what_was_cancelled(world: World, anna: Person) -> None:
    await _choose(anna, "play")
    await world.imports(play={"status": "cancelled"})
    await anna.types("/plan")
    assert "Отменено\n\n1. 11:15–12:00 МСК · пн, 27 апр · отменено · Игра как язык детства" in anna.reads


async def test_plans_are_ones_own(anna: Person, viktor: Person) -> None:
    await _choose(anna, "play")
    await viktor.types("/plan")
    assert "Здесь пока пусто" in viktor.reads
