"""The programme: clusters, days, cards in every state, what is on now, and «remind me»."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.golden import same_as_golden
from tests.paper import Person
from tests.world import World


def msk(at: str) -> datetime:
    return datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("Europe/Moscow"))


async def test_the_programme_is_walked_from_clusters_to_a_card(anna: Person) -> None:
    await anna.taps("Программа")
    assert anna.buttons == [
        "Дошкольное образование",
        "Среднее профессиональное образование",
        "Детский сад, в который хотят все",
        "Меню",
    ]
    await anna.taps("Дошкольное образование")
    assert "понедельник, 27 апреля — Школа будущего" in anna.reads
    assert anna.buttons == ["Сегодня, пн, 27 апр", "вт, 28 апр", "Прошедшие", "Назад", "Меню"]
    assert "Школа будущего" in anna.reads
    assert "Родитель — продюсер образования" not in anna.reads, "of a day that is not among the buttons"
    await anna.taps("Сегодня, пн, 27 апр")
    assert "понедельник, 27 апреля\nШкола будущего" in anna.reads
    assert "08:30–09:15 МСК · есть запись · Завтрак с методистом" in anna.reads
    assert "12:30–13:00 МСК · отменено · Краски из чулана" in anna.reads
    await anna.taps("Первые шаги к чтению")
    assert "Алтайский край" in anna.reads
    assert "Модератор: Ирина Полякова, заведующая детским садом" in anna.reads
    assert "• Олег Ветров, детский писатель\n• Анна Лунина" in anna.reads
    await anna.taps("Назад", "Назад", "Назад")
    assert "Детский сад, в который хотят все" in anna.buttons


@pytest.mark.parametrize(
    ("name", "link", "at"),
    [
        ("ahead", "reading", "2020-04-26 20:00"),
        ("soon", "reading", "2020-04-27 09:47"),
        ("starting", "reading", "2020-04-27 10:00"),
        ("running", "reading", "2020-04-27 10:21"),
        ("over", "reading", "2020-04-27 11:00"),
        ("over-with-recording", "breakfast", "2020-04-27 09:45"),
        ("cancelled", "paints", "2020-04-27 09:45"),
        ("announced", "roof", "2020-04-27 09:45"),
        ("english", "english", "2020-04-27 09:45"),
        ("without-player", "trade", "2020-04-27 09:50"),
    ],
)
async def test_a_card_tells_its_state(world: World, name: str, link: str, at: str) -> None:
    await world.time_is(at)
    anna = world.person("1")
    await anna.opens()
    await anna.opens(f"session-{link}")
    same_as_golden(f"card-{name}", anna.sees)


async def test_the_player_is_shown_from_a_quarter_of_an_hour_before_until_the_end(world: World) -> None:
    anna = world.person("1")
    for at, shown in (("09:44", False), ("09:45", True), ("10:59", True), ("11:00", False)):
        await world.time_is(at)
        await anna.opens("session-reading")
        assert anna.has("Смотреть") == shown, at


async def test_a_cancelled_session_has_no_player_and_cannot_be_subscribed_to(world: World) -> None:
    await world.time_is("12:30")
    anna = world.person("1")
    await anna.opens("session-paints")
    assert not anna.has("Смотреть")
    assert not anna.has("Напоминать")


@pytest.mark.both
async def test_a_session_without_a_time_is_found_and_subscribed_to(anna: Person) -> None:
    await anna.taps("Программа", "Детский сад, в который хотят все", "Время уточняется", "Сад на крыше")
    assert "время уточняется" in anna.reads
    await anna.taps("Напоминать")
    assert anna.toast == "⭐ В плане. Сообщу, когда станет известно время."
    assert anna.has("Убрать из плана")


async def test_long_days_page_in_a_circle(anna: Person) -> None:
    await anna.taps("Программа", "Дошкольное образование", "вт, 28 апр")
    assert anna.buttons[-5:] == ["‹", "1 из 2", "›", "Назад", "Меню"]
    assert "Песня дня" in anna.reads
    await anna.taps("›")
    assert "16:00–16:30 МСК · Вечер" in anna.reads
    assert "Песня дня" not in anna.reads
    before = anna.message.edits
    await anna.taps("2 из 2")
    assert anna.message.edits == before
    await anna.taps("16:00 · Вечер", "Назад")
    assert "2 из 2" in anna.buttons
    await anna.taps("›")
    assert "1 из 2" in anna.buttons


async def test_now_and_soon_gathers_all_clusters(anna: Person) -> None:
    await anna.taps("Сейчас и скоро")
    assert anna.reads.startswith("Начнутся в течение часа: 3\n\n1. 10:00–11:00 МСК · Первые шаги")
    assert "Идёт сейчас: 1\n\n4. 09:30–10:30 МСК · Teaching young engineers · Колледжи" in anna.reads
    assert anna.buttons == ["1", "2", "3", "4", "⭐1", "⭐2", "⭐3", "⭐4", "Меню"]
    for title in ("Первые шаги к чтению", "Утренний круг без скуки", "Профессия за одно лето"):
        assert title in anna.reads
    assert "Игра как язык детства" not in anna.reads
    await anna.taps("1", "Назад")
    assert anna.reads.startswith("Начнутся в течение часа")
    await anna.taps("⭐2")
    assert anna.toast.startswith("⭐ В плане. Напомню в ")
    await anna.taps("Да")
    assert "2. 10:00–10:45 МСК ⭐ · Утренний круг без скуки · Дошкольное" in anna.reads
    await anna.taps("✓2")
    assert anna.toast == "Убрано из плана."
    assert anna.has("⭐2")


async def test_at_night_now_and_soon_says_what_comes_next(world: World, anna: Person) -> None:
    await world.time_is("2020-04-27 23:30")
    await anna.types("/now")
    assert "Сейчас перерыв. Дальше — вторник, 28 апреля:" in anna.reads
    assert "1. 09:00–09:30 МСК · Песня дня · Дошкольное" in anna.reads
    assert anna.buttons == ["1", "⭐1", "Записи", "Меню"]
    await anna.taps("1", "Назад")
    assert anna.reads.startswith("Сейчас и скоро")


async def test_between_two_stages_the_next_one_is_named(world: World, anna: Person) -> None:
    stages = (
        *world.fair.stages[:1],
        world.fair.stages[0].model_copy(
            update={"id": "second", "first_day": date(2020, 5, 28), "last_day": date(2020, 5, 31)}
        ),
    )
    await world.imports(world.fair.model_copy(update={"stages": stages}), last={"starts": msk("2020-05-28 18:00")})
    await world.time_is("2020-05-03 12:00")
    await anna.types("/now")
    assert "Этот этап закончился. Следующий — четверг, 28 мая:" in anna.reads
    assert anna.buttons == ["1", "⭐1", "Записи", "Меню"]


async def test_after_the_fair_now_and_soon_shows_the_recordings(world: World, anna: Person) -> None:
    await world.time_is("2020-05-03 12:00")
    await anna.types("/now")
    assert "Салон закончился" in anna.reads
    assert "1. пн, 27 апр, 08:30–09:15 МСК · Завтрак с методистом" in anna.reads
    assert anna.buttons == ["1", "📅 Программа", "Меню"]
    await anna.taps("Завтрак с методистом")
    assert anna.has("Запись")
    await anna.taps("Назад")
    assert anna.reads.startswith("Записи")


async def test_past_days_of_a_cluster_stand_behind_a_button(anna: Person) -> None:
    await anna.taps("Программа", "Дошкольное образование", "Прошедшие")
    assert "Родитель — продюсер образования" in anna.reads
    await anna.taps("вс, 26 апр")
    assert "Открытие салона" in anna.reads
    await anna.taps("Назад")
    assert anna.buttons == ["вс, 26 апр", "Назад", "Меню"]
    await anna.taps("Назад")
    assert "Сегодня, пн, 27 апр" in anna.buttons


async def test_after_the_fair_all_days_of_a_cluster_are_there_at_once(world: World, anna: Person) -> None:
    await world.time_is("2020-05-03 12:00")
    await anna.taps("Программа", "Дошкольное образование")
    assert anna.buttons == ["вс, 26 апр", "пн, 27 апр", "вт, 28 апр", "Назад", "Меню"]


async def test_instead_of_a_cancelled_session_the_most_alike_ones_are_offered(world: World, anna: Person) -> None:
    await world.imports(play={"status": "cancelled"}, sleep={"title": "Язык игры и игра в язык"})
    await anna.opens("session-play")
    assert "Вместо этого, возможно, подойдёт:" in anna.reads
    assert anna.buttons[0] == "28.04 15:00 · Язык игры и игра в язык"
    await anna.taps("28.04 15:00 · Язык игры и игра в язык")
    assert anna.has("Напоминать")


@pytest.mark.both
async def test_remind_me_turns_into_do_not_remind_me_and_back(anna: Person) -> None:
    await anna.opens("session-play")
    await anna.taps("Напоминать")
    assert anna.toast.startswith("⭐ В плане. Напомню в ")
    assert anna.has("Убрать из плана")
    await anna.taps("Назад")
    assert "11:15–12:00 МСК ⭐ · Игра как язык детства" in anna.reads
    await anna.taps("Игра как язык детства", "Убрать из плана")
    assert anna.toast == "Убрано из плана."
    assert anna.has("Напоминать")


async def test_the_card_says_when_it_will_remind_and_leads_to_the_plan(anna: Person) -> None:
    await anna.opens("session-play")
    await anna.taps("Напоминать")
    assert "⭐ В плане. Напомню в 11:05 и в начале." in anna.reads
    await anna.taps("Мой план")
    assert anna.reads.startswith("Мой план")


@pytest.mark.parametrize("at", ["2020-04-27 09:50", "2020-04-27 10:00", "2020-04-27 10:30"])
async def test_no_word_of_a_card_grows_false(world: World, at: str) -> None:
    await world.time_is(at)
    anna = world.person("1")
    await anna.opens("session-reading")
    assert "понедельник, 27 апреля, 10:00–11:00 МСК" in anna.reads
    for relative in ("через", "сегодня", "минуты назад", "уже"):
        assert relative not in anna.reads.partition("Как подружить")[0]


@pytest.mark.parametrize(("session", "at"), [("reading", "11:30"), ("paints", "09:50")])
async def test_nothing_is_offered_about_reminders_of_what_is_over_or_cancelled(
    world: World, session: str, at: str
) -> None:
    anna = world.person("1")
    await anna.opens(f"session-{session}")
    if anna.has("Напоминать"):
        await anna.taps("Напоминать")
    await world.time_is(at)
    await anna.opens(f"session-{session}")
    assert not anna.has("Убрать из плана")
    assert not anna.has("Напоминать")


async def test_stands_on_the_theme_lead_to_cards_and_back(anna: Person) -> None:
    await anna.opens("session-reading")
    await anna.taps("Стенды по теме")
    assert anna.buttons[:2] == ["47 · Издательство «Азбука утра»", "48 · Тетрадная фабрика"]
    await anna.taps("48 · Тетрадная фабрика", "Назад")
    assert anna.reads.startswith("Стенды по теме")
    await anna.taps("Назад")
    assert anna.reads.startswith("Первые шаги к чтению")


async def test_one_who_is_late_is_told_so_kindly(world: World, anna: Person) -> None:
    await anna.opens("session-play")
    await world.time_is("12:00")
    await anna.taps("Напоминать")
    assert anna.toast == "Это мероприятие уже прошло."
    kept = await world.kept(anna)
    assert kept is not None
    assert kept.plan == frozenset()


async def test_a_material_given_for_contacts_is_listed_and_not_linked(world: World, anna: Person) -> None:
    [slides] = next(session.materials for session in world.fair.sessions if session.id == "breakfast")
    gated = slides.model_copy(update={"id": "notes", "title": "Конспект", "gate": "contacts"})
    await world.imports(breakfast={"materials": (slides, gated)})
    await anna.opens("session-breakfast")
    assert "• Презентация\n• Конспект" in anna.reads
    assert anna.has("Презентация")
    assert not anna.has("Конспект")
