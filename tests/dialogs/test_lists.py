"""Lists where a messenger has little room: whatever a page holds, going back shows what one had opened."""

import pytest

from tests.paper import Person
from tests.world import World


@pytest.fixture(params=[1, 2, 3])
def little_room(world: World, request: pytest.FixtureRequest) -> None:
    """The messenger shows so few entries of a list at once."""
    world.messenger.room = request.param


async def _turns_to(person: Person, label: str) -> None:
    """Leaf through the list until it is there."""
    for _ in range(12):
        if person.has(label):
            return
        await person.taps("›")
    raise AssertionError(f"{label!r} is on no page; the last one has {person.buttons}")


async def _chooses(person: Person, *sessions: str) -> None:
    for session in sessions:
        await person.opens(f"session-{session}")
        await person.taps("Напоминать")


@pytest.mark.usefixtures("little_room")
async def test_the_programme_is_left_through_the_pages_one_came_by(anna: Person) -> None:
    await anna.taps("Программа")
    await _turns_to(anna, "Дошкольное образование")
    await anna.taps("Дошкольное образование")
    await _turns_to(anna, "вт, 28 апр")
    await anna.taps("вт, 28 апр")
    await _turns_to(anna, "Вечер")
    await anna.taps("Вечер", "Назад")
    assert anna.has("Вечер")
    assert "16:00–16:30 МСК · Вечер" in anna.reads
    await anna.taps("Назад")
    assert anna.has("вт, 28 апр")
    await anna.taps("Назад")
    assert anna.has("Дошкольное образование")


@pytest.mark.usefixtures("little_room")
async def test_a_time_to_be_announced_is_a_page_like_any_other(anna: Person) -> None:
    await anna.taps("Программа")
    await _turns_to(anna, "Детский сад, в который хотят все")
    await anna.taps("Детский сад, в который хотят все")
    await _turns_to(anna, "Время уточняется")
    await anna.taps("Время уточняется", "Назад")
    assert anna.has("Время уточняется")
    await anna.taps("Назад")
    assert anna.has("Детский сад, в который хотят все")


@pytest.mark.usefixtures("little_room")
async def test_what_is_on_is_come_back_to_where_one_left_it(anna: Person) -> None:
    await anna.taps("Сейчас и скоро")
    assert anna.reads.startswith("Начнутся в течение часа: 3\n\n1. 10:00")
    await _turns_to(anna, "⭐4")
    assert "Идёт сейчас: 1\n\n" in anna.reads
    await anna.taps("⭐4", "Да")
    assert anna.has("✓4")


@pytest.mark.usefixtures("little_room")
async def test_the_exhibition_is_left_through_the_pages_one_came_by(anna: Person) -> None:
    await anna.taps("Выставка")
    await _turns_to(anna, "Издательства · 10")
    await anna.taps("Издательства · 10")
    await _turns_to(anna, "55 · Мел")
    await anna.taps("55 · Мел", "Назад")
    assert anna.has("55 · Мел")
    await anna.taps("Назад")
    assert anna.has("Издательства · 10")


@pytest.mark.usefixtures("little_room")
async def test_stands_on_a_theme_and_webinars_of_a_stand_are_found_again(anna: Person) -> None:
    await anna.opens("session-reading")
    await anna.taps("Стенды по теме")
    await _turns_to(anna, "48 · Тетрадная фабрика")
    await anna.taps("48 · Тетрадная фабрика", "Назад")
    assert anna.has("48 · Тетрадная фабрика")
    await anna.opens("stand-azbuka")
    await anna.taps("Вебинары: 2")
    await _turns_to(anna, "Вебинар: Сад на крыше")
    await anna.taps("Вебинар: Сад на крыше", "Назад")
    assert anna.has("Вебинар: Сад на крыше")


