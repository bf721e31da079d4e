"""Reminders as each wants them: when, once more, not at night; what does not open, and what a change does to a plan."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from dialogs.kit.policy import Policy, ReminderPolicy
from storage.fair.programme import Session
from tests.dialogs.leading import organiser
from tests.dialogs.test_changes import msk
from tests.golden import same_as_golden
from tests.paper import Person
from tests.world import World


async def _choose(person: Person, *sessions: str) -> None:
    for session in sessions:
        await person.opens(f"session-{session}")
        await person.taps("Напоминать")


async def _settings(person: Person, *labels: str) -> None:
    await person.types("/settings")
    await person.taps("Как напоминать", *labels)


async def _lives_in_kamchatka(person: Person) -> None:
    await person.types("/settings")
    await person.taps("Мой часовой пояс", "МСК+9 Петропавловск-Камчатский")


def _texts(person: Person) -> list[str]:
    return [letter.text.partition("\n")[0] for letter in person.letters]


# --- when ------------------------------------------------------------------------------------------------------------


@pytest.mark.both
async def test_everybody_chooses_when_to_be_reminded(world: World, anna: Person) -> None:
    await _settings(anna)
    same_as_golden("reminders-usual", anna.sees)
    await anna.taps("За день", "За час", "✓ За 10 минут", "✓ В начале")
    assert anna.toast == "Напомню за день и за час."
    await _choose(anna, "tale")
    assert anna.toast == "⭐ В плане. Напомню в 11:00 (пн, 27 апр) и в 10:00."
    await world.time_is("10:59")
    assert anna.letters == []
    await world.time_is("11:00")
    same_as_golden("reminder-of-tomorrow", anna.sees)
    await world.time_is("2020-04-28 10:00")
    assert anna.reads.startswith("Через 60 минут — лекция «Сказка», до 11:30 МСК")
    await world.time_is("2020-04-28 10:50")
    await world.time_is("2020-04-28 11:00")
    assert len(anna.letters) == 2


async def test_who_chose_only_a_day_before_and_a_session_too_late_hears_of_its_start(
    world: World, anna: Person
) -> None:
    await _settings(anna, "За день", "✓ За 10 минут", "✓ В начале")
    await _choose(anna, "reading")
    assert anna.toast == "⭐ В плане. Ссылку пришлю в 10:00, к началу."
    await world.pass_time(minutes=15)
    assert _texts(anna) == ["Начинается мастер-класс «Первые шаги к чтению», до 11:00 МСК"]
    assert not anna.message.silent


async def test_who_takes_the_last_one_out_wants_none_and_may_want_some_again(world: World, anna: Person) -> None:
    await _settings(anna, "✓ За 10 минут", "✓ В начале")
    assert anna.toast == "Напоминания выключены."
    await _choose(anna, "reading")
    await world.pass_time(minutes=16)
    assert anna.letters == []
    await _settings(anna, "За 10 минут")
    assert anna.toast == "Напомню за 10 минут."
    assert anna.has("✓ За 10 минут")
    assert anna.has("В начале")


async def test_who_no_longer_wants_an_hour_gets_no_letter_that_waits(world: World, anna: Person) -> None:
    await _settings(anna, "За час")
    await _choose(anna, "play")
    await world.tick()
    await _settings(anna, "✓ За час")
    await world.time_is("10:16")
    assert anna.letters == []


# --- below a reminder ------------------------------------------------------------------------------------------------


@pytest.mark.both
async def test_once_more_in_five_minutes(world: World, anna: Person) -> None:
    await _choose(anna, "reading")
    await world.pass_time(minutes=5)
    await anna.taps("Ещё раз через 5 минут", "Ещё раз через 5 минут")
    assert anna.toast == "Напомню ещё раз через 5 минут, в 09:55."
    await world.pass_time(minutes=5)
    first, again = anna.letters
    assert again.text.startswith("Через 5 минут — мастер-класс «Первые шаги к чтению»")
    assert first.edits == 0


async def test_a_reminder_that_is_asked_for_again_too_late_says_so(world: World, anna: Person) -> None:
    await _choose(anna, "reading")
    await world.pass_time(minutes=5)
    await world.imports(reading={"minutes": 10})
    world.clock.move_to(msk("10:06"))
    await anna.taps("Ещё раз через 5 минут")
    assert anna.toast == "К тому времени всё уже закончится."


def _with_spare(world: World, spare: str) -> None:
    """The fair as if its file named another player."""
    catalogue = world.storage.catalogue
    sessions: Mapping[int, Session] = {
        number: replace(session, fallback_player=spare) if session.ref == "reading" else session
        for number, session in catalogue.sessions.items()
    }
    world.storage.catalogue = replace(catalogue, sessions=sessions)


@pytest.mark.both
async def test_what_does_not_open_has_another_link_and_word_when_it_is_mended(
    world: World, anna: Person, viktor: Person
) -> None:
    for person in (anna, viktor):
        await _choose(person, "reading")
    await world.pass_time(minutes=6)
    _with_spare(world, "https://spare.example.org/reading")
    await anna.taps("Не открывается")
    same_as_golden("does-not-open", anna.sees)
    assert anna.letters[0].text.startswith("Через 10 минут")
    await world.imports(reading={"player": "https://live.example.org/reading-2"})
    await world.pass_time(minutes=1)
    assert anna.reads == "Починили: «Первые шаги к чтению» открывается"
    assert anna.message.links == {"Смотреть": "https://live.example.org/reading-2"}
    assert len(viktor.letters) == 1
    await world.imports(reading={"player": "https://live.example.org/reading-3"})
    await world.pass_time(minutes=1)
    assert len(anna.letters) == 2


async def test_of_many_one_says_which_does_not_open(world: World, anna: Person) -> None:
    await _choose(anna, "reading", "circle", "trade")
    await world.pass_time(minutes=5)
    await anna.taps("Не открывается")
    assert anna.buttons == ["Первые шаги к чтению", "Утренний круг без скуки", "Меню"]
    await anna.taps("Утренний круг без скуки")
    assert anna.reads.startswith("Не открывается «Утренний круг без скуки»\n\nПопробуйте открыть ссылку в другом")
    await world.time_is("11:00")
    await anna.taps("О мероприятии")
    assert anna.reads.startswith("Утренний круг без скуки")


@pytest.mark.both
async def test_organisers_see_for_how_many_it_does_not_open_and_tell_them(world: World, anna: Person) -> None:
    olga = await organiser(world)
    for person in (anna, olga):
        await _choose(person, "reading")
    await world.pass_time(minutes=5)
    await anna.taps("Не открывается")
    assert not anna.has("Что не открывается")
    await olga.taps("Не открывается", "Что не открывается")
    same_as_golden("unopened", olga.sees)
    await olga.taps("Починено: Первые шаги к чтению")
    assert olga.toast == "Написал: 2"
    assert "Никто ни на что не пожаловался." in olga.reads
    await world.tick()
    assert anna.reads.startswith("Починили")


# --- changes ---------------------------------------------------------------------------------------------------------


@pytest.mark.both
async def test_a_session_that_moved_says_whether_it_still_fits(world: World, anna: Person) -> None:
    await _lives_in_kamchatka(anna)
    await _choose(anna, "play", "reading")
    await world.imports(play={"starts": msk("10:30")})
    await world.tick()
    assert "⚠ Теперь совпадает с «Первые шаги к чтению»." in anna.reads
    await world.imports(play={"starts": msk("15:30")})
    await world.tick()
    same_as_golden("moved-into-the-night", anna.sees)
    await anna.taps("Не подходит")
    assert anna.reads == "Убрано из плана: «Игра как язык детства»."
    await anna.taps("Вернуть в план")
    assert anna.reads.startswith("Игра как язык детства")


async def test_a_session_that_was_cancelled_offers_what_is_alike_at_that_time(world: World, anna: Person) -> None:
    await _choose(anna, "reading")
    await world.imports(reading={"status": "cancelled"})
    await world.tick()
    await anna.taps("10:00 · Утренний круг без скуки", "Напоминать")
    await world.pass_time(minutes=5)
    assert anna.reads.startswith("Через 10 минут — лекция «Утренний круг без скуки»")


async def test_what_is_in_the_plan_anyway_is_not_offered_instead(world: World, anna: Person) -> None:
    await _choose(anna, "reading", "circle")
    await anna.taps("Оба")
    await world.imports(reading={"status": "cancelled"})
    await world.tick()
    assert anna.buttons == ["10:00 · Профессия за одно лето", "О мероприятии"]
    await anna.taps("О мероприятии")
    assert not any("Утренний круг" in label for label in anna.buttons)


# --- evenings and nights ---------------------------------------------------------------------------------------------


@pytest.mark.both
async def test_a_session_at_night_becomes_a_word_in_the_evening(world: World, anna: Person) -> None:
    await _lives_in_kamchatka(anna)
    await _choose(anna, "evening")
    assert anna.toast == "⭐ В плане. У вас это ночью — напишу накануне вечером, в 20:00."
    await world.time_is("2020-04-28 10:59")
    assert anna.letters == []
    await world.time_is("2020-04-28 11:00")
    same_as_golden("evening-word", anna.sees)
    for clock in ("11:02", "15:50", "16:00", "16:10"):
        await world.time_is(f"2020-04-28 {clock}")
    assert len(anna.letters) == 1


async def test_who_chooses_after_that_evening_is_awake_and_reminded(world: World, anna: Person) -> None:
    await _lives_in_kamchatka(anna)
    await world.time_is("2020-04-28 13:30")
    await _choose(anna, "evening")
    assert anna.toast == "⭐ В плане. Напомню в 00:50 у вас и в начале."
    await world.time_is("2020-04-28 13:32")
    assert anna.letters == []
    await world.time_is("2020-04-28 15:50")
    assert _texts(anna) == ["Через 10 минут — лекция «Вечер», до 01:30 у вас · 16:30 МСК"]


async def test_who_wants_no_quiet_hours_is_reminded_at_night(world: World, anna: Person) -> None:
    await _lives_in_kamchatka(anna)
    await _settings(anna, "Писать и ночью")
    await _choose(anna, "evening")
    for clock in ("11:01", "15:50"):
        await world.time_is(f"2020-04-28 {clock}")
    assert len(anna.letters) == 1


async def test_a_reminder_of_the_morning_waits_until_the_night_is_over(world: World, anna: Person) -> None:
    await _lives_in_kamchatka(anna)
    await world.imports(last={"starts": msk("22:05", day=29)})
    await _choose(anna, "last")
    await world.time_is("2020-04-29 21:55")
    assert anna.letters == []
    await world.time_is("2020-04-29 22:00")
    assert anna.reads.startswith("Через 5 минут")


async def test_what_starts_as_the_night_ends_is_told_of_aloud_at_the_start(world: World, anna: Person) -> None:
    await anna.types("/settings")
    await anna.taps("Мой часовой пояс", "Другой город")
    await anna.types("UTC+0")
    await _choose(anna, "reading")
    assert anna.toast == "⭐ В плане. Ссылку пришлю в 07:00 у вас, к началу."
    await world.time_is("09:50")
    assert anna.letters == []
    await world.time_is("10:00")
    assert _texts(anna) == ["Начинается мастер-класс «Первые шаги к чтению», до 08:00 у вас · 11:00 МСК"]
    assert not anna.message.silent


async def test_where_no_reminder_is_left_the_card_says_that_it_is_in_the_plan(world: World, anna: Person) -> None:
    await _settings(anna, "✓ В начале")
    await _choose(anna, "reading")
    await world.time_is("09:55")
    await anna.opens("session-reading")
    assert "⭐ В плане.\n" in anna.reads


async def test_a_reminder_that_waits_for_the_morning_is_promised_for_then(world: World, anna: Person) -> None:
    await anna.types("/settings")
    await anna.taps("Мой часовой пояс", "Другой город")
    await anna.types("UTC+0")
    await world.imports(sand={"starts": msk("10:05", day=28)})
    await _choose(anna, "sand")
    assert anna.toast == "⭐ В плане. Напомню в 07:00 у вас и в начале."
    await world.time_is("2020-04-28 10:00")
    assert anna.reads.startswith("Через 5 минут")
    assert not anna.message.silent
    await world.time_is("2020-04-28 10:05")
    assert [letter.silent for letter in anna.letters] == [False, True]


@pytest.mark.both
async def test_in_the_evening_comes_what_is_tomorrow_for_who_wants_it(
    world: World, anna: Person, viktor: Person
) -> None:
    await _settings(anna, "Вечером писать, что завтра")
    for person in (anna, viktor):
        await _choose(person, "clay", "song")
    await world.time_is("20:00")
    same_as_golden("evening-digest", anna.sees)
    await world.time_is("20:30")
    assert (len(anna.letters), len(viktor.letters)) == (1, 0)


@pytest.mark.both
async def test_news_waits_for_the_morning_unless_it_would_be_too_late_then(world: World, anna: Person) -> None:
    await _lives_in_kamchatka(anna)
    await _choose(anna, "last", "evening")
    await world.time_is("2020-04-28 11:00")
    await world.time_is("2020-04-28 15:00")
    await world.imports(last={"starts": msk("19:00", day=29)})
    await world.tick()
    assert len(anna.letters) == 1
    await world.imports(evening={"starts": msk("16:30", day=28)})
    await world.tick()
    assert _texts(anna)[1:] == ["Перенесено"]
    assert "«Вечер»" in anna.reads
    assert anna.message.silent
    await world.time_is("2020-04-28 22:00")
    assert "«До встречи»" in anna.reads
    assert not anna.message.silent


async def test_more_news_than_one_should_hear_in_a_day_waits_for_the_next(world: World, anna: Person) -> None:
    world.policy = Policy(ReminderPolicy(news_a_day=2), rates=world.policy.rates)
    await _choose(anna, "last", "count", "walk", "sleep")
    for session in ("last", "count", "walk"):
        later: dict[str, object] = {"starts": msk("19:30", day=29)}
        await world.imports(**{session: later})
        await world.tick()
    assert len(anna.letters) == 2
    await world.imports(sleep={"starts": msk("13:00")})
    await world.tick()
    assert (len(anna.letters), anna.message.silent) == (3, True)
    await world.time_is("2020-04-28 07:00")
    assert "«Прогулка»" in anna.reads
