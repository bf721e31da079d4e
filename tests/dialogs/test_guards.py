"""What protects others outlasts `/forget`: bans, pauses and counts go on for who comes back as if never met."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from dialogs.threads.routes import WriteToStand
from tests.dialogs import leading, moderating
from tests.dialogs.asking import asks, begins
from tests.paper import Person
from tests.world import World

BANNED = "Модераторы больше не принимают от вас вопросы"


async def forgets(person: Person) -> None:
    await person.types("/forget")
    await person.taps("Да, забыть всё")


@pytest.mark.both
async def test_a_ban_of_moderators_outlasts_forgetting_until_its_own_end(world: World) -> None:
    desk = await moderating.set_up(world)
    anna = world.person("1")
    await moderating.asks_and_waits(desk, anna, "Как читать вслух?")
    await desk.tap(desk.maria, "Ещё…")
    await desk.tap(desk.maria, "До конца салона")
    await begins(anna)
    assert BANNED in anna.reads
    await forgets(anna)
    for session in ("reading", "clay"):
        await begins(anna, session)
        assert BANNED in anna.reads
    await forgets(anna)
    await world.time_is("2020-04-28 09:00")
    await begins(anna, "dance")
    assert BANNED in anna.reads


async def test_forgetting_begins_no_pause_and_no_count_of_questions_anew(world: World, anna: Person) -> None:
    await asks(world, anna, "Как читать вслух?")
    await forgets(anna)
    await begins(anna)
    await anna.types("С чего начать?")
    await anna.taps("Отправить")
    assert "через 60 секунд" in anna.toast
    for words in ("С чего начать?", "Чем закончить?"):
        world.clock.move(timedelta(seconds=61))
        await asks(world, anna, words)
    await forgets(anna)
    world.clock.move(timedelta(seconds=61))
    await begins(anna)
    assert "уже ждут 3 ваших вопроса" in anna.reads
    async with world.storage.engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM questions"))).scalar_one() == 3
    world.clock.move(timedelta(hours=1))
    await begins(anna)
    assert anna.has("Не сейчас")


async def test_who_forgets_many_times_a_day_is_asked_to_wait(world: World, anna: Person) -> None:
    for _ in range(3):
        await forgets(anna)
        assert "Готово: я вас забыл" in anna.reads
        await anna.opens()
        await anna.taps("Настройки")
    await forgets(anna)
    assert "Сегодня я забывал вас уже 3 раза. Смогу снова завтра в 09:45." in anna.reads
    assert "data@example.org" in anna.reads
    assert anna.has("Мои согласия")
    assert await world.kept(anna) is not None
    await world.time_is("2020-04-28 09:46")
    await forgets(anna)
    assert await world.kept(anna) is None


@pytest.mark.both
async def test_unanswered_messages_still_count_for_who_was_forgotten(world: World, anna: Person) -> None:
    stand = (await leading.set_up(world)).stand
    for number in range(10):
        if number in (4, 7):
            await forgets(anna)
        await anna.presses(WriteToStand(stand.id).pack())
        await anna.types(f"Слово {number}")
        assert "Сообщение передано" in anna.reads, number
        world.clock.move(timedelta(seconds=40))
    await anna.presses(WriteToStand(stand.id).pack())
    await anna.types("И ещё")
    assert "Сообщение передано" not in anna.reads
