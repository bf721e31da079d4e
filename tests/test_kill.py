"""The process is killed again and again while people of both messengers press: every press has its effect once."""

import asyncio
import csv
import io
import os
import random
import secrets
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from simulator.desk import Desk, NewPerson
from simulator.faults import Fault
from simulator.server import TOKEN, VK_GROUP, VK_TOKEN, serve
from simulator.telegram.people import Telegram
from simulator.vk.people import Vk
from simulator.vk.timing import Timing
from storage.database import Storage
from storage.importers.fair_file import FairFile
from tests.amount import tried
from tests.conftest import MORNING
from tests.databases import SqliteServer
from tests.handlers.database import fill
from tests.ports import closed_port

FAIRWAY = Path(sys.executable).with_name("fairway")
KILLS = int(os.environ.get("FAIRWAY_TEST_KILLS", tried(3, 6)))  # a start takes seconds; by hand it may be hundreds
LEDGER = (  # kept by the database itself: each change of a plan, one line
    "CREATE TABLE ledger (what TEXT)",
    "CREATE TRIGGER chosen AFTER INSERT ON subscriptions BEGIN INSERT INTO ledger VALUES ('remind'); END",
    "CREATE TRIGGER left_out AFTER DELETE ON subscriptions BEGIN INSERT INTO ledger VALUES ('forget'); END",
)
PEOPLE, SUBSCRIBERS = 8, 40
Plan = tuple[str, str, str]  # messenger, person, session
PAUSE = 0.04  # seconds between two presses in one messenger
ANSWER = {"telegram": "answerCallbackQuery", "vk": "messages.sendMessageEventAnswer"}
WAITING = 80  # presses of one messenger that nobody has answered, about: people wait for a program that is away
START = 180.0  # seconds that a slow machine may take
PATIENT = Timing(repeats=(2.0,) * 60)  # VK knocks for so long while we start


@pytest.fixture
def database(tmp_path: Path, small_fair: FairFile) -> str:
    """A database with the small fair, away from every other test."""
    SqliteServer(tmp_path).prepare("fairway", lambda storage: fill(storage, small_fair))
    return f"sqlite:///{tmp_path / 'fairway.db'}"


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with serve(clock=MORNING, patience=60, vk_timing=PATIENT) as desk:
        yield desk


class Bot:
    """`fairway run`, which dies and comes back."""

    def __init__(self, database: str, desk: Desk, more: Mapping[str, str] | None = None) -> None:
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith("FAIRWAY_")} | {
            "FAIRWAY_DATABASE__URL": database,
            "FAIRWAY_MESSENGERS__TELEGRAM__TOKEN": TOKEN,
            "FAIRWAY_MESSENGERS__TELEGRAM__API_URL": desk.url,
            "FAIRWAY_CLOCK__FOLLOW": f"{desk.url}/sim/clock",
            "FAIRWAY_WEB__PORT": "0",
            "FAIRWAY_LOG__LEVEL": "warning",
            "FAIRWAY_LIMITS__PER_SECOND": "1000",  # eight people press as fast as hundreds
            **(more or {}),
        }

    async def command(self, *words: str, folder: Path) -> asyncio.subprocess.Process:
        pipe = asyncio.subprocess.PIPE
        return await asyncio.create_subprocess_exec(
            FAIRWAY, *words, env=self._environment, cwd=folder, stdout=pipe, stderr=asyncio.subprocess.STDOUT
        )

    @asynccontextmanager
    async def running(self, folder: Path, death: signal.Signals) -> AsyncIterator[None]:
        """Runs while the block does, then gets the signal."""
        process = await self.command("run", folder=folder)
        try:
            yield
        finally:
            with suppress(ProcessLookupError):
                process.send_signal(death)
            said, _ = await asyncio.wait_for(process.communicate(), 15)
        assert process.returncode == (0 if death == signal.SIGTERM else -signal.SIGKILL), said.decode()


def telegram(desk: Desk) -> Telegram:
    messenger = desk.messengers["telegram"]
    assert isinstance(messenger, Telegram)
    return messenger


def vk(desk: Desk) -> Vk:
    messenger = desk.messengers["vk"]
    assert isinstance(messenger, Vk)
    return messenger


@pytest.fixture
def port() -> Iterator[int]:
    """Where the bot listens again and again, and in between nobody else."""
    with closed_port() as port:
        yield port


