"""New messages: to whom, with what, and what is refused."""

from typing import Any

import pytest

from tests.simulator.vk.control import BOLD, OLGA, VIKTOR, VkControl, button, keyboard

WRONG = "One of the parameters specified was missing or invalid: "


async def test_a_message_as_the_page_shows_it(begun: VkControl) -> None:
    rows = [[button("Да", color="positive"), button("Сайт", "open_link", link="https://example.org/")]]
    text = "Скоро эфир https://example.org/1"
    number = await begun.send(text, format_data=BOLD, keyboard=keyboard(*rows))
    assert number == 2
    message = (await begun.chat())["messages"][-1]
    assert (message["id"], message["out"], message["text"]) == (2, False, text)
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in message["entities"]] == [
        ("bold", 0, 5),
        ("url", 11, 21),
    ]
    assert message["link_preview"]
    assert message["buttons"] == [
        [
            {"text": "Да", "kind": "callback", "url": None, "style": "positive"},
            {"text": "Сайт", "kind": "url", "url": "https://example.org/", "style": None},
        ]
    ]
    await begun.send(text, dont_parse_links=1)
    assert not (await begun.chat())["messages"][-1]["link_preview"]


async def test_a_hundred_people_at_once_each_with_an_own_end(begun: VkControl) -> None:
    olga = await begun.ask("POST", "/sim/people", {"name": "Ольга", "messenger": "vk"})
    assert olga["id"] == OLGA
    told = await begun.result("messages.send", peer_ids=[VIKTOR, OLGA], random_id=5, message="Всем")
    refusal = {"code": 901, "description": "Can't send messages for users without permission"}
    assert told == [
        {"peer_id": VIKTOR, "message_id": 2, "conversation_message_id": 2},
        {"peer_id": OLGA, "error": refusal},
    ]
    await begun.act("start", person=OLGA)
    again = await begun.result("messages.send", peer_ids=[VIKTOR, OLGA], random_id=5, message="Всем")
    assert [(item["peer_id"], item["message_id"]) for item in again] == [(VIKTOR, 2), (OLGA, 4)]
    assert await begun.said() == ["Всем"]  # the repeat was known
    assert again[1]["conversation_message_id"] == 2  # conversations count for themselves
    too_many = await begun.refused("messages.send", peer_ids=range(1, 102), random_id=5, message="Всем")
    assert too_many == (100, WRONG + "peer_ids should contain no more than 100 items")


async def test_a_repeat_with_the_same_random_id_is_not_sent(begun: VkControl) -> None:
    first = await begun.send("раз", random_id=77)
    assert await begun.send("раз", random_id=77) == first
    assert await begun.send("раз", random_id=78) != first
    assert await begun.send("раз") != await begun.send("раз")  # zero: do not look
    assert len(await begun.said()) == 4


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"random_id": ""}, (100, WRONG + "random_id is a required parameter")),
        ({"random_id": "много"}, (100, WRONG + "random_id not integer")),
        ({"peer_id": ""}, (100, WRONG + "you should specify peer_id, user_id, domain, chat_id or user_ids param")),
        ({"message": " "}, (100, WRONG + "message is empty or invalid")),
        ({"message": "а" * 4097}, (914, "Message is too long")),
        ({"attachment": "photo-2020_1"}, (100, WRONG + "attachment photo-2020_1 is invalid")),
        ({"attachment": ",".join(["photo-2020_1"] * 11)}, (100, WRONG + "too many attachments")),
        ({"format_data": "{"}, (100, WRONG + "format_data is invalid")),
        ({"format_data": {"version": "2", "items": []}}, (100, WRONG + "format_data is invalid")),
        ({"peer_id": 1}, (901, "Can't send messages for users without permission")),
        ({"peer_id": 2_000_000_007}, (927, "Chat does not exist")),
        ({"peer_id": "", "chat_id": 7}, (927, "Chat does not exist")),
    ],
)
async def test_what_is_refused(begun: VkControl, changes: dict[str, Any], refusal: tuple[int, str]) -> None:
    call = {"peer_id": VIKTOR, "random_id": 1, "message": "Привет", **changes}
    assert await begun.refused("messages.send", **call) == refusal
    assert await begun.said() == []


