"""Telegram's groups: who is in, what the bot may do, and what it hears."""

from typing import Any

import pytest
import telegram
from aiogram import Bot
from aiogram.exceptions import TelegramMigrateToChat
from aiogram.types import ChatMemberAdministrator, Update

from simulator.desk import DEMO_GROUPS
from simulator.server import serve
from tests.simulator.control import ANNA, EMMA, VIKTOR, Control
from tests.simulator.groups import BUTTON, Group, forum, group

__all__ = ["forum", "group"]
BOT = 42


async def test_the_bot_learns_that_it_was_asked_in_and_promoted(sim: Control) -> None:
    chat = await sim.ask("POST", "/sim/groups", {"messenger": "telegram", "title": "Чат", "members": [ANNA, VIKTOR]})
    assert (chat["kind"], chat["person"], chat["title"], chat["started"]) == ("group", None, "Чат", True)
    assert (chat["members"], chat["admins"], chat["forum"], chat["topics"]) == ([ANNA, VIKTOR], [ANNA], False, [])
    updates = await sim.updates()
    joined, greeting, promoted = (Update.model_validate(update) for update in updates)
    assert joined.my_chat_member
    assert promoted.my_chat_member
    statuses = [joined.my_chat_member.old_chat_member.status, joined.my_chat_member.new_chat_member.status]
    assert [*statuses, promoted.my_chat_member.new_chat_member.status] == ["left", "member", "administrator"]
    assert joined.my_chat_member.from_user.id == ANNA
    assert greeting.message
    assert greeting.message.new_chat_members
    assert [user.id for user in greeting.message.new_chat_members] == [BOT]


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"members": [77]}, 404, "there is nobody 77"),
        ({"members": []}, 400, "members"),
        ({"messenger": "pigeon"}, 400, "there is no messenger"),
        ({"messenger": "vk", "members": [ANNA]}, 404, "there is nobody"),
    ],
)
async def test_a_group_needs_people(sim: Control, body: dict[str, Any], status: int, words: str) -> None:
    wanted = {"messenger": "telegram", "title": "Чат", "members": [ANNA], **body}
    assert words in (await sim.ask("POST", "/sim/groups", wanted, status=status))["reason"]


async def test_who_speaks_in_a_group_and_who_cannot(group: Group) -> None:
    number = await group.say("Здравствуйте")
    (update,) = await group.heard()
    assert update["message"]["from"]["id"] == VIKTOR
    assert update["message"]["chat"] == {
        "id": group.id,
        "title": "Модераторы",
        "type": "group",
        "all_members_are_administrators": False,
    }
    shown = (await group.chat())["messages"][-1]
    assert (shown["id"], shown["author"], shown["out"], shown["thread"]) == (number, VIKTOR, True, None)
    await group.do("text", text="а", status=400)  # somebody has to say it
    await group.do("text", text="а", person=EMMA, status=409)
    await group.do("edit", message=number, text="а", person=ANNA, status=409)
    await group.do("edit", message=number, text="Добрый день", person=VIKTOR)
    assert (await group.heard())[0]["edited_message"]["text"] == "Добрый день"
    await group.do("block", blocked=True, status=400)
    await group.sim.act("kick", status=400)  # Anna's private chat


async def test_an_answer_names_whoever_pressed(group: Group) -> None:
    number = await group.send("Вопрос №1", reply_markup=BUTTON)
    await group.do("press", message=number, row=0, column=0, person=VIKTOR)
    await group.do("press", message=number, row=0, column=0, person=EMMA, status=409)
    (update,) = await group.heard()
    query = update["callback_query"]
    assert (query["from"]["id"], query["message"]["chat"]["id"], query["data"]) == (VIKTOR, group.id, "take")
    before = group.sim.desk.events.newest
    await group.sim.result("answerCallbackQuery", callback_query_id=query["id"], text="Взято")
    told = [line for number, line in group.sim.desk.events._log if number > before and b'"toast"' in line]
    assert b'"person":%d' % VIKTOR in told[0]