def with_vk(desk: Desk, mode: str, port: int = 0) -> dict[str, str]:
    """What switches VK on beside Telegram: by long poll, or by the Callback API at an address that outlives us."""
    section = {"token": VK_TOKEN, "group_id": str(VK_GROUP), "api_url": f"{desk.url}/vk", "mode": mode}
    web = {"PORT": str(port), "PUBLIC_URL": f"http://127.0.0.1:{port}"} if mode == "webhook" else {}
    section |= {"secret": "a secret"} if mode == "webhook" else {}
    return {f"FAIRWAY_MESSENGERS__VK__{name.upper()}": value for name, value in section.items()} | {
        f"FAIRWAY_WEB__{name}": value for name, value in web.items()
    }


def press(desk: Desk, person: int, data: str, messenger: str = "telegram") -> None:
    """A press, on a message that is forgotten, waits until the bot takes it."""
    if messenger == "vk":
        what = {"user_id": person, "peer_id": person, "event_id": secrets.token_hex(6), "payload": {"r": data}}
        vk(desk).put_update({"type": "message_event", "object": what})
        return
    who = {"id": person, "is_bot": False, "first_name": "Анна", "language_code": "ru"}
    query = {"id": str(random.getrandbits(60)), "from": who, "chat_instance": "1", "data": data}
    telegram(desk).put_update({"callback_query": query})


def meet(desk: Desk, number: int, messenger: str = "telegram") -> int:
    """Somebody who opens the bot."""
    person = desk.meet(NewPerson(f"Человек {number}", messenger=messenger))
    desk.messengers[messenger].start(desk.world.chats[f"{messenger}:{person.id}"], None)
    return person.id


async def until(condition: Callable[[], bool], seconds: float = START) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 (another process brings it about)
            await asyncio.sleep(0.01)


async def rows(database: str, query: str) -> list[Any]:
    storage = Storage(database, alone=False)
    async with storage.engine.begin() as connection:
        found = await connection.execute(text(query))
        told = list(found) if found.returns_rows else []
    await storage.close()
    return told


async def sessions_ahead(database: str) -> dict[int, str]:
    """Sessions of the next day by row number, with the organiser's ids."""
    return {row[0]: row[1] for row in await rows(database, "SELECT id, ref FROM sessions WHERE starts > '2020-04-28'")}


class Stream:
    """People press while they are answered: each subscribes to what is not in the plan yet and unsubscribes from it.

    VK's Callback API keeps no order: `ordered` false, and people only subscribe, some of them again and again.
    """

    def __init__(
        self, desk: Desk, people: list[int], sessions: dict[int, str], messenger: str, *, ordered: bool = True
    ) -> None:
        self._desk = desk
        self._people = people
        self._sessions = sessions
        self._messenger = messenger
        self._ordered = ordered
        self._dice = random.Random(7)
        self.plans: set[Plan] = set()
        self.pressed = 0
        self.changed = 0

    @property
    def answered(self) -> int:
        """How many presses were answered."""
        return len(self._desk.calls.of(ANSWER[self._messenger]))

    async def flow(self, stopped: asyncio.Event) -> None:
        waiting, heard = 0, self.answered
        while not stopped.is_set():
            heard, new = self.answered, self.answered - heard
            waiting = max(0, waiting - 2 * new)  # twice: the answers of the killed never come
            if waiting < WAITING:
                self._press()
                waiting += 1
            await asyncio.sleep(PAUSE)

    def _press(self) -> None:
        person, number = self._dice.choice(self._people), self._dice.choice(list(self._sessions))
        wish = (self._messenger, str(person), self._sessions[number])
        forget = self._ordered and wish in self.plans
        press(self._desk, person, f"forget:{number}" if forget else f"remind:{number}", self._messenger)
        self.changed += forget or wish not in self.plans
        self.plans = self.plans - {wish} if forget else self.plans | {wish}
        self.pressed += 1


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_every_press_has_its_effect_once_however_often_the_process_dies(
    database: str, desk: Desk, tmp_path: Path, mode: str, port: int
) -> None:
    for statement in LEDGER:
        await rows(database, statement)
    bot, dice = Bot(database, desk, with_vk(desk, mode, port)), random.Random(3)
    async with bot.running(tmp_path, signal.SIGTERM):  # from now on VK's events are ours
        await until(lambda: vk_listens(desk, mode))
    sessions = await sessions_ahead(database)
    streams = [
        Stream(desk, [meet(desk, number, name) for number in range(PEOPLE)], sessions, name, ordered=ordered)
        for name, ordered in (("telegram", True), ("vk", mode == "polling"))
    ]
    desk.faults.add(Fault("*", "latency", None, chance=0.3, seconds=0.03))
    stopped = asyncio.Event()

    async with asyncio.TaskGroup() as tasks:
        for stream in streams:
            tasks.create_task(stream.flow(stopped))
        for number in range(KILLS):
            async with bot.running(tmp_path, signal.SIGTERM if number % 2 else signal.SIGKILL):
                enough = [(stream, stream.answered + dice.randint(5, 40)) for stream in streams]
                await until(lambda: all(stream.answered >= count for stream, count in enough))  # noqa: B023 (over before the next round)
        stopped.set()
    pressed = sum(stream.pressed for stream in streams)
    async with bot.running(tmp_path, signal.SIGTERM):
        await until_noted(database, pressed + 2 * PEOPLE)
        await until(lambda: not telegram(desk).account.updates.waiting())
    assert await subscriptions(bot, tmp_path) == set().union(*(stream.plans for stream in streams))
    ((changes,),) = await rows(database, "SELECT count(*) FROM ledger")
    assert changes == sum(stream.changed for stream in streams)
    ((events,),) = await rows(database, "SELECT count(*) FROM events")
    assert events == pressed + 2 * PEOPLE


