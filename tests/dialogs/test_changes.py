"""News of sessions that move, are cancelled, come back: one new message, and reminders at the new time."""

from datetime import UTC, datetime

import pytest

from tests.golden import same_as_golden
from tests.paper import Person
from tests.world import World


def msk(clock: str, day: int = 27) -> datetime:
    """That time of an April day in Moscow."""
    return datetime.fromisoformat(f"2020-04-{day}T{clock}:00+03:00").astimezone(UTC)


def _headings(person: Person) -> list[str]:
    return [letter.text.partition("\n")[0].partition(", до ")[0] for letter in person.letters]


async def _choose(person: Person, *sessions: str) -> None:
    for session in sessions:
        await person.opens(f"session-{session}")
        await person.taps("В план" if person.has("В план") else "Напоминать")


@pytest.mark.both
async def test_a_session_that_moves_later_is_told_once_and_reminded_at_its_new_time(world: World, anna: Person) -> None:
    await _choose(anna, "reading")
    await world.tick()
    await world.imports(reading={"starts": msk("11:00")})
    await world.pass_time(minutes=15)
    assert len(anna.letters) == 1
    same_as_golden("moved", anna.sees)
    await world.time_is("10:50")
    assert anna.reads.startswith("Через 10 минут — мастер-класс «Первые шаги к чтению», до 12:00 МСК")
    assert len(anna.letters) == 2


async def test_a_session_that_moves_earlier_is_reminded_earlier(world: World, anna: Person) -> None:
    await _choose(anna, "play")
    await world.imports(play={"starts": msk("10:15")})
    await world.pass_time(minutes=20)
    assert _headings(anna) == ["Перенесено", "Через 10 минут — дискуссия «Игра как язык детства»"]


async def test_news_of_a_session_that_starts_at_once_carries_the_link(world: World, anna: Person) -> None:
    await world.time_is("10:10")
    await _choose(anna, "play")
    await world.imports(play={"starts": msk("10:16")})
    await world.tick()
    assert "Начнётся через 6 минут." in anna.reads
    assert anna.has("Смотреть")
    await world.pass_time(minutes=6)
    assert _headings(anna) == ["Перенесено", "Начинается дискуссия «Игра как язык детства»"]


async def test_a_cancelled_session_is_told_once_and_not_reminded(world: World, anna: Person) -> None:
    await _choose(anna, "reading")
    await world.tick()
    await world.imports(reading={"status": "cancelled"})
    await world.pass_time(minutes=20)
    assert len(anna.letters) == 1
    same_as_golden("cancelled", anna.sees)
    await anna.taps("О мероприятии")
    assert "отменено" in anna.reads


async def test_one_of_two_sessions_of_a_slot_is_cancelled(world: World, anna: Person) -> None:
    await _choose(anna, "reading", "circle")
    await world.tick()
    await world.imports(reading={"status": "cancelled"})
    await world.pass_time(minutes=6)
    cancelled, reminder = anna.letters
    assert cancelled.text.startswith("Отменено\n\n«Первые шаги к чтению»")
    assert "Утренний круг без скуки" in reminder.text
    assert "Первые шаги к чтению" not in reminder.text


async def test_what_leaves_the_file_counts_as_cancelled(world: World, anna: Person) -> None:
    await _choose(anna, "play")
    sessions = tuple(session for session in world.fair.sessions if session.id != "play")
    stands = tuple(stand.model_copy(update={"webinars": ()}) for stand in world.fair.stands)
    await world.imports(world.fair.model_copy(update={"sessions": sessions, "stands": stands}))
    await world.tick()
    assert anna.reads.startswith("Отменено")


async def test_a_session_comes_back_and_is_reminded(world: World, anna: Person) -> None:
    await _choose(anna, "play")
    await world.imports(play={"status": "cancelled"})
    await world.tick()
    await world.imports(play={"status": "scheduled"})
    await world.tick()
    assert anna.reads.startswith("Мероприятие всё-таки состоится\n\n«Игра как язык детства»")
    await world.time_is("11:05")
    assert anna.reads.startswith("Через 10 минут")
    assert len(anna.letters) == 3


