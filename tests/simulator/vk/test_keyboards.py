"""Keyboards: what is refused and in which words, what old apps draw, what a press becomes."""

import asyncio
import json
from typing import Any

import pytest

from tests.simulator.vk.control import VIKTOR, VkControl, button, keyboard

PLACE = {"action": {"type": "location", "payload": '{"here":1}'}}


def rows(*sizes: int) -> list[list[Any]]:
    return [[button(f"{row}/{column}") for column in range(size)] for row, size in enumerate(sizes)]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("[", "keyboard should be valid json"),
        ([[]], "keyboard should be array"),
        ({"inline": True}, "buttons should be array"),
        (keyboard(inline=True, colour="red"), "keyboard contains unknown fields"),
        (keyboard(*rows(1), one_time=True), "inline keyboard can't be one_time"),
        (keyboard(*rows(1, 1, 1, 1, 1, 1, 1)), "buttons contain too much rows"),
        (keyboard(*rows(1, 6)), "row 1 contains too much columns"),
        (keyboard(*rows(5, 5, 1)), "buttons contain too much buttons"),
        (keyboard(*rows(*[1] * 11), inline=False), "buttons contain too much rows"),
        (keyboard(*rows(*[5] * 8, 1), inline=False), "buttons contain too much buttons"),
        (keyboard(*rows(1, 0)), "row 1 should contain at least 1 button"),
        (keyboard([button("")]), "button [0][0] label should be at least 1 letters length"),
        (keyboard(*rows(1), [button("я" * 41)]), "button [1][0] label should be no more than 40 letters length"),
        (keyboard([{"action": {"type": "text", "label": 7}}]), "button [0][0] label should be string"),
        (keyboard([button(payload=None)]), "button [0][0] payload should be string"),
        (keyboard([button(payload="{a}")]), "button [0][0] payload should be valid json"),
        (
            keyboard([button(payload=json.dumps("я" * 43))]),
            "button [0][0] payload should be no more than 255 letters length",
        ),
        (keyboard([button(kind="request_contact")]), "button [0][0] action type is invalid"),
        (keyboard([{"text": "Да"}]), "button [0][0] should contain action"),
        (keyboard([button(color="red")]), "button [0][0] color is invalid"),
        (
            keyboard([button("Сайт", "open_link", "primary", link="https://example.org/")]),
            "button [0][0] of type open_link can't have color",
        ),
        (keyboard([button("Сайт", "open_link", link="example")]), "button [0][0] link is invalid"),
        (keyboard([button("Сайт", "open_link")]), "button [0][0] action should contain link"),
        (keyboard([button("Да", "text", link="https://example.org/")]), "action contains unknown fields"),
        (keyboard([button("Где", "location")]), "action contains unknown fields"),
        (keyboard([PLACE, button()]), "button [0][0] should be alone in its row"),
        (keyboard([{**button(), "size": 2}]), "button contains unknown fields"),
    ],
)
async def test_what_is_refused(begun: VkControl, given: Any, words: str) -> None:
    call = {"peer_id": VIKTOR, "random_id": 1, "message": "Что?", "keyboard": json.dumps(given)}
    if given == "[":
        call["keyboard"] = "["
    assert await begun.refused("messages.send", **call) == (911, f"Keyboard format is invalid: {words}")
    assert await begun.said() == []


async def test_the_largest_that_are_let_through(begun: VkControl) -> None:
    await begun.send(keyboard=keyboard(*rows(1, 1, 1, 1, 1, 5)))
    await begun.send(keyboard=keyboard(*rows(*[5] * 6, *[3, 3, 2, 2]), inline=False))
    await begun.send(keyboard=keyboard([button("я" * 40, payload=json.dumps("a" * 253))]))
    chat = await begun.chat()
    assert [len(message["buttons"] or []) for message in chat["messages"]] == [0, 6, 0, 1]
    assert sum(map(len, chat["keyboard"]["rows"])) == 40


