"""Bots Long Poll: no event is lost or acted on twice, whatever VK, the network or the database do."""

import asyncio
import json
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from dialogs.engine.adapter import WrongToken
from simulator.desk import Desk
from simulator.faults import Fault, Kind
from simulator.server import VK_GROUP, VK_TOKEN, serve
from simulator.vk.timing import Timing
from storage.database import Storage
from tests.handlers.running import Notes, until
from tests.handlers.vk.harness import PEOPLE
from tests.handlers.vk.people import People
from tests.handlers.vk.running import listening
from tests.handlers.vk.samples import ALL


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def talking(people: People) -> People:
    """Both have written to the community before the bot woke up for the first time."""
    people.start(0)
    people.start(1)
    return people


def words(notes: Notes) -> list[str]:
    return [word for _, word in notes.done]


async def kept(storage: Storage) -> str | None:
    """Where the reading would go on after a restart."""
    async with storage.reading() as work:
        return await work.post.bookmarks.load("vk", str(VK_GROUP))


def newest(people: People) -> str:
    return str(people.vk.community.long_poll.newest)


async def test_a_person_begins_and_goes_on_by_buttons(storage: Storage, desk: Desk, people: People) -> None:
    async with listening(storage, desk) as bot:
        await until(lambda: bot.adapter.ready)
        people.start()
        await until(lambda: len(people.texts()) == 2)
        assert people.texts()[0] == "Кнопка «Меню» внизу всегда вернёт вас сюда."
        assert people.texts()[1].startswith("Здравствуйте, Виктор!")
        assert people.keys() == ["Меню"]
        people.press("📅 Программа")
        await until(lambda: "Дошкольное образование" in people.labels())
        assert len(people.texts()) == 2, "a press edits the screen that it was pressed on"
        people.key("Меню")
        await until(lambda: len(people.texts()) == 3)
        assert "📅 Программа" in people.labels()


async def test_one_person_s_presses_keep_their_order(
    storage: Storage, desk: Desk, talking: People, notes: Notes
) -> None:
    async with listening(storage, desk, notes.feature) as bot:
        await until(lambda: bot.adapter.ready)
        for number in range(20):
            talking.notes(f"word{number}")
        await until(lambda: talking.texts()[-1:] == ["word19"])
    assert words(notes) == [f"word{number}" for number in range(20)]
    assert [text for text in talking.texts() if text.startswith("word")] == words(notes)


async def test_the_position_moves_only_after_all_of_a_batch_has_committed(
    storage: Storage, desk: Desk, talking: People, notes: Notes
) -> None:
    async with listening(storage, desk, notes.feature) as bot:
        await until(lambda: bot.adapter.ready)
        talking.notes("known")
        talking.notes("known", 1)
        await until(lambda: len(notes.done) == 2)
        notes.done.clear()
        before = newest(talking)
        talking.notes("gate", path="wait")
        talking.notes("quick", 1)
        await until(lambda: words(notes) == ["quick"])
        await asyncio.sleep(0.1)
        assert await kept(storage) == before
        notes.gates["gate"].set()
        await until(lambda: len(notes.done) == 2)
    assert await kept(storage) == newest(talking)


async def test_after_a_restart_the_reading_goes_on_where_it_was(
    storage: Storage, desk: Desk, talking: People, notes: Notes
) -> None:
    async with listening(storage, desk, notes.feature) as bot:
        await until(lambda: bot.adapter.ready)
    for number in range(5):
        talking.notes(f"meanwhile{number}")
    async with listening(storage, desk, notes.feature):
        await until(lambda: len(notes.done) == 5)
    assert words(notes) == [f"meanwhile{number}" for number in range(5)]


async def test_what_was_read_but_not_kept_comes_again_and_changes_nothing_twice(
    storage: Storage, desk: Desk, talking: People, notes: Notes
) -> None:
    async with listening(storage, desk, notes.feature) as bot:
        await until(lambda: bot.adapter.ready)
        begun = newest(talking)
        talking.notes("once", event_id="e" * 40)
        await until(lambda: talking.texts()[-1:] == ["once"])
    async with storage.writing() as work:  # the process was killed before it noted where it was
        await work.post.bookmarks.save("vk", str(VK_GROUP), begun)
    count = len(talking.texts())
    async with listening(storage, desk, notes.feature):
        await until(lambda: len(notes.done) == 2)
        await asyncio.sleep(0.1)
    assert len(talking.texts()) == count, "the answer is known by its mark, and stands there once"


