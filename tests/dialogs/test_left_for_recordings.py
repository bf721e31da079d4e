"""What is left for its recording: it stays in the plan, and nothing that is watched has to make room for it."""

import pytest

from tests.dialogs.giving import has_card
from tests.dialogs.test_changes import msk
from tests.paper import Person
from tests.world import World


async def choose(person: Person, *sessions: str) -> None:
    for session in sessions:
        await person.opens(f"session-{session}")
        await person.taps("В план" if person.has("В план") else "Напоминать")


async def left(person: Person, *, watched: str, title: str, later: str) -> None:
    """Choose two at one time: one is watched, the other left for its recording."""
    await choose(person, later, watched)
    await person.taps(f"«{title}»")


async def wants_digest(person: Person) -> None:
    await person.types("/settings")
    await person.taps("Как напоминать", "Вечером писать, что завтра")


async def test_the_plan_says_that_the_recording_comes_until_it_is_there(world: World, anna: Person) -> None:
    await left(anna, watched="reading", title="Первые шаги к чтению", later="circle")
    await anna.types("/plan")
    assert "Утренний круг без скуки · в записи" in anna.reads
    await world.time_is("11:10")
    await anna.types("/plan")
    assert "Первые шаги к чтению · прошло\n" in anna.reads
    assert "Утренний круг без скуки · прошло, запись пришлю" in anna.reads
    await world.imports(circle={"recording": "https://video.example.org/circle"})
    await anna.types("/plan")
    assert "Утренний круг без скуки · Запись" in anna.reads


@pytest.mark.both
async def test_the_evening_tells_only_of_what_is_watched(world: World, anna: Person) -> None:
    await wants_digest(anna)
    await left(anna, watched="clay", title="Глина", later="sand")
    await world.time_is("20:00")
    assert anna.reads.startswith("Завтра, вторник, 28 апреля: 1 встреча")
    assert "Глина" in anna.reads
    assert "Песочница" not in anna.reads


@pytest.mark.both
async def test_an_evening_before_recordings_alone_is_quiet(world: World, anna: Person) -> None:
    await wants_digest(anna)
    await left(anna, watched="clay", title="Глина", later="sand")
    await anna.opens("session-clay")
    await anna.taps("Убрать из плана")
    before = await world.letters()
    await world.time_is("20:00")
    assert anna.letters == []
    assert await world.letters() == before, "nothing is even posted"


@pytest.mark.both
async def test_a_night_that_the_recording_is_for_is_not_told_of(world: World, anna: Person) -> None:
    await anna.types("/settings")
    await anna.taps("Мой часовой пояс", "МСК+9 Петропавловск-Камчатский")
    await choose(anna, "evening")
    await anna.taps("Пришлите запись, когда появится")
    await world.time_is("2020-04-28 11:00")
    assert anna.letters == []


async def test_a_reminder_that_was_put_off_says_that_it_is_on_and_nothing_else_comes(
    world: World, anna: Person
) -> None:
    await choose(anna, "reading")
    await world.time_is("09:50")
    await anna.taps("Позже, пришлите запись")
    await world.time_is("10:00")
    [letter] = anna.letters
    assert letter.text == "Идёт мастер-класс «Первые шаги к чтению», до 11:00 МСК"
    assert letter.buttons == ["Смотреть", "Спросить", "Не открывается", "О мероприятии"]


@pytest.mark.both
async def test_what_moves_beside_it_has_nothing_in_its_way(world: World, anna: Person) -> None:
    await left(anna, watched="reading", title="Первые шаги к чтению", later="circle")
    await choose(anna, "play", "last")
    await world.imports(circle={"starts": msk("13:00")}, play={"starts": msk("13:15")})
    await world.tick()
    moved = next(letter.text for letter in anna.letters if "Игра как язык детства" in letter.text)
    assert "совпадает" not in moved
    assert "С остальным планом не пересекается." in moved


async def test_what_has_only_recordings_beside_it_is_compared_with_nothing(world: World, anna: Person) -> None:
    await left(anna, watched="reading", title="Первые шаги к чтению", later="circle")
    await world.imports(reading={"starts": msk("10:15")})
    await world.tick()
    assert anna.reads.startswith("Перенесено")
    assert "совпадает" not in anna.reads
    assert "С остальным планом" not in anna.reads