async def test_a_callback_button_waits_for_one_answer(begun: VkControl) -> None:
    number = await begun.send("Куда?", keyboard=keyboard(*rows(1), [button("Сюда", payload='{"to":"stand","id":7}')]))
    assert await begun.act("press", message=number, row=1, column=0) == {"kind": "callback"}
    (event,) = await begun.events()
    assert event["type"] == "message_event"
    body = event["object"]
    assert (body["user_id"], body["peer_id"], body["conversation_message_id"]) == (VIKTOR, VIKTOR, 2)
    assert body["payload"] == {"to": "stand", "id": 7}
    answer = {"event_id": body["event_id"], "user_id": VIKTOR, "peer_id": VIKTOR}
    snackbar = {"type": "show_snackbar", "text": "Готово"}
    assert await begun.result("messages.sendMessageEventAnswer", **answer, event_data=snackbar) == 1
    used = await begun.refused("messages.sendMessageEventAnswer", **answer, event_data=snackbar)
    assert used == (100, "One of the parameters specified was missing or invalid: invalid event_id")
    await begun.act("press", message=number, row=2, column=0, status=409)


async def test_an_answer_that_comes_too_late(begun: VkControl) -> None:
    begun.vk.community.presses._lifetime = 0.05
    number = await begun.send("Куда?", keyboard=keyboard(*rows(1)))
    await begun.act("press", message=number, row=0, column=0)
    (event,) = await begun.events()
    await asyncio.sleep(0.1)
    answer = {"event_id": event["object"]["event_id"], "user_id": VIKTOR, "peer_id": VIKTOR}
    refusal = await begun.refused("messages.sendMessageEventAnswer", **answer)
    assert refusal[1].endswith(": invalid event_id")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"event_id": "made-up"}, "invalid event_id"),
        ({"event_id": ""}, "event_id is a required parameter"),
        ({"user_id": 1}, "invalid event_id"),
        ({"event_data": "{"}, "event_data is invalid"),
        ({"event_data": {"type": "show_snackbar", "text": "я" * 91}}, "event_data text should be 1-90 letters"),
        ({"event_data": {"type": "show_snackbar"}}, "event_data is invalid"),
        ({"event_data": {"type": "open_link", "link": "javascript:alert(1)"}}, "event_data is invalid"),
        ({"event_data": {"type": "show_snackbar", "text": "я" * 1000}}, "event_data should be no more than 1000"),
    ],
)
async def test_wrong_answers(begun: VkControl, changes: dict[str, Any], words: str) -> None:
    number = await begun.send("Куда?", keyboard=keyboard(*rows(1)))
    await begun.act("press", message=number, row=0, column=0)
    (event,) = await begun.events()
    answer = {"event_id": event["object"]["event_id"], "user_id": VIKTOR, "peer_id": VIKTOR}
    code, told = await begun.refused("messages.sendMessageEventAnswer", **(answer | changes))
    assert code == 100
    assert words in told
    link = {"type": "open_link", "link": "https://example.org/"}
    assert await begun.result("messages.sendMessageEventAnswer", **answer, event_data=link) == 1


async def test_the_keyboard_that_stays(begun: VkControl) -> None:
    keys = keyboard([button("Меню", "text", "primary")], [button("Тихо")], [PLACE], inline=False)
    await begun.send("Вот", keyboard=keys)
    shown = (await begun.chat())["keyboard"]
    assert [[(key["text"], key["style"], key["location"]) for key in row] for row in shown["rows"]] == [
        [("Меню", "primary", False)],
        [("Тихо", None, False)],
        [("Отправить геопозицию", None, True)],
    ]
    assert await begun.act("keyboard", row=0, column=0) == {"kind": "text"}
    assert await begun.act("keyboard", row=1, column=0) == {"kind": "callback"}
    assert await begun.act("keyboard", row=2, column=0) == {"kind": "text"}
    said, pressed, placed = await begun.events()
    assert (said["object"]["message"]["text"], said["object"]["message"]["payload"]) == ("Меню", '{"a":1}')
    assert "conversation_message_id" not in pressed["object"]
    assert placed["object"]["message"]["geo"]["coordinates"] == {"latitude": 55.751, "longitude": 37.618}
    await begun.act("keyboard", row=3, column=0, status=409)
    await begun.send("Кнопки", keyboard=keyboard(*rows(1)))
    assert (await begun.chat())["keyboard"]  # an inline keyboard does not replace it
    await begun.send("Убрано", keyboard={"buttons": [], "one_time": True})
    assert (await begun.chat())["keyboard"] is None


