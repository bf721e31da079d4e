"""The desk as time passes: topics, boards, packs, floods, alarms, summaries, and groups that things happen to."""

from datetime import timedelta

import pytest

from tests.dialogs.asking import BOOK, asked, asks
from tests.dialogs.moderating import (
    TOPIC,
    Desk,
    asks_and_waits,
    crowd_asks,
    crowd_joins,
    invitation,
    moderator,
    run_with,
    set_up,
    settle,
)
from tests.golden import same_as_golden
from tests.paper import Person
from tests.world import World

PLAY_TOPIC = "11:15 · Дошкольное · Игра как язык детства"


@pytest.fixture
async def desk(world: World) -> Desk:
    """The preschool moderators' forum."""
    await run_with(world)
    return await set_up(world)


async def test_topics_open_with_the_first_question(desk: Desk, anna: Person) -> None:
    assert desk.group.topics == {}, "a topic for nothing is in everybody's way"
    await asks_and_waits(desk, anna, BOOK)
    assert set(desk.group.topics) == {TOPIC}
    await asks_and_waits(desk, anna, BOOK, "play")
    assert PLAY_TOPIC in desk.group.topics
    assert [message.text.partition(" ·")[0] for message in desk.group.under(PLAY_TOPIC)][-1] == "№1"
    await asks_and_waits(desk, anna, BOOK, "roof")
    assert not any("Сад на крыше" in title for title in desk.group.topics), "another cluster has another group"


@pytest.mark.both
async def test_the_board_is_pinned_and_counts(desk: Desk, anna: Person, viktor: Person) -> None:
    for person, text in ((anna, BOOK), (viktor, "Где записаться?")):
        await asks_and_waits(desk, person, text)
    await desk.tap(desk.maria, "Взять", 1)
    await desk.world.pass_time(minutes=1)
    (board,) = [message for message in desk.group.under(TOPIC) if message.pinned]
    same_as_golden("moderation/board", board.drawn)
    await desk.maria.taps("Я на смене", on=board)
    assert desk.maria.toast == "Вы на смене: напишу вам, если вопрос никто не берёт."
    await desk.maria.taps("Закрыть приём вопросов", on=board)
    await desk.world.pass_time(minutes=1)
    assert "на смене: 1" in board.text
    assert "Приём вопросов закрыт." in board.text
    await anna.opens("session-reading")
    await anna.taps("Задать вопрос")
    await anna.types(BOOK)
    assert not anna.has("Отправить")
    await desk.maria.taps("Снова принимать вопросы", "Я на смене", on=board)
    assert desk.maria.toast == "Ваша смена окончена."


async def test_what_is_asked_before_the_start_is_one_message_until_a_moderator_wants_a_card(desk: Desk) -> None:
    world = desk.world
    await crowd_asks(world, "play", 12)
    await settle(world)
    pack = desk.group.finds("До начала задан")
    assert len(desk.group.under(PLAY_TOPIC)) == 2, "the counts and the pack, long before the desk has to stand"
    await world.time_is("11:05")
    await crowd_asks(world, "play", 18, first=13)  # in the last minutes, too
    await crowd_joins(world, 9, 4, "play")
    await world.pass_time(minutes=1)
    assert "До начала задано 30 вопросов" in pack.text
    same_as_golden("moderation/pack", pack.drawn)
    assert "новых 30" in desk.group.under(PLAY_TOPIC)[0].text
    label = pack.buttons[-3]
    await desk.maria.taps(label, on=pack)
    await settle(world)
    assert [m.text.partition(" ·")[0] for m in desk.group.under(PLAY_TOPIC)[2:]] == [label]
    await desk.hold()
    assert label not in pack.buttons
    await desk.maria.presses(f"q.card:{(await asked(world, int(label[1:]), 'play')).id}", pack)
    assert desk.maria.toast == f"Карточка {label} уже здесь."
    await desk.peter.replies("№30", to=pack)  # is not among the first ones
    await settle(world)
    assert desk.group.finds("Вопрос 30-й").text.startswith("№30 ·")
    await world.time_is("11:15")
    await crowd_asks(world, "play", 1, first=50)
    await settle(world)
    assert desk.group.finds("Вопрос 50-й").text.startswith("№31 ·"), "from the start on they come as cards"
    await world.time_is("12:31")
    await settle(world)
    assert len([m for m in desk.group.under(PLAY_TOPIC) if m.text.startswith("№")]) == 3, "nor after the end"
    summary = desk.group.finds("задано 31, прозвучало 0, осталось 31")
    assert summary.buttons == ["№1", "№2", "№3", "№4", "№5", "№6", "№8", "№9"]
    await desk.maria.taps("№2", on=summary)
    await settle(world)
    await desk.answer(desk.maria, "Ответим письменно.", 2)
    assert await desk.state(2, "play") == "answered"


