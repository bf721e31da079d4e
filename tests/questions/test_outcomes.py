"""How questions end: joined, merged, declined, answered in writing; and moderators who let go, close and mute."""

import pytest

from tests.town.people import BOOK
from tests.town.town import Town
from tests.town.waiting import until

# These are stories of messengers; how the databases differ is told in tests/dialogs and beside this file.
pytestmark = pytest.mark.only("sqlite")

LETTERS = "Во сколько лет ребёнка учить читать?"
ENTRY = "Можно ли прийти без записи?"


async def test_who_joined_in_another_messenger_gets_the_answer_too(town: Town) -> None:
    viktor, anna = await town.person("Виктор", "vk"), await town.person("Анна")
    town.time_is("10:00:01")
    await viktor.asks()
    await town.forum.shows("№1 · 🆕 новый")
    anna.opens("session-reading")
    await anna.taps("Задать вопрос")
    anna.types("с какого возраста учить детей читать")
    await anna.sees("Похожий вопрос уже задан", BOOK)
    await anna.taps("Присоединиться")
    await anna.sees("Вопрос №1", "● принят, ждёт модератора")
    await town.forum.shows("№1 · 🆕 новый", "ответа ждёт ещё 1 человек")
    await town.maria.answers("С того дня, когда попросит сам.", to="№1")
    for waiting in (viktor, anna):
        await waiting.sees("Ответ на", "С того дня, когда попросит сам.")
    await viktor.sees("Ваш вопрос №1", "● ответ: С того дня, когда попросит сам.")
    await anna.sees("Вопрос №1\n", "● ответ: С того дня, когда попросит сам.")
    await town.forum.shows("№1 · ✅ есть ответ")
    await town.settles()
    assert [sum(words.startswith("Ответ на") for words in who.texts) for who in (viktor, anna)] == [1, 1]


async def test_all_who_asked_the_same_get_the_one_answer(town: Town) -> None:
    viktor, anna, emma = [await town.person(name, on) for name, on in (("В", "vk"), ("А", "telegram"), ("Э", "vk"))]
    town.time_is("10:00:01")
    await viktor.asks(BOOK)
    await anna.asks(LETTERS)
    await emma.asks("А писать когда начинать?")
    await town.forum.shows("№3 · 🆕 новый")
    await town.maria.taps("Дубль", at="№2")
    await town.maria.taps("№1 С какого возраста учить ребёнка…", at="№2")
    await town.maria.hears("№2 объединён с №1")
    await town.oleg.taps("Дубль", at="№3")
    await town.forum.shows("№3 ·", "Похожих вопросов не нашлось")
    await town.oleg.replies("№2", to="№3")  # which is №1 by now
    for number in (2, 3):
        await town.forum.shows(f"№{number} · 🔗 объединён с №1")
    await town.forum.shows("№1 · 🆕 новый", "ответа ждут ещё 2 человека")
    await anna.sees("Ваш вопрос №2", "● объединён с №1")
    await town.maria.taps("Взять", at="№1")
    await anna.sees("Ваш вопрос №2", "✓ объединён с №1", "● у модератора")
    await town.maria.replies("Когда захочется.", to="№1 ·")
    await town.maria.lets_go("№1")
    for asker in (viktor, anna, emma):
        await asker.sees("Ответ на", "Когда захочется.")
    await emma.sees("Ваш вопрос №3", "● ответ: Когда захочется.")


async def test_a_question_is_declined_with_a_prepared_reason_or_in_own_words(town: Town) -> None:
    viktor = await town.person("Виктор", "vk")
    town.time_is("10:00:01")
    await viktor.asks(BOOK)
    await town.maria.taps("Отклонить", at="№1")
    await town.maria.taps("не по теме", at="№1")
    await town.maria.hears("№1 отклонён")
    await town.forum.shows("№1 · 🚫 отклонён: не по теме")
    town.pass_time(seconds=31)  # in which a wrong button is taken back
    await viktor.sees("Ваш вопрос №1 отклонён", "не по теме")
    await viktor.sees("Ваш вопрос №1", "● отклонён: не по теме")
    town.pass_time(minutes=2)
    await viktor.asks(ENTRY)
    await town.oleg.taps("Отклонить", at="№2")
    await town.forum.shows("№2", "Почему отклоняем?")
    await town.maria.replies("Вход свободный.", to="№2")  # the menu is Oleg's: from her it is a note
    await town.forum.shows("Заметка к №2")
    await town.maria.taps("Отправить автору", at="Заметка к №2")
    await town.maria.lets_go("№2")
    await viktor.sees("Ответ на ваш вопрос №2", "Вход свободный.")
    town.pass_time(minutes=2)
    await viktor.asks("Где купить эту книгу?")
    await town.oleg.taps("Отклонить", at="№3")
    await town.forum.shows("№3", "Почему отклоняем?")
    await town.oleg.replies("Спросите у издателя.", to="№3")
    await town.forum.shows("№3 · 🚫 отклонён")
    town.pass_time(seconds=31)
    await viktor.sees("Ваш вопрос №3 отклонён", "Спросите у издателя.")


