"""My plan: by day, with what clashes and what is free, taking sessions out, and choosing between those at one time."""

import timeit
from dataclasses import replace

import pytest

from dialogs.kit.screen import Screen
from dialogs.plan import rules
from dialogs.plan.routes import OpenPastPlan, OpenPlan, TidyPlan
from dialogs.plan.screens import plan as screens
from storage.fair.catalogue import Catalogue
from tests.golden import same_as_golden
from tests.paper import Person
from tests.sheet import packed
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
async def test_the_plan_opens_on_today_with_clashes_free_time_and_what_is_on(world: World, anna: Person) -> None:
    await _choose(anna, "last", "roof", "play", "english", "sand", "reading")
    await world.time_is("10:05")
    await anna.types("/plan")
    same_as_golden("plan", anna.sees)
    assert anna.message.links["▶ Смотреть: Первые шаги к чтению"] == "https://live.example.org/reading"
    await anna.taps("вт, 28 апр")
    assert "вторник, 28 апреля\n\n1. 10:00–10:30 МСК · Песочница мира" in anna.reads
    await anna.taps("ср, 29 апр", "Время уточняется")
    assert anna.reads.endswith("Время уточняется\n\n1. Сад на крыше")


async def test_what_is_over_stands_on_its_day_with_its_recording(world: World, anna: Person) -> None:
    await _choose(anna, "english", "play", "last")
    await world.imports(english={"recording": "https://video.example.org/english"})
    await world.time_is("2020-04-28 09:00")
    await anna.types("/plan")
    assert "До встречи" in anna.reads
    assert "Teaching" not in anna.reads
    await anna.taps("пн, 27 апр")
    assert "Teaching young engineers · Запись <https://video.example.org/english>" in anna.reads
    assert "Игра как язык детства · прошло" in anna.reads
    assert "свободно" not in anna.reads


async def test_a_plan_that_is_all_over_says_so(world: World, anna: Person) -> None:
    await _choose(anna, "reading")
    await world.time_is("11:10")
    await anna.types("/plan")
    assert "Всё, что вы выбрали, уже прошло." in anna.reads
    assert "Первые шаги к чтению · прошло" in anna.reads


async def test_a_card_opened_from_the_plan_leads_back_to_its_day(anna: Person) -> None:
    await _choose(anna, "play", "clay")
    await anna.types("/plan")
    await anna.taps("вт, 28 апр", "10:00 · Глина", "Назад")
    assert "вторник, 28 апреля\n\n1. 10:00–10:30 МСК · Глина" in anna.reads


async def test_buttons_of_then_still_lead_to_what_they_were_for(world: World, anna: Person) -> None:
    await _choose(anna, "english", "play", "sand")
    await anna.presses(OpenPlan(2).pack())
    assert "Песочница мира" in anna.reads
    await anna.presses(TidyPlan(1).pack())
    assert "✕ 11:15 · Игра как язык детства" in anna.buttons
    await world.time_is("2020-04-28 09:00")
    await anna.presses(OpenPastPlan(1).pack())
    assert "Игра как язык детства" in anna.reads


async def test_sessions_are_taken_out_one_by_one(world: World, anna: Person) -> None:
    await _choose(anna, "reading", "play")
    await anna.types("/plan")
    await anna.taps("Изменить", "✕ 10:00 · Первые шаги к чтению")
    assert anna.toast == "Убрано из плана."
    assert anna.buttons == ["✕ 11:15 · Игра как язык детства", "Готово", "Меню"]
    await anna.taps("Готово")
    assert anna.reads.startswith("Мой план · 1 мероприятие")
    await anna.taps("Изменить", "✕ 11:15 · Игра как язык детства")
    assert "Здесь пока пусто" in anna.reads
    await world.time_is("09:50")
    assert anna.letters == []


async def test_a_long_day_pages(anna: Person) -> None:
    await _choose(anna, "song", "clay", "tale", "dance", "count", "walk", "sleep", "evening")
    await anna.types("/plan")
    assert anna.reads.startswith("Мой план · 8 мероприятий")
    await anna.taps("›")
    assert "Вечер" in anna.reads
    await anna.taps("Изменить", "✕ 16:00 · Вечер")
    assert len([label for label in anna.buttons if label.startswith("✕")]) == 7


async def test_a_plan_shows_what_was_cancelled_apart(world: World, anna: Person) -> None:
    await _choose(anna, "play", "english")
    await world.imports(english={"status": "cancelled"})
    await anna.types("/plan")
    assert anna.reads.index("Игра как язык детства") < anna.reads.index("Отменено\n\n2. 09:30–10:30 МСК · Teaching")


