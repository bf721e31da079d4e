"""A thread: somebody in VK writes to a stand, its staff answer in Telegram, and end it when all is said."""

import pytest

from tests.exhibition.stand import Stand

pytestmark = pytest.mark.only("sqlite")

ASKED = "Есть ли скидки для школ?"


async def test_a_stand_and_a_visitor_of_another_messenger_write_to_each_other(azbuka: Stand) -> None:
    town, ivan = azbuka.town, azbuka.ivan
    viktor = await town.person("Виктор", "vk")
    viktor.opens("stand-azbuka")
    await viktor.taps("Написать стенду")
    await viktor.taps("Полный текст")
    await viktor.sees("Согласие на переписку со стендом")
    await viktor.taps("Мне 18 или больше, согласен")
    await viktor.sees("Стенд не видит ни вашего имени, ни телефона, ни почты.")
    viktor.types(ASKED)
    await viktor.sees("Сообщение передано стенду 47.")
    await azbuka.room.shows("№1 · ✉️", ASKED)
    await ivan.taps("Взять", at="№1")
    await ivan.hears("№1 ваша: ответьте на карточку, и посетитель это прочтёт.")
    await ivan.replies("Есть, до конца мая.", to="№1 · ✉️")
    answer = await viktor.sees("Стенд отвечает", "«Есть, до конца мая.»")
    await town.settles()  # until it is noted which message shows the answer
    town.pass_time(seconds=30)
    viktor.replies("А на прописи?", to=answer)
    await azbuka.room.shows("№1 · ✉️", "А на прописи?")
    await ivan.replies("И на прописи.", to="№1 · ✉️")
    await viktor.sees("«И на прописи.»")
    town.pass_time(seconds=30)
    viktor.types("Спасибо!")
    await azbuka.room.shows("№1 · ✉️", "Спасибо!")

    await ivan.taps("Закрыть", at="№1")
    await ivan.taps("Без оценки", at="№1")
    await ivan.hears("№1 закрыта. Спасибо!")
    await viktor.sees("Стенд закончил эту переписку.")
    await town.settles()
    assert "Виктор" not in azbuka.told()
