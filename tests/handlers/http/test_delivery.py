"""Letters to the chat beside the fair's player, as the simulator keeps it: none is lost, none stands there wrongly."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from aiohttp import ClientSession

import handlers
from dialogs.features import book, home
from dialogs.kit.adapter import Adapter, Desk
from dialogs.kit.bookmark import Bookmark
from dialogs.kit.dispatch import Dispatch
from dialogs.kit.feature import Drawing
from dialogs.kit.letter import Letter, Reading
from dialogs.kit.library import Library
from dialogs.kit.screen import Notice
from dialogs.kit.visit import Habits
from scheduler.delivery import Delivery
from simulator import desk as simulated
from simulator.faults import Fault, Kind
from simulator.server import serve
from simulator.site import SECRET
from storage.address import Address
from storage.database import Storage
from storage.outbox import Lane, Posting
from tests.handlers.http.machine import Machine
from tests.scheduler.script import RealTime, StillClock, counts, run_until
from tests.storage.making import NOW


@dataclass(frozen=True, slots=True)
class Passed(Letter):
    """A question that was passed to the chat of its session, or taken back."""

    question: int
    kind: ClassVar[str] = "passed"


@dataclass
class Fair:
    """The site's chat, what stands behind it, and which questions are passed now."""

    desk: simulated.Desk
    adapter: Adapter
    storage: Storage
    session: ClientSession
    passed: dict[int, str] = field(default_factory=dict)
    clock: StillClock = field(default_factory=StillClock)
    real_time: RealTime = field(default_factory=RealTime)

    @property
    def chat(self) -> Address:
        return Address("http", f"{self.desk.url}/sim/site/hall/1")

    def delivery(self) -> Delivery:
        drawings: dict[str, tuple[type[Letter], Drawing]] = {"passed": (Passed, self._draw)}
        return Delivery(self.storage, self.adapter.messenger, drawings, self.clock, "a", self.real_time)

    async def tell(self, question: int, to: Address | None = None) -> None:
        """Post the letter that keeps this question true."""
        times = (NOW, NOW + timedelta(minutes=1), NOW + timedelta(hours=1))
        letter = Posting("passed", {"question": question}, Lane.SERVICE, *times, key=f"passed-{question}")
        async with self.storage.writing() as work:
            await work.outbox.put(letter, to or self.chat)

    async def until(self, **ends: int) -> None:
        """Deliver until so many letters are in each state."""

        async def enough() -> bool:
            return await counts(self.storage) == ends

        await run_until(self.delivery(), enough)

    async def until_it_went_wrong(self, kind: Kind, times: int = 1) -> None:
        """Deliver until that has happened so often, and what is known of it is noted."""
        self.desk.faults.add(Fault("site", kind, times))

        async def enough() -> bool:
            return not self.desk.faults.waiting and "sending" not in await counts(self.storage)

        await run_until(self.delivery(), enough)
        self.real_time.ahead += 300  # nobody wants to wait for the back-off

    async def stands(self) -> list[dict[str, Any]]:
        """What people see beside the player."""
        async with self.session.get(f"{self.desk.url}/sim/site/messages") as answer:
            told: list[dict[str, Any]] = await answer.json()
        return told

    async def _draw(self, letter: Letter, _reading: Reading) -> Notice:
        assert isinstance(letter, Passed)
        text = self.passed.get(letter.question)
        if text is None:
            return Notice("question.withdrawn", (("question", letter.question),))
        return Notice("question.passed", (("question", letter.question), ("text", text)))


@pytest.fixture
async def fair(storage: Storage) -> AsyncIterator[Fair]:
    dispatch = Dispatch(book(), storage, StillClock(), Habits(), home)
    desk = Desk(dispatch, Library(storage, "http"), Bookmark(storage, "http"), None)
    adapter = handlers.connect("http", handlers.settings("http", {"secret": SECRET, "timeout": 1}), desk)
    async with serve() as simulator, ClientSession() as session:
        yield Fair(simulator, adapter, storage, session)
        await adapter.close()


async def test_a_question_stands_beside_the_player_once_and_signed(fair: Fair) -> None:
    fair.passed[7] = "С чего начать?"
    await fair.tell(7)
    await fair.until(delivered=1)
    (message,) = await fair.stands()
    assert (message["path"], message["question"], message["signed"]) == ("hall/1", 7, True)
    assert message["body"]["text"] == "С чего начать?"
    assert message["key"] == message["body"]["id"]


async def test_a_question_taken_back_is_gone(fair: Fair) -> None:
    fair.passed[7] = "С чего начать?"
    await fair.tell(7)
    await fair.until(delivered=1)
    del fair.passed[7]
    await fair.tell(7)
    await fair.until(delivered=2)
    assert await fair.stands() == []
    first, second = fair.desk.calls.of("site")
    assert first.params["key"] != second.params["key"]


async def test_a_lost_answer_brings_the_event_again_and_shows_it_once(fair: Fair) -> None:
    fair.passed[7] = "С чего начать?"
    await fair.tell(7)
    await fair.until_it_went_wrong("drop_answer")
    await fair.until(delivered=1)
    first, again = fair.desk.calls.of("site")
    assert first.params == again.params
    assert len(await fair.stands()) == 1


async def test_a_question_taken_back_before_we_know_that_it_arrived_is_gone(fair: Fair) -> None:
    """The site would take the taking back for a repetition if it came under the number of the passing."""
    fair.passed[7] = "С чего начать?"
    await fair.tell(7)
    await fair.until_it_went_wrong("drop_answer")
    assert len(await fair.stands()) == 1
    del fair.passed[7]
    await fair.tell(7)
    await fair.until(delivered=1, superseded=1)
    assert await fair.stands() == []


@pytest.mark.parametrize("kind", ["500", "502", "drop_request"])
async def test_a_site_that_was_down_is_told_when_it_is_back(fair: Fair, kind: Kind) -> None:
    questions = range(1, 4)
    for number in questions:
        fair.passed[number] = f"Вопрос {number}"
        await fair.tell(number)
    await fair.until_it_went_wrong(kind, times=len(questions))
    assert await fair.stands() == []
    await fair.until(delivered=3)
    assert sorted(message["question"] for message in await fair.stands()) == list(questions)


async def test_a_site_in_trouble_keeps_no_other_waiting(fair: Fair, machine: Machine) -> None:
    machine.answers(429, Retry_After="600")
    fair.passed |= {1: "Раз", 2: "Два"}
    await fair.tell(1, Address("http", machine.url))
    await fair.tell(2)
    await fair.until(waiting=1, delivered=1)
    assert [message["question"] for message in await fair.stands()] == [2]


async def test_an_address_that_is_no_more_ends_its_letters(fair: Fair, machine: Machine) -> None:
    machine.answers(410)
    await fair.tell(1, Address("http", machine.url))
    await fair.until(gone=1)
    assert len(machine.got) == 1
