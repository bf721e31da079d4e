"""A call: a parent in VK orders it, the stand's staff in Telegram call at the second try, and both say they spoke."""

import pytest

from tests.exhibition.stand import PHONE, TOPIC, Stand, chooses_window, orders_call

pytestmark = pytest.mark.only("sqlite")


async def test_a_parent_in_vk_is_called_at_the_second_try(azbuka: Stand) -> None:
    town, ivan = azbuka.town, azbuka.ivan
    viktor = town.stranger("Виктор", "vk")
    viktor.opens("stand-azbuka")
    await viktor.sees("Издательство «Азбука утра»")
    await orders_call(viktor)
    await viktor.sees("Заявка №1 · звонок", "ждём, кто из сотрудников возьмёт")

    await azbuka.room.shows("№1 · 📞 звонок · 🆕 новая", "14:00–15:00 МСК · 18:00–19:00 у посетителя", TOPIC)
    await ivan.taps("Взять", at="№1")
    await ivan.hears("№1 ваша. Контакт — в личном чате со мной.")
    await ivan.phone.sees("№1 · 📞 звонок", "Виктор Петров", PHONE, "введён вручную")
    await viktor.sees("Заявка №1 · звонок", "заявкой занимается Иван")
    town.time_is("14:10")
    await ivan.taps("Не дозвонился", at="№1")
    await ivan.hears("спрашиваю у посетителя другое время")
    town.time_is("14:11")
    await viktor.sees("Стенд 47: вам звонили, но не дозвонились.")
    await viktor.taps("Выбрать другое время")
    await chooses_window(viktor, "20–21 (16–17)")
    await ivan.phone.sees("перенёс звонок по заявке №1")
    await azbuka.room.shows("№1 · 📞 звонок", "16:00–17:00 МСК · 20:00–21:00 у посетителя")
    town.time_is("16:05")
    await ivan.taps("Позвонил", at="№1")
    await viktor.sees("Заявка №1 · звонок", "перезвонили")

    town.time_is("17:00:01")
    for phone in (viktor, ivan.phone):
        await phone.sees("Созвонились?")
        await phone.taps("Да")
    await viktor.sees("Заявка №1 · звонок", "созвонились")
    await ivan.taps("Закрыть", at="№1")
    await ivan.taps("5", at="№1")
    await ivan.hears("№1 закрыта. Спасибо!")
    await azbuka.room.shows("№1 · 📞 звонок · 🏁 закрыта", "5 из 5")
    await town.settles()
    assert not any(trace in azbuka.told() for trace in ("123-45-67", "1234567", "Петров"))
    assert not any(PHONE in text for text in azbuka.olga.phone.texts)
