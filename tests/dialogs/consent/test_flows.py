"""A model of consents: whatever people give, write, order, take back and forget, no datum is kept without a live one.

They press what the program offers, go through with it or stop half-way; the fair ends, staff answer, jobs run.
"""

import asyncio
import random
import shutil
import tempfile
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import text

from dialogs.callback.routes import AskCallback, CancelCall
from dialogs.contacts.routes import DeleteCard, Provide, Withdraw
from dialogs.kit.screen import Button
from dialogs.materials.routes import OpenMaterials
from dialogs.news.sessions import load_fair
from dialogs.privacy.routes import ForgetMe
from dialogs.threads.routes import EndThread, WriteToStand
from storage.database import Storage
from storage.importers.fair_file import FairFile
from storage.migrating import migrate
from tests.amount import attacked
from tests.conftest import FAIRS, MORNING
from tests.dialogs.leading import Desk, named, set_up
from tests.paper import Person
from tests.world import World

WHO, STANDS, STEPS = st.integers(0, 1), st.sampled_from(("azbuka", "notebook")), st.integers(0, 9)
ADULT = "Мне 18 или больше, согласен"
AGES = (ADULT, ADULT, ADULT, "14–17", "Мне меньше 14")
WORDS = ("Есть ли скидки?", "Звоните 8 912 000-11-22", "anna@example.org", "А на прописи?")
ANSWERS = {"name": "Анна Иванова", "phone": "+79161234567", "email": "anna@example.org"}
# What may not be there: rows without a consent of the same person, for the same, to the same.
LIVE = "SELECT 1 FROM consents c WHERE c.live AND c.withdrawn_at IS NULL AND c.person_id = "
UNLAWFUL = {
    "cards": f"SELECT 1 FROM contact_cards k WHERE NOT EXISTS ({LIVE} k.person_id AND c.purpose = 'card')",
    "addresses": f"SELECT 1 FROM email_proofs e WHERE NOT EXISTS ({LIVE} e.person_id AND c.purpose = 'card')",
    "contacts": "SELECT 1 FROM lead_contacts k JOIN leads l ON l.id = k.lead_id WHERE NOT EXISTS "
    f"({LIVE} l.person_id AND c.purpose = l.kind AND c.stand_id = l.stand_id AND c.id = k.consent_id)",
    "threads": "SELECT 1 FROM thread_messages m JOIN leads l ON l.id = m.lead_id WHERE NOT EXISTS "
    f"({LIVE} l.person_id AND c.purpose = 'message' AND c.stand_id = l.stand_id)",
    "files": "SELECT 1 FROM enclosures e WHERE e.key LIKE 'said-%' AND NOT EXISTS "
    "(SELECT 1 FROM thread_messages m WHERE e.key = 'said-' || m.id)",
}

_T = TypeVar("_T")


