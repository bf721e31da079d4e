"""Mail on its way from the outbox to the desk's mailbox: a night without a server loses nothing, nobody is gone."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import ClassVar

import pytest

from dialogs.engine.registry import Registry
from dialogs.kit.event import Address
from dialogs.kit.feature import Feature
from dialogs.kit.letter import Letter, Reading
from dialogs.kit.screen import Mail
from handlers.email.messenger import EmailMessenger
from scheduler.delivery import Delivery
from simulator.desk import Desk
from simulator.faults import Fault, Kind
from simulator.mail import Post
from storage.database import Storage
from storage.people.people import Person
from storage.post.outbox import Lane, Posting
from tests.handlers.email.sending import MAIL, made
from tests.scheduler.script import RealTime, StillClock, counts, run_until
from tests.storage.making import NOW


@dataclass(frozen=True, slots=True)
class Papers(Letter):
    """Something that a person asked for by mail."""

    kind: ClassVar[str] = "test.papers"


def drawings() -> Registry:
    feature = Feature("papers")

    @feature.draws(Papers)
    async def papers(_letter: Papers, reading: Reading) -> Mail:
        return replace(MAIL, to=f"{reading.person.user}@example.org")

    return Registry([feature])


@dataclass
class Office:
    """People who asked for mail, and the outbox that it waits in."""

    storage: Storage
    messenger: EmailMessenger
    real_time: RealTime = field(default_factory=RealTime)

    async def meets(self, user: str) -> Person:
        async with self.storage.writing() as work:
            return await work.people.add("paper", user, "ru", NOW)

    async def posts(self, *people: Person) -> None:
        posting = Posting(Papers.kind, {}, Lane.SERVICE, NOW, NOW, NOW + timedelta(days=3))
        async with self.storage.writing() as work:
            for person in people:
                await work.outbox.put(posting, Address("email", str(person.id)), person.id)

    async def settles(self) -> dict[str, int]:
        """Deliver until nothing can leave any more; how many letters are in each state."""
        await run_until(self._delivery(), self._is_settled)
        return await counts(self.storage)

    async def kept(self, person: Person) -> Person:
        async with self.storage.reading() as work:
            kept = await work.people.load(person.id)
        assert kept is not None
        return kept

    def _delivery(self) -> Delivery:
        clock = StillClock(NOW)
        return Delivery(self.storage, self.messenger, drawings().drawings, clock, "a", self.real_time)

    async def _is_settled(self) -> bool:
        async with self.storage.reading() as work:
            due = await work.outbox.due("email", NOW, self.real_time())
        return not due and "sending" not in await counts(self.storage)


@pytest.fixture
async def office(storage: Storage, post: Post) -> AsyncIterator[Office]:
    messenger = made(storage, post.connection, seconds=1.0)
    yield Office(storage, messenger)
    await messenger.close()


async def test_everybody_s_mail_arrives_in_their_own_mailbox(office: Office, post: Post) -> None:
    people = [await office.meets(user) for user in ("anna", "viktor", "emma")]
    await office.posts(*people)
    assert await office.settles() == {"delivered": 3}
    assert sorted(mail.to[0] for mail in post.mails) == ["anna@example.org", "emma@example.org", "viktor@example.org"]


async def test_a_night_without_a_server_loses_nothing(office: Office, post: Post) -> None:
    await post.shut()
    anna = await office.meets("anna")
    await office.posts(anna)
    for _ in range(30):  # more tries than a letter of its own failures has
        assert await office.settles() == {"waiting": 1}
        office.real_time.ahead += 1200
    await post.open()
    assert await office.settles() == {"delivered": 1}
    assert [mail.to for mail in post.mails] == [("anna@example.org",)]


@pytest.mark.parametrize("kind", ["450", "451", "drop_request"])
async def test_what_fails_for_a_while_arrives_once(office: Office, post: Post, desk: Desk, kind: Kind) -> None:
    desk.faults.add(Fault("mail", kind, times=3))
    await office.posts(await office.meets("anna"))
    for _ in range(3):
        assert await office.settles() == {"waiting": 1}
        office.real_time.ahead += 3600
    assert await office.settles() == {"delivered": 1}
    assert len(post.mails) == 1


async def test_who_has_no_such_mailbox_stays_reachable_in_their_chat(office: Office, desk: Desk) -> None:
    desk.faults.add(Fault("mail", "550"))
    anna = await office.meets("anna")
    await office.posts(anna)
    assert await office.settles() == {"refused": 1}
    assert (await office.kept(anna)).reachable


async def test_who_is_muted_or_has_left_the_chat_gets_what_they_asked_for(office: Office, post: Post) -> None:
    anna = await office.meets("anna")
    async with office.storage.writing() as work:
        await work.people.save(anna, replace(anna, muted=True, reachable=False))
    await office.posts(anna)
    assert await office.settles() == {"delivered": 1}
    assert len(post.mails) == 1
