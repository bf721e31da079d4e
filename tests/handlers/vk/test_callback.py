"""The Callback API: who is believed, what it bears, and that every event has its effect once."""

import io
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

import handlers
from dialogs.engine.adapter import WrongSettings
from handlers.vk.callback import PATH
from handlers.vk.settings import Settings
from simulator.desk import Desk
from simulator.faults import Fault
from simulator.server import VK_GROUP
from storage.database import Storage
from tests.handlers.running import Notes, Running, until
from tests.handlers.vk.people import People
from tests.handlers.vk.running import SECRET, listening
from tests.handlers.vk.samples import ALL, message, press, update

pytestmark = pytest.mark.shield("S14")


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
async def bot(storage: Storage, desk: Desk, people: People, notes: Notes) -> AsyncIterator[Running]:
    people.start(0)
    async with listening(storage, desk, notes.feature, webhook=True) as bot:
        await until(lambda: bot.adapter.ready)
        yield bot


def note(word: str, event: str = "e" * 40) -> dict[str, Any]:
    return press(payload={"r": f"note:{word}"}) | {"event_id": event}


async def post(network: aiohttp.ClientSession, bot: Running, told: Any, **changed: Any) -> tuple[int, str]:
    body = told if isinstance(told, bytes) else json.dumps({"secret": SECRET} | told | changed).encode()
    async with network.post(f"{bot.url}{PATH}", data=io.BytesIO(body)) as answer:
        return answer.status, await answer.text()


async def test_it_registers_itself_and_a_person_is_served(bot: Running, desk: Desk, people: People) -> None:
    (added,) = desk.calls.of("groups.addCallbackServer")
    assert added.params["url"] == f"{bot.url}{PATH}"
    (chosen,) = desk.calls.of("groups.setCallbackSettings")
    wanted = ("message_new", "message_event", "message_allow", "message_deny")
    assert [str(chosen.params[name]) for name in wanted] == ["1"] * 4
    people.start()
    await until(lambda: len(people.texts()) == 2)
    people.press("📅 Программа")
    await until(lambda: "Дошкольное образование" in people.labels())
    assert not desk.calls.of("a_check"), "events come one way only"


async def test_it_is_registered_once_for_all_its_starts(storage: Storage, desk: Desk, people: People) -> None:
    async with listening(storage, desk, webhook=True) as bot:
        await until(lambda: bot.adapter.ready)
        await bot.stop()
        await bot.adapter.run()
        assert len(desk.calls.of("groups.addCallbackServer")) == 1


async def test_an_event_is_acknowledged_after_its_commit(
    bot: Running, network: aiohttp.ClientSession, notes: Notes
) -> None:
    assert await post(network, bot, note("word")) == (200, "ok")
    assert [word for _, word in notes.done] == ["word"]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], "\udcff", 7, ["x"], {"a": 1}])
async def test_without_the_secret_nothing_is_handled(
    bot: Running, network: aiohttp.ClientSession, notes: Notes, secret: object
) -> None:
    assert await post(network, bot, note("forged"), secret=secret) == (403, "")
    assert notes.done == []


@pytest.mark.parametrize("group", [7, -VK_GROUP, None, "no", [VK_GROUP]])
async def test_another_community_s_events_are_not_ours(
    bot: Running, network: aiohttp.ClientSession, notes: Notes, group: object
) -> None:
    assert await post(network, bot, note("forged"), group_id=group) == (403, "")
    assert (await post(network, bot, {"type": "confirmation"}, group_id=group))[0] == 403
    assert notes.done == []


async def test_the_confirmation_is_said_for_our_community_only(
    storage: Storage, desk: Desk, bot: Running, network: aiohttp.ClientSession
) -> None:
    asked = {"type": "confirmation", "group_id": VK_GROUP}
    async with network.post(f"{bot.url}{PATH}", json=asked) as answer:
        code = await answer.text()
    assert answer.status == 200
    assert code == desk.calls.of("groups.getCallbackConfirmationCode")[-1].answer["response"]["code"]


async def test_a_code_from_the_settings_need_not_be_asked_for(storage: Storage, desk: Desk, people: People) -> None:
    code = people.vk.community.callbacks.code
    async with listening(storage, desk, webhook=True, confirmation=code) as bot:
        await until(lambda: bot.adapter.ready)
        assert not desk.calls.of("groups.getCallbackConfirmationCode")


async def test_a_repeated_event_changes_nothing_twice(
    bot: Running, network: aiohttp.ClientSession, people: People
) -> None:
    for _ in range(3):
        assert await post(network, bot, note("once")) == (200, "ok")
    assert await post(network, bot, note("other", "f" * 40)) == (200, "ok")
    await until(lambda: people.texts()[1:] == ["once", "other"])