@pytest.mark.both
async def test_its_own_move_is_told_and_it_may_be_watched_after_all(world: World, anna: Person) -> None:
    await left(anna, watched="reading", title="Первые шаги к чтению", later="circle")
    await world.imports(circle={"starts": msk("10:30")})
    await world.tick()
    assert anna.reads.startswith("Перенесено\n\n«Утренний круг без скуки»")
    assert "совпадает" not in anna.reads
    assert "⭐ В плане, в записи: напоминать не буду." in anna.reads
    await world.imports(circle={"starts": msk("13:00")})
    await world.tick()
    await anna.taps("Напоминать")
    assert anna.toast == "⭐ В плане. Напомню в 12:50 и в начале."
    await world.time_is("12:50")
    assert anna.reads.startswith("Через 10 минут — лекция «Утренний круг без скуки»")


@pytest.mark.both
async def test_what_did_not_suit_and_is_put_back_is_watched(world: World, anna: Person) -> None:
    await left(anna, watched="reading", title="Первые шаги к чтению", later="circle")
    await world.imports(circle={"starts": msk("13:00")})
    await world.tick()
    await anna.taps("Не подходит", "Вернуть в план")
    assert anna.toast == "⭐ В плане. Напомню в 12:50 и в начале."
    kept = await world.kept(anna)
    assert kept is not None
    assert kept.awaited == frozenset()
    await anna.types("/plan")
    assert "в записи" not in anna.reads
    await world.time_is("12:50")
    assert anna.reads.startswith("Через 10 минут")


async def test_its_card_offers_to_be_reminded_and_asks_where_something_is_in_the_way(
    world: World, anna: Person
) -> None:
    await left(anna, watched="reading", title="Первые шаги к чтению", later="circle")
    await anna.opens("session-circle")
    assert "В плане, в записи" in anna.reads
    await anna.taps("Напоминать")
    assert anna.reads.startswith("В это время у вас в плане есть и другое.")
    await anna.taps("«Утренний круг без скуки»")
    await world.time_is("09:50")
    assert anna.reads.startswith("Через 10 минут — лекция «Утренний круг без скуки»")


async def test_the_first_screen_leads_to_what_is_watched_next(anna: Person) -> None:
    await left(anna, watched="reading", title="Первые шаги к чтению", later="circle")
    await choose(anna, "play")
    await anna.opens("session-reading")
    await anna.taps("Убрать из плана", "Меню")
    assert "11:15 Игра как язык детства" in anna.buttons
    assert "Утренний круг" not in anna.reads
    await anna.types("ссылка")
    assert anna.reads.startswith("Игра как язык детства")


async def test_what_is_chosen_for_somebody_may_be_at_its_time(anna: Person) -> None:
    await left(anna, watched="reading", title="Первые шаги к чтению", later="circle")
    await anna.opens("session-reading")
    await anna.taps("Убрать из плана")
    await anna.types("/menu")
    await anna.taps("Подобрать за меня", "Весь день")
    offered = [anna.reads]
    for _ in range(4):
        await anna.taps("Другие")
        offered.append(anna.reads)
    assert any("10:00–11:00 МСК\nПервые шаги к чтению" in day for day in offered)


async def test_what_has_its_time_for_itself_now_is_watched_by_two_taps(world: World, anna: Person) -> None:
    await left(anna, watched="reading", title="Первые шаги к чтению", later="circle")
    await world.imports(circle={"starts": msk("13:00")})
    await anna.types("/plan")
    await anna.taps("Изменить", "▶ Смотрю это")
    assert anna.toast == "«Утренний круг без скуки» — теперь не в записи: смотрите, когда идёт."
    assert "в записи" not in anna.reads


async def test_of_those_that_are_watched_one_may_make_room_for_a_third(anna: Person) -> None:
    await left(anna, watched="reading", title="Первые шаги к чтению", later="circle")
    await choose(anna, "trade")
    assert "Утренний круг" not in anna.reads, "that was decided before"
    await anna.taps("«Первые шаги к чтению»")
    await anna.types("/plan")
    assert anna.reads.count("в записи") == 2
    assert "Первые шаги к чтению\n" in anna.reads


async def test_the_evening_mail_is_not_even_posted_for_it(world: World, anna: Person) -> None:
    await left(anna, watched="clay", title="Глина", later="sand")
    await anna.opens("session-clay")
    await anna.taps("Убрать из плана")
    await has_card(anna)
    await anna.types("/plan")
    await anna.taps("📅 В календарь, на почту, коллеге", "Присылать вечером")
    before = await world.letters()
    await world.time_is("19:10")
    assert await world.letters() == before