async def test_a_session_comes_back_after_the_time_of_its_reminder(world: World, anna: Person) -> None:
    await _choose(anna, "reading")
    await world.tick()
    await world.imports(reading={"status": "cancelled"})
    await world.time_is("09:51")
    await world.imports(reading={"status": "scheduled"})
    await world.pass_time(minutes=1)
    assert "Мероприятие всё-таки состоится" in _headings(anna)
    assert len(anna.letters) <= 3


async def test_a_session_that_moved_while_cancelled_comes_back_without_a_time_nobody_was_told(
    world: World, anna: Person
) -> None:
    await _choose(anna, "play")
    await world.imports(play={"status": "cancelled"})
    await world.tick()
    await world.imports(play={"starts": msk("13:00")})
    await world.tick()
    assert _headings(anna) == ["Отменено"]
    await world.imports(play={"starts": msk("11:15"), "status": "scheduled"})
    await world.tick()
    same_as_golden("restored", anna.sees)


async def test_back_and_cancelled_again_before_anything_was_sent_is_not_told(world: World, anna: Person) -> None:
    await _choose(anna, "play")
    await world.imports(play={"status": "cancelled"})
    await world.tick()
    await world.imports(play={"starts": msk("13:00"), "status": "scheduled"})
    await world.imports(play={"status": "cancelled"})
    await world.tick()
    assert _headings(anna) == ["Отменено"]


@pytest.mark.both
async def test_a_time_is_announced(world: World, anna: Person) -> None:
    await _choose(anna, "roof")
    await world.imports(roof={"starts": msk("12:00", day=28)})
    await world.tick()
    same_as_golden("announced", anna.sees)
    await world.time_is("2020-04-28 11:50")
    assert anna.reads.startswith("Через 10 минут")


async def test_a_session_is_postponed_without_a_new_time(world: World, anna: Person) -> None:
    await _choose(anna, "play")
    await world.imports(play={"starts": None})
    await world.tick()
    assert anna.reads.startswith("Перенесено")
    assert "было: понедельник, 27 апреля, 11:15 МСК\nстало: время уточняется" in anna.reads
    await world.time_is("11:10")
    assert len(anna.letters) == 1


async def test_a_reminder_that_was_shown_is_corrected_when_its_session_moves(world: World, anna: Person) -> None:
    await _choose(anna, "reading")
    await world.pass_time(minutes=6)
    assert anna.reads.startswith("Через 10 минут")
    await world.imports(reading={"starts": msk("12:00")})
    await world.pass_time(minutes=1)
    corrected, news = anna.letters
    assert corrected.text.startswith("Перенесено: понедельник, 27 апреля, 12:00–13:00 МСК")
    assert corrected.edits == 1
    assert corrected.links == {}
    assert news.text.startswith("Перенесено\n")
    await world.time_is("11:50")
    assert anna.reads.startswith("Через 10 минут")
    assert len(anna.letters) == 3


async def test_a_shown_reminder_of_two_keeps_the_one_that_stays(world: World, anna: Person) -> None:
    await _choose(anna, "reading", "circle")
    await world.pass_time(minutes=6)
    await world.imports(reading={"status": "cancelled"})
    await world.pass_time(minutes=1)
    corrected, news = anna.letters
    assert "Утренний круг без скуки" in corrected.text
    assert "Первые шаги к чтению" not in corrected.text
    assert news.text.startswith("Отменено")


async def test_a_shown_reminder_that_loses_several_sessions_at_once_does_not_name_only_one(
    world: World, anna: Person
) -> None:
    await _choose(anna, "reading", "circle")
    await world.pass_time(minutes=6)
    await world.imports(reading={"status": "cancelled"}, circle={"starts": msk("12:00")})
    await world.pass_time(minutes=1)
    corrected, *news = anna.letters
    same_as_golden("all-moved-away", corrected.drawn)
    assert sorted(letter.text.partition("\n")[0] for letter in news) == ["Отменено", "Перенесено"]


