"""A session from before its start until two days after: the opening pack, the topic, the summary, what is forgotten."""

import asyncio

import pytest
from sqlalchemy import text

from tests.databases import Database
from tests.questions.test_on_air import TOPIC
from tests.town.opening import open_town
from tests.town.people import BOOK
from tests.town.town import Town

EARLY_ONES = (
    "С какого возраста учить ребёнка читать?",
    "Нужны ли прописи левше?",
    "Где записаться к логопеду?",
    "Сколько длится занятие?",
    "Можно ли прийти вдвоём?",
    "Будет ли запись трансляции?",
    "Что делать с двуязычием?",
    "Есть ли скидка многодетным?",
)


async def test_what_was_asked_before_the_start_comes_as_one_message(fair_database: Database) -> None:
    async with open_town(fair_database.url, open_per_session=9, pause_seconds=0) as town:
        anna, viktor = await town.person("Анна"), await town.person("Виктор", "vk")
        for pair in zip(EARLY_ONES[::2], EARLY_ONES[1::2], strict=True):
            await asyncio.gather(*(who.asks(words) for who, words in zip((anna, viktor), pair, strict=True)))
        await town.settles()
        town.pass_time(seconds=15)  # it grows at leisure
        pack = await town.forum.shows("До начала задано 8 вопросов", "№1", "№8")
        assert pack.thread == (await town.forum.has_topic(TOPIC)).id
        town.time_is("09:45:01")
        await town.maria.taps("№6", at="До начала")
        await town.maria.hears("Карточка №6 сейчас придёт")
        await town.forum.shows("№6 · 🆕 новый")
        await town.forum.shows("До начала задано 7 вопросов")
        await anna.asks("А где взять ссылку на эфир?")
        town.time_is("10:00:01")
        assert (await town.forum.shows("До начала задано 8 вопросов", "№9")).id == pack.id
        await viktor.asks("Слышно ли вас?")
        await town.forum.shows("№10 · 🆕 новый")  # what is asked from the start on comes at once
        town.time_is("10:59:59")
        town.pass_time(minutes=2)
        await town.settles()
        assert [len(town.forum.cards(number)) for number in range(1, 10)] == [0, 0, 0, 0, 0, 1, 0, 0, 0]


async def test_after_the_end_it_is_summed_up_answered_in_writing_and_then_forgotten(town: Town) -> None:
    viktor, anna, emma = [await town.person(name, on) for name, on in (("В", "vk"), ("А", "telegram"), ("Э", "vk"))]
    town.time_is("09:45:01")
    assert town.forum.topics == {}, "a topic for nothing is in everybody's way"
    town.time_is("10:00:01")
    for asker, words in zip((viktor, anna, emma), EARLY_ONES, strict=False):
        await asker.asks(words)
    await town.maria.taps("Взять", at="№1")
    await town.maria.taps("В чат", at="№1")
    await town.maria.taps("Прозвучал", at="№1")
    await town.forum.shows("№1 · 🎙 прозвучал")
    town.time_is("11:14:00")
    await viktor.asks("Когда будет запись?")
    town.time_is("11:15:01")
    summary = await town.forum.shows("задано 4, прозвучало 1, осталось 3", EARLY_ONES[1], "Когда будет запись?")
    assert summary.thread == (await town.forum.has_topic(TOPIC)).id
    anna.opens("session-reading")
    await anna.sees("Первые шаги к чтению", "Алтайский край")
    labels = [button.text for row in anna.messages[-1].buttons or () for button in row]
    assert not any("Задать вопрос" in label for label in labels)
    town.time_is("2020-04-28 12:00:00")
    await town.maria.answers("Через неделю, по той же ссылке.", to="№4")
    await viktor.sees("Ответ на ваш вопрос №4", "Через неделю, по той же ссылке.")
    town.time_is("2020-04-29 11:00:01")
    await town.forum.has_topic(TOPIC, closed=True)
    await town.settles()
    assert town.desk.calls.of("editForumTopic") == [], "its title never changed"
    assert len(town.desk.calls.of("closeForumTopic")) == 1
    await town.maria.replies("Ещё успею?", to="№2")
    await town.forum.shows("Время ответов вышло: узнать, кто спрашивал, уже нельзя")
    async with town.storage.engine.connect() as connection:
        for link in (
            "SELECT count(*) FROM questions WHERE person_id IS NOT NULL OR asker_name IS NOT NULL",
            "SELECT count(*) FROM joins",
            "SELECT count(*) FROM cards WHERE key LIKE 'receipt-%'",
            (
                "SELECT count(*) FROM outbox WHERE kind LIKE 'question-%' AND person_id IS NOT NULL"
                " AND kind <> 'question-alarm'"
            ),  # moderators' own
        ):
            assert (await connection.execute(text(link))).scalar_one() == 0, link
    assert (await town.question(1)).text == BOOK
    assert "Через неделю" in " ".join(viktor.texts)  # what people were told stays theirs


@pytest.mark.both
async def test_a_topic_is_closed_when_nothing_waits_and_opened_for_what_comes(town: Town) -> None:
    anna = await town.person("Анна")
    town.time_is("09:45:01")
    await anna.asks()
    await town.maria.answers("С первого дня.", to="№1")
    await anna.sees("Ответ на ваш вопрос №1")
    town.time_is("11:15:01")
    await town.forum.shows("задано 1, прозвучало 0, осталось 0", "ответов письменно: 1")
    await town.forum.has_topic(TOPIC, closed=True)
