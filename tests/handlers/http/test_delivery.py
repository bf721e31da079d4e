"""Passed questions on their way to the chat beside the fair's player, kept by the simulator: true and never lost."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import ClientSession

import handlers
from dialogs.engine.adapter import Adapter, Toolbox
from dialogs.engine.bookmark import Bookmark
from dialogs.engine.dispatch import Dispatch
from dialogs.engine.library import Library
from dialogs.features import home, registry
from dialogs.kit.policy import Policy
from dialogs.moderation.letters import Passed, posting
from dialogs.news.questions import question_changed
from scheduler.delivery import Delivery
from simulator import desk as simulated
from simulator.faults import Fault, Kind
from simulator.server import serve
from simulator.site import SECRET
from storage.address import Address
from storage.database import Storage
from storage.questions.tables import Question, passed_key
from tests.handlers.http.machine import Machine
from tests.scheduler.script import RealTime, StillClock, counts, run_until
from tests.storage.asking import Hall


@dataclass
class Fair:
    """A hall whose questions are shown on the site, and what stands there."""

    hall: Hall
    desk: simulated.Desk
    adapter: Adapter
    session: ClientSession
    real_time: RealTime = field(default_factory=RealTime)

    @property
    def chat(self) -> Address:
        return Address("http", f"{self.desk.url}/sim/site/hall/1")

    async def passes(self, text: str, to: Address | None = None, *, anonymous: bool = False) -> Question:
        """Somebody asks, and a moderator passes it on."""
        anna, moderator, *_ = self.hall.crowd
        question = await self.hall.ask(anna, text, anonymous=anonymous)
        assert await self.hall.step(question, "take", moderator)
        assert await self.hall.step(question, "pass", moderator)
        letter = posting(Passed(question.id), self.hall.now, passed_key(question.id))
        async with self.hall.storage.writing() as work:
            await work.outbox.put(letter, to or self.chat)
        return question

    async def takes_back(self, question: Question) -> None:
        assert await self.hall.step(question, "retract", self.hall.crowd[1])
        async with self.hall.storage.writing() as work:
            changed = await work.questions.load(question.id)
            assert changed is not None
            await question_changed(work, changed, self.hall.now)

    async def settles(self) -> dict[str, int]:
        """Deliver until nothing can leave any more; how the letters to machines ended."""
        await run_until(self._delivery(), self._is_settled)
        return {state: count for state, count in (await counts(self.hall.storage)).items() if state != "waiting"}

    async def suffers(self, kind: Kind, times: int = 1) -> None:
        """Deliver until that has happened so often; afterwards so much time has passed that it may go again."""
        self.desk.faults.add(Fault("site", kind, times))

        async def enough() -> bool:
            return not self.desk.faults.waiting and await self._is_settled()

        await run_until(self._delivery(), enough)
        self.real_time.ahead += 300

    async def stands(self) -> list[dict[str, Any]]:
        """What people see beside the player."""
        async with self.session.get(f"{self.desk.url}/sim/site/messages") as answer:
            told: list[dict[str, Any]] = await answer.json()
        return told

    def _delivery(self) -> Delivery:
        clock = StillClock(self.hall.now)
        return Delivery(self.hall.storage, self.adapter.messenger, registry().drawings, clock, "a", self.real_time)

    async def _is_settled(self) -> bool:
        async with self.hall.storage.reading() as work:
            due = await work.outbox.due("http", self.hall.now, self.real_time())
        return not due and "sending" not in await counts(self.hall.storage)


@pytest.fixture
async def fair(storage: Storage) -> AsyncIterator[Fair]:
    dispatch = Dispatch(registry(), storage, StillClock(), Policy(), home)
    toolbox = Toolbox(dispatch, Library(storage, "http"), Bookmark(storage, "http"), None)
    adapter = handlers.connect("http", handlers.settings("http", {"secret": SECRET, "timeout": 1}), toolbox)
    async with serve() as simulator, ClientSession() as session:
        yield Fair(await Hall.open(storage), simulator, adapter, session)
        await adapter.close()


async def test_a_question_stands_beside_the_player_signed(fair: Fair) -> None:
    question = await fair.passes("С чего начать?", anonymous=True)
    assert await fair.settles() == {"delivered": 1}
    (message,) = await fair.stands()
    assert (message["path"], message["question"], message["signed"]) == ("hall/1", question.id, True)
    assert message["key"] == message["body"].pop("id")
    assert message["body"] == {
        "event": "question.passed",
        "question": question.id,
        "number": 1,
        "session": "reading",
        "text": "С чего начать?",
        "name": None,
        "joined": 0,
    }


async def test_a_question_taken_back_is_gone(fair: Fair) -> None:
    question = await fair.passes("С чего начать?")
    await fair.settles()
    await fair.takes_back(question)
    assert await fair.settles() == {"delivered": 2}
    assert await fair.stands() == []


async def test_a_lost_answer_brings_the_event_again_and_shows_it_once(fair: Fair) -> None:
    await fair.passes("С чего начать?")
    await fair.suffers("drop_answer")
    assert await fair.settles() == {"delivered": 1}
    first, again = fair.desk.calls.of("site")
    assert first.params == again.params
    assert len(await fair.stands()) == 1


async def test_a_question_taken_back_before_we_know_that_it_arrived_is_gone(fair: Fair) -> None:
    """The site would take the taking back for a repetition if it came under the number of the passing."""
    question = await fair.passes("С чего начать?")
    await fair.suffers("drop_answer")
    assert len(await fair.stands()) == 1
    await fair.takes_back(question)
    assert await fair.settles() == {"delivered": 1, "superseded": 1}
    assert await fair.stands() == []


@pytest.mark.parametrize("kind", ["500", "502", "drop_request"])
async def test_a_site_that_was_down_is_told_when_it_is_back(fair: Fair, kind: Kind) -> None:
    texts = ["Раз?", "Два?", "Три?"]
    for text in texts:
        await fair.passes(text)
    await fair.suffers(kind, times=len(texts))
    assert await fair.stands() == []
    assert await fair.settles() == {"delivered": len(texts)}
    assert sorted(message["body"]["text"] for message in await fair.stands()) == sorted(texts)


async def test_a_site_in_trouble_keeps_no_other_waiting(fair: Fair, machine: Machine) -> None:
    machine.answers(429, Retry_After="600")
    await fair.passes("Раз?", Address("http", machine.url))
    second = await fair.passes("Два?")
    assert await fair.settles() == {"delivered": 1}
    assert [message["question"] for message in await fair.stands()] == [second.id]
    assert len(machine.got) == 1


async def test_an_address_that_is_no_more_ends_its_letters(fair: Fair, machine: Machine) -> None:
    machine.answers(410)
    await fair.passes("С чего начать?", Address("http", machine.url))
    assert await fair.settles() == {"gone": 1}
    assert len(machine.got) == 1