async def test_a_one_time_keyboard_goes_after_one_press(begun: VkControl) -> None:
    await begun.send("Да?", keyboard=keyboard([button("Да", "text")], inline=False, one_time=True))
    await begun.act("keyboard", row=0, column=0)
    assert (await begun.chat())["keyboard"] is None
    await begun.act("keyboard", row=0, column=0, status=409)


async def test_every_kind_of_inline_button(begun: VkControl) -> None:
    shop = {"action": {"type": "vkpay", "hash": "action=pay-to-group&amount=1", "payload": ""}}
    app = {"action": {"type": "open_app", "label": "Карта", "app_id": 7, "owner_id": -1, "hash": ""}}
    link = button("Сайт", "open_link", link="https://example.org/")
    number = await begun.send(keyboard=keyboard([button("Скажу", "text"), link], [shop], [app]))
    kinds = [
        await begun.act("press", message=number, row=row, column=column)
        for row, column in ((0, 0), (0, 1), (1, 0), (2, 0))
    ]
    assert kinds == [
        {"kind": "text"},
        {"kind": "url", "url": "https://example.org/"},
        {"kind": "other"},
        {"kind": "other"},
    ]
    (said,) = await begun.events()
    assert said["object"]["message"]["text"] == "Скажу"


async def test_an_old_app_draws_what_it_knows(begun: VkControl) -> None:
    number = await begun.send(keyboard=keyboard([button("Тихо"), button("Вслух", "text")], [button("Ещё")]))
    await begun.send("Меню", keyboard=keyboard([button("Меню", "text")], inline=False))

    async def drawn(client: str) -> tuple[Any, Any, Any]:
        await begun.act("client", client=client)
        chat = await begun.chat()
        message = next(message for message in chat["messages"] if message["id"] == number)
        await begun.act("text", text="а")
        info = (await begun.events())[-1]["object"]["client_info"]
        labels = [[told["text"] for told in row] for row in message["buttons"] or []]
        told = ("callback" in info["button_actions"], info["keyboard"], info["inline_keyboard"])
        return labels, bool(chat["keyboard"]), told

    assert await drawn("no callback") == ([["Вслух"]], True, (False, True, True))
    assert await begun.act("press", message=number, row=0, column=0) == {"kind": "text"}
    await begun.events()
    await begun.act("press", message=number, row=1, column=0, status=409)
    assert await drawn("no inline") == ([], True, (False, True, False))
    assert await drawn("no keyboard") == ([], False, (False, False, False))
    assert await drawn("new") == ([["Тихо", "Вслух"], ["Ещё"]], True, (True, True, True))
    await begun.act("client", client="Netscape", status=400)


async def test_somebody_comes_with_an_old_app(vk: VkControl) -> None:
    person = await vk.ask("POST", "/sim/people", {"name": "Дед", "messenger": "vk", "client": "no inline"})
    assert person["client"] == "no inline"
    await vk.act("start", person=person["id"])
    (event,) = await vk.events()
    assert not event["object"]["client_info"]["inline_keyboard"]
    await vk.ask("POST", "/sim/people", {"name": "Дед", "messenger": "vk", "client": "Netscape"}, status=400)
    await vk.ask("POST", "/sim/chats/telegram:5000001/client", {"client": "no inline"}, status=400)
    await vk.ask("POST", "/sim/chats/telegram:5000001/refuse", {"code": 901}, status=400)