@pytest.mark.parametrize(
    "item",
    [
        {"type": "bold", "offset": 0, "length": 0},
        {"type": "bold", "offset": 4, "length": 3},
        {"type": "loud", "offset": 0, "length": 1},
        {"type": "url", "offset": 0, "length": 1},
        {"type": "bold", "offset": 0, "length": 1, "url": "https://example.org/"},
        "bold",
    ],
)
async def test_wrong_stretches_of_text(begun: VkControl, item: Any) -> None:
    format_data = {"version": "1", "items": [item]}
    refusal = await begun.refused(
        "messages.send", peer_id=VIKTOR, random_id=1, message="Эфир!", format_data=format_data
    )
    assert refusal[0] == 100
    assert refusal[1].startswith(WRONG + "format_data is invalid")


async def test_lengths_are_counted_as_utf_16_does(begun: VkControl) -> None:
    items = [
        {"type": "italic", "offset": 3, "length": 4},
        {"type": "underline", "offset": 3, "length": 2},
        {"type": "url", "offset": 0, "length": 2, "url": "https://example.org/"},
    ]
    await begun.send("👩 урок", format_data={"version": 1, "items": items})
    entities = (await begun.chat())["messages"][-1]["entities"]
    assert [entity["type"] for entity in entities] == ["text_link", "italic", "underline"]
    assert entities[0]["url"] == "https://example.org/"


async def test_a_link_ends_where_the_sentence_does(begun: VkControl) -> None:
    await begun.send("Там (https://example.org/a). И vk.me/fair?ref=x, вот.")
    message = (await begun.chat())["messages"][-1]
    found = [message["text"][item["offset"] : item["offset"] + item["length"]] for item in message["entities"]]
    assert found == ["https://example.org/a", "vk.me/fair?ref=x"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (900, "Can't send messages for users from blacklist"),
        (901, "Can't send messages for users without permission"),
        (902, "Can't send messages to this user due to their privacy settings"),
        (936, "Contact not found"),
    ],
)
async def test_who_must_not_be_written_to(begun: VkControl, code: int, words: str) -> None:
    await begun.act("refuse", code=code)
    assert await begun.refused("messages.send", peer_id=VIKTOR, random_id=1, message="а") == (code, words)
    assert await begun.result("messages.isMessagesFromGroupAllowed", group_id=2020, user_id=VIKTOR) == {"is_allowed": 0}
    await begun.act("refuse")
    assert await begun.send()


async def test_asking_before_writing(vk: VkControl) -> None:
    async def allowed() -> int:
        told = await vk.result("messages.isMessagesFromGroupAllowed", group_id=2020, user_id=VIKTOR)
        return int(told["is_allowed"])

    assert not await allowed()
    await vk.act("start")
    assert await allowed()
    await vk.act("block", blocked=True)
    assert not await allowed()
    assert (await vk.refused("messages.send", peer_id=VIKTOR, random_id=1, message="а"))[0] == 901
    await vk.act("block", blocked=False)
    await vk.act("refuse", allowed=False)  # says no, and yet may be answered
    assert not await allowed()
    assert await vk.send()
    assert (await vk.refused("messages.isMessagesFromGroupAllowed", group_id=1, user_id=VIKTOR))[0] == 100
    await vk.act("refuse", code=1, status=400)
    await vk.act("deactivate")
    assert await vk.refused("messages.send", peer_id=VIKTOR, random_id=2, message="а") == (
        18,
        "User was deleted or banned",
    )


async def test_typing_and_reading(begun: VkControl) -> None:
    assert await begun.result("messages.markAsRead", peer_id=VIKTOR) == 1
    assert await begun.result("messages.setActivity", peer_id=VIKTOR, type="typing") == 1
    people = (await begun.ask("GET", "/sim/state"))["people"]
    assert [person["name"] for person in people if person["typing"]] == ["Виктор"]
    await begun.send()
    assert not any(person["typing"] for person in (await begun.ask("GET", "/sim/state"))["people"])
    assert (await begun.refused("messages.setActivity", peer_id=VIKTOR, type="singing"))[0] == 100