async def test_a_stop_is_quick_and_gives_the_answers_first(
    storage: Storage, desk: Desk, talking: People, notes: Notes
) -> None:
    async with listening(storage, desk, notes.feature) as bot:
        await until(lambda: bot.adapter.ready)
        talking.notes("gate", path="wait")
        await asyncio.sleep(0.1)
        asyncio.get_running_loop().call_later(0.2, notes.gates["gate"].set)
        async with asyncio.timeout(15):
            await bot.stop()
        assert talking.texts()[-1] == "gate"
    assert await kept(storage) == newest(talking)


@pytest.mark.parametrize(
    "kind", ["failed1", "failed2", "failed3", "drop_request", "drop_answer", "not_json", "500", "502"]
)
async def test_no_trouble_of_the_stream_loses_an_event(
    storage: Storage, desk: Desk, talking: People, notes: Notes, kind: Kind
) -> None:
    async with listening(storage, desk, notes.feature) as bot:
        await until(lambda: bot.adapter.ready)
        talking.notes("before")
        await until(lambda: words(notes) == ["before"])
        desk.faults.add(Fault("a_check", kind, 2))
        talking.notes("wakes")  # ends the poll that is out; the next two go wrong
        await until(lambda: not desk.faults.waiting)
        talking.notes("after")
        await until(lambda: "after" in words(notes), 10)
    wanted = ["before", "wakes", "after"]
    assert [word for word in dict.fromkeys(words(notes)) if word in wanted] == wanted
    servers = len(desk.calls.of("groups.getLongPollServer"))
    assert servers == (1 if kind not in {"failed2", "failed3"} else 3)


async def test_a_key_that_grows_old_is_renewed_and_the_place_kept(storage: Storage, notes: Notes) -> None:
    async with serve(people=PEOPLE, vk_timing=Timing(key=0.3)) as desk:
        people = People(desk)
        people.start()
        async with listening(storage, desk, notes.feature) as bot:
            await until(lambda: bot.adapter.ready)
            for number in range(8):
                people.notes(f"word{number}")
                await asyncio.sleep(0.15)
            await until(lambda: len(notes.done) == 8, 10)
        assert words(notes) == [f"word{number}" for number in range(8)]
        assert len(desk.calls.of("groups.getLongPollServer")) >= 2


async def test_an_address_that_says_nothing_for_long_is_left_for_another(
    storage: Storage, desk: Desk, talking: People, notes: Notes
) -> None:
    async with listening(storage, desk, notes.feature) as bot:
        await until(lambda: bot.adapter.ready)
        desk.faults.add(Fault("a_check", "502", 3))
        talking.notes("wakes")  # ends the poll that is out
        await until(lambda: not desk.faults.waiting, 10)
        talking.notes("after")
        await until(lambda: words(notes) == ["wakes", "after"], 10)
    assert len(desk.calls.of("groups.getLongPollServer")) == 2


async def test_a_place_that_vk_forgot_is_told_and_the_rest_goes_on(storage: Storage, notes: Notes) -> None:
    async with serve(people=PEOPLE, vk_timing=Timing(kept=3)) as desk:
        people = People(desk)
        people.start()
        async with listening(storage, desk, notes.feature) as bot:
            await until(lambda: bot.adapter.ready)
        for number in range(6):
            people.notes(f"word{number}")
        with capture_logs() as logs:
            async with listening(storage, desk, notes.feature):
                await until(lambda: len(notes.done) == 3)
        assert words(notes) == ["word3", "word4", "word5"]
        assert "vk.events_lost" in [line["event"] for line in logs]


async def test_vk_is_not_asked_for_a_server_in_a_tight_loop(storage: Storage, desk: Desk, talking: People) -> None:
    desk.faults.add(Fault("a_check", "failed2", None))
    async with listening(storage, desk):
        await until(lambda: bool(desk.calls.of("groups.getLongPollServer")))
        await asyncio.sleep(0.2)  # a tight loop would ask dozens of times
    assert len(desk.calls.of("groups.getLongPollServer")) <= 2


@pytest.mark.parametrize("method", ["groups.getById", "groups.setLongPollSettings", "groups.getLongPollServer"])
@pytest.mark.parametrize("kind", ["10", "502", "not_json", "drop_request"])
async def test_vk_may_be_away_when_we_wake_up(
    storage: Storage, desk: Desk, talking: People, notes: Notes, method: str, kind: Kind
) -> None:
    desk.faults.add(Fault(method, kind, 1))
    async with listening(storage, desk, notes.feature) as bot:
        await until(lambda: bot.adapter.ready)
        await until(lambda: bool(desk.calls.of("groups.getLongPollServer")))
        await until(lambda: talking.vk.community.long_poll._waiting != set())
        talking.notes("word")
        await until(lambda: words(notes) == ["word"])