@pytest.mark.both
async def test_the_pack_stays_true_when_its_questions_change(desk: Desk, anna: Person, viktor: Person) -> None:
    world = desk.world
    await asks(world, anna, BOOK)
    await asks(world, viktor, "Где записаться?")
    await settle(world)
    pack = desk.group.finds("До начала задано 2 вопроса")
    await anna.opens("session-reading")
    await anna.taps("Вопросы других")
    await anna.presses(f"withdraw:{(await asked(world, 1)).id}")
    await world.pass_time(minutes=1)
    assert "До начала задан 1 вопрос" in pack.text
    await asks(world, anna, "Нужны ли прописи левше?")
    await world.pass_time(minutes=1)
    assert "До начала задано 2 вопроса" in pack.text
    await desk.maria.replies("Приходите в среду.", to=pack)
    await world.tick()
    assert desk.group.finds("Я ничего не отправил")
    assert [await desk.state(number) for number in (2, 3)] == ["new", "new"]


async def test_a_question_that_was_asked_alone_is_worked_on_where_it_stands(desk: Desk, anna: Person) -> None:
    await asks(desk.world, anna, BOOK)
    await settle(desk.world)
    pack = desk.group.finds("№1 · 🆕 новый")
    await desk.maria.taps("Взять", on=pack)
    assert desk.maria.toast == "№1 ваш до 09:50."
    await settle(desk.world)
    assert "✋ Мария" in desk.card().text
    assert desk.card().id != pack.id
    await desk.hold()
    assert "карточки" in pack.text
    await desk.peter.presses(f"q.take:{(await asked(desk.world)).id}", pack)
    assert desk.peter.toast == "№1 уже в работе: Мария, до 09:50."
    await asks(desk.world, anna, "Надо ли записываться?", "play")
    await settle(desk.world)
    alone = desk.group.under(PLAY_TOPIC)[-1]
    await desk.maria.taps("Ответить", on=alone)
    await desk.maria.replies("Не надо.", to=alone)
    await desk.hold()
    assert await desk.state(1, "play") == "answered"
    assert any("Не надо." in letter.text for letter in anna.letters)


async def test_those_on_shift_hear_of_a_pack_that_nobody_opens(desk: Desk) -> None:
    await crowd_asks(desk.world, "play", 9)
    await settle(desk.world)
    await desk.maria.taps("Я на смене", on=desk.board())
    told = len(desk.maria.person.letters)
    await desk.world.later(minutes=15)
    await desk.world.later(minutes=15)
    assert len(desk.maria.person.letters) == told, "there is time until the desk opens"
    await desk.world.time_is("11:06")
    await desk.world.tick()
    assert len(desk.maria.person.letters) == told + 1
    assert "9 вопросов ждут модератора" in desk.maria.person.reads
    await desk.world.later(minutes=10)
    assert len(desk.maria.person.letters) == told + 1


async def test_the_pack_goes_where_the_group_goes(desk: Desk, anna: Person, viktor: Person) -> None:
    for person, words in ((anna, BOOK), (viktor, "Где записаться?")):
        await asks(desk.world, person, words)
    await settle(desk.world)
    desk.group.deletes_topic(TOPIC)
    await asks(desk.world, anna, "Нужны ли прописи левше?")
    for _ in range(4):
        desk.world.clock.move(timedelta(seconds=31))
        await desk.world.tick()
    assert any("До начала задано 3 вопроса" in message.text for message in desk.group.under(TOPIC))