async def test_plans_are_ones_own(anna: Person, viktor: Person) -> None:
    await _choose(anna, "play")
    await viktor.types("/plan")
    assert "Здесь пока пусто" in viktor.reads


# --- two at one time -------------------------------------------------------------------------------------------------


@pytest.mark.both
async def test_who_chooses_a_second_thing_at_one_time_is_asked_once_which_to_watch(world: World, anna: Person) -> None:
    await _choose(anna, "reading", "circle")
    assert "В плане. Напомню в 09:50" in anna.toast
    same_as_golden("plan-clash", anna.sees)
    await anna.taps("«Первые шаги к чтению»")
    assert anna.toast == "«Утренний круг без скуки» — в записи: напоминать о нём не буду."
    assert anna.reads.startswith("Утренний круг без скуки")
    assert "⭐ В плане, в записи: напоминать не буду." in anna.reads
    await anna.taps("Мой план")
    assert "Утренний круг без скуки · в записи" in anna.reads
    assert "⚠" not in anna.sees
    await world.time_is("09:50")
    assert "Первые шаги к чтению" in anna.reads
    assert "круг" not in anna.reads


async def test_what_was_chosen_is_swapped_in_the_plan_by_two_taps(world: World, anna: Person) -> None:
    await _choose(anna, "reading", "circle")
    await anna.taps("Оба")
    assert anna.toast == "В плане остаётся всё."
    await anna.taps("Мой план")
    assert "Первые шаги к чтению · ⚠ вместе с «Утренний круг без скуки»" in anna.reads
    await anna.taps("Изменить")
    same_as_golden("plan-changing", anna.sees)
    first, second = anna.message.rows[:2]
    assert [first[0][0], second[0][0]] == ["✕ 10:00 · Первые шаги к чтению", "✕ 10:00 · Утренний круг без скуки"]
    await anna.presses(packed(second[1][1]), on=anna.message)
    assert "Первые шаги к чтению · в записи" in anna.reads
    await world.restart()
    await anna.types("/plan")
    assert "Первые шаги к чтению · в записи" in anna.reads
    await anna.taps("Изменить", "▶ Смотрю это")
    assert "Утренний круг без скуки · в записи" in anna.reads


async def test_among_three_at_one_time_one_is_watched_or_the_others(anna: Person) -> None:
    await _choose(anna, "reading", "circle", "trade")
    assert "«Профессия за одно лето»" in anna.buttons
    await anna.taps("«Профессия за одно лето»")
    await anna.taps("Мой план")
    assert anna.reads.count("в записи") == 2


async def test_a_question_about_what_is_out_of_the_plan_leads_on_to_the_card(anna: Person) -> None:
    await _choose(anna, "reading", "circle")
    asked = anna.message.find("Оба")
    await anna.types("/plan")
    await anna.taps("Изменить", "✕ 10:00 · Утренний круг без скуки")
    await anna.presses(packed(asked))
    assert anna.reads.startswith("Утренний круг без скуки")
    assert anna.has("Напоминать")


async def test_free_time_stands_between_what_is_watched(world: World, anna: Person) -> None:
    await _choose(anna, "reading", "circle", "play", "song", "tale")
    await world.time_is("2020-04-28 08:00")
    await anna.types("/plan")
    assert "Песня дня\nсвободно 09:30–11:00 МСК\n2. 11:00–11:30 МСК · Сказка" in anna.reads
    await anna.taps("пн, 27 апр")
    assert "свободно" not in anna.reads


async def test_two_hundred_sessions_cost_little(world: World, anna: Person) -> None:
    """A plan of half a large fair is drawn within the five thousandths of a second that the loop may be held."""
    await anna.types("/plan")
    first = next(iter(world.storage.catalogue.sessions.values()))
    kept = await world.kept(anna)
    assert first.starts is not None
    assert kept is not None
    sessions = {n: replace(first, id=n, ref=f"s-{n}", starts=first.starts) for n in range(1, 201)}
    fair = Catalogue(1, "large", "Большой салон", world.storage.catalogue.zone, None, sessions=sessions)
    person = replace(kept, plan=frozenset(sessions))
    now = first.starts

    def drawn() -> Screen:
        days = rules.days(fair, sessions.values())
        return screens.plan(fair, person, now, screens.Day(days, rules.day_now(days, now), 150), mail=True)

    assert drawn().listing is not None
    took = min(timeit.repeat(drawn, number=1, repeat=5))
    assert took < 0.1, took
