"""VK's chats of many people: who is in, what the community hears, and how its messages are known there."""

from dataclasses import dataclass
from typing import Any

import pytest

from simulator.server import VK_GROUP
from tests.simulator.vk.control import OLGA, VIKTOR, VkControl, button, keyboard

MENTION = f"[club{VK_GROUP}|@simulator_fair]"
PEER = 2_000_000_001


@dataclass(slots=True)
class Chat:
    """Viktor owns it, Olga is in it."""

    vk: VkControl

    @classmethod
    async def lay(cls, vk: VkControl, **more: Any) -> "Chat":
        wanted = {"messenger": "vk", "title": "Модераторы", "members": [VIKTOR, OLGA], **more}
        await vk.ask("POST", "/sim/people", {"name": "Ольга", "messenger": "vk"})
        chat = await vk.ask("POST", "/sim/groups", wanted)
        assert chat["id"] == f"vk:{PEER}"
        return cls(vk)

    async def do(self, act: str, *, status: int = 200, **body: Any) -> Any:
        return await self.vk.ask("POST", f"/sim/chats/vk:{PEER}/{act}", body, status=status)

    async def say(self, text: str, person: int = OLGA, **more: Any) -> int:
        await self.do("text", text=text, person=person, **more)
        number: int = (await self.told())["messages"][-1]["id"]
        return number

    async def told(self) -> Any:
        return await self.vk.chat(PEER)

    async def send(self, message: str = "Вопрос №1", **more: Any) -> int:
        """By `peer_ids`, which alone tells the number."""
        (sent,) = await self.vk.result("messages.send", peer_ids=[PEER], random_id=0, message=message, **more)
        assert (sent["peer_id"], sent["message_id"]) == (PEER, 0)
        number: int = sent["conversation_message_id"]
        return number

    async def heard(self) -> list[Any]:
        return [event["object"].get("message", event["object"]) for event in await self.vk.events()]


@pytest.fixture
async def chat(vk: VkControl) -> Chat:
    """The community administers it, and has heard how it came here."""
    chat = await Chat.lay(vk)
    await chat.heard()
    return chat


async def test_the_community_is_asked_in(vk: VkControl) -> None:
    chat = await Chat.lay(vk)
    (message,) = await chat.heard()
    assert (message["peer_id"], message["from_id"], message["id"]) == (PEER, VIKTOR, 0)
    assert message["action"] == {"type": "chat_invite_user", "member_id": -VK_GROUP}
    told = await chat.told()
    assert (told["kind"], told["title"], told["members"], told["forum"]) == (
        "group",
        "Модераторы",
        [VIKTOR, OLGA],
        False,
    )
    refusal = await vk.ask("POST", "/sim/groups", {"messenger": "vk", "title": "а", "members": [1]}, status=404)
    assert "nobody 1" in refusal["reason"]


async def test_chats_are_numbered_for_this_community(chat: Chat) -> None:
    wanted = {"messenger": "vk", "title": "Вторая", "members": [OLGA]}
    assert (await chat.vk.ask("POST", "/sim/groups", wanted))["id"] == f"vk:{PEER + 1}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Просто разговор", ""),
        ("/bind КОД", ""),
        ("@simulator_fair /bind КОД", f"{MENTION} /bind КОД"),
        (f"@club{VK_GROUP} /bind КОД", f"{MENTION} /bind КОД"),
    ],
)
async def test_who_is_no_administrator_hears_what_is_addressed(vk: VkControl, text: str, words: str) -> None:
    chat = await Chat.lay(vk, admin=False)
    await chat.heard()
    await chat.say(text)
    assert [message["text"] for message in await chat.heard()] == ([words] if words else [])
    assert (await chat.told())["messages"][-1]["text"] == (text if not words else "@simulator_fair /bind КОД")
    await chat.do("rights", admin=True)
    await chat.say(text)
    assert [message["text"] for message in await chat.heard()] == [words or text]


async def test_an_answer_is_heard(vk: VkControl) -> None:
    chat = await Chat.lay(vk, admin=False)
    number = await chat.send()
    await chat.heard()
    await chat.say("Запись будет", reply_to=number)
    (message,) = await chat.heard()
    assert (message["from_id"], message["reply_message"]["conversation_message_id"]) == (OLGA, number)
    assert message["reply_message"]["from_id"] == -VK_GROUP


async def test_messages_are_known_by_their_number_in_the_chat(chat: Chat) -> None:
    assert await chat.vk.send("Без номера", peer=PEER) == 0
    number = await chat.send()
    assert await chat.vk.result("messages.edit", peer_id=PEER, cmid=number, message="Вопрос №1 · взяла Ольга") == 1
    shown = (await chat.told())["messages"][-1]
    assert (shown["id"], shown["text"], shown["author"], shown["out"]) == (
        number,
        "Вопрос №1 · взяла Ольга",
        None,
        False,
    )
    code, _ = await chat.vk.refused("messages.edit", peer_id=PEER, message_id=number, message="а")
    assert code == 100
    gone = await chat.vk.result("messages.delete", peer_id=PEER, cmids=[number], delete_for_all=True)
    assert gone == {str(number): 1}
    assert number not in [message["id"] for message in (await chat.told())["messages"]]


async def test_a_repeat_is_not_sent_again(chat: Chat) -> None:
    call = {"peer_ids": [PEER], "random_id": 5, "message": "Вопрос №1"}
    first = await chat.vk.result("messages.send", **call)
    assert await chat.vk.result("messages.send", **call) == first
    assert len((await chat.told())["messages"]) == 2  # and how the community came