@pytest.mark.usefixtures("little_room")
async def test_a_plan_is_read_and_tidied_where_one_is(anna: Person) -> None:
    await _chooses(anna, "song", "clay", "tale", "dance", "count", "walk", "sleep", "evening")
    await anna.types("/plan")
    await _turns_to(anna, "16:00 · Вечер")
    await anna.taps("16:00 · Вечер", "Назад")
    assert anna.has("16:00 · Вечер")
    await anna.types("/plan")
    await anna.taps("›")
    middle = next(line for line in anna.reads.split("\n") if line.startswith(f"{anna.buttons[0]}. ")).split(" · ")[1]
    await anna.taps("Изменить")
    [out] = [label for label in anna.buttons if label.startswith("✕") and label.endswith(f" · {middle}")]
    await anna.taps(out)
    assert not anna.has(out)
    await anna.taps("Готово")
    assert anna.reads.startswith("Мой план · 7 мероприятий")


@pytest.mark.both
@pytest.mark.usefixtures("little_room")
async def test_a_far_time_zone_is_found(anna: Person) -> None:
    await anna.types("/settings")
    await anna.taps("Мой часовой пояс")
    await _turns_to(anna, "МСК+9 Петропавловск-Камчатский")
    await anna.taps("МСК+9 Петропавловск-Камчатский")
    assert "Петропавловск-Камчатский (МСК+9)" in anna.reads


async def test_many_materials_of_a_session_have_pages_under_what_matters_most(world: World, anna: Person) -> None:
    [slides] = next(session.materials for session in world.fair.sessions if session.id == "breakfast")
    many = tuple(
        slides.model_copy(update={"id": f"m{number}", "title": f"Материал {number}"}) for number in range(1, 9)
    )
    await world.imports(play={"materials": many})
    await anna.opens("session-play")
    assert anna.buttons[0] == "Напоминать"
    assert not anna.has("Материал 7")
    await anna.taps("›")
    assert anna.buttons[:6] == ["Напоминать", "Задать вопрос", "Вопросы других", "Материал 7", "Материал 8", "‹"]
    await anna.taps("Напоминать")
    assert anna.has("Убрать из плана")


@pytest.mark.both
async def test_a_reminder_of_many_is_leafed_through_in_its_place(world: World, anna: Person) -> None:
    world.messenger.room = 2
    await _chooses(anna, "reading", "circle", "trade")
    await world.pass_time(minutes=5)
    [letter] = anna.letters
    assert letter.buttons == [
        "Смотреть: Первые шаги к чтению",
        "Смотреть: Утренний круг без скуки",
        *("‹", "1 из 2", "›"),
        "Ещё раз через 5 минут",
        *("Спросить", "Не открывается"),
    ]
    for title in ("Первые шаги к чтению", "Утренний круг без скуки", "Профессия за одно лето"):
        assert title in letter.text
    await world.pass_time(minutes=1)
    await anna.taps("›")
    assert anna.letters == [letter]
    assert letter.buttons == [
        "Профессия за одно лето",
        "‹",
        "2 из 2",
        "›",
        "Ещё раз через 5 минут",
        "Спросить",
        "Не открывается",
    ]
    assert letter.text.startswith("Через 9 минут начнутся сразу 3 встречи из вашего плана")
    await anna.taps("Профессия за одно лето")
    assert anna.reads.startswith("Профессия за одно лето")


@pytest.mark.parametrize("end", ["over", "cancelled"])
async def test_a_reminder_that_is_leafed_through_too_late_says_so_kindly(world: World, anna: Person, end: str) -> None:
    world.messenger.room = 2
    await _chooses(anna, "reading", "circle", "trade")
    await world.pass_time(minutes=5)
    [letter] = anna.letters
    if end == "over":
        await world.time_is("11:30")
    else:
        gone: dict[str, object] = {"status": "cancelled"}
        await world.imports(reading=gone, circle=gone, trade=gone)
    await anna.taps("›")
    assert letter.text == "Мероприятия из этого напоминания уже прошли, перенесены или убраны из плана."
    await anna.taps("Мой план")
    assert letter.text.startswith("Мой план · 3 мероприятия")