async def test_the_first_word_may_carry_a_payload(group: Group) -> None:
    await group.do("start", person=ANNA, payload="bind-1")
    (update,) = await group.heard()
    assert update["message"]["text"] == "/start@simulator_bot bind-1"


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Просто разговор", False),
        ("/bind КОД", True),
        ("/bind@simulator_bot КОД", True),
        ("/bind@other_bot КОД", False),
        ("Скажи, @simulator_bot, как быть", True),
        ("Спросим @viktor", False),
    ],
)
async def test_privacy_mode(sim: Control, text: str, heard: bool) -> None:
    group = await Group.lay(sim, admin=False)
    await group.say(text)
    assert bool(await group.heard()) == heard
    await group.do("rights", admin=True)
    await group.heard()
    await group.say(text)
    assert len(await group.heard()) == 1, "an administrator hears everything"


async def test_an_answer_to_the_bot_is_heard(sim: Control) -> None:
    group = await Group.lay(sim, admin=False)
    number = await group.send("Вопрос №1")
    await group.say("Отвечаю", reply_to=number)
    (update,) = await group.heard()
    assert update["message"]["reply_to_message"]["message_id"] == number
    mine = await group.say("Мысли вслух")
    await group.say("Согласна", ANNA, reply_to=mine)
    assert not await group.heard()


async def test_people_come_and_go(group: Group) -> None:
    await group.do("member", **{"person": EMMA, "in": True})
    await group.do("member", **{"person": VIKTOR, "in": False})
    came, left = await group.heard()
    assert came["message"]["new_chat_members"][0]["id"] == EMMA
    assert left["message"]["left_chat_member"]["id"] == VIKTOR
    chat = await group.chat()
    assert (chat["members"], chat["admins"]) == ([ANNA, EMMA], [ANNA])
    notices = [message["notice"] for message in chat["messages"][-2:]]
    assert notices == ["Emma теперь в группе", "Виктор больше не в группе"]
    await group.do("text", text="а", person=VIKTOR, status=409)
    await group.do("member", **{"person": VIKTOR, "in": False}, status=409)
    await group.do("member", **{"person": EMMA, "in": True, "admin": True})
    assert (await group.chat())["admins"] == [ANNA, EMMA]
    assert not await group.heard(), "nobody came"


async def test_what_the_bot_may_ask_of_a_group(forum: Group, bot: Bot) -> None:
    chat = await bot.get_chat(forum.id)
    assert (chat.type, chat.is_forum, chat.title) == ("supergroup", True, "Модераторы")
    assert await bot.get_chat_member_count(forum.id) == 3
    owner, itself = await bot.get_chat_administrators(forum.id)
    assert (owner.user.id, owner.status, itself.user.id) == (ANNA, "creator", BOT)
    assert isinstance(itself, ChatMemberAdministrator)
    assert itself.can_manage_topics
    assert [(await bot.get_chat_member(forum.id, person)).status for person in (VIKTOR, EMMA, BOT)] == [
        "member",
        "left",
        "administrator",
    ]
    assert await forum.refused("getChatMember", user_id=1) == "Bad Request: user not found"
    await forum.do("rights", admin=True, topics=False)
    member = await bot.get_chat_member(forum.id, BOT)
    assert isinstance(member, ChatMemberAdministrator)
    assert not member.can_manage_topics
    assert (await bot.get_chat_member_count(forum.id)) == 3


