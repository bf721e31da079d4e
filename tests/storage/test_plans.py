"""How SQLite goes about the questions that are asked all the time, with fifty thousand letters open."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from dialogs.news.leads import lead_changed
from dialogs.news.sessions import renewed
from storage.address import Address
from storage.database import Storage, Work
from storage.leads.tables import Lead
from storage.migrating import migrate
from storage.people.people import Person
from storage.plans.reminders import START, Audience
from storage.post.claims import Claimed, Postponed
from storage.post.outbox import OUTBOX, Lane
from tests.storage.making import NOW, PAPER

OPEN = 50_000
DUE = 2_000
KNOWN = (1440, 60, 10, 0)

Ask = Callable[[Work], Awaitable[object]]


@pytest.fixture
async def busy(tmp_path: Path) -> AsyncIterator[Storage]:
    """Most letters are for later; reminders of tomorrow stand before the due ones of lower lanes."""
    storage = Storage(f"sqlite:///{tmp_path / 'fair.db'}")
    await migrate(storage)
    letter = {"messenger": PAPER, "kind": "word", "about": {}, "thread": "", "not_after": NOW + timedelta(days=2)}
    rows = [
        {
            **letter,
            "chat": str(number),
            "lane": Lane.CHANGE if number < DUE else Lane.REMINDER,
            "not_before": NOW if number < DUE else NOW + timedelta(hours=20),
            "deadline": NOW + timedelta(hours=1 if number < DUE else 21),
            "once": f"reminder:1:10:{number}",
            "key": f"reminder:1:{number % 5}",
        }
        for number in range(OPEN)
    ]
    async with storage.transaction() as (connection, _):
        await connection.execute(OUTBOX.insert(), rows)
    yield storage
    await storage.close()


async def scans(storage: Storage, ask: Ask) -> list[str]:
    """The steps of what is asked that read a whole table, or sort."""
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, _x: object, many: bool) -> None:
        asked.append((statement, parameters[0] if many else parameters))

    event.listen(storage.engine.sync_engine, "before_cursor_execute", note)
    async with storage.writing() as work:
        await ask(work)
    event.remove(storage.engine.sync_engine, "before_cursor_execute", note)
    steps: list[str] = []
    async with storage.engine.connect() as connection:
        for statement, parameters in asked:
            if statement.startswith(("SELECT", "UPDATE", "INSERT", "DELETE")):
                plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                steps += [row.detail for row in plan]
    assert steps
    return [step for step in steps if step.startswith(("SCAN", "USE TEMP B-TREE FOR ORDER"))]


LETTERS = [
    Claimed(number, Address(PAPER, str(number)), 1, "word", {}, f"reminder:1:{number % 5}", number % 2, 0, NOW, None)
    for number in range(1, 101)
]

LEAD = Lead(
    *(1, 1, 1, 1, "call", "taken", 3, 0, None, NOW, NOW + timedelta(hours=1), 0, 2, None, None, None, NOW, NOW),
    *(None, None, None, None, None),
)


HOT: dict[str, Ask] = {
    "due": lambda work: work.outbox.due(PAPER, NOW, 0.0),
    "nothing due": lambda work: work.outbox.due("glass", NOW, 0.0),
    "claim": lambda work: work.post.claims.take(PAPER, 30, NOW, 0.0, 60),
    "people of a call": lambda work: work.people.of(range(1, 101)),
    "cards of a call": lambda work: work.post.standing.under(LETTERS),
    "gather a list": lambda work: work.post.claims.gather({1: LETTERS}),
    "end a call": lambda work: work.post.claims.end(LETTERS, "delivered", NOW),
    "postpone a call": lambda work: work.post.claims.postpone(
        [Postponed(letter, 1.0, failed=True) for letter in LETTERS]
    ),
    "expire": lambda work: work.outbox.expire(PAPER, NOW, 0.0),
    "forget": lambda work: work.post.events.forget(NOW),
    "unplanned": lambda work: work.plans.reminders.unplanned(Audience(NOW, 10, (10, 0), KNOWN)),
    "unplanned at the start": lambda work: work.plans.reminders.unplanned(Audience(NOW, START, (10, 0), KNOWN)),
    "shown reminders": lambda work: work.plans.reminders.shown(renewed(NOW, 10)),
    "chosen late": lambda work: work.plans.subscriptions.chosen_since(1, NOW),
    "told today": lambda work: work.outbox.told([1, 2, 3], ["change"], NOW),
    "person": lambda work: work.people.find(PAPER, "1"),
    "end all of a person": lambda work: work.outbox.end_all_of([1], "gone", NOW),
    "what shows a request": lambda work: lead_changed(work, LEAD, NOW),
    "words to a stand": lambda work: work.leads.threads.unanswered(1, 1, NOW),
    "last words": lambda work: work.leads.threads.said_since(1, NOW),
    "what became of words": lambda work: work.post.written.key_of(PAPER, "1", "5"),
    "enclosures that are fetched": lambda work: work.enclosures.in_state("coming"),
    "enclosures to be passed on": lambda work: work.enclosures.to_pass_on(),
    "enclosures of words": lambda work: work.enclosures.of_key("said-1"),
    "album": lambda work: work.enclosures.of_album(1, "137"),
    "notes of a request": lambda work: work.leads.notes.of_lead(1),
    "open threads": lambda work: work.leads.threads.open_of(1),
    "consent": lambda work: work.privacy.consents.live(1, "call", 1),
    "contacts": lambda work: work.privacy.contacts.given([1]),
    "staff of a stand": lambda work: work.staff.may_staff(1, 1),
    "message that is replied to": lambda work: work.post.standing.key_of(PAPER, "1", "5"),
    "received": lambda work: work.leads.received.known(1),
    "route": lambda work: work.plans.tour.of(1),
    "files on their way": lambda work: work.leads.offers.fetching(),
}
OF_MANY = ("outbox", "cards", "subscriptions", "consents", "received", "route_stands", "thread_messages", "joins")


async def test_no_hot_question_reads_a_whole_table(busy: Storage) -> None:
    found = {question: await scans(busy, ask) for question, ask in HOT.items()}
    assert {question: steps for question, steps in found.items() if steps} == {}


async def test_erasing_somebody_reads_no_table_of_everybodys(busy: Storage) -> None:
    anna = Person(1, PAPER, "1", "ru", NOW)
    for ask in (lambda work: work.personal.erase(anna, NOW), lambda work: work.personal.everything(anna)):
        steps = await scans(busy, ask)
        assert not [step for step in steps if step.removeprefix("SCAN ").split()[0] in OF_MANY]


async def test_claiming_is_quick_among_letters_of_tomorrow(busy: Storage) -> None:
    async def claim() -> float:
        started = time.perf_counter()
        async with busy.writing() as work:
            assert len(await work.post.claims.take(PAPER, 30, NOW, 0.0, 60)) == 30
        return time.perf_counter() - started

    await claim()
    assert min([await claim() for _ in range(5)]) < 0.1
