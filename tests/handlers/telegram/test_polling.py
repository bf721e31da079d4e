"""Long polling: nothing lost, nothing twice, nobody waits for another, and no trouble ends it."""

import asyncio
from pathlib import Path

import pytest

from dialogs.engine.adapter import WrongToken
from dialogs.kit.phrase import LANGUAGES
from simulator.desk import Desk
from simulator.faults import Fault, Kind
from simulator.server import TOKEN, serve
from simulator.telegram.people import Telegram
from storage.database import Storage
from tests.conftest import MORNING
from tests.databases import SqliteFile
from tests.handlers.running import Notes, until
from tests.handlers.telegram.running import listening
from tests.handlers.telegram.samples import ALL, ANNA, GROUP, message, press
from tests.ports import closed_port
from tests.simulator.control import ANNA as ANNA_ID
from tests.simulator.control import EMMA as EMMA_ID
from tests.simulator.control import Control


def telegram(desk: Desk) -> Telegram:
    messenger = desk.messengers["telegram"]
    assert isinstance(messenger, Telegram)
    return messenger


def notes_press(desk: Desk, word: str, person: int = ANNA_ID, path: str = "note") -> int:
    """A press as it waits in the bot's queue; its number."""
    update = press(data=f"{path}:{word}", **{"from": ANNA | {"id": person}})
    update["callback_query"]["message"]["chat"] = {"id": person, "type": "private"}
    del update["update_id"]
    return telegram(desk).put_update(update)


def waiting(desk: Desk) -> int:
    """Updates that nobody has confirmed."""
    return len(telegram(desk).account.updates.waiting())


def texts(desk: Desk, person: int = ANNA_ID) -> list[str]:
    """What the bot has written to a person."""
    return [post.text for post in desk.world.chats[f"telegram:{person}"].messages.values() if not post.out]


@pytest.fixture
async def people(sim: Control) -> None:
    """Anna and Emma have opened the bot before it woke up."""
    await sim.act("start")
    await sim.act("start", person=EMMA_ID)


@pytest.fixture
def notes() -> Notes:
    return Notes()


async def test_a_person_opens_the_bot_and_goes_on_by_its_buttons(storage: Storage, desk: Desk, sim: Control) -> None:
    async with listening(storage, desk.url):
        await sim.act("start")
        await until(lambda: len(texts(desk)) == 1)
        chat = await sim.chat()
        welcome = chat["messages"][-1]
        await sim.act("press", message=welcome["id"], row=0, column=0)
        await until(lambda: texts(desk) != [welcome["text"]])
        assert len(texts(desk)) == 1, "a press edits the screen that it was pressed on"
    assert waiting(desk) == 0


@pytest.mark.usefixtures("people")
async def test_one_person_s_presses_keep_their_order(storage: Storage, desk: Desk, notes: Notes) -> None:
    words = [f"word{number}" for number in range(20)]
    for word in words:
        notes_press(desk, word)
    async with listening(storage, desk.url, notes.feature):
        await until(lambda: texts(desk)[-1:] == ["word19"])
    assert notes.done == [(str(ANNA_ID), word) for word in words]
    assert [text for text in texts(desk) if text in words] == words


@pytest.mark.usefixtures("people")
async def test_different_people_do_not_wait_for_one_another(storage: Storage, desk: Desk, notes: Notes) -> None:
    notes_press(desk, "gate", path="wait")
    notes_press(desk, "after")
    notes_press(desk, "quick", EMMA_ID)
    async with listening(storage, desk.url, notes.feature):
        await until(lambda: "quick" in texts(desk, EMMA_ID))
        assert notes.done == [(str(EMMA_ID), "quick")]
        notes.gates["gate"].set()
        await until(lambda: "after" in texts(desk))


@pytest.mark.usefixtures("people")
async def test_nothing_is_confirmed_before_all_of_it_is_committed(storage: Storage, desk: Desk, notes: Notes) -> None:
    async with listening(storage, desk.url, notes.feature) as bot:
        await until(lambda: bot.adapter.ready and not waiting(desk))
        notes_press(desk, "gate", path="wait")
        notes_press(desk, "quick", EMMA_ID)
        await until(lambda: len(notes.done) == 1)
        await asyncio.sleep(0.1)
        assert waiting(desk) == 2
        notes.gates["gate"].set()
        await until(lambda: not waiting(desk))
    assert len(notes.done) == 2


