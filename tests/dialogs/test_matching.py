"""«Подобрать за меня»: three questions by buttons, a day without clashes, and what is kept of the answers."""

from dataclasses import replace

import pytest

from dialogs.kit.choice import rank, suits
from dialogs.kit.clashes import overlap
from dialogs.matching import rules
from storage.fair.programme import Session
from storage.people.choice import Choice
from tests.paper import Person
from tests.world import World

TOLD: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # tags and audience by the organiser's ids
    "reading": (("чтение",), ("preschool", "parent")),
    "circle": (("игра",), ("preschool",)),
    "trade": ((), ("student",)),
    "play": (("игра", "чтение"), ("preschool", "parent")),
    "english": ((), ("teacher",)),
}


@pytest.fixture
def tagged(world: World) -> None:
    """The sessions say for whom they are and what they are about."""
    fair = world.storage.catalogue
    told = {
        number: replace(one, tags=TOLD.get(one.ref, ((), ()))[0], audience=TOLD.get(one.ref, ((), ()))[1])
        for number, one in fair.sessions.items()
    }
    world.storage.catalogue = replace(fair, sessions=told)


def session(world: World, ref: str) -> Session:
    found = world.storage.catalogue.session_named(ref)
    assert found is not None
    return found


@pytest.mark.both
@pytest.mark.usefixtures("tagged")
async def test_three_taps_make_a_day_that_is_taken_whole(world: World, anna: Person) -> None:
    await anna.taps("Подобрать за меня")
    assert anna.buttons == ["Учитель", "Воспитатель", "Родитель", "Директор, завуч", "Ученик", "Меню"]
    await anna.taps("Воспитатель")
    assert anna.buttons == ["игра", "чтение", "Дальше", "Меню"]
    await anna.taps("игра")
    assert "✓ игра" in anna.buttons
    await anna.taps("Дальше", "Весь день")
    assert anna.reads.startswith("Ваш день: ")
    assert "11:15–12:00 МСК\nИгра как язык детства\nдискуссия · для воспитателей, игра" in anna.reads
    assert "10:00–10:45 МСК\nУтренний круг без скуки\nлекция · для воспитателей, игра" in anna.reads
    assert "Профессия за одно лето" not in anna.reads, "for students only"
    await anna.taps("Взять всё")
    assert anna.toast == "⭐ В плане: 2 встречи."
    await anna.taps("Да")
    assert anna.has("Мой план")
    kept = await world.kept(anna)
    assert kept is not None
    assert kept.choice == Choice("preschool", ("игра",), "day")
    assert kept.plan == {session(world, "circle").id, session(world, "play").id}


@pytest.mark.usefixtures("tagged")
async def test_a_day_is_taken_piece_by_piece_and_stays_as_it_was_shown(world: World, anna: Person) -> None:
    await anna.taps("Подобрать за меня", "Родитель", "чтение", "Дальше", "Весь день")
    shown = anna.reads
    await anna.taps("Игра как язык детства")
    assert anna.toast.startswith("⭐ В плане. Напомню в 11:05")
    await anna.taps("Да")
    assert anna.reads == shown.replace("11:15–12:00 МСК", "11:15–12:00 МСК ⭐")
    await anna.taps("Игра как язык детства")
    assert "Убрать из плана" in anna.buttons
    await anna.taps("Назад")
    assert "✓ 11:15 Игра как язык детства" in anna.buttons
    await anna.taps("Взять всё")
    assert anna.toast == "⭐ В плане: 1 встреча."


@pytest.mark.usefixtures("tagged")
async def test_others_are_other_sessions_and_come_around(world: World, anna: Person) -> None:
    world.storage.catalogue = replace(
        world.storage.catalogue,
        sessions={n: one for n, one in world.storage.catalogue.sessions.items() if one.ref not in ("play", "reading")},
    )
    await anna.taps("Подобрать за меня", "Ученик", "Дальше", "Весь день")
    first = anna.reads
    seen = {first}
    for _ in range(5):
        await anna.taps("Другие")
        seen.add(anna.reads)
    assert all(day.startswith("Ваш день: ") for day in seen)
    await anna.presses("matched:0")
    assert anna.reads == first
    for odd in ("matched:99", "matched:0.zz", "matched:0.ffffff", "matched:.", "matched:-1"):
        await anna.presses(odd)
        assert anna.reads.startswith("Ваш день: "), odd
    for stale in ("matchall:0.ffffff", "matchrole:king", "matchtimes:never", "matchtopic:1"):
        await anna.presses(stale)
        assert "устарела" in anna.reads, stale


