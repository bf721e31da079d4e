"""Bots Long Poll: waiting, asking again, and everything that can be wrong with it."""

import asyncio
import time

import aiohttp
import pytest

from simulator.server import VK_GROUP, serve
from simulator.vk.timing import Timing
from tests.simulator.vk.control import VIKTOR, VkControl


async def test_events_come_as_soon_as_they_happen(vk: VkControl) -> None:
    async with asyncio.TaskGroup() as tasks:
        asked = tasks.create_task(vk.check(wait=10))
        await asyncio.sleep(0.05)
        assert not asked.done()
        began = time.monotonic()
        await vk.act("text", text="раз")
    assert time.monotonic() - began < 8  # long before the wait is over
    told = asked.result()
    assert isinstance(told["ts"], str)
    (event,) = told["updates"]
    assert (event["type"], event["v"], event["group_id"]) == ("message_new", "5.199", VK_GROUP)
    assert len(event["event_id"]) == 40
    int(event["event_id"], 16)
    assert event["object"]["message"]["text"] == "раз"


async def test_a_quiet_time_ends_with_nothing_and_the_same_ts(vk: VkControl) -> None:
    began = time.monotonic()
    assert await vk.check(wait=1) == {"ts": vk.ts, "updates": []}
    assert 0.9 < time.monotonic() - began < 20


async def test_an_old_ts_brings_the_same_events_again(vk: VkControl) -> None:
    for text in ("раз", "два", "три"):
        await vk.act("text", text=text)
    first = await vk.check()
    assert await vk.check() == first
    assert first["ts"] == str(int(vk.ts) + 3)
    later = await vk.check(ts=int(vk.ts) + 2)
    assert later["updates"] == first["updates"][2:]


async def test_what_is_forgotten_is_told_with_the_nearest_ts(vk: VkControl) -> None:
    for number in range(60):  # fifty are kept
        await vk.act("text", text=str(number))
    failed = await vk.check()
    assert failed == {"failed": 1, "ts": int(vk.ts) + 10}
    updates = (await vk.check(ts=failed["ts"]))["updates"]
    assert [update["object"]["message"]["text"] for update in updates] == [str(number) for number in range(10, 60)]
    newest = int(vk.ts) + 60
    assert await vk.check(ts=newest + 1) == {"failed": 1, "ts": newest}
    assert await vk.check(ts="вчера") == {"failed": 1, "ts": newest}


async def test_a_key_lives_for_a_time_and_ts_outlives_it() -> None:
    async with serve(vk_timing=Timing(key=0.2)) as desk, aiohttp.ClientSession(desk.url) as http:
        vk = VkControl(desk, http)
        await vk.listen()
        await vk.act("start")
        await asyncio.sleep(0.3)
        assert await vk.check() == {"failed": 2, "error": "Key validation failed: Key is expired"}
        key = (await vk.result("groups.getLongPollServer", group_id=VK_GROUP))["key"]
        assert len((await vk.check(key=key))["updates"]) == 1


async def test_a_strange_key(vk: VkControl) -> None:
    assert (await vk.check(key="0" * 40))["failed"] == 2


@pytest.mark.parametrize("code", [1, 2, 3])
async def test_failures_on_demand(begun: VkControl, code: int) -> None:
    await begun.act("text", text="раз")
    await begun.order(f"failed{code}", method="a_check")
    failed = await begun.check()
    assert failed["failed"] == code
    if code == 1:
        assert failed["ts"] == int(begun.ts)
    else:
        assert (await begun.check())["failed"] == 2  # the old key is good for nothing now
        begun.key = (await begun.result("groups.getLongPollServer", group_id=VK_GROUP))["key"]
    assert len(await begun.events()) == 1


async def test_the_wire_breaks(begun: VkControl) -> None:
    await begun.act("text", text="раз")
    for kind in ("drop_request", "drop_answer"):
        await begun.order(kind, method="a_check", times=None)  # this client itself asks again once
        with pytest.raises(aiohttp.ClientError):
            await begun.check()
        await begun.ask("DELETE", "/sim/faults")
    for kind, status in (("not_json", 200), ("502", 502)):
        await begun.order(kind, method="a_check")
        async with begun.http.get(begun.server, params={"key": begun.key, "ts": begun.ts}) as answer:
            assert answer.status == status
            assert answer.content_type == "text/html"
    await begun.order("latency", method="*", seconds=0.2)
    began = time.monotonic()
    assert len(await begun.events()) == 1
    assert time.monotonic() - began >= 0.2


async def test_kinds_that_are_switched_off_never_happened(begun: VkControl) -> None:
    settings = await begun.result("groups.getLongPollSettings", group_id=VK_GROUP)
    assert settings["is_enabled"]
    assert [kind for kind, on in settings["events"].items() if not on] == ["message_reply"]
    await begun.result("groups.setLongPollSettings", group_id=VK_GROUP, message_new=0, message_reply=1)
    await begun.act("text", text="не слышно")
    number = await begun.send("слышно")
    (reply,) = await begun.events()
    assert (reply["type"], reply["object"]["id"], reply["object"]["from_id"]) == ("message_reply", number, -VK_GROUP)
    assert (reply["object"]["peer_id"], reply["object"]["out"]) == (VIKTOR, 1)


async def test_the_whole_poll_is_switched_off(vk: VkControl) -> None:
    await vk.result("groups.setLongPollSettings", group_id=VK_GROUP, enabled=0)
    code, words = await vk.refused("groups.getLongPollServer", group_id=VK_GROUP)
    assert (code, words.rpartition(": ")[2]) == (100, "longpoll for this group is not enabled")
    await vk.act("text", text="не слышно")
    await vk.result("groups.setLongPollSettings", group_id=VK_GROUP, enabled=1)
    assert await vk.events() == []


async def test_somebody_elses_poll(vk: VkControl) -> None:
    assert (await vk.refused("groups.getLongPollServer", group_id=1))[0] == 100
    assert (await vk.refused("groups.getLongPollServer"))[0] == 100


async def test_raw_events_come_as_they_are(vk: VkControl) -> None:
    raw = {"type": "lead_forms_new", "object": {"lead_id": 1}, "event_id": "f" * 40}
    for _ in range(2):
        await vk.ask("POST", "/sim/update?messenger=vk", raw)
    one, two = await vk.events()
    assert one == two == {**raw, "v": "5.199", "group_id": VK_GROUP}
    await vk.ask("POST", "/sim/update?messenger=vk", {"type": "message_new"}, status=400)