class Consenting(RuleBasedStateMachine):
    """Two people, two stands with their groups, and what must be true after everything that they do."""

    prepared: ClassVar[Path]
    file: ClassVar[FairFile]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.mkdtemp()

    @initialize(seed=st.integers(0, 2**16))
    def open(self, seed: int) -> None:
        shutil.copy(self.prepared, f"{self.folder}/fair.db")
        self.dice = random.Random(seed)
        self.world = World(f"sqlite:///{self.folder}/fair.db", self.file, FAIRS, MORNING)
        self.people = [self.world.person(user, name="Анна") for user in ("1", "2")]
        self.desks = self._run(self._furnish())

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self._run(self.world.storage.close())
        self.runner.close()
        shutil.rmtree(self.folder)

    async def _furnish(self) -> dict[str, Desk]:
        await self.world.storage.refresh()
        return {"azbuka": await set_up(self.world), "notebook": await set_up(self.world, "notebook", 81)}

    @rule(who=WHO, stand=STANDS, steps=STEPS)
    def order_a_call(self, who: int, stand: str, steps: int) -> None:
        self._run(self._walk(self.people[who], AskCallback(named(self.world, stand).id).pack(), steps))

    @rule(who=WHO, stand=STANDS, steps=STEPS)
    def take_materials(self, who: int, stand: str, steps: int) -> None:
        self._run(self._walk(self.people[who], OpenMaterials(named(self.world, stand).id).pack(), steps))
        self._run(self._walk(self.people[who], Provide("materials", named(self.world, stand).id).pack(), steps))

    @rule(who=WHO, steps=STEPS)
    def fill_in_a_card(self, who: int, steps: int) -> None:
        self._run(self._walk(self.people[who], Provide("card", 0).pack(), steps))

    @rule(who=WHO, stand=STANDS, steps=STEPS, words=st.sampled_from(WORDS), file=st.booleans())
    def write(self, who: int, stand: str, steps: int, words: str, file: bool) -> None:
        person = self.people[who]
        self._run(self._walk(person, WriteToStand(named(self.world, stand).id).pack(), steps))
        self._run(person.sends_file("a.jpg", content=b"\xff\xd8\xff", caption=words) if file else person.types(words))
        self._run(self._walk(person, "", steps))

    @rule(who=WHO)
    def edit_the_last_words(self, who: int) -> None:
        self._run(self.people[who].edits("Ещё вопрос"))

    @rule(stand=STANDS, words=st.sampled_from(WORDS))
    def staff_act(self, stand: str, words: str) -> None:
        self._run(self._staff(self.desks[stand], words))

    @rule(who=WHO, number=st.integers(1, 12))
    def take_back(self, who: int, number: int) -> None:
        self._run(self.people[who].presses(Withdraw(number).pack()))

    @rule(who=WHO)
    def take_everything_back(self, who: int) -> None:
        self._run(self.people[who].presses(Withdraw(0).pack()))

    @rule(who=WHO, number=st.integers(1, 6))
    def do_something_else(self, who: int, number: int) -> None:
        route = self.dice.choice((DeleteCard(), EndThread(number), CancelCall(number)))
        self._run(self.people[who].presses(route.pack()))

    @rule(who=WHO)
    def forget(self, who: int) -> None:
        self._run(self.people[who].presses(ForgetMe().pack()))

    @rule(minutes=st.sampled_from((1, 10)))
    def time_passes(self, minutes: int) -> None:
        self._run(self.world.pass_time(minutes=minutes))

    @rule()
    def the_term_ends(self) -> None:
        """Rarely: nothing is given after that."""
        if self.dice.random() < 0.1:
            self.world.clock.move(timedelta(days=40))
            self._run(self.world.pass_time(minutes=11))

    @invariant()
    def nothing_is_kept_without_a_consent(self) -> None:
        if hasattr(self, "world"):
            assert self._run(self._unlawful()) == []

    async def _unlawful(self) -> list[str]:
        async with self.world.storage.engine.connect() as connection:
            return [what for what, query in UNLAWFUL.items() if (await connection.execute(text(query))).first()]

    async def _walk(self, person: Person, press: str, steps: int) -> None:
        """Press it, then give so many answers to what is asked, whatever that is."""
        if press:
            await person.presses(press)
        for _ in range(steps):
            kept = await self.world.kept(person)
            form = None if kept is None else kept.form
            if form is not None and form.name.startswith("contacts") and not form.draft["waits"]:
                await person.types(ANSWERS.get(form.draft["field"], "Школа № 5"))
            elif (button := self._way_on(person)) is not None:
                await person.presses(button.to.pack())
            else:
                return

    def _way_on(self, person: Person) -> Button | None:
        """What leads on from the newest message."""
        age = self.dice.choice(AGES)
        said = age if age == ADULT else "Мне меньше"
        ways = (age, said, "Даю согласие", "10–11", "Завтра", "Отправить так", "Да, отправить")
        rows = person.messages[-1].rows if person.messages else []
        offered = {label: button for row in rows for label, button in row if isinstance(button, Button)}
        return next((offered[way] for way in ways if way in offered), None)

    async def _staff(self, desk: Desk, words: str) -> None:
        await self.world.tick()
        cards = [message for message in desk.group.messages if message.text.startswith("№")]
        if cards:
            card = self.dice.choice(cards)
            if card.find("Взять"):
                await desk.ivan.taps("Взять", on=card)
            await desk.ivan.replies(words, to=card)
            await self.world.tick()

    def _run(self, doing: Coroutine[Any, Any, _T]) -> _T:
        return self.runner.run(doing)


async def _prepare(storage: Storage, file: FairFile) -> None:
    await migrate(storage)
    await load_fair(storage, file, FAIRS, MORNING, (10,))
    await storage.close()


@pytest.mark.shield("P1")
def test_nothing_is_kept_without_a_live_consent_in_any_order(tmp_path: Path, small_fair: FairFile) -> None:
    Consenting.prepared, Consenting.file = tmp_path / "fair.db", small_fair
    asyncio.run(_prepare(Storage(f"sqlite:///{Consenting.prepared}"), small_fair))
    bounds = settings(
        max_examples=attacked(4, 1000),
        stateful_step_count=10,
        deadline=None,
        phases=[Phase.reuse, Phase.generate],  # to shrink a failure takes minutes, and ten steps can be read
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    run_state_machine_as_test(Consenting, settings=bounds)
