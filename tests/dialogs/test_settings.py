"""Settings: language, reminders, one's own clock, `/stop`; and what the bot says of itself."""

import pytest

from dialogs.kit.phrase import speak
from tests.golden import same_as_golden
from tests.paper import Person
from tests.world import World


@pytest.mark.both
async def test_the_language_is_changed_at_once_and_for_good(world: World, anna: Person) -> None:
    await anna.taps("Настройки", "English")
    assert anna.toast == "I speak English now."
    assert anna.reads.startswith("Settings\n\nLanguage: English")
    await world.restart()
    await anna.types("/menu")
    assert "📅 Programme" in anna.buttons
    await anna.taps("Settings", "Русский")
    assert anna.toast == "Теперь говорю по-русски."


async def test_settings_are_seen_at_a_glance(anna: Person) -> None:
    await anna.types("/settings")
    same_as_golden("settings", anna.sees)


async def test_reminders_are_turned_off_and_on(world: World, anna: Person) -> None:
    await anna.opens("session-play")
    await anna.taps("Напоминать")
    await anna.types("/settings")
    await anna.taps("Выключить напоминания")
    assert "Напоминания: выключены" in anna.reads
    await world.time_is("11:05")
    assert anna.letters == []
    await anna.taps("Включить напоминания")
    assert "Напоминания: за 10 минут и в начале" in anna.reads
    await world.pass_time(minutes=1)
    assert "Через 9 минут" in anna.reads


async def test_with_reminders_off_a_session_goes_to_the_plan_and_says_so(anna: Person) -> None:
    await anna.types("/settings")
    await anna.taps("Выключить напоминания")
    await anna.opens("session-play")
    await anna.taps("Напоминать")
    assert anna.toast == "⭐ В плане. Напоминания выключены — включить их можно в настройках."


@pytest.mark.both
async def test_ones_own_time_stands_beside_the_fairs(anna: Person) -> None:
    await anna.types("/settings")
    await anna.taps("Мой часовой пояс", "МСК+7 Владивосток")
    assert anna.toast == "Владивосток: сейчас 16:45. Теперь первым будет ваше время."
    assert "Ваше время: 16:45, Владивосток (МСК+7)" in anna.reads
    await anna.opens("session-play")
    assert "понедельник, 27 апреля, 18:15–19:00 у вас · 11:15–12:00 МСК" in anna.reads
    await anna.opens("session-last")
    assert "чт, 30 апр, 01:00–02:00 у вас · ср, 29 апр, 18:00–19:00 МСК" in anna.reads
    await anna.types("/settings")
    await anna.taps("Мой часовой пояс", "МСК Москва")
    await anna.opens("session-play")
    assert "у вас" not in anna.reads


@pytest.mark.both
async def test_stop_turns_everything_off_and_start_on_again(world: World, anna: Person) -> None:
    await anna.opens("session-reading")
    await anna.taps("Напоминать")
    await anna.opens("session-play")
    await anna.taps("Напоминать")
    await anna.types("/stop")
    assert (
        anna.reads == "Всё выключено: больше ничего не пришлю. План сохранится. "
        "Захотите вернуться — нажмите кнопку или отправьте /start."
    )
    await world.pass_time(minutes=20)
    await world.imports(play={"status": "cancelled"})
    await world.tick()
    assert anna.letters == []
    await anna.types("/plan")
    assert "Напоминания выключены." in anna.reads
    await world.imports(play={"status": "scheduled"})
    await anna.types("/start")
    assert "С возвращением! Напоминания снова включены, ваш план на месте." in anna.reads
    await anna.types("/plan")
    assert "Игра как язык детства" in anna.reads
    await world.time_is("11:05")
    assert "Через 10 минут" in anna.reads


async def test_who_comes_back_in_time_is_reminded_of_what_was_planned_before_the_stop(
    world: World, anna: Person
) -> None:
    await anna.opens("session-reading")
    await anna.taps("Напоминать")
    await world.pass_time(minutes=2)
    await anna.types("/stop")
    await world.pass_time(minutes=1)
    await anna.types("/start")
    await world.pass_time(minutes=2)
    assert anna.reads.startswith("Через 10 минут")


async def test_after_stop_browsing_works_and_sends_nothing(world: World, anna: Person) -> None:
    await anna.types("/stop")
    await anna.types("/now")
    await anna.taps("2", "Напоминать")
    assert "Напоминания выключены" in anna.toast
    await world.pass_time(minutes=10)
    assert anna.letters == []


async def test_help_and_privacy_tell_what_is_true(anna: Person) -> None:
    await anna.types("/help")
    same_as_golden("help", anna.sees)
    await anna.types("/privacy")
    same_as_golden("privacy", anna.sees)
    await anna.taps("Меню")
    assert anna.has("Программа")


async def test_help_and_privacy_are_found_without_knowing_a_command(anna: Person) -> None:
    await anna.taps("Настройки", "Помощь")
    assert anna.reads.startswith("Как пользоваться помощником")
    await anna.taps("Настройки", "Что я о вас храню")
    assert anna.reads.startswith("Что я о вас храню")
    await anna.taps("Меню")
    assert "📅 Программа" in anna.buttons


async def test_who_turned_everything_off_comes_back_by_the_button_there(world: World, anna: Person) -> None:
    await anna.opens("session-play")
    await anna.taps("Напоминать")
    await anna.types("/stop")
    await anna.taps("Включить напоминания")
    assert "Напоминания: за 10 минут и в начале" in anna.reads
    await world.time_is("11:05")
    assert "Через 10 минут" in anna.reads


async def test_help_names_every_command_that_is_handled(world: World, anna: Person) -> None:
    await anna.types("/help")
    words = {"menu": "меню", "now": "сейчас", "plan": "план", "settings": "настройки", "stop": "стоп"}
    words |= {"privacy": "мои данные", "forget": "забыть меня", "search": "поиск"}
    for name, command in world.registry.commands.items():
        assert speak(command.about, "ru")
        if name != "help":
            assert (f"«{words.get(name, name)}»" in anna.reads) == command.known(private=True)
    assert {"menu", "now", "plan", "settings", "help", "stop", "privacy", "forget", "search"} | {
        "bind",
        "air",
        "leads",
    } == set(world.registry.commands)
