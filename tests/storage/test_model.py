"""A model of the whole promise: people come and go, sessions move, the program is reloaded and dies, letters arrive.

Whatever happens in whatever order: letters are accounted for at every moment, nobody is reminded of what they did not
choose or what does not take place, and who had chosen a session before its lead time is reminded before it starts.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from dialogs.features import registry
from dialogs.kit.letter import Reading
from dialogs.kit.policy import Policy, ReminderPolicy
from dialogs.news.sessions import load_fair
from storage.database import Storage
from storage.importers.fair_file import FairFile
from storage.migrating import migrate
from storage.people.people import Person
from storage.post.claims import Claimed
from tests.amount import tried
from tests.conftest import FAIRS
from tests.storage.making import LEASE, NOW, PAPER, number_of, people

LEAD = 10
POLICY = Policy(ReminderPolicy(leads=(LEAD,)), rates={PAPER: 30})
REGISTRY = registry()
SESSIONS = ("reading", "play", "trade")
TIMES = ("2020-04-27T10:00:00+03:00", "2020-04-27T10:40:00+03:00", "2020-04-27T11:15:00+03:00")
SUBSCRIBERS = 3

_T = TypeVar("_T")


class Reminding(RuleBasedStateMachine):
    """The program as one process after another runs it, beside what must be true of it."""

    prepared: ClassVar[Path]
    file: ClassVar[FairFile]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.mkdtemp()
        self.now, self.clock = NOW, 1_000.0
        self.chosen: dict[tuple[int, str], datetime] = {}
        self.reminded: set[tuple[int, datetime]] = set()
        self.current = self.file

    @initialize()
    def open(self) -> None:
        shutil.copy(self.prepared, self.folder + "/fair.db")
        self._start()
        self.everybody = self._run(people(self.storage, SUBSCRIBERS))

    def teardown(self) -> None:
        try:
            if hasattr(self, "storage"):
                self._run(self._everything_arrives())
        finally:
            if hasattr(self, "storage"):
                self._run(self.storage.close())
            self.runner.close()
            shutil.rmtree(self.folder)

    @rule(who=st.integers(0, SUBSCRIBERS - 1), session=st.sampled_from(SESSIONS))
    def subscribe(self, who: int, session: str) -> None:
        self._run(self._subscribe(self.everybody[who], session))
        self.chosen.setdefault((self.everybody[who].id, session), self.now)

    @rule(who=st.integers(0, SUBSCRIBERS - 1), session=st.sampled_from(SESSIONS))
    def unsubscribe(self, who: int, session: str) -> None:
        self._run(self._unsubscribe(self.everybody[who], session))
        self.chosen.pop((self.everybody[who].id, session), None)

    @rule(session=st.sampled_from(SESSIONS), starts=st.sampled_from(TIMES))
    def move(self, session: str, starts: str) -> None:
        self._change(session, starts=datetime.fromisoformat(starts))

    @rule(session=st.sampled_from(SESSIONS), status=st.sampled_from(["cancelled", "scheduled"]))
    def cancel_or_restore(self, session: str, status: str) -> None:
        self._change(session, status=status)

    @rule(minutes=st.integers(1, 20))
    def time_passes(self, minutes: int) -> None:
        for _ in range(minutes):
            self._run(self._minute())

    @rule(sent=st.booleans())
    def dies_while_sending(self, sent: bool) -> None:
        """A process claims, perhaps sends, and is no more; another one starts."""
        letters = self._run(self._claim())
        if sent:
            for letter in letters:
                self._run(self._send(letter, noted=False))
        self._run(self.storage.close())
        self._start()

    @invariant()
    def letters_are_accounted_for(self) -> None:
        if hasattr(self, "storage"):
            posted, counts = self._run(self._accounts())
            assert sum(counts.values()) == posted

    def _start(self) -> None:
        self.storage = Storage(f"sqlite:///{self.folder}/fair.db")
        self._run(self.storage.refresh())

    def _run(self, what: Coroutine[Any, Any, _T]) -> _T:
        return self.runner.run(what)

    def _change(self, session: str, **values: object) -> None:
        entries = (e.model_copy(update=values) if e.id == session else e for e in self.current.sessions)
        self.current = self.current.model_copy(update={"sessions": tuple(entries)})
        self._run(load_fair(self.storage, self.current, FAIRS, self.now, POLICY.notice_minutes))
        self._run(self.storage.refresh())

    async def _subscribe(self, person: Person, session: str) -> None:
        async with self.storage.writing() as work:
            await work.plans.subscriptions.add(person.id, number_of(self.storage, session), self.now)

    async def _unsubscribe(self, person: Person, session: str) -> None:
        async with self.storage.writing() as work:
            await work.plans.subscriptions.remove(person.id, number_of(self.storage, session))

    async def _accounts(self) -> tuple[int, dict[Any, int]]:
        async with self.storage.engine.connect() as connection:
            found = await connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'")
            posted = found.scalar_one_or_none() or 0
        async with self.storage.reading() as work:
            return posted, dict(await work.outbox.counts())

    async def _minute(self) -> None:
        self.now += timedelta(minutes=1)
        self.clock += 60
        for job in REGISTRY.jobs:
            if int(self.clock // 60) % max(1, round(job.seconds / 60)) == 0:  # at its interval
                await job.run(self.storage, POLICY, self.now)
        while letters := await self._claim():
            for letter in letters:
                await self._send(letter, noted=True)

    async def _claim(self) -> list[Claimed]:
        async with self.storage.writing() as work:
            await work.outbox.expire(PAPER, self.now, self.clock)
            return await work.post.claims.take(PAPER, 10, self.now, self.clock, LEASE - 1)

    async def _send(self, letter: Claimed, *, noted: bool) -> None:
        kind, draw = REGISTRY.drawings[letter.kind]
        async with self.storage.writing() as work:
            card = (await work.post.standing.under([letter])).get(letter.id)
            person = await work.people.load(letter.person_id or 0)
            assert person is not None
            reading = Reading(self.now, self.storage.catalogue, person, letter.address, work, again=card is not None)
            drawn = await draw(kind.read(letter.about), reading)
            if drawn is not None and letter.kind == "reminder" and card is None:
                self._remind(person, datetime.fromtimestamp(letter.about["slot"] * 60, self.now.tzinfo))
            if noted:
                await work.post.claims.end([letter], "dropped" if drawn is None else "delivered", self.now)
                if drawn is not None and letter.key is not None:
                    await work.post.standing.note([(letter, f"m{letter.id}", False)])

    def _remind(self, person: Person, slot: datetime) -> None:
        """A new reminder arrives: there must be a reason for it."""
        assert any(self._takes_place(session, slot) for who, session in self.chosen if who == person.id)
        assert self.now < slot + timedelta(hours=1)
        self.reminded.add((person.id, slot))

    def _takes_place(self, session: str, slot: datetime) -> bool:
        found = self.storage.catalogue.session_named(session)
        return found is not None and not found.cancelled and found.starts == slot

    async def _everything_arrives(self) -> None:
        """From here on nothing changes: who is in time is reminded in time."""
        expected = set()
        for (who, session), since in self.chosen.items():
            found = self.storage.catalogue.session_named(session)
            assert found is not None
            if found.starts is None or found.cancelled:
                continue
            remind_at = found.starts - timedelta(minutes=LEAD)
            if since <= remind_at and self.now < remind_at:
                expected.add((who, found.starts))
        while self.now < NOW + timedelta(minutes=91):
            await self._minute()
        assert expected <= self.reminded


async def _prepare(storage: Storage, file: FairFile) -> None:
    await migrate(storage)
    await load_fair(storage, file, FAIRS, NOW, POLICY.notice_minutes)
    await storage.close()


def test_the_promise_holds_in_every_order(tmp_path: Path, small_fair: FairFile) -> None:
    Reminding.prepared, Reminding.file = tmp_path / "fair.db", small_fair
    asyncio.run(_prepare(Storage(f"sqlite:///{Reminding.prepared}"), small_fair))
    bounds = settings(
        max_examples=tried(6, 30),
        stateful_step_count=20,
        deadline=None,
        phases=[Phase.reuse, Phase.generate],  # to shrink a failure takes minutes, and twenty steps can be read
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    run_state_machine_as_test(Reminding, settings=bounds)