async def test_what_the_database_cannot_take_comes_again(bot: Running, people: People, notes: Notes) -> None:
    notes.troubles["word"] = 2
    people.notes("word")
    await until(lambda: [word for _, word in notes.done] == ["word"])
    await until(lambda: people.texts()[1:] == ["word"])


async def test_while_it_stops_nothing_new_is_taken(bot: Running, network: aiohttp.ClientSession, notes: Notes) -> None:
    bot.adapter.stop()
    assert (await post(network, bot, note("late")))[0] == 503
    assert notes.done == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"null",
        b"7",
        b"[]",
        b'"confirmation"',
        b"\xff\xfe\x00",
        b"[" * 900_000,
        b'{"group_id":' * 60_000,
        b'{"group_id": 2020' + b"0" * 100_000 + b"}",
        b'{"group_id": NaN}',
        b'{"group_id": ' + b"[" * 1000 + b"]" * 1000 + b"}",
        b'{"group_id": 2020, "type": "message_new", "secret": ' + b"[" * 1000 + b"]" * 1000 + b"}",
        b'{"group_id": 2020, "type": "message_new", "secret": "\\ud83d"}',
    ],
    ids=lambda body: body[:12].decode("latin-1"),
)
async def test_what_is_no_event_is_not_believed(
    bot: Running, network: aiohttp.ClientSession, notes: Notes, body: bytes
) -> None:
    assert (await post(network, bot, body))[0] == 403
    assert notes.done == []


async def test_junk_from_vk_itself_is_acknowledged(bot: Running, network: aiohttp.ClientSession) -> None:
    for told in ALL:
        status, text = await post(network, bot, told, group_id=VK_GROUP)
        assert (status, text) == (200, "ok"), told


async def test_a_body_without_end_is_refused(bot: Running, network: aiohttp.ClientSession) -> None:
    assert (await post(network, bot, b"x" * 1_100_000))[0] == 413


async def test_a_denial_is_known_at_once(bot: Running, network: aiohttp.ClientSession, people: People) -> None:
    people.start()
    await until(lambda: len(people.texts()) == 2)
    person = people.id()
    assert await post(network, bot, update("message_deny", {"user_id": person}, event_id="d" * 40)) == (200, "ok")
    async with bot.storage.reading() as work:
        known = await work.people.find("vk", str(person))
    assert known is not None
    assert not known.reachable


async def test_a_missing_right_is_told_with_what_to_do_by_hand(
    storage: Storage, desk: Desk, people: People, network: aiohttp.ClientSession, notes: Notes
) -> None:
    desk.faults.add(Fault("groups.addCallbackServer", "9", 1))
    with capture_logs() as logs:
        async with listening(storage, desk, notes.feature, webhook=True) as bot:
            await until(lambda: bot.adapter.ready)
            assert await post(network, bot, note("word")) == (200, "ok")
    (line,) = [line for line in logs if line["event"] == "vk.callback_not_set"]
    assert f"{bot.url}{PATH}" in line["mend"]
    assert SECRET not in repr(logs)


async def test_names_that_do_not_come_hold_nobody_up(
    bot: Running, desk: Desk, network: aiohttp.ClientSession, people: People
) -> None:
    desk.faults.add(Fault("users.get", "latency", None, seconds=5))
    told = message(from_id=people.id(), peer_id=people.id(), text="Начать")
    assert await post(network, bot, told) == (200, "ok")
    await until(lambda: len(people.texts()) == 2)
    assert people.texts()[1].startswith("Здравствуйте! Это")


@pytest.mark.parametrize(
    ("section", "key"),
    [
        ({"secret": None}, "messengers.vk.secret"),
        ({"secret": "x" * 51}, "messengers.vk.secret"),
        ({"secret": SECRET}, "web.public_url"),
    ],
)
def test_what_a_webhook_lacks_is_named(section: dict[str, Any], key: str) -> None:
    told: Settings = handlers.settings("vk", {"token": "t", "group_id": 7, "mode": "webhook"} | section)
    with pytest.raises(WrongSettings, match=key):
        told.check(None if key == "web.public_url" else "https://bot.example.org")


@pytest.mark.parametrize("group", ["club123", "-123", -123, 0, "123a", "vk.com/club123", "１２３"])
def test_a_community_is_named_by_its_number_alone(group: object) -> None:
    with pytest.raises(ValueError, match=r"123 for vk\.com/club123"):
        handlers.settings("vk", {"token": "t", "group_id": group})


def test_a_token_needs_its_community() -> None:
    with pytest.raises(ValueError, match="group_id must be set"):
        handlers.settings("vk", {"token": "t"})
    assert handlers.settings("vk", {"token": "t", "group_id": "123"}).group == 123
    assert handlers.settings("vk", {"token": " "}).token is None
