"""Reminders: one letter for a slot, true at the second it is sent."""

from datetime import datetime

import pytest

from dialogs.kit.policy import Policy, ReminderPolicy
from tests.golden import same_as_golden
from tests.paper import Person
from tests.world import World


async def _choose(person: Person, *sessions: str) -> None:
    for session in sessions:
        await person.opens(f"session-{session}")
        await person.taps("Напоминать")


@pytest.mark.both
async def test_a_reminder_comes_ten_minutes_before_with_the_player(world: World, anna: Person) -> None:
    await _choose(anna, "reading")
    await world.pass_time(minutes=4)
    assert anna.letters == []
    await world.pass_time(minutes=1)
    same_as_golden("reminder", anna.sees)
    assert anna.message.links == {"Смотреть": "https://live.example.org/reading"}


@pytest.mark.both
async def test_at_the_start_the_message_is_renewed_and_a_quiet_one_comes_for_who_missed_it(
    world: World, anna: Person
) -> None:
    await _choose(anna, "reading")
    await world.pass_time(minutes=5)
    assert not anna.message.silent
    await world.pass_time(minutes=10)
    first, second = anna.letters
    assert first.text == "Идёт мастер-класс «Первые шаги к чтению», до 11:00 МСК"
    assert (first.edits, second.edits, second.silent) == (1, 0, True)
    assert first.links == {"Смотреть": "https://live.example.org/reading"}
    same_as_golden("reminder-of-a-start", second.drawn)
    await world.pass_time(minutes=30)
    assert len(anna.letters) == 2


@pytest.mark.both
async def test_all_sessions_of_a_minute_come_in_one_letter(world: World, anna: Person) -> None:
    await _choose(anna, "reading", "circle", "trade")
    await world.pass_time(minutes=5)
    assert len(anna.letters) == 1
    same_as_golden("reminder-of-three", anna.sees)
    assert anna.message.links == {
        "Смотреть: Первые шаги к чтению": "https://live.example.org/reading",
        "Смотреть: Утренний круг без скуки": "https://live.example.org/circle",
    }
    await anna.taps("Профессия за одно лето")
    assert anna.reads.startswith("Профессия за одно лето")


async def test_many_sessions_of_a_minute_are_numbered_lines_by_pages(world: World, anna: Person) -> None:
    more = ("song", "clay", "tale", "dance", "count")
    live = {"starts": datetime.fromisoformat("2020-04-27T10:00:00+03:00"), "player": "https://live.example.org/more"}
    await world.imports(None, **{name: dict(live) for name in more})
    await _choose(anna, "reading", "circle", "trade", *more)
    await world.time_is("09:50")
    same_as_golden("reminder-of-eight", anna.sees)
    assert anna.message.links["1"] == "https://live.example.org/reading"
    await anna.taps("3")
    assert anna.reads.startswith("Профессия за одно лето"), "it has no player yet"
    await anna.taps("›")
    assert "8. лекция «Счёт» · 30 минут" in anna.letters[0].text


async def test_a_reminder_that_leaves_late_tells_the_time_of_that_second(world: World, anna: Person) -> None:
    await _choose(anna, "reading")
    await world.time_is("09:51")
    assert anna.reads.startswith("Через 9 минут")


async def test_after_a_standstill_the_reminder_says_how_long_it_has_been_on(world: World, anna: Person) -> None:
    await _choose(anna, "reading")
    await world.tick()
    await world.time_is("10:04")
    assert anna.reads.startswith("Уже 4 минуты идёт")


async def test_nothing_is_sent_for_what_is_over(world: World, anna: Person) -> None:
    await _choose(anna, "reading", "circle")
    await world.tick()
    await world.time_is("11:00")
    assert anna.letters == []
    assert await world.letters() == {"dropped": 1, "expired": 1}


async def test_who_subscribes_inside_the_lead_gets_the_link_at_once_and_again_at_the_start(
    world: World, anna: Person
) -> None:
    await world.time_is("09:53")
    await _choose(anna, "reading")
    assert anna.toast == "⭐ В плане. Ссылку пришлю в 10:00, к началу."
    assert "⭐ В плане. Ссылку пришлю в 10:00, к началу." in anna.reads
    assert anna.message.links == {"Смотреть": "https://live.example.org/reading"}
    await world.pass_time(minutes=6)
    assert anna.letters == []
    await world.pass_time(minutes=1)
    assert anna.reads == "Начинается мастер-класс «Первые шаги к чтению», до 11:00 МСК"
    assert not anna.message.silent
    assert anna.message.links == {"Смотреть": "https://live.example.org/reading"}
    await world.pass_time(minutes=10)
    assert len(anna.letters) == 1


async def test_where_no_start_is_usual_only_the_late_hear_of_it(world: World, anna: Person, viktor: Person) -> None:
    world.policy = Policy(ReminderPolicy(leads=(10,)), rates=world.policy.rates)
    await world.restart()
    await _choose(anna, "reading")
    await world.time_is("09:55")
    await _choose(viktor, "reading")
    await world.pass_time(minutes=10)
    assert len(anna.letters) == len(viktor.letters) == 1
    assert viktor.letters[0].text.startswith("Начинается")


async def test_who_subscribes_to_what_is_on_is_told_so(world: World, anna: Person) -> None:
    await world.time_is("10:20")
    await anna.opens("session-reading")
    assert anna.buttons[:2] == ["Смотреть", "В план"]
    await anna.taps("В план")
    assert anna.toast == "⭐ В плане. Уже идёт."
    assert anna.buttons[0] == "Смотреть"
    await world.pass_time(minutes=5)
    assert anna.letters == []