async def test_what_is_taken_and_left_goes_back_to_all(town: Town) -> None:
    viktor = await town.person("Виктор", "vk")
    await viktor.asks()
    await town.maria.taps("Взять", at="№1")
    await viktor.sees("● у модератора")
    await town.oleg.replies("Отвечу за Марию.", to="№1")
    await town.forum.shows("Заметка к №1")
    town.pass_time(minutes=5)
    await town.forum.shows("№1 · 🆕 новый")
    await viktor.sees("Ваш вопрос №1", "● принят, ждёт модератора")
    await town.oleg.taps("Взять", at="№1 · 🆕")
    await town.forum.shows("№1 · ✋ Олег")
    await town.oleg.taps("Вернуть", at="№1")
    await town.oleg.hears("№1 снова ждёт модератора")
    assert [step for step, _ in await town.steps()] == ["ask", "take", "expire", "take", "give back"]


async def test_nobody_takes_a_question_and_those_on_shift_are_told_once(town: Town) -> None:
    viktor = await town.person("Виктор", "vk")
    town.time_is("10:00:01")
    await viktor.asks()
    await town.maria.taps("Я на смене", at="новых ")
    await town.maria.hears("Вы на смене")
    town.pass_time(minutes=6)
    await town.maria.phone.sees("1 вопрос ждёт модератора дольше 5 мин", BOOK)
    town.pass_time(minutes=6)
    await town.settles()
    assert [sum("ждёт модератора" in words for words in m.phone.texts) for m in (town.maria, town.oleg)] == [1, 0]


async def test_closed_questions_are_refused_until_they_are_open_again(town: Town) -> None:
    viktor, anna = await town.person("Виктор", "vk"), await town.person("Анна")
    town.time_is("10:00:01")
    await anna.asks()
    await town.maria.taps("Закрыть приём вопросов", at="новых ")
    await town.maria.hears("Приём вопросов закрыт")
    town.pass_time(seconds=15)  # the counts follow at leisure
    await town.forum.shows("новых ", "Приём вопросов закрыт.")
    viktor.opens("session-reading")
    await viktor.taps("Задать вопрос")
    await viktor.sees("Модераторы больше не принимают вопросы к этому мероприятию")
    await town.oleg.taps("Снова принимать вопросы", at="новых ")
    await town.oleg.hears("Вопросы снова принимаются")
    await viktor.asks(ENTRY)
    await town.forum.shows("№2 · 🆕 новый", ENTRY)


async def test_who_is_muted_is_told_and_heard_again_when_let(town: Town) -> None:
    viktor = await town.person("Виктор", "vk")
    await viktor.asks()
    await town.maria.taps("Ещё…", at="№1")
    await town.maria.taps("На этом мероприятии", at="№1")
    await town.maria.hears("Больше не принимаю вопросы этого участника")
    await viktor.sees("Модераторы больше не принимают от вас вопросы к мероприятию «Первые шаги к чтению»")
    town.pass_time(minutes=2)
    viktor.opens("session-reading")
    await viktor.taps("Задать вопрос")
    await viktor.last("Модераторы больше не принимают от вас вопросы.")
    await viktor.asks(ENTRY, session="circle")
    await town.maria.taps("Ещё…", at=f"№1 · 🆕 новый\n\n{BOOK}")
    await town.maria.taps("Снова принимать вопросы", at=f"№1 · 🆕 новый\n\n{BOOK}")
    await town.maria.hears("снова принимаются")
    await viktor.asks("Где купить эту книгу?")
    assert len(viktor.receipts) == 3


async def test_new_words_change_the_card_until_it_is_taken(town: Town) -> None:
    viktor = await town.person("Виктор", "vk")
    town.time_is("10:00:01")
    await viktor.asks("С какого возраста учит читать?")
    await town.forum.shows("№1 · 🆕 новый")
    await viktor.taps("Изменить")
    viktor.types(BOOK)
    await viktor.last("Ваш вопрос к мероприятию")
    await viktor.taps("Отправить")
    await town.forum.shows("№1 · 🆕 новый", BOOK)
    await town.maria.taps("Взять", at="№1")
    await viktor.sees("Ваш вопрос №1", "● у модератора")
    assert len(town.forum.cards(1)) == 1
    other = await town.person("Анна")
    await other.asks(ENTRY)
    await town.forum.shows("№2 · 🆕 новый")
    await other.taps("Снять вопрос")
    await town.forum.shows("№2 · ↩️ отозван автором")
    await until(lambda: not town.forum.cards(2)[0].buttons, lambda: town.forum.cards(2))
