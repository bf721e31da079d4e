"""Messages that change or go."""

from typing import Any

import pytest

from tests.simulator.vk.control import BOLD, VIKTOR, VkControl, button, keyboard

WRONG = "One of the parameters specified was missing or invalid: "
DAY = 24 * 60


async def test_what_is_not_given_again_is_gone(begun: VkControl) -> None:
    number = await begun.send("Скоро эфир", format_data=BOLD, keyboard=keyboard([button()]))
    assert await begun.result("messages.edit", peer_id=VIKTOR, message_id=number, message="Эфир идёт") == 1
    message = (await begun.chat())["messages"][-1]
    assert (message["text"], message["entities"], message["buttons"]) == ("Эфир идёт", [], None)
    assert message["edited"]
    await begun.result("messages.edit", peer_id=VIKTOR, cmid=2, message="Эфир!", keyboard=keyboard([button("Ещё")]))
    assert (await begun.chat())["messages"][-1]["buttons"][0][0]["text"] == "Ещё"
    await begun.result("messages.edit", peer_id=VIKTOR, conversation_message_id=2, message="Эфир!")  # no matter
    assert await begun.said() == ["Эфир!"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"message": ""}, (100, WRONG + "message is empty or invalid")),
        ({"message": "а" * 4097}, (914, "Message is too long")),
        ({"message_id": 99}, (100, WRONG + "message not found")),
        ({"message_id": ""}, (100, WRONG + "message_id or cmid should be specified")),
        ({"message_id": 1}, (920, "Can't edit this kind of message")),
        ({"keyboard": {"buttons": {}}}, (911, "Keyboard format is invalid: buttons should be array")),
        ({"peer_id": 1}, (901, "Can't send messages for users without permission")),
    ],
)
async def test_what_is_refused(begun: VkControl, changes: dict[str, Any], refusal: tuple[int, str]) -> None:
    call = {"peer_id": VIKTOR, "message_id": await begun.send("раз"), "message": "два", **changes}
    assert await begun.refused("messages.edit", **call) == refusal
    assert await begun.said() == ["раз"]


async def test_after_a_day_it_is_too_late(begun: VkControl) -> None:
    number = await begun.send("раз")
    await begun.ask("POST", "/sim/clock/advance", {"minutes": DAY - 1})
    assert await begun.result("messages.edit", peer_id=VIKTOR, message_id=number, message="два")
    await begun.ask("POST", "/sim/clock/advance", {"minutes": 2})
    refusal = await begun.refused("messages.edit", peer_id=VIKTOR, message_id=number, message="три")
    assert refusal == (909, "Can't edit this message, because it's too old")
    refusal = await begun.refused("messages.delete", message_ids=number, delete_for_all=1)
    assert refusal == (924, "Can't delete this message for everybody")
    assert await begun.said() == ["два"]


async def test_who_has_forbidden_messages_sees_no_edits(begun: VkControl) -> None:
    number = await begun.send("раз")
    await begun.act("block", blocked=True)
    assert (await begun.refused("messages.edit", peer_id=VIKTOR, message_id=number, message="два"))[0] == 901


async def test_deleting(begun: VkControl) -> None:
    first, second = await begun.send("раз"), await begun.send("два")
    assert await begun.result("messages.delete", message_ids=first) == {str(first): 1}
    assert await begun.said() == ["раз", "два"]  # gone from the community's own list alone
    told = await begun.result("messages.delete", message_ids=[first, 99], delete_for_all=1)
    assert told == {str(first): 1, "99": 0}
    assert await begun.result("messages.delete", peer_id=VIKTOR, cmids=3, delete_for_all=1) == {"3": 1}
    assert await begun.said() == []
    assert (await begun.refused("messages.edit", peer_id=VIKTOR, message_id=second, message="а"))[0] == 100
    assert (await begun.refused("messages.delete", delete_for_all=1))[0] == 100
    assert (await begun.refused("messages.delete", peer_id=VIKTOR, cmids=range(1, 102)))[0] == 100
    assert (await begun.refused("messages.delete", message_ids=1, delete_for_all=1))[0] == 924  # what a person wrote