@pytest.mark.usefixtures("tagged")
async def test_the_choice_is_in_the_settings_is_changed_and_cleared(world: World, anna: Person) -> None:
    await anna.taps("Подобрать за меня", "Воспитатель", "чтение", "Дальше", "После уроков")
    await anna.taps("Меню", "Настройки")
    assert "Интересы: Воспитатель · чтение · После уроков" in anna.reads
    await anna.taps("Мои интересы", "Подобрать за меня")
    assert anna.reads.startswith("Ваш день: "), "who has told it is not asked again"
    await anna.taps("Изменить", "Родитель", "чтение", "Дальше", "Весь день", "Меню", "Настройки", "Мои интересы")
    assert "Родитель · Весь день" in anna.reads
    await anna.types("/privacy")
    await anna.taps("Подробнее")
    assert "кто вы, что вам интересно" in anna.reads
    await anna.taps("Настройки", "Мои интересы", "Стереть")
    assert anna.toast == "Стёрто."
    kept = await world.kept(anna)
    assert kept is not None
    assert not kept.choice


@pytest.mark.usefixtures("tagged")
async def test_who_is_forgotten_is_asked_anew(world: World, anna: Person) -> None:
    await anna.taps("Подобрать за меня", "Воспитатель", "Дальше", "Весь день")
    await anna.types("/forget")
    await anna.taps("Да, забыть всё")
    await anna.opens()
    await anna.taps("Подобрать за меня")
    assert anna.reads.startswith("Кто вы?")


@pytest.mark.usefixtures("tagged")
async def test_what_suits_stands_first_in_lists_and_on_the_first_screen(world: World, anna: Person) -> None:
    await anna.taps("Подобрать за меня", "Ученик", "Дальше", "Весь день", "Меню")
    assert "⭐ 10:00 Профессия за одно лето" in anna.buttons
    await anna.taps("Сейчас и скоро")
    assert "1. 10:00–11:00 МСК · Профессия за одно лето · Колледжи" in anna.reads


async def test_a_fair_that_says_nothing_of_its_sessions_is_only_asked_when(world: World, anna: Person) -> None:
    await anna.taps("Подобрать за меня")
    assert anna.reads == "Когда вам удобно?"
    await anna.taps("Весь день")
    assert anna.reads.startswith("Ваш день: ")
    await world.time_is("2020-05-03 12:00")
    await anna.presses("match")
    assert anna.reads.startswith("Пока ничего не подошло")


async def test_a_day_is_of_the_readers_own_hours(world: World, anna: Person) -> None:
    await anna.taps("Подобрать за меня", "Вечером")
    assert "среда, 29 апреля" in anna.reads
    assert "18:00–19:00 МСК" in anna.reads
    await anna.presses("zone:540")
    await anna.presses("match")
    assert "18:00–18:30 у вас · 09:00–09:30 МСК" in anna.reads


def test_what_is_chosen_never_overlaps_and_suits(world: World, anna: Person) -> None:
    fair = world.storage.catalogue
    one, other = session(world, "reading"), session(world, "circle")
    assert overlap(one, other)
    assert not overlap(one, session(world, "play"))
    assert not overlap(one, session(world, "roof")), "its time is not known"
    chosen = Choice("teacher", ("егэ",))
    known = [replace(one, tags=("егэ",)), replace(one, audience=("teacher",)), one, replace(one, audience=("parent",))]
    assert [suits(session, chosen) for session in known] == [2, 1, 0, -1]
    assert rank(reversed(known), chosen) == known
    assert rules.named(fair, "0") is None