@pytest.mark.both
async def test_a_shown_reminder_that_loses_several_sessions_keeps_the_one_that_stays(
    world: World, anna: Person
) -> None:
    await _choose(anna, "reading", "circle", "trade")
    await world.pass_time(minutes=6)
    await world.imports(reading={"status": "cancelled"}, circle={"starts": msk("12:00")})
    await world.pass_time(minutes=1)
    assert anna.letters[0].text.startswith("Через 8 минут — круглый стол «Профессия за одно лето»")


async def test_there_and_back_before_anything_was_sent_is_reminded_once(world: World, anna: Person) -> None:
    await _choose(anna, "reading")
    await world.tick()
    await world.imports(reading={"starts": msk("12:00")})
    await world.imports(reading={"starts": msk("10:00")})
    await world.pass_time(minutes=10)
    assert _headings(anna) == ["Через 10 минут — мастер-класс «Первые шаги к чтению»"]


async def test_there_and_back_after_the_news_is_reminded_at_the_old_time(world: World, anna: Person) -> None:
    await _choose(anna, "play")
    await world.tick()
    await world.imports(play={"starts": msk("13:00")})
    await world.pass_time(minutes=1)
    await world.imports(play={"starts": msk("11:15")})
    await world.pass_time(minutes=1)
    assert _headings(anna) == ["Перенесено", "Перенесено"]
    await world.time_is("11:05")
    assert anna.reads.startswith("Через 10 минут — дискуссия «Игра как язык детства», до 12:00 МСК")
    await world.time_is("12:50")
    assert len(anna.letters) == 3


@pytest.mark.both
async def test_two_imports_before_delivery_give_one_letter_with_the_newest_truth(world: World, anna: Person) -> None:
    await _choose(anna, "play")
    await world.imports(play={"starts": msk("12:00")})
    await world.imports(play={"starts": msk("13:30")})
    await world.tick()
    assert len(anna.letters) == 1
    assert "было: понедельник, 27 апреля, 11:15 МСК\nстало: понедельник, 27 апреля, 13:30–14:15 МСК" in anna.reads


async def test_a_change_of_words_is_told_to_nobody(world: World, anna: Person) -> None:
    await _choose(anna, "play")
    await world.imports(play={"title": "Игра — язык детства", "region": "Омская область"})
    await world.tick()
    assert anna.letters == []
    await anna.opens("session-play")
    assert anna.reads.startswith("Игра — язык детства\nДискуссия · 45 минут · Омская область")


async def test_only_subscribers_are_told(world: World, anna: Person, viktor: Person) -> None:
    await _choose(anna, "play")
    await _choose(viktor, "circle")
    await world.imports(play={"status": "cancelled"})
    await world.tick()
    assert len(anna.letters) == 1
    assert viktor.letters == []


async def test_with_reminders_off_changes_are_still_told(world: World, anna: Person) -> None:
    await anna.types("/settings")
    await anna.taps("Выключить напоминания")
    await _choose(anna, "play")
    await world.imports(play={"status": "cancelled"})
    await world.tick()
    assert anna.reads.startswith("Отменено")


async def test_who_unsubscribed_before_the_news_left_is_left_in_peace(world: World, anna: Person) -> None:
    await _choose(anna, "play")
    await world.imports(play={"starts": msk("12:00")})
    await anna.taps("Убрать из плана")
    await world.tick()
    assert anna.letters == []
    assert await world.letters() == {"dropped": 1}


async def test_what_is_over_may_change_in_silence(world: World, anna: Person) -> None:
    await _choose(anna, "english")
    await world.time_is("11:00")
    before = len(anna.letters)
    await world.imports(english={"status": "cancelled", "recording": "https://video.example.org/english"})
    await world.tick()
    assert len(anna.letters) == before