@pytest.mark.usefixtures("people")
async def test_a_slow_answer_holds_up_nobody_s_next_press(storage: Storage, desk: Desk, notes: Notes) -> None:
    async with listening(storage, desk.url, notes.feature) as bot:
        await until(lambda: bot.adapter.ready and not waiting(desk))
        desk.faults.add(Fault("sendMessage", "latency", seconds=5))
        notes_press(desk, "slow")
        await until(lambda: len(notes.done) == 1)
        async with asyncio.timeout(4.5):
            notes_press(desk, "next")
            notes_press(desk, "other", EMMA_ID)
            await until(lambda: len(notes.done) == 3 and not waiting(desk))
            await until(lambda: "other" in texts(desk, EMMA_ID))
        assert "slow" not in texts(desk)
        await until(lambda: texts(desk)[-2:] == ["slow", "next"])


@pytest.mark.usefixtures("people")
async def test_who_presses_faster_than_answers_leave_gets_the_newest(
    storage: Storage, desk: Desk, notes: Notes
) -> None:
    for number in range(90):
        notes_press(desk, f"word{number}")
    async with listening(storage, desk.url, notes.feature):
        await until(lambda: texts(desk)[-1:] == ["word89"])
    assert len(notes.done) == 90
    assert len(texts(desk)) < 60


@pytest.mark.usefixtures("people")
async def test_a_flood_answer_is_waited_for(storage: Storage, desk: Desk, notes: Notes) -> None:
    async with listening(storage, desk.url, notes.feature) as bot:
        await until(lambda: bot.adapter.ready and not waiting(desk))
        desk.faults.add(Fault("sendMessage", "429", seconds=1))
        notes_press(desk, "patient")
        await until(lambda: "patient" in texts(desk))


@pytest.mark.usefixtures("people")
async def test_what_the_database_could_not_take_comes_again_and_nothing_twice(
    storage: Storage, desk: Desk, notes: Notes
) -> None:
    notes.troubles["second"] = 1
    for word in ("first", "second", "third"):
        notes_press(desk, word)
    notes_press(desk, "other", EMMA_ID)
    async with listening(storage, desk.url, notes.feature):
        await until(lambda: len(notes.done) == 4)
    anna, emma = str(ANNA_ID), str(EMMA_ID)
    assert [word for person, word in notes.done if person == anna] == ["first", "second", "third"]
    assert notes.done.count((emma, "other")) == 1
    assert waiting(desk) == 0


@pytest.mark.usefixtures("people")
async def test_a_database_that_is_away_loses_nothing(
    storage: Storage, desk: Desk, database_file: Path, notes: Notes
) -> None:
    async with listening(storage, desk.url, notes.feature) as bot:
        await until(lambda: bot.adapter.ready and not waiting(desk))
        async with SqliteFile(database_file).broken():
            notes_press(desk, "while")
            await asyncio.sleep(0.3)
            assert waiting(desk) == 1
        await until(lambda: not waiting(desk))
    assert notes.done.count((str(ANNA_ID), "while")) == 1


@pytest.mark.usefixtures("people")
async def test_the_same_button_five_times_at_once_has_one_effect_and_five_answers(storage: Storage, desk: Desk) -> None:
    (session, *_) = storage.catalogue.sessions
    async with listening(storage, desk.url) as bot:
        await until(lambda: bot.adapter.ready and not waiting(desk))
        since = desk.calls.of()[-1].n
        for _ in range(5):
            update = press(data=f"remind:{session}")
            del update["update_id"]
            telegram(desk).put_update(update)
        await until(lambda: len(desk.calls.of("answerCallbackQuery", since)) == 5)
    async with storage.reading() as work:
        lines = [line async for line in work.plans.subscriptions.lines()]
    assert [(line.messenger, line.user) for line in lines] == [("telegram", str(ANNA_ID))]


@pytest.mark.usefixtures("people")
async def test_whatever_comes_is_survived_and_groups_hear_nothing(storage: Storage, desk: Desk, notes: Notes) -> None:
    sendable = [update for update in ALL if "000000000000000000000" not in str(update)]
    for update in (*sendable, message(chat=GROUP, text="/start"), message(text="👍" * 4096), {"update_id": 731000001}):
        body = {name: value for name, value in update.items() if name != "update_id"}
        telegram(desk).put_update(body)
    async with listening(storage, desk.url, notes.feature) as bot:
        notes_press(desk, "alive")
        await until(lambda: "alive" in texts(desk) and not waiting(desk))
        assert bot.adapter.ready
    assert {call.params["chat_id"] for call in desk.calls.of("sendMessage")} <= {str(ANNA_ID), str(EMMA_ID)}


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("kind", ["not_json", "502", "drop_answer", "429"])
async def test_a_poll_that_goes_wrong_is_tried_again(storage: Storage, desk: Desk, notes: Notes, kind: Kind) -> None:
    desk.faults.add(Fault("getUpdates", kind))
    notes_press(desk, "word")
    async with listening(storage, desk.url, notes.feature):
        await until(lambda: len(notes.done) == 1)


