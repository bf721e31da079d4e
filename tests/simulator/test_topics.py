"""Forum topics: opened, written into, renamed, closed, and deleted behind the bot's back."""

import pytest
from aiogram import Bot

from tests.simulator.control import ANNA, VIKTOR
from tests.simulator.groups import BUTTON, Group, forum, group

__all__ = ["forum", "group"]
NAME = "10:00 · Дошкольное · Открытие"


@pytest.fixture
async def topic(forum: Group) -> int:
    number: int = (await forum.call("createForumTopic", name=NAME))["message_thread_id"]
    return number


async def test_a_topic_is_opened_and_written_into(forum: Group, bot: Bot) -> None:
    opened = await bot.create_forum_topic(forum.id, NAME)
    sent = await bot.send_message(forum.id, "Вопрос №1", message_thread_id=opened.message_thread_id)
    assert (sent.message_thread_id, sent.is_topic_message) == (opened.message_thread_id, True)
    assert sent.reply_to_message
    assert sent.reply_to_message.forum_topic_created
    chat = await forum.chat()
    assert chat["topics"] == [{"id": opened.message_thread_id, "title": NAME, "closed": False}]
    opening, card = chat["messages"][-2:]
    assert (opening["notice"], opening["thread"]) == (f"Тема «{NAME}»", opened.message_thread_id)
    assert (card["thread"], card["reply_to"], card["author"]) == (opened.message_thread_id, None, None)
    assert not await forum.heard(), "the bot does not hear itself"


async def test_people_write_in_topics_and_beside_them(forum: Group, topic: int) -> None:
    await forum.say("В теме", thread=topic)
    first = await forum.say("Вне тем")
    await forum.say("Ответ вне тем", reply_to=first)
    card = await forum.send("Вопрос №1", message_thread_id=topic)
    await forum.say("Ответ на карточку", thread=topic, reply_to=card)
    inside, outside, answer, to_card = [update["message"] for update in await forum.heard()]
    assert (inside["message_thread_id"], inside["is_topic_message"]) == (topic, True)
    assert inside["reply_to_message"]["forum_topic_created"]["name"] == NAME
    assert "message_thread_id" not in outside
    assert (answer["message_thread_id"], "is_topic_message" in answer) == (first, False)
    assert (to_card["reply_to_message"]["message_id"], to_card["message_thread_id"]) == (card, topic)
    assert "reply_to_message" not in to_card["reply_to_message"], "one level only"
    await forum.do("text", text="а", person=VIKTOR, thread=999, status=404)


async def test_an_answer_lands_in_the_topic_of_what_it_answers(forum: Group, topic: int) -> None:
    number = await forum.say("Вопрос", thread=topic)
    sent = await forum.call("sendMessage", text="Ответ", reply_parameters={"message_id": number})
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (topic, True)


async def test_a_press_in_a_topic(forum: Group, topic: int) -> None:
    card = await forum.send("Вопрос №1", message_thread_id=topic, reply_markup=BUTTON)
    await forum.do("press", message=card, row=0, column=0, person=VIKTOR)
    message = (await forum.heard())[0]["callback_query"]["message"]
    assert (message["message_id"], message["message_thread_id"]) == (card, topic)
    changed = await forum.call("editMessageText", message_id=card, text="Вопрос №1 · взял Виктор")
    assert changed["message_thread_id"] == topic


async def test_renamed_closed_opened_again_and_deleted(forum: Group, topic: int) -> None:
    said = {"message_thread_id": topic}
    assert await forum.call("editForumTopic", **said, name="10:15 · Открытие")
    assert await forum.refused("editForumTopic", **said, name="10:15 · Открытие") == "Bad Request: TOPIC_NOT_MODIFIED"
    assert await forum.call("closeForumTopic", **said)
    assert await forum.refused("closeForumTopic", **said) == "Bad Request: TOPIC_NOT_MODIFIED"
    assert (await forum.chat())["topics"] == [{"id": topic, "title": "10:15 · Открытие", "closed": True}]
    assert await forum.refused("sendMessage", text="а", **said) == "Bad Request: TOPIC_CLOSED"
    await forum.do("text", text="а", person=VIKTOR, thread=topic, status=409)
    await forum.say("Владелец может", ANNA, thread=topic)
    assert await forum.call("reopenForumTopic", **said)
    assert await forum.send("Снова", **said)
    notices = [message["notice"] for message in (await forum.chat())["messages"] if message["notice"]]
    assert notices[-3:] == ["Тема теперь называется «10:15 · Открытие»", "Тема закрыта", "Тема снова открыта"]
    assert await forum.call("deleteForumTopic", **said)
    chat = await forum.chat()
    assert (chat["topics"], [one for one in chat["messages"] if one["thread"]]) == ([], [])


