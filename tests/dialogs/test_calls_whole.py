"""A call from its first button to the word of both sides that they spoke, with contacts and the stand's own desk."""

import pytest

from tests.dialogs.calling import agrees, asked_for, orders, receipt, story
from tests.dialogs.leading import set_up, withdraws
from tests.world import World


@pytest.mark.both
async def test_a_parent_is_called_at_the_second_try(world: World) -> None:
    desk = await set_up(world)
    viktor = world.person("2", name="Виктор")
    await viktor.opens("stand-azbuka")
    await viktor.taps("Заказать звонок")
    await viktor.types("8 916 123-45-67")
    await viktor.taps("Мне 18 или больше, согласен", "Другое время", "МСК+4", "18–19 (14–15)")
    assert viktor.toast == "Готово! «Азбука утра» позвонит сегодня 18:00–19:00 у вас · 14:00–15:00 МСК."
    await viktor.taps("Добавить тему")
    await viktor.types("Прописи для левшей")
    await world.tick()
    assert "Прописи для левшей" in desk.card().text
    assert not any("916" in message.drawn for message in desk.group.messages)

    await desk.tap(desk.ivan, "Взять")
    assert "+7 916 123-45-67" in desk.ivan.person.reads
    assert story(viktor) == ["✓ принята", "● заявкой занимается Иван"]
    await world.time_is("14:10")
    await desk.missed(desk.ivan)
    assert viktor.letters[-1].text.startswith("Стенд 47: вам звонили, но не дозвонились.")

    await viktor.taps("Выбрать другое время", "20–21 (16–17)")
    await world.tick()
    assert any("перенёс звонок по заявке №1" in one.text for one in desk.ivan.person.letters)
    assert "16:00–17:00" in desk.card().text
    assert "понедельник, 27 апреля, 20:00–21:00 у вас · 16:00–17:00 МСК" in receipt(viktor).text
    await world.time_is("16:05")
    await desk.tap(desk.ivan, "Позвонил")
    assert story(viktor)[-1] == "● перезвонили"

    await world.time_is("17:00")
    assert "Созвонились?" in viktor.letters[-1].text
    await viktor.taps("Да")
    await desk.ivan.person.taps("Да")
    await world.tick()
    lead = await asked_for(world)
    assert (lead.visitor_says, lead.staff_says, lead.misses) == (True, True, 1)
    assert story(viktor)[-1] == "● созвонились"
    assert "916" not in " ".join(message.drawn for message in desk.group.messages)


@pytest.mark.both
async def test_who_takes_the_number_back_can_give_it_again(world: World) -> None:
    desk = await set_up(world)
    viktor = world.person("2", name="Виктор")
    await viktor.opens()
    await agrees(world, viktor)
    await orders(viktor, "14–15")
    await withdraws(world, await asked_for(world))
    assert "Вы отозвали номер, поэтому стенд не сможет вам позвонить." in receipt(viktor).text
    await viktor.opens()
    await viktor.taps(
        "Выставка", "Мои заявки", "Стенд 47 · звонок №1", "Разрешить звонок", "Мне 18 или больше, согласен"
    )
    assert viktor.toast == "Стенд снова может вам позвонить."
    await world.tick()
    assert "отозвали" not in receipt(viktor).text
    await desk.tap(desk.ivan, "Взять")
    assert "+7 916 123-45-67" in desk.ivan.person.reads


async def test_who_has_taken_the_call_sees_the_number_that_is_given_again(world: World) -> None:
    desk = await set_up(world)
    viktor = world.person("2", name="Виктор")
    await viktor.opens()
    await agrees(world, viktor)
    await orders(viktor, "14–15")
    await desk.tap(desk.ivan, "Взять")
    await withdraws(world, await asked_for(world))
    assert "916" not in desk.ivan.person.sees
    await viktor.opens()
    await viktor.taps(
        "Выставка", "Мои заявки", "Стенд 47 · звонок №1", "Разрешить звонок", "Мне 18 или больше, согласен"
    )
    await world.tick()
    assert "+7 916 123-45-67" in desk.ivan.person.sees


async def test_after_the_third_miss_the_request_is_closed_kindly(world: World) -> None:
    desk = await set_up(world)
    viktor = world.person("2", name="Виктор")
    await viktor.opens("stand-azbuka")
    await viktor.taps("Заказать звонок")
    await viktor.types("8 916 123-45-67")
    await viktor.taps("Мне 18 или больше, согласен", "10–11")
    await world.tick()
    await desk.tap(desk.ivan, "Взять")
    for hour in (12, 14):
        await desk.missed(desk.ivan)
        await viktor.taps("Выбрать другое время", f"{hour}–{hour + 1}")
        await world.tick()
    await desk.missed(desk.ivan)
    assert viktor.letters[-1].text.startswith("Стенд 47: дозвониться до вас не получилось.")
    assert story(viktor)[-1] == "● закрыта"
    await viktor.taps("Заказать звонок снова")
    assert "Когда удобно?" in viktor.reads