async def test_those_on_shift_are_told_once_that_nobody_takes_questions(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    await desk.maria.taps("Я на смене", on=desk.board())
    told = len(desk.maria.person.letters)
    await desk.world.pass_time(minutes=4)
    assert len(desk.maria.person.letters) == told
    await desk.world.pass_time(minutes=10)
    assert len(desk.maria.person.letters) == told + 1
    same_as_golden("moderation/alarm", desk.maria.person.sees)
    assert not any("ждёт модератора" in letter.text for letter in desk.peter.person.letters)


@pytest.mark.both
async def test_the_end_is_summed_up_and_the_topic_closed_when_nothing_waits(desk: Desk, anna: Person) -> None:
    world = desk.world
    for text in (BOOK, "Где взять методичку по рисованию?", "Будет ли запись мастер-класса?"):
        await asks_and_waits(desk, anna, text)
    await desk.tap(desk.maria, "Взять", 1)
    await desk.tap(desk.maria, "В чат", 1)
    await desk.tap(desk.maria, "Прозвучал", 1)
    await world.time_is("11:14")
    assert not any("задано" in message.text for message in desk.group.messages)
    await world.time_is("11:15")
    same_as_golden("moderation/summary", desk.group.finds("задано").drawn)
    await settle(world)
    assert desk.group.topics[TOPIC], "what waits is still answered here"
    assert "10:00 · Дошкольное · Утренний круг без скуки" not in desk.group.topics
    for number in (2, 3):
        await desk.answer(desk.maria, "Напишем завтра.", number)
    await settle(world)
    assert not desk.group.topics[TOPIC]
    assert len([m for m in desk.group.messages if "задано" in m.text]) == 1
    assert sum("Напишем завтра." in letter.text for letter in anna.letters) >= 2


async def test_after_the_time_for_answers_cards_are_dead_and_nobody_is_linked(desk: Desk, anna: Person) -> None:
    world = desk.world
    await asks_and_waits(desk, anna, BOOK)
    card = desk.card()
    await world.time_is("2020-04-29 11:01")
    await world.tick()
    await desk.maria.taps("Взять", on=card)
    assert desk.maria.toast == "Время ответов вышло: узнать, кто спрашивал, уже нельзя."
    await desk.maria.replies("Поздно?", to=card)
    await world.tick()
    assert desk.group.finds("Время ответов вышло")
    question = await asked(world)
    assert (question.state, question.person_id, question.asker_name) == ("new", None, None)


async def test_a_topic_deleted_by_hand_is_made_again_with_its_cards(desk: Desk, anna: Person, viktor: Person) -> None:
    world = desk.world
    await asks_and_waits(desk, anna, BOOK)
    await asks_and_waits(desk, viktor, "Где записаться?")
    desk.group.deletes_topic(TOPIC)
    take = (await asked(world)).id
    await desk.maria.presses(f"q.take:{take}")
    assert desk.maria.toast == "№1 ваш до 09:50."
    for _ in range(4):
        world.clock.move(timedelta(seconds=31))
        await world.tick()
    assert TOPIC in desk.group.topics
    assert sorted(m.text.partition(" ·")[0] for m in desk.group.under(TOPIC) if m.text.startswith("№")) == ["№1", "№2"]
    assert "✋ Мария" in desk.card(1).text
    assert any(message.pinned for message in desk.group.under(TOPIC))


@pytest.mark.both
@pytest.mark.parametrize("forum", [True, False])
async def test_a_group_that_became_another_chat_goes_on_there(world: World, anna: Person, forum: bool) -> None:
    await run_with(world)
    desk = await set_up(world, forum=forum)
    await asks_and_waits(desk, anna, BOOK)
    await desk.group.moves(told=False)
    await asks_and_waits(desk, anna, "Где записаться?")
    for _ in range(4):
        world.clock.move(timedelta(seconds=31))
        await world.tick()
    assert sorted(desk.cards()) == ["№1", "№2"]
    assert desk.board().pinned


async def test_without_topics_cards_name_their_session(world: World, anna: Person) -> None:
    await run_with(world)
    desk = await set_up(world, forum=False)
    await asks_and_waits(desk, anna, BOOK)
    same_as_golden("moderation/named", desk.card().drawn)
    await desk.tap(desk.maria, "Взять")
    await desk.tap(desk.maria, "В чат")
    await desk.maria.says("/air")
    await world.tick()
    assert "1. №1" in desk.group.finds("Зачитать в эфире").text


async def test_a_group_that_shows_us_out_gets_its_questions_when_it_lets_us_in(desk: Desk, anna: Person) -> None:
    await desk.group.shows_us_out()
    await asks_and_waits(desk, anna, BOOK)
    assert await desk.state() == "new"
    assert desk.cards() == []
    await desk.group.lets_us_in()
    await settle(desk.world)
    assert desk.cards() == ["№1"]


async def test_a_group_bound_later_gets_what_waits(world: World, anna: Person) -> None:
    await run_with(world)
    await asks(world, anna, BOOK)
    desk = await set_up(world)
    await settle(world)
    assert desk.cards() == ["№1"]
    second = world.group("Вторая")
    petr = second.member(await moderator(world, "74", "Ольга"))
    await petr.says(f"/bind {await invitation(world, 'place')}")
    await settle(world)
    assert any(message.text.startswith("№1 ·") for message in second.messages)
    await desk.tap(desk.maria, "Взять")
    assert second.finds("№1 ·").text.startswith("№1 · ✋ Мария")


async def test_a_renamed_session_renames_its_topic(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    await desk.world.imports(reading={"title": "Первые буквы"})
    await settle(desk.world)
    assert "10:00 · Дошкольное · Первые буквы" in desk.group.topics
    assert TOPIC not in desk.group.topics


async def test_a_restart_posts_nothing_twice(desk: Desk, anna: Person) -> None:
    await asks_and_waits(desk, anna, BOOK)
    await desk.world.pass_time(minutes=1)
    before = [(message.id, message.text) for message in desk.group.messages]
    await desk.world.restart()
    await settle(desk.world)
    await desk.world.pass_time(minutes=2)
    assert [(message.id, message.text) for message in desk.group.messages] == before