@pytest.mark.parametrize("is_forum", [False, True])
async def test_shown_out(sim: Control, other_bot: telegram.Bot, is_forum: bool) -> None:
    group = await Group.lay(sim, forum=is_forum)
    kind = "supergroup" if is_forum else "group"
    await group.do("kick")
    (update,) = await other_bot.get_updates()
    assert update.my_chat_member
    assert update.my_chat_member.new_chat_member.status == "kicked"
    with pytest.raises(telegram.error.Forbidden, match=f"bot was kicked from the {kind} chat"):
        await other_bot.send_message(group.id, "а")
    await group.heard()
    await group.say("/bind КОД")
    assert not await group.heard()
    assert not (await group.chat())["started"]
    await group.do("rights", admin=True, status=409)
    await group.do("invite")
    assert await other_bot.send_message(group.id, "Снова здесь")


async def test_the_bot_leaves_by_itself(forum: Group) -> None:
    assert await forum.call("leaveChat")
    assert (await forum.heard())[0]["my_chat_member"]["from"]["id"] == BOT
    assert await forum.refused("sendMessage", text="а") == "Forbidden: bot is not a member of the supergroup chat"


async def test_silenced(forum: Group) -> None:
    await forum.do("rights", admin=False, write=False)
    assert (await forum.heard())[0]["my_chat_member"]["new_chat_member"]["status"] == "restricted"
    refusal = await forum.refused("sendMessage", text="а")
    assert refusal == "Bad Request: not enough rights to send text messages to the chat"
    await forum.do("rights", admin=True)
    assert await forum.send()


async def test_everybody_is_silenced(group: Group) -> None:
    await group.do("rights", admin=False)
    await group.heard()
    await group.do("rights", admin=False, write=False)
    assert not await group.heard(), "the bot is not told"
    assert await group.refused("sendMessage", text="а") == "Bad Request: CHAT_WRITE_FORBIDDEN"
    await group.do("rights", admin=False)
    assert await group.send()


async def test_pinned(forum: Group) -> None:
    number = await forum.send("новых 37 · в работе 4")
    assert await forum.call("pinChatMessage", message_id=number, disable_notification=True)
    assert await forum.call("pinChatMessage", message_id=number)  # again: nothing happens
    *_, board, said = (await forum.chat())["messages"]
    assert (board["pinned"], said["notice"], said["pinned"]) == (True, "Сообщение закреплено", False)
    assert (await forum.call("getChat"))["pinned_message"]["message_id"] == number
    await forum.call("editMessageText", message_id=number, text="новых 36")
    assert next(one for one in (await forum.chat())["messages"] if one["id"] == number)["pinned"]
    assert await forum.refused("pinChatMessage", message_id=99) == "Bad Request: message to pin not found"
    await forum.do("rights", admin=True, pin=False)
    refusal = await forum.refused("pinChatMessage", message_id=number)
    assert refusal == "Bad Request: not enough rights to manage pinned messages in the chat"
    await forum.do("rights", admin=True)
    assert await forum.call("unpinChatMessage", message_id=number)
    assert "pinned_message" not in await forum.call("getChat")


async def test_what_others_wrote_is_deleted_by_administrators(group: Group) -> None:
    number = await group.say("Грубость")
    await group.do("rights", admin=False)
    assert await group.refused("deleteMessage", message_id=number) == "Bad Request: message can't be deleted"
    assert await group.call("deleteMessage", message_id=await group.send())
    await group.do("rights", admin=True)
    assert await group.call("deleteMessage", message_id=number)


async def test_an_administrator_without_a_name(forum: Group, group: Group) -> None:
    await forum.do("anonymous", person=VIKTOR, anonymous=True)
    number = await forum.send("Вопрос №1", reply_markup=BUTTON)
    await forum.say("Отвечу", reply_to=number)
    await forum.do("press", message=number, row=0, column=0, person=VIKTOR)
    said, pressed = await forum.heard()
    assert (said["message"]["from"]["username"], said["message"]["from"]["id"]) == ("GroupAnonymousBot", 1087968824)
    assert said["message"]["sender_chat"]["id"] == said["message"]["chat"]["id"] == forum.id
    assert pressed["callback_query"]["from"]["id"] == VIKTOR, "a press always names the person"
    assert (await forum.chat())["messages"][-1]["author"] == "anonymous"
    owner, hidden, _ = await forum.call("getChatAdministrators")
    assert (owner["is_anonymous"], hidden["is_anonymous"], hidden["user"]["id"]) == (False, True, VIKTOR)
    await forum.do("anonymous", person=VIKTOR, anonymous=False)
    await forum.say("Это я")
    assert (await forum.heard())[0]["message"]["from"]["id"] == VIKTOR
    await group.do("anonymous", person=VIKTOR, anonymous=True, status=409)