async def test_deleted_by_hand(forum: Group, topic: int) -> None:
    card = await forum.send("Вопрос №1", message_thread_id=topic)
    await forum.heard()
    await forum.do("topic-delete", thread=topic)
    assert not await forum.heard(), "nobody tells the bot"
    thread = {"message_thread_id": topic}
    assert await forum.refused("sendMessage", text="а", **thread) == "Bad Request: message thread not found"
    assert await forum.refused("editMessageText", text="а", message_id=card) == "Bad Request: message to edit not found"
    for method in ("closeForumTopic", "reopenForumTopic", "deleteForumTopic"):
        assert await forum.refused(method, **thread) == "Bad Request: TOPIC_ID_INVALID"
    assert await forum.send("Вне тем")
    await forum.do("topic-delete", thread=topic, status=404)


async def test_closed_and_opened_by_hand(forum: Group, topic: int) -> None:
    await forum.do("topic-close", thread=topic, closed=True)
    await forum.do("topic-close", thread=topic, closed=True)  # once is enough
    assert await forum.refused("sendMessage", text="а", message_thread_id=topic) == "Bad Request: TOPIC_CLOSED"
    await forum.do("topic-close", thread=topic, closed=False)
    closed, opened = [update["message"] for update in await forum.heard()]
    assert (closed["forum_topic_closed"], opened["forum_topic_reopened"]) == ({}, {})


async def test_a_topic_of_people(forum: Group) -> None:
    thread = (await forum.do("topic", title="Разное", person=VIKTOR))["thread"]
    (update,) = await forum.heard()
    assert update["message"]["forum_topic_created"]["name"] == "Разное"
    assert (update["message"]["from"]["id"], update["message"]["message_thread_id"]) == (VIKTOR, thread)
    await forum.do("rights", admin=True, topics=False)
    refusal = await forum.refused("closeForumTopic", message_thread_id=thread)
    assert refusal == "Bad Request: not enough rights to close or open the topic"


async def test_rights_are_needed_but_not_for_own_topics(forum: Group, topic: int) -> None:
    await forum.do("rights", admin=True, topics=False)
    assert await forum.refused("createForumTopic", name="а") == "Bad Request: not enough rights to create a topic"
    assert await forum.call("editForumTopic", message_thread_id=topic, name="Своя тема")


@pytest.mark.parametrize(
    ("method", "parameters", "words"),
    [
        ("createForumTopic", {"name": "  "}, "name must be non-empty"),
        ("createForumTopic", {"name": "а", "icon_color": -1}, "invalid icon color specified"),
        ("editForumTopic", {"message_thread_id": 0, "name": "а"}, "invalid forum topic identifier specified"),
        ("editForumTopic", {"message_thread_id": 77, "name": "а"}, "TOPIC_ID_INVALID"),
        ("sendMessage", {"message_thread_id": 77, "text": "а"}, "message thread not found"),
        ("sendMessage", {"message_thread_id": 1, "text": "а"}, "message thread not found"),
    ],
)
async def test_what_is_refused(forum: Group, method: str, parameters: dict[str, object], words: str) -> None:
    assert await forum.refused(method, **parameters) == f"Bad Request: {words}"


async def test_long_names_are_cut(forum: Group) -> None:
    assert (await forum.call("createForumTopic", name="я" * 200))["name"] == "я" * 128


async def test_where_there_are_no_topics(group: Group, forum: Group, topic: int) -> None:
    assert await group.refused("createForumTopic", name="а") == "Bad Request: the chat is not a forum"
    assert "message_thread_id" not in await group.call("sendMessage", text="а", message_thread_id=5)
    await group.do("topic", title="а", status=409)
    await group.do("forum", forum=True, status=409)
    await forum.do("forum", forum=False)
    assert await forum.refused("closeForumTopic", message_thread_id=topic) == "Bad Request: the chat is not a forum"
    assert "is_topic_message" not in await forum.call("sendMessage", text="а", message_thread_id=topic)
    await forum.do("forum", forum=True)
    assert await forum.send("Снова в теме", message_thread_id=topic)


async def test_topics_count_in_the_groups_pace(forum: Group) -> None:
    await forum.sim.ask("POST", "/sim/limits", {"enforce": True})
    for number in range(20):
        await forum.call("createForumTopic", name=str(number))
    assert "retry after" in await forum.refused("createForumTopic", name="лишняя")
