"""Mail through the whole program, as it is put together, into the desk's mailbox."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from aiohttp import ClientSession

from bot.settings import OwnSettings
from bot.wiring import put_together, switched_on
from dialogs.engine.registry import Registry
from dialogs.kit.event import Address
from dialogs.kit.feature import Feature
from dialogs.kit.letter import Letter, Reading
from dialogs.kit.screen import Mail, paragraph
from scheduler.delivery import Delivery
from simulator.desk import Desk
from simulator.server import serve
from storage.database import Storage
from storage.post.outbox import Lane, Posting
from tests.conftest import MORNING
from tests.databases import Database
from tests.paper import PaperClock
from tests.scheduler.script import counts, run_until


@dataclass(frozen=True, slots=True)
class Papers(Letter):
    """Something that was asked for by mail."""

    kind: ClassVar[str] = "test.papers"


async def papers(_letter: Papers, reading: Reading) -> Mail:
    return Mail(f"{reading.person.user}@example.org", "Материалы", (paragraph("Вот они."),))


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with serve() as desk:
        yield desk


async def asked(path: str, desk: Desk) -> Any:
    async with ClientSession(desk.url) as session, session.get(path) as answer:
        return await answer.json()


@pytest.mark.both
async def test_mail_reaches_the_mailbox(fair_database: Database, desk: Desk) -> None:
    section = await asked("/sim/mail/settings", desk)
    settings = OwnSettings.model_validate({"database": {"url": fair_database.url}, "email": section})
    assert switched_on(settings) == ("email",)
    storage, clock = Storage(fair_database.url), PaperClock(MORNING)
    await storage.refresh()
    async with storage.writing() as work:
        anna = await work.people.add("telegram", "anna", "ru", MORNING)
        posting = Posting(Papers.kind, {}, Lane.SERVICE, MORNING, MORNING, MORNING)
        await work.outbox.put(posting, Address("email", str(anna.id)), anna.id)
    (adapter,) = put_together(settings, storage, clock, lambda: None).adapters
    feature = Feature("papers")
    feature.draws(Papers)(papers)
    delivery = Delivery(storage, adapter.messenger, Registry([feature]).drawings, clock, "a")

    async def is_settled() -> bool:
        return await counts(storage) == {"delivered": 1}

    await run_until(delivery, is_settled)
    await adapter.close()
    await storage.close()
    (mail,) = await asked("/sim/mail/mails", desk)
    assert (mail["to"], mail["subject"]) == (["anna@example.org"], "Материалы")
    assert storage.catalogue.title in mail["text"]