@pytest.mark.usefixtures("people")
async def test_another_poller_is_survived(storage: Storage, desk: Desk, sim: Control, notes: Notes) -> None:
    async with listening(storage, desk.url, notes.feature) as bot:
        await until(lambda: bot.adapter.ready and not waiting(desk))
        assert await sim.updates() == []
        await sim.api("getUpdates", timeout=1, offset=-1)
        await until(lambda: any(call.status == 409 for call in desk.calls.of("getUpdates")))
        await until(lambda: bot.weather.refusals == {"rival"})
        notes_press(desk, "word")
        await until(lambda: "word" in texts(desk))
        await until(lambda: not bot.weather.refusals)


@pytest.mark.usefixtures("people")
async def test_a_webhook_of_former_days_is_taken_away_without_dropping_what_waits(
    storage: Storage, desk: Desk, sim: Control, notes: Notes
) -> None:
    await sim.result("setWebhook", url="http://127.0.0.1:9/hook")
    notes_press(desk, "word")
    async with listening(storage, desk.url, notes.feature):
        await until(lambda: len(notes.done) == 1)


@pytest.mark.usefixtures("people")
async def test_stopping_finishes_what_began_and_confirms_it(storage: Storage, desk: Desk, notes: Notes) -> None:
    async with listening(storage, desk.url, notes.feature) as bot:
        await until(lambda: bot.adapter.ready and not waiting(desk))
        notes_press(desk, "gate", path="wait")
        await until(lambda: "gate" in notes.gates)
        bot.adapter.stop()
        notes.gates["gate"].set()
        await bot.stop()
        assert texts(desk)[-1] == "gate"
        assert waiting(desk) == 0


async def test_an_idle_bot_stops_at_once(storage: Storage, desk: Desk) -> None:
    async with listening(storage, desk.url) as bot:
        await until(lambda: bot.adapter.ready and bool(desk.calls.of("deleteWebhook")))
        await asyncio.sleep(0.05)
        async with asyncio.timeout(15):
            await bot.stop()


async def test_an_unreachable_telegram_is_tried_again(storage: Storage) -> None:
    with closed_port() as port:
        async with listening(storage, f"http://127.0.0.1:{port}") as bot:
            await asyncio.sleep(0.2)
            assert not bot.adapter.ready
            async with serve(port=port, clock=MORNING) as desk:
                await until(lambda: bot.adapter.ready)
                await until(lambda: bool(desk.calls.of("deleteWebhook")))
                await bot.stop()


@pytest.mark.parametrize("token", ["42:WRONG", "7:" + "x" * 35])
async def test_a_wrong_token_is_told(storage: Storage, desk: Desk, token: str) -> None:
    with pytest.raises(ExceptionGroup) as raised:
        async with listening(storage, desk.url, token=token) as bot:
            await until(lambda: bot.adapter.ready)
    assert raised.group_contains(WrongToken, match=r"messengers\.telegram\.token")


async def test_what_does_not_look_like_a_token_is_told_at_once(storage: Storage, desk: Desk) -> None:
    with pytest.raises(WrongToken, match=r"messengers\.telegram\.token"):
        async with listening(storage, desk.url, token="not a token"):
            pass


async def test_the_commands_are_published_in_every_language(storage: Storage, desk: Desk, sim: Control) -> None:
    async with listening(storage, desk.url) as bot:
        await until(lambda: bot.adapter.ready)
    private = {"type": "all_private_chats"}
    lists = {
        language: await sim.result("getMyCommands", scope=private, language_code=language)
        for language in ("", *LANGUAGES)
    }
    names = [command["command"] for command in lists["ru"]]
    assert names[0] == "start"
    assert {"menu", "now", "plan", "settings", "help", "stop", "privacy", "forget"} <= set(names)
    assert all([command["command"] for command in commands] == names for commands in lists.values())
    assert lists[""] == lists["ru"] != lists["en"]


async def test_commands_that_are_refused_do_not_keep_the_bot_away(storage: Storage, desk: Desk) -> None:
    desk.faults.add(Fault("setMyCommands", "502"))
    async with listening(storage, desk.url) as bot:
        await until(lambda: bot.adapter.ready)


async def test_only_what_is_handled_is_asked_for(storage: Storage, desk: Desk) -> None:
    async with listening(storage, desk.url) as bot:
        await until(lambda: bot.adapter.ready and telegram(desk).account.updates.allowed != ())
        assert telegram(desk).account.updates.allowed == (
            *("message", "edited_message", "callback_query", "inline_query", "my_chat_member"),
        )
        assert TOKEN not in str(desk.calls.of())
