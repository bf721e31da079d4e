"""A question's whole way: asked in VK, a card in Telegram, the session's chat, on air, and a receipt that is true."""

import pytest

from simulator.faults import Fault
from tests.town.people import BOOK
from tests.town.town import Town
from tests.town.waiting import until

TOPIC = "10:00 · Дошкольное · Первые шаги к чтению"


@pytest.mark.both
async def test_from_vk_through_the_forum_into_the_chat_and_on_air(town: Town) -> None:
    viktor = await town.person("Виктор", "vk")
    assert town.forum.topics == {}
    await viktor.asks()
    assert "● принят, ждёт модератора" in viktor.receipts[0]
    topic = await town.forum.has_topic(TOPIC)
    card = await town.forum.shows("№1 · 🆕 новый", BOOK, "Виктор · 🔵 VK")
    assert card.thread == topic.id
    await town.maria.taps("Взять", at="№1")
    await town.maria.hears("№1 ваш до 09:36")
    await town.forum.shows("№1 · ✋ Мария, до 09:36")
    await town.oleg.taps("В чат", at="№1 ·")
    await town.oleg.hears("№1 уже в работе: Мария, до 09:36")
    await viktor.sees("Ваш вопрос №1", "● у модератора")
    assert town.public.texts == []
    await town.maria.taps("В чат", at="№1")
    await town.maria.hears("№1 уходит в чат")
    await town.public.shows("Вопрос №1", BOOK, "Виктор")
    await viktor.sees("Ваш вопрос №1", "● передан в чат мероприятия")
    await town.maria.taps("Прозвучал", at="№1")
    await town.maria.hears("№1 прозвучал")
    await viktor.sees("Ваш вопрос №1", "✓ передан в чат мероприятия", "● прозвучал в эфире")
    await town.forum.shows("№1 · 🎙 прозвучал")
    await town.settles()
    assert (len(town.forum.cards(1)), len(town.public.messages), len(viktor.receipts)) == (1, 1, 1)
    assert await town.steps() == [
        ("ask", None),
        *((step, str(town.maria.phone.id)) for step in ("take", "pass", "air")),
    ]


async def test_beside_the_player_it_appears_by_signed_http_once_and_can_be_taken_off(town: Town) -> None:
    anna = await town.person("Анна")
    await anna.asks("Сколько длится утренний круг?", session="circle", nameless=True)
    await town.forum.shows("№1", "Анна · ✈️ Telegram · просит без имени")
    await town.maria.taps("Взять", at="№1")
    town.desk.faults.add(Fault("site", "drop_answer", 1))  # it arrives, and nobody learns of it
    await town.maria.taps("В чат", at="№1")
    await until(lambda: len(town.site) == 2, lambda: town.site)
    assert await town.site_shows() == ["Сколько длится утренний круг?"]
    first, again = town.site
    assert first == again
    assert {"event": "question.passed", "number": 1, "session": "circle", "name": None}.items() <= first.items()
    assert town.public.texts == []
    await anna.sees("● передан в чат мероприятия")
    await town.oleg.taps("Снять", at="№1")
    await town.oleg.hears("№1")
    await until(lambda: len(town.site) == 3, lambda: town.site)
    assert await town.site_shows() == []
    await anna.sees("Ваш вопрос №1", "● принят, ждёт модератора")


async def test_what_is_taken_off_leaves_the_chat_and_may_come_back(town: Town) -> None:
    anna = await town.person("Анна")
    await anna.asks()
    await town.maria.taps("Взять", at="№1")
    await town.maria.taps("В чат", at="№1")
    shown = await town.public.shows("Вопрос №1", BOOK)
    await town.oleg.taps("Снять", at="№1")
    off = await town.public.shows("Модератор снял вопрос №1")
    assert (off.id, BOOK in off.text) == (shown.id, False)
    await anna.sees("Ваш вопрос №1", "● принят, ждёт модератора")
    await town.oleg.taps("Взять", at="№1")
    await town.oleg.taps("В чат", at="№1")
    assert (await town.public.shows("Вопрос №1", BOOK)).id == shown.id
    assert len(town.public.messages) == 1


async def test_the_presenter_reads_what_most_people_wait_for(town: Town) -> None:
    anna, viktor = await town.person("Анна"), await town.person("Виктор", "vk")
    town.time_is("10:00:01")
    await anna.asks(BOOK)
    await viktor.asks("Можно ли прийти без записи?")
    for number in (1, 2):
        await town.maria.taps("Взять", at=f"№{number}")
        await town.maria.taps("В чат", at=f"№{number}")
        await town.public.shows(f"Вопрос №{number}")
    anna.opens("session-reading")
    await anna.taps("Вопросы других", "№2 · Мне тоже интересно")
    await anna.hears("Ответ придёт и вам")
    town.maria.says("/air", (await town.forum.has_topic(TOPIC)).id)
    listed = await town.forum.shows("Зачитать в эфире", "1. №2 (+1) Можно ли прийти без записи?", "2. №1")
    await town.oleg.taps("Прозвучал №2", at="Зачитать в эфире")
    after = await town.forum.shows("Зачитать в эфире", "1. ✅ №2")
    assert (after.id, after.thread) == (listed.id, listed.thread)
    await viktor.sees("● прозвучал в эфире")
