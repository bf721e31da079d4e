"""How a call comes in, and how it is refused before any method looks at it."""

import json

import aiohttp
import pytest

from simulator.server import VK_GROUP, VK_TOKEN
from tests.simulator.vk.control import VIKTOR, VkControl

METHOD = "/vk/method/messages.send"
CALL = {"peer_id": str(VIKTOR), "random_id": "0", "message": "Привет", "v": "5.199"}


async def test_every_way_to_bring_parameters(begun: VkControl) -> None:
    form = aiohttp.FormData({**CALL, "access_token": VK_TOKEN}, default_to_multipart=True)
    bearer = {"Authorization": f"Bearer {VK_TOKEN}"}
    ways = (
        begun.http.get(METHOD, params={**CALL, "access_token": VK_TOKEN}),
        begun.http.post(METHOD, data={**CALL, "access_token": VK_TOKEN}),
        begun.http.post(METHOD, data=form),
        begun.http.post(METHOD, params={"v": "5.199"}, data=CALL, headers=bearer),
    )
    for number, way in enumerate(ways, 2):
        async with way as answer:
            assert await answer.json() == {"response": number}
    assert await begun.said() == ["Привет"] * 4


async def test_a_refusal_is_an_answer_with_all_parameters_but_the_token(vk: VkControl) -> None:
    async with vk.http.post(METHOD, data={**CALL, "access_token": VK_TOKEN}) as answer:
        assert answer.status == 200
        error = (await answer.json())["error"]
    assert error["error_code"] == 901
    assert error["error_msg"] == "Can't send messages for users without permission"
    told = {pair["key"]: pair["value"] for pair in error["request_params"]}
    assert told == {"method": "messages.send", "oauth": "1", **CALL}


@pytest.mark.parametrize(
    ("method", "changes", "refusal"),
    [
        ("messages.send", {"v": ""}, (8, "Invalid request: v (version) is required")),
        ("messages.send", {"access_token": ""}, (5, "User authorization failed: no access_token passed.")),
        (
            "messages.send",
            {"access_token": "vk1.STOLEN"},
            (5, "User authorization failed: invalid access_token (4)."),
        ),
        ("messages.shout", {}, (3, "Unknown method passed")),
        ("Messages.Send", {}, (3, "Unknown method passed")),
    ],
)
async def test_who_is_not_let_in(vk: VkControl, method: str, changes: dict[str, str], refusal: tuple[int, str]) -> None:
    assert await vk.refused(method, **changes) == refusal


async def test_the_community_knows_itself_and_its_people(begun: VkControl) -> None:
    told = await begun.result("groups.getById")
    assert told["profiles"] == []
    assert (told["groups"][0]["id"], told["groups"][0]["screen_name"]) == (VK_GROUP, "simulator_fair")
    assert (await begun.result("groups.getById", group_id=1))["groups"] == []

    (viktor,) = await begun.result("users.get", user_ids=[VIKTOR, 1], fields="screen_name,timezone")
    assert (viktor["id"], viktor["first_name"], viktor["last_name"]) == (VIKTOR, "Виктор", "Соколов")
    assert viktor["screen_name"] == "viktor"
    assert "timezone" not in viktor  # only the owner of a token is told of it
    assert await begun.result("users.get", user_ids=["viktor", VIKTOR]) == [
        {name: viktor[name] for name in viktor if name != "screen_name"}
    ]
    assert (await begun.refused("users.get", user_ids=range(1001)))[0] == 100
    await begun.act("deactivate")
    (gone,) = await begun.result("users.get", user_ids=VIKTOR)
    assert (gone["first_name"], gone["deactivated"]) == ("DELETED", "deleted")


async def test_what_a_bot_needs_to_connect(vk: VkControl) -> None:
    told = await vk.ask("GET", "/sim/messengers")
    assert told == {
        "telegram": {"token": "42:SIMULATOR", "api_url": vk.desk.url},
        "vk": {"token": VK_TOKEN, "group_id": VK_GROUP, "api_url": f"{vk.desk.url}/vk"},
    }
    await vk.ask("POST", "/sim/messengers/vk", {"name": "ММСО-2020"})
    assert (await vk.chat())["title"] == "ММСО-2020"
    await vk.ask("POST", "/sim/messengers/pigeon", {"name": "ММСО-2020"}, status=400)


async def test_no_secret_is_in_the_transcript(begun: VkControl) -> None:
    await begun.result(
        "groups.addCallbackServer", group_id=VK_GROUP, url="http://127.0.0.1:9/", title="бот", secret_key="s3cret"
    )
    await begun.result("groups.getCallbackServers", group_id=VK_GROUP)
    script = f'return [API.groups.getLongPollServer({{"group_id":{VK_GROUP}}})];'
    (inner,) = await begun.result("execute", code=script)
    told = json.dumps(await begun.ask("GET", "/sim/calls"))
    for secret in (VK_TOKEN, begun.key, inner["key"], "s3cret"):
        assert secret not in told
    assert "a_check" in told
