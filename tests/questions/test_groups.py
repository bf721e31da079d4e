"""What becomes of groups: topics deleted by hand, rights that go and come, a kick, a move; no question is lost."""

import pytest

from simulator.messenger import Rights
from tests.questions.test_on_air import TOPIC
from tests.town.people import BOOK, Member
from tests.town.town import Town
from tests.town.waiting import until

# These are stories of messengers; how the databases differ is told in tests/dialogs and beside this file.
pytestmark = pytest.mark.only("sqlite")

ENTRY = "Можно ли прийти без записи?"
BRIEF = "Где купить эту книгу?"


async def test_a_topic_deleted_by_hand_is_made_again_with_its_open_cards(town: Town) -> None:
    viktor, anna = await town.person("Виктор", "vk"), await town.person("Анна")
    town.time_is("10:00:01")
    await viktor.asks(BOOK)
    await anna.asks(ENTRY)
    await town.maria.answers("Можно.", to="№2")
    await town.forum.shows("№2 · ✅ есть ответ")
    await town.maria.taps("Взять", at="№1")
    await town.forum.shows("№1 · ✋ Мария")
    await town.settles()
    first = await town.forum.has_topic(TOPIC)
    town.forum.forums.delete_topic(town.forum.chat, first.id)
    assert not any(words in told for words in (BOOK, ENTRY) for told in town.forum.texts)
    town.pass_time(minutes=1)
    await viktor.asks(BRIEF)
    topic = await until(lambda: town.forum.topics.get(TOPIC), lambda: town.forum.topics)
    for card in (f"№1 · ✋ Мария, до 10:05\n\n{BOOK}", f"№3 · 🆕 новый\n\n{BRIEF}"):
        assert (await town.forum.shows(card)).thread == topic.id != first.id
    await town.maria.taps("В чат", at="№1")
    await town.public.shows("Вопрос №1", BOOK)
    await town.settles()
    assert [len(town.forum.cards(number)) for number in (1, 2, 3)] == [1, 0, 1]


async def test_a_group_that_became_another_chat_goes_on_there(town: Town) -> None:
    nina = await town.moderator("Нина", cluster="college")
    group = town.group("Колледжи", nina)
    here = Member(nina, group)
    here.says(f"/bind {await town.invitation('moderator', 'college', place=True)}")
    await group.shows("Готово", "Среднее профессиональное образование")
    anna = await town.person("Анна")
    town.time_is("10:00:01")
    await anna.asks(BOOK, session="trade")
    await group.shows("№1 · 🆕 новый", "Профессия за одно лето")
    town.pass_time(minutes=2)
    group.chat = group.forums.migrate(group.chat)
    await anna.asks(ENTRY, session="trade")
    await group.shows("№2 · 🆕 новый", ENTRY)
    await until(lambda: group.cards(1), lambda: group.texts)
    await here.taps("Взять", at="№1")
    await nina.hears("№1 ваш")
    await here.answers("Да, приходите.", to="№2")
    await anna.sees("Ответ на ваш вопрос №2", "Да, приходите.")


async def test_a_public_chat_that_became_another_one_gets_its_questions(town: Town) -> None:
    anna = await town.person("Анна")
    await anna.asks()
    await town.maria.taps("Взять", at="№1")
    town.public.chat = town.public.forums.migrate(town.public.chat)
    await town.maria.taps("В чат", at="№1")
    await town.public.shows("Вопрос №1", BOOK)
    await town.oleg.taps("Снять", at="№1")
    await town.public.shows("Модератор снял вопрос №1")
    assert len(town.public.messages) == 1


async def test_questions_wait_while_the_bot_may_not_write(town: Town) -> None:
    anna = await town.person("Анна")
    town.time_is("10:00:01")
    await anna.asks(BOOK)
    await town.forum.shows("№1 · 🆕 новый")
    town.forum.here.groups.limit(town.forum.chat, Rights(admin=False, write=False))
    town.pass_time(minutes=2)
    await anna.asks(ENTRY)
    await town.settles()
    assert town.forum.cards(2) == []
    await anna.sees("Ваш вопрос №2", "модераторы пока недоступны")
    town.forum.here.groups.limit(town.forum.chat, Rights(admin=True))
    card = await town.forum.shows("№2 · 🆕 новый", ENTRY)
    assert card.thread == (await town.forum.has_topic(TOPIC)).id
    assert len(town.forum.cards(1)) == 1


async def test_questions_wait_while_the_bot_is_not_in_the_group(town: Town) -> None:
    anna = await town.person("Анна")
    town.forum.here.groups.kick(town.forum.chat)
    await anna.asks(BOOK)
    await town.settles()
    assert not town.forum.cards(1)
    town.forum.here.groups.invite(town.forum.chat, admin=True)
    await town.forum.shows("№1 · 🆕 новый", BOOK)
    await town.maria.taps("Взять", at="№1")
    await anna.sees("● у модератора")


async def test_without_the_right_to_topics_all_cards_stand_in_the_group(town: Town) -> None:
    town.troubles.add("letter.refused")  # whoever keeps the log is told which right is missing
    town.forum.here.groups.limit(town.forum.chat, Rights(admin=True, topics=False))
    anna = await town.person("Анна")
    await anna.asks(BOOK)
    card = await town.forum.shows("№1 · 🆕 новый", "Первые шаги к чтению")
    assert (card.thread, town.forum.topics) == (None, {})
    await town.maria.taps("Взять", at="№1")
    await town.maria.hears("№1 ваш")