async def until_noted(database: str, count: int) -> None:
    """Until so many events have committed; on a slow machine many wait, so long as it goes on."""
    noted = -1
    while noted < count:
        async with asyncio.timeout(START):
            while (now := (await rows(database, "SELECT count(*) FROM events"))[0][0]) == noted:  # noqa: ASYNC110 (as above)
                await asyncio.sleep(0.1)
        noted = now


def vk_listens(desk: Desk, mode: str) -> bool:
    """Whether VK would bring the bot what happens now."""
    if mode == "polling":
        return bool(vk(desk).community.long_poll._waiting)
    return any(server.status == "ok" and server.kinds for server in vk(desk).community.callbacks.servers.values())


async def subscriptions(bot: Bot, folder: Path) -> set[Plan]:
    export = await bot.command("export", "subscriptions", folder=folder)
    said, _ = await export.communicate()
    assert export.returncode == 0, said.decode()
    table = said.decode()
    lines = list(csv.DictReader(io.StringIO(table[table.index("messenger,") :])))  # below what goes to stderr
    told = {(line["messenger"], line["user"], line["session"]) for line in lines}
    assert len(told) == len(lines)
    return told


async def test_reminders_survive_the_process_and_only_what_was_in_flight_comes_twice(
    database: str, desk: Desk, tmp_path: Path
) -> None:
    bot = Bot(database, desk)
    bot._environment["FAIRWAY_REMINDERS__LEADS"] = "[10]"  # one letter for each, and none that waits for the start
    ((session,),) = await rows(database, "SELECT id FROM sessions WHERE ref = 'reading'")
    people = [meet(desk, number) for number in range(SUBSCRIBERS)]
    for person in people:
        press(desk, person, f"remind:{session}")

    def reminded() -> Counter[str]:
        sent = [call for call in desk.calls.of("sendMessage", since) if call.status == 200]
        return Counter(call.params["chat_id"] for call in sent)

    async with bot.running(tmp_path, signal.SIGKILL):
        await until(lambda: len(desk.calls.of("answerCallbackQuery")) == SUBSCRIBERS)
        await until(lambda: len(desk.calls.of("sendMessage")) >= 2 * SUBSCRIBERS)
        since = desk.calls.of()[-1].n
        desk.faults.add(Fault("sendMessage", "latency", None, chance=0.5, seconds=0.5))
        desk.clock.advance(timedelta(minutes=6))
        await until(lambda: len(reminded()) >= 5)
    in_flight = {row[0] for row in await rows(database, "SELECT chat FROM outbox WHERE state = 'sending'")}
    assert in_flight
    await rows(database, "UPDATE outbox SET held_until = 0")  # as if the minute of their lease had passed
    async with bot.running(tmp_path, signal.SIGTERM):
        await until(lambda: len(reminded()) == SUBSCRIBERS)
        desk.faults.clear()
    ends = await rows(database, "SELECT state, count(*) FROM outbox GROUP BY state")
    assert [tuple(end) for end in ends] == [("delivered", SUBSCRIBERS)]
    assert set(reminded()) == {str(person) for person in people}
    assert {person for person, times in reminded().items() if times > 1} <= in_flight
    assert max(reminded().values()) <= 2


async def test_a_wrong_token_ends_with_a_clear_word_and_its_own_code(database: str, desk: Desk, tmp_path: Path) -> None:
    bot = Bot(database, desk)
    bot._environment["FAIRWAY_MESSENGERS__TELEGRAM__TOKEN"] = "42:WRONG"
    process = await bot.command("run", folder=tmp_path)
    said, _ = await asyncio.wait_for(process.communicate(), START)
    assert process.returncode == 3, said.decode()
    assert "messengers.telegram.token" in said.decode()
    assert "Traceback" not in said.decode()
    assert "42:WRONG" not in said.decode()
