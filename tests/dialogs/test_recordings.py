"""Recordings: asked for on a card, told once an evening on the reader's own clock, or at once; found by cluster."""

import pytest

from tests.golden import same_as_golden
from tests.paper import Person
from tests.world import World

VIDEO = "https://video.example.org/reading"
ASK = "Пришлите запись, когда появится"


async def test_a_recording_comes_in_the_evening_to_whoever_asked_for_it(world: World, anna: Person) -> None:
    await world.time_is("11:30")
    await anna.opens("session-reading")
    await anna.taps(ASK)
    assert anna.toast == "Пришлю вам запись."
    assert "🎞 Пришлю запись вечером того дня, когда она появится." in anna.reads
    await world.imports(reading={"recording": VIDEO})
    await world.time_is("19:59")
    assert "ждали" not in anna.reads
    await world.time_is("20:00")
    same_as_golden("recording-has-come", anna.sees)
    before = len(anna.messages)
    await world.time_is("20:30")
    assert len(anna.messages) == before, "told once"


@pytest.mark.both
async def test_an_evening_has_one_letter_and_what_comes_later_waits_for_the_next(world: World, anna: Person) -> None:
    await world.time_is("2020-04-28 17:00")
    for session in ("song", "clay", "tale"):
        await anna.opens(f"session-{session}")
        await anna.taps(ASK)
    await world.imports(song={"recording": VIDEO}, clay={"recording": VIDEO + "2"})
    await world.time_is("20:00")
    assert "🎞 Готовы 2 записи, которых вы ждали:\n\n1. Песня дня" in anna.reads
    assert anna.message.links == {"▶ 1": VIDEO, "▶ 2": VIDEO + "2"}
    before = len(anna.messages)
    await world.imports(tale={"recording": VIDEO + "3"})
    await world.time_is("21:00")
    await world.time_is("2020-04-29 12:00")
    assert len(anna.messages) == before
    await world.time_is("20:05")
    assert "Сказка" in anna.reads
    assert "Глина" not in anna.reads


@pytest.mark.both
async def test_who_wants_them_at_once_has_them_at_once(world: World, anna: Person) -> None:
    await anna.taps("Настройки", "Записи сразу")
    assert "Записи приходят: сразу" in anna.reads
    await world.time_is("11:30")
    await anna.opens("session-reading")
    await anna.taps(ASK)
    assert "🎞 Пришлю запись сразу, как она появится." in anna.reads
    await world.imports(reading={"recording": VIDEO})
    await world.time_is("11:32")
    assert "Первые шаги к чтению" in anna.reads
    await anna.taps("Присылать вечером")
    assert "Присылать сразу" in anna.buttons, "the letter stays, and says what can be done now"
    kept = await world.kept(anna)
    assert kept is not None
    assert not kept.recordings_at_once


@pytest.mark.both
async def test_at_once_is_in_the_morning_for_who_sleeps(world: World, anna: Person) -> None:
    await anna.taps("Настройки", "Записи сразу")
    await anna.taps("Мой часовой пояс", "МСК+9 Петропавловск-Камчатский")
    await world.time_is("11:30")
    await anna.opens("session-reading")
    await anna.taps(ASK)
    await world.time_is("17:30")  # 02:30 there
    await world.imports(reading={"recording": VIDEO})
    await world.time_is("17:32")
    assert anna.letters == []
    await world.time_is("22:00")
    assert anna.reads.startswith("🎞 Готова запись, которую вы ждали:")


async def test_evening_is_where_the_reader_lives(world: World, anna: Person) -> None:
    await anna.taps("Настройки", "Мой часовой пояс", "МСК+9 Петропавловск-Камчатский")
    await world.time_is("11:05")  # 20:05 there
    await anna.opens("session-reading")
    await anna.taps(ASK)
    await world.imports(reading={"recording": VIDEO})
    await world.time_is("11:10")
    assert "🎞 Готова запись, которую вы ждали:" in anna.reads


@pytest.mark.both
@pytest.mark.parametrize("end", ["given up", "taken back", "stopped", "cancelled"])
async def test_what_nobody_wants_any_more_does_not_come(world: World, anna: Person, end: str) -> None:
    await world.time_is("11:30")
    await anna.opens("session-reading")
    await anna.taps(ASK)
    if end == "given up":
        await anna.taps("Запись не нужна")
        assert anna.has(ASK)
    await world.imports(reading={"recording": VIDEO})
    if end == "taken back":
        await world.imports(reading={"recording": None})
    if end == "cancelled":
        await world.imports(reading={"status": "cancelled"})
    if end == "stopped":
        await anna.types("/stop")
    await world.time_is("20:00")
    assert "ждали" not in anna.reads


@pytest.mark.both
async def test_the_plan_remembers_what_is_waited_for_and_forget_erases_it(world: World, anna: Person) -> None:
    await world.time_is("11:30")
    await anna.opens("session-reading")
    await anna.taps(ASK)
    session = world.storage.catalogue.session_named("reading")
    kept = await world.kept(anna)
    assert session is not None
    assert kept is not None
    assert kept.plan == kept.awaited == frozenset({session.id})
    await anna.types("/forget")
    await anna.taps("Да, забыть всё")
    assert await world.kept(anna) is None
    await world.imports(reading={"recording": VIDEO})
    await world.time_is("20:00")
    assert "ждали" not in anna.reads


async def test_a_recording_that_is_there_is_not_waited_for(world: World, anna: Person) -> None:
    await anna.opens("session-breakfast")
    assert not anna.has(ASK)
    assert anna.has("Запись")


async def test_many_recordings_are_found_by_cluster_and_day(world: World, anna: Person) -> None:
    names = ("opening", "reading", "song", "clay", "tale", "dance", "trade")
    recorded: dict[str, dict[str, object]] = {name: {"recording": f"{VIDEO}/{name}"} for name in names}
    await world.imports(None, **recorded)
    await world.time_is("2020-04-28 17:00")
    await anna.types("записи")
    assert anna.buttons[:2] == ["Дошкольное образование · 7", "Среднее профессиональное образование · 1"]
    await anna.taps("Дошкольное образование · 7")
    assert "вторник, 28 апреля" in anna.reads
    assert "1. 12:00–12:30 МСК · Танец" in anna.reads
    await anna.taps("Глина", "Назад")
    assert "1. 12:00–12:30 МСК · Танец" in anna.reads, "back to the same list"


async def test_a_card_says_how_a_session_can_be_followed(world: World, anna: Person) -> None:
    way = {"captions": True, "sign_language": True, "transcript": "https://text.example.org/reading"}
    await world.imports(reading={**way, "level": "school", "languages": ("ru", "en")})
    await anna.opens("session-reading")
    assert not anna.has("📄 Расшифровка"), "nothing has been said yet"
    assert "🗣 на русском языке, на английском языке · 🎓 школа · 💬 субтитры · 🤟 жестовый язык" in anna.reads
    await world.time_is("11:30")
    await anna.opens("session-reading")
    assert anna.has("📄 Расшифровка")
    viktor = world.person("2", "en")
    await viktor.opens("session-reading")
    assert "💬 captions · 🤟 sign language" in viktor.reads