async def test_without_a_player_nobody_is_promised_a_link(world: World, anna: Person) -> None:
    await world.time_is("09:53")
    await _choose(anna, "trade")
    assert "⭐ В плане. Напишу в 10:00, к началу." in anna.reads
    assert anna.message.links == {}


async def test_one_minute_before_the_lead_is_still_early_enough(world: World, anna: Person) -> None:
    await world.time_is("09:50")
    await _choose(anna, "reading")
    assert anna.toast.startswith("⭐ В плане. Напомню в ")
    await world.pass_time(minutes=1)
    assert anna.reads.startswith("Через 9 минут")


async def test_who_changed_their_mind_is_not_reminded(world: World, anna: Person) -> None:
    await _choose(anna, "reading", "circle")
    await world.tick()
    await anna.opens("session-reading")
    await anna.taps("Убрать из плана")
    await world.pass_time(minutes=5)
    assert "Утренний круг без скуки" in anna.reads
    assert "Первые шаги к чтению" not in anna.reads


async def test_who_took_everything_out_gets_nothing(world: World, anna: Person) -> None:
    await _choose(anna, "reading")
    await world.tick()
    await anna.taps("Убрать из плана")
    await world.pass_time(minutes=20)
    assert anna.letters == []
    assert await world.letters() == {"dropped": 2}


async def test_subscribing_anew_after_planning_reminds_once(world: World, anna: Person) -> None:
    await _choose(anna, "reading")
    await world.tick()
    await anna.taps("Убрать из плана", "Напоминать")
    await world.pass_time(minutes=10)
    assert len(anna.letters) == 1


async def test_reminders_turned_off_and_on_again_in_time_are_not_lost(world: World, anna: Person) -> None:
    await _choose(anna, "reading")
    await world.pass_time(minutes=2)
    await anna.types("/settings")
    await anna.taps("Выключить напоминания", "Включить напоминания")
    await world.pass_time(minutes=3)
    assert anna.reads.startswith("Через 10 минут")


async def test_who_comes_after_the_planning_is_planned_for_in_time(world: World, anna: Person, viktor: Person) -> None:
    await _choose(anna, "reading")
    await world.tick()
    await _choose(viktor, "reading")
    await world.pass_time(minutes=5)
    assert len(anna.letters) == len(viktor.letters) == 1


@pytest.mark.both
async def test_a_restart_loses_nothing_and_repeats_nothing(world: World, anna: Person) -> None:
    await _choose(anna, "reading", "play")
    await world.tick()
    await world.restart()
    await world.pass_time(minutes=6)
    assert len(anna.letters) == 1
    await world.restart()
    await world.pass_time(minutes=6)
    assert len(anna.letters) == 1
    await world.time_is("11:05")
    assert len(anna.letters) == 2


async def _remind_twice(world: World) -> None:
    world.policy = Policy(ReminderPolicy(leads=(60, 10)), rates=world.policy.rates)
    await world.restart()


@pytest.mark.parametrize("clock", ["11:05", "11:06"])
async def test_after_an_outage_only_the_nearest_lead_reminds(world: World, anna: Person, clock: str) -> None:
    await _remind_twice(world)
    await _choose(anna, "play")
    await world.tick()
    await world.time_is(clock)
    assert [letter.text for letter in anna.letters] == [
        f"Через {'10' if clock == '11:05' else '9'} минут — дискуссия «Игра как язык детства», до 12:00 МСК"
    ]
    assert (await world.letters())["expired"] == 1


async def test_reminders_turned_on_again_late_remind_once(world: World, anna: Person) -> None:
    await _remind_twice(world)
    await anna.types("/settings")
    await anna.taps("Выключить напоминания")
    await _choose(anna, "play")
    await world.tick()
    await world.time_is("11:06")
    await anna.types("/settings")
    await anna.taps("Включить напоминания")
    await world.pass_time(minutes=1)
    assert len(anna.letters) == 1


@pytest.mark.both
async def test_several_leads_remind_several_times(world: World, anna: Person) -> None:
    await _remind_twice(world)
    await _choose(anna, "play")
    assert anna.toast == "⭐ В плане. Напомню в 10:15 и в 11:05."
    await world.time_is("10:15")
    assert anna.reads.startswith("Через 60 минут")
    await world.time_is("11:05")
    assert anna.reads.startswith("Через 10 минут")
    assert len(anna.letters) == 2


@pytest.mark.both
async def test_a_reminder_speaks_the_readers_language_and_time(world: World) -> None:
    john = world.person("3", "en")
    await john.opens("session-reading")
    await john.taps("Remind me")
    await john.types("/settings")
    await john.taps("My time zone", "MSK+2 Yekaterinburg")
    await world.pass_time(minutes=5)
    assert john.reads == "In 10 minutes: master class “Первые шаги к чтению”, until 13:00 your time · 11:00 MSK"


async def test_about_the_session_opens_below_the_reminder(world: World, anna: Person) -> None:
    await _choose(anna, "reading")
    await world.pass_time(minutes=5)
    await anna.taps("О мероприятии")
    assert anna.reads.startswith("Первые шаги к чтению\nМастер-класс · 60 минут")
    assert anna.messages[-2].text.startswith("Через 10 минут")
    await anna.taps("Убрать из плана")
    assert anna.letters[0].text.startswith("Через 10 минут")