async def test_a_group_becomes_a_supergroup(group: Group, bot: Bot) -> None:
    await group.send("До переезда")
    moved = int((await group.do("migrate"))["chat"].partition(":")[2])
    assert str(moved).startswith("-100")
    joined, left_for, came_from = await group.heard()
    assert joined["my_chat_member"]["chat"]["id"] == moved
    assert (left_for["message"]["chat"]["id"], left_for["message"]["migrate_to_chat_id"]) == (group.id, moved)
    assert (came_from["message"]["chat"]["id"], came_from["message"]["migrate_from_chat_id"]) == (moved, group.id)
    with pytest.raises(TelegramMigrateToChat) as refusal:
        await bot.send_message(group.id, "а")
    assert refusal.value.migrate_to_chat_id == moved
    assert await bot.send_message(moved, "После переезда")
    chats = {chat["id"]: chat for chat in (await group.sim.ask("GET", "/sim/state"))["chats"]}
    assert f"telegram:{group.id}" not in chats
    assert chats[f"telegram:{moved}"]["members"] == [ANNA, VIKTOR]
    await Group(group.sim, moved).do("migrate", status=409)


async def test_twenty_a_minute_and_edits_count(group: Group) -> None:
    await group.sim.ask("POST", "/sim/limits", {"enforce": True})
    number = await group.send("0")
    for change in range(1, 20):
        await group.call("editMessageText", message_id=number, text=str(change))
    body = await group.sim.api("editMessageText", chat_id=group.id, message_id=number, text="лишнее")
    assert (body["error_code"], 55 <= body["parameters"]["retry_after"] <= 60) == (429, True)
    assert "retry after" in await group.refused("sendMessage", text="тоже лишнее")


async def test_commands_of_groups(group: Group) -> None:
    scope = {"type": "all_group_chats"}
    bind = [{"command": "bind", "description": "Привязать чат"}]
    await group.sim.result("setMyCommands", commands=bind, scope=scope)
    assert [command["command"] for command in (await group.chat())["commands"]] == ["bind"]
    assert (await group.sim.chat())["commands"] == []


async def test_a_keyboard_below_a_group_cannot_ask_for_a_phone(group: Group) -> None:
    asking = {"keyboard": [[{"text": "Мой номер", "request_contact": True}]]}
    words = "Bad Request: phone number can be requested in private chats only"
    assert await group.refused("sendMessage", text="а", reply_markup=asking) == words
    await group.send(reply_markup={"keyboard": [["Программа"]]})
    await group.do("keyboard", row=0, column=0, person=VIKTOR)
    assert (await group.heard())[0]["message"]["text"] == "Программа"


async def test_the_demo_lays_a_forum_a_chat_and_a_stands_group() -> None:
    async with serve(groups=DEMO_GROUPS) as desk:
        groups = [chat.group for chat in desk.world.chats.values() if chat.group]
        people = {person.id: person for person in desk.world.people}
        told = [(group.title, group.forum, [people[one].name for one in group.members]) for group in groups]
    assert told == [
        ("Модераторы салона", True, ["Мария", "Олег"]),
        ("Чат мероприятия", False, ["Мария", "Анна", "Emma"]),
        ("Команда стенда", False, ["Иван", "Ольга"]),
    ]
    names = ["Анна", "Виктор", "Emma", "Мария", "Олег", "Иван", "Ольга"]
    assert [person.name for person in people.values()] == names
