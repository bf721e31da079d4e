"""Many calls in one request."""

import json
from typing import Any

import pytest

from tests.simulator.vk.control import VIKTOR, VkControl

LOOP = (
    "var values = %s,i = 0,result = [];"
    "while(i < values.length) {result.push(API.messages.send(values[i]));i = i + 1;}return result;"
)
ONE_PARAMETER = (
    "var def_values = %s,values = %s,result = [],i = 0;while(i < values.length) {def_values.message = values[i];"
    "result.push(API.messages.send(def_values));i = i + 1;}return result;"
)


def letter(text: str, peer: int = VIKTOR, random_id: int = 0) -> dict[str, Any]:
    return {"peer_id": peer, "random_id": random_id, "message": text}


def listed(*letters: dict[str, Any]) -> str:
    calls = ",".join(f"API.messages.send({json.dumps(told, ensure_ascii=False)})" for told in letters)
    return f"return [{calls}];"


async def test_a_list_of_calls(begun: VkControl) -> None:
    letters = [letter('«a}b»; "c" // d'), letter("не дойдёт", 1), letter("три")]
    body = await begun.api("execute", code=listed(*letters))
    refusal = "Can't send messages for users without permission"
    assert body == {
        "response": [2, False, 3],
        "execute_errors": [{"method": "messages.send", "error_code": 901, "error_msg": refusal}],
    }
    assert await begun.said() == ['«a}b»; "c" // d', "три"]


async def test_a_loop_over_values(begun: VkControl) -> None:
    letters = json.dumps([letter(f"{number}}}") for number in range(25)])
    assert await begun.result("execute", code=LOOP % letters) == list(range(2, 27))
    assert await begun.result("execute", code=LOOP % "[]") == []
    defaults = json.dumps(letter(""))
    assert await begun.result("execute", code=ONE_PARAMETER % (defaults, '["а","б"]')) == [27, 28]
    assert (await begun.said())[-2:] == ["а", "б"]


async def test_nested_values_reach_the_methods(begun: VkControl) -> None:
    code = 'var a = API.users.get({"user_ids": [%d, 1], "fields": "screen_name"}); return {"name": a[0].screen_name};'
    assert await begun.result("execute", code=code % VIKTOR) == {"name": "viktor"}
    code = 'return API.messages.send({peer_ids: [%d], "random_id": 1, message: "Привет" + ", Виктор"});'
    (sent,) = await begun.result("execute", code=code % VIKTOR)
    assert sent["message_id"] == 2
    assert await begun.said() == ["Привет, Виктор"]
    keyboard = {"inline": True, "buttons": [[{"action": {"type": "callback", "label": "Да"}}]]}
    await begun.result("execute", code=listed({**letter("Да?"), "keyboard": keyboard}))
    assert (await begun.chat())["messages"][-1]["buttons"]


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("return 2 + 3 - 1;", 4),
        ("return (2 + 3) == 5;", True),
        ("return 2 >= 3;", False),
        ('var a = {"b": {}}; a.b.c = 7; return a;', {"b": {"c": 7}}),
        ('var a = "слово"; return a.length;', 5),
        ("var a; return;", None),
        ("var a = [1, [2]]; return a[1][0];", 2),
        ("while (1 > 2) { return [1]; } return [];", []),
        ("return API.users.get();", []),
    ],
)
async def test_the_language(vk: VkControl, code: str, value: Any) -> None:
    assert await vk.result("execute", code=code) == value


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("", (100, "One of the parameters specified was missing or invalid: code is undefined")),
        ("return [1", (12, "Unable to compile code: unexpected token at 9: end of code")),
        ("return a;", (12, "Unable to compile code: variable a is not defined")),
        ("var a = [1]; a.sort(1);", (12, "Unable to compile code: unexpected method: sort")),
        ("while (1 > 2) { ", (12, "Unable to compile code: unexpected end of code")),
        ("return 1 + [];", (13, "Runtime error occurred during code invocation: wrong types of values")),
        (
            "while (1 == 1) { var a = 1; }",
            (13, "Runtime error occurred during code invocation: Too many operations"),
        ),
    ],
)
async def test_scripts_that_do_not_run(vk: VkControl, code: str, refusal: tuple[int, str]) -> None:
    assert await vk.refused("execute", code=code) == refusal


async def test_twenty_five_calls_and_no_more(begun: VkControl) -> None:
    refusal = await begun.refused("execute", code=listed(*[letter("а")] * 26))
    assert refusal == (13, "Runtime error occurred during code invocation: Too many api calls")
    assert len(await begun.said()) == 25  # what was done is done


async def test_unknown_methods_fail_in_their_place(vk: VkControl) -> None:
    body = await vk.api("execute", code="return [API.users.get({}), API.messages.shout({}), API.execute({})];")
    assert body["response"] == [[], False, False]
    assert [(error["method"], error["error_code"]) for error in body["execute_errors"]] == [
        ("messages.shout", 3),
        ("execute", 3),
    ]


async def test_a_script_is_one_call_for_the_rate_and_many_in_the_transcript(begun: VkControl) -> None:
    await begun.ask("DELETE", "/sim/calls")
    await begun.ask("POST", "/sim/limits", {"enforce": True})
    for _ in range(10):
        await begun.result("execute", code=listed(*[letter("а")] * 25))
    calls = await begun.ask("GET", "/sim/calls")
    assert sum(call["method"] == "execute" and call["within"] is None for call in calls) == 10
    inner = [call for call in calls if call["within"] == "execute"]
    assert len(inner) == 250
    assert (inner[0]["method"], inner[0]["params"]) == (
        "messages.send",
        {"peer_id": str(VIKTOR), "random_id": "0", "message": "а"},
    )
    assert inner[0]["answer"] == {"response": 2}