async def test_a_press_names_the_person_and_the_chat(chat: Chat) -> None:
    number = await chat.send(keyboard=keyboard([button("Взять")]))
    await chat.do("press", message=number, row=0, column=0, person=OLGA)
    (event,) = await chat.heard()
    assert (event["user_id"], event["peer_id"], event["conversation_message_id"]) == (OLGA, PEER, number)
    data = {"type": "show_snackbar", "text": "Взято"}
    answer = {"event_id": event["event_id"], "event_data": data}
    for person, peer in ((VIKTOR, PEER), (OLGA, OLGA)):
        refusal = await chat.vk.refused("messages.sendMessageEventAnswer", user_id=person, peer_id=peer, **answer)
        assert refusal[0] == 100
    before = chat.vk.desk.events.newest
    assert await chat.vk.result("messages.sendMessageEventAnswer", user_id=OLGA, peer_id=PEER, **answer) == 1
    assert any(b'"toast"' in line and b"%d" % OLGA in line for line in chat.vk.desk.events._missed(before))


async def test_a_text_button_addresses_the_community(vk: VkControl) -> None:
    chat = await Chat.lay(vk, admin=False)
    number = await chat.send(keyboard=keyboard([button("Взять", "text")]))
    await chat.heard()
    await chat.do("press", message=number, row=0, column=0, person=OLGA)
    (message,) = await chat.heard()
    assert (message["text"], message["payload"]) == (f"{MENTION} Взять", '{"a":1}')


async def test_people_come_and_go(chat: Chat) -> None:
    await chat.do("member", **{"person": OLGA, "in": False})
    await chat.do("text", text="а", person=OLGA, status=409)
    await chat.do("member", **{"person": OLGA, "in": True, "admin": True})
    left, came = await chat.heard()
    assert (left["action"], left["from_id"]) == ({"type": "chat_kick_user", "member_id": OLGA}, OLGA)
    assert came["action"] == {"type": "chat_invite_user", "member_id": OLGA}
    told = await chat.told()
    assert (told["members"], told["admins"]) == ([VIKTOR, OLGA], [VIKTOR, OLGA])
    assert [message["notice"] for message in told["messages"][-2:]] == [
        "Ольга больше не в беседе",
        "Ольга теперь в беседе",
    ]


async def test_shown_out(chat: Chat) -> None:
    await chat.do("kick")
    (message,) = await chat.heard()
    assert message["action"] == {"type": "chat_kick_user", "member_id": -VK_GROUP}
    assert await chat.vk.refused("messages.send", peer_id=PEER, random_id=0, message="а") == (
        917,
        "You don't have access to this chat",
    )
    await chat.say("Тишина")
    assert not await chat.heard()
    await chat.do("invite")
    assert await chat.send()
    code, _ = await chat.vk.refused("messages.getConversationMembers", peer_id=PEER)
    assert code == 917, "asked in, but no administrator"


@pytest.mark.parametrize("code", [912, 917, 922, 927, 945])
async def test_every_message_may_be_refused(chat: Chat, code: int) -> None:
    await chat.do("refuse", code=code)
    assert (await chat.vk.refused("messages.send", peer_id=PEER, random_id=0, message="а"))[0] == code
    (sent,) = await chat.vk.result("messages.send", peer_ids=[PEER], random_id=0, message="а")
    assert sent["error"]["code"] == code
    await chat.do("refuse", code=None)
    assert await chat.send()
    await chat.do("refuse", code=901, status=400)


async def test_who_is_there_and_what_it_is_called(chat: Chat) -> None:
    members = await chat.vk.result("messages.getConversationMembers", peer_id=PEER)
    assert [member["member_id"] for member in members["items"]] == [VIKTOR, OLGA, -VK_GROUP]
    assert [member.get("is_admin", False) for member in members["items"]] == [True, False, True]
    assert [profile["first_name"] for profile in members["profiles"]] == ["Виктор", "Ольга"]
    known = await chat.vk.result("messages.getConversationsById", peer_ids=[PEER, PEER + 7])
    (conversation,) = known["items"]
    assert conversation["peer"] == {"id": PEER, "type": "chat", "local_id": 1}
    assert conversation["chat_settings"]["title"] == "Модераторы"
    assert (conversation["chat_settings"]["members_count"], known["count"]) == (3, 1)
    assert (await chat.vk.refused("messages.getConversationMembers", peer_id=VIKTOR))[0] == 901
    assert (await chat.vk.refused("messages.getConversationsById"))[0] == 100


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("topic", {"title": "а"}),
        ("topic-delete", {"thread": 1}),
        ("forum", {"forum": True}),
        ("migrate", {}),
        ("anonymous", {"person": VIKTOR, "anonymous": True}),
        ("text", {"text": "а", "person": VIKTOR, "thread": 1}),
    ],
)
async def test_what_vk_does_not_have(chat: Chat, act: str, body: dict[str, Any]) -> None:
    await chat.do(act, status=400, **body)


async def test_vk_has_no_forums(chat: Chat) -> None:
    wanted = {"messenger": "vk", "title": "а", "members": [OLGA], "forum": True}
    await chat.vk.ask("POST", "/sim/groups", wanted, status=400)


async def test_members_write_whatever_they_allow_in_private(chat: Chat) -> None:
    await chat.vk.act("start")
    await chat.vk.act("block", blocked=True)
    await chat.heard()
    await chat.say("Здесь можно", VIKTOR)
    assert [message["text"] for message in await chat.heard()] == ["Здесь можно"]
    assert await chat.send("И сообществу можно")
    assert (await chat.vk.result("users.get", user_ids=[VIKTOR, PEER]))[0]["id"] == VIKTOR