async def test_a_database_in_trouble_gets_the_same_events_again(
    storage: Storage, desk: Desk, talking: People, notes: Notes
) -> None:
    notes.troubles["second"] = 1
    async with listening(storage, desk, notes.feature) as bot:
        await until(lambda: bot.adapter.ready)
        for word in ("first", "second", "third"):
            talking.notes(word)
        await until(lambda: "third" in words(notes))
        await until(lambda: talking.texts()[-1] == "third")
    assert words(notes) == ["first", "second", "third"]


async def test_junk_in_the_stream_stops_nothing(storage: Storage, desk: Desk, talking: People, notes: Notes) -> None:
    async with listening(storage, desk, notes.feature) as bot:
        await until(lambda: bot.adapter.ready)
        for update in ALL:
            if "0" * 60 in json.dumps(update):
                continue  # the simulator's own JSON has no such numbers
            talking.vk.community.long_poll.put_raw(update)
        talking.notes("last", 1)
        await until(lambda: words(notes) == ["last"])


async def test_events_are_switched_on_and_a_missing_right_is_told_kindly(
    storage: Storage, desk: Desk, talking: People, notes: Notes
) -> None:
    async with listening(storage, desk) as bot:
        await until(lambda: bot.adapter.ready)
    (set_up,) = desk.calls.of("groups.setLongPollSettings")
    wanted = {"enabled": "1", "message_new": "1", "message_event": "1", "message_allow": "1", "message_deny": "1"}
    assert {name: str(set_up.params[name]) for name in wanted} == wanted
    desk.faults.add(Fault("groups.setLongPollSettings", "9", 1))
    with capture_logs() as logs:
        async with listening(storage, desk, notes.feature) as bot:
            await until(lambda: bot.adapter.ready)
            talking.notes("word")
            await until(lambda: words(notes) == ["word"])
    (line,) = [line for line in logs if line["event"] == "vk.long_poll_not_set"]
    assert "message_event" in line["mend"]


async def test_a_wrong_token_or_another_community_ends_it_with_the_key_to_correct(storage: Storage, desk: Desk) -> None:
    with pytest.raises(ExceptionGroup) as wrong:
        async with listening(storage, desk, token="vk1.WRONG") as bot:
            await until(lambda: bot.adapter.ready)
    assert wrong.group_contains(WrongToken, match=r"messengers\.vk\.token", depth=None)
    with pytest.raises(ExceptionGroup) as wrong:
        async with listening(storage, desk, group_id=7) as bot:
            await until(lambda: bot.adapter.ready)
    assert wrong.group_contains(WrongToken, match=r"messengers\.vk\.group_id is 7", depth=None)


async def test_check_says_who_we_are(storage: Storage, desk: Desk) -> None:
    async with listening(storage, desk) as bot:
        told = await bot.adapter.check()
    assert told["id"] == VK_GROUP
    assert told["screen_name"] == "simulator_fair"


async def test_neither_token_nor_key_is_ever_logged(storage: Storage, desk: Desk, talking: People) -> None:
    keys: set[str] = set()
    with capture_logs() as logs:
        async with listening(storage, desk) as bot:
            await until(lambda: bot.adapter.ready)
            await until(lambda: talking.vk.community.long_poll._keys != {})
            keys |= set(talking.vk.community.long_poll._keys)
            for kind in ("drop_request", "not_json", "502"):
                desk.faults.add(Fault("a_check", kind, 1))
                talking.notes("word")
                await until(lambda: not desk.faults.waiting)
    assert keys
    assert not [line for line in logs for secret in (VK_TOKEN, *keys) if secret in repr(line)]


async def test_a_killed_process_loses_nothing(desk: Desk, people: People, notes: Notes, database_file: Path) -> None:
    """The end without any farewell: another process on the same file goes on where the first one was."""
    people.start()
    first = Storage(f"sqlite:///{database_file}")
    await first.refresh()
    notes.gates["gate"].clear()
    brought = asyncio.Event()

    async def until_killed() -> None:
        async with listening(first, desk, notes.feature) as bot:
            await until(lambda: bot.adapter.ready)
            people.notes("gate", path="wait")
            people.notes("after")
            brought.set()
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as tasks:
        run = tasks.create_task(until_killed())
        await brought.wait()
        asked = len(desk.calls.of("a_check"))
        await until(lambda: len(desk.calls.of("a_check")) > asked)  # it has got what happened, and asks for more
        await asyncio.sleep(0.1)
        run.cancel()
    await first.close()
    assert words(notes) == []
    people.notes("meanwhile")
    notes.gates["gate"].set()
    second = Storage(f"sqlite:///{database_file}")
    await second.refresh()
    async with listening(second, desk, notes.feature):
        await until(lambda: len(notes.done) == 3)
    await second.close()
    assert words(notes) == ["gate", "after", "meanwhile"]
