"""People, subscriptions and letters for the tests of what is stored, made in a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from storage.address import Address
from storage.database import Storage
from storage.people.people import Person
from storage.post.claims import Claimed, Postponed
from storage.post.outbox import Lane, Posting

PAPER = "paper"
NOW = datetime(2020, 4, 27, 6, 45, tzinfo=UTC)  # 09:45 in Moscow
LONG_AGO = NOW - timedelta(days=7)
HERE = Address(PAPER, "1")
LEASE = 60.0


async def people(storage: Storage, count: int) -> list[Person]:
    async with storage.writing() as work:
        return [await work.people.add(PAPER, str(number), "ru", NOW) for number in range(1, count + 1)]


async def subscribe(storage: Storage, person: Person, session: str, since: datetime = LONG_AGO) -> None:
    async with storage.writing() as work:
        await work.plans.subscriptions.add(person.id, number_of(storage, session), since)


def number_of(storage: Storage, session: str) -> int:
    found = storage.catalogue.session_named(session)
    assert found is not None
    return found.id


def letter(
    number: int = 0,
    *,
    lane: Lane = Lane.SERVICE,
    after: int = 0,
    within: int = 60,
    until: int = 120,
    once: str | None = None,
    key: str | None = None,
) -> Posting:
    """A letter about a number; moments are in minutes from now."""
    moments = (NOW + timedelta(minutes=minutes) for minutes in (after, within, until))
    not_before, deadline, not_after = moments
    return Posting("word", {"number": number}, lane, not_before, deadline, not_after, once, key)


@dataclass
class Queue:
    """The outbox as a sender sees it, each step in a transaction of its own; `clock` is real time in seconds."""

    storage: Storage
    clock: float = 1_000.0
    now: datetime = NOW

    async def put(self, *letters: Posting, to: Address = HERE, person: int | None = None) -> None:
        async with self.storage.writing() as work:
            for posting in letters:
                await work.outbox.put(posting, to, person)

    async def claim(self, limit: int = 10) -> list[Claimed]:
        async with self.storage.writing() as work:
            return await work.post.claims.take(PAPER, limit, self.now, self.clock, LEASE)

    async def claim_numbers(self, limit: int = 10) -> list[int]:
        return [claimed.about["number"] for claimed in await self.claim(limit)]

    async def deliver(self, letters: Sequence[Claimed]) -> list[bool]:
        async with self.storage.writing() as work:
            ended = await work.post.claims.end(letters, "delivered", self.now)
        return [claimed.id in ended for claimed in letters]

    async def show(self, claimed: Claimed, message: str) -> None:
        """Deliver a keyed letter as that message."""
        async with self.storage.writing() as work:
            assert await work.post.claims.end([claimed], "delivered", self.now)
            await work.post.standing.note([(claimed, message, False)])

    async def postpone(self, claimed: Claimed, seconds: float, *, failed: bool = True) -> None:
        async with self.storage.writing() as work:
            await work.post.claims.postpone([Postponed(claimed, self.clock + seconds, failed)])

    async def expire(self) -> list[str]:
        async with self.storage.writing() as work:
            return await work.outbox.expire(PAPER, self.now, self.clock)

    async def due(self) -> bool:
        async with self.storage.reading() as work:
            return await work.outbox.due(PAPER, self.now, self.clock)

    async def counts(self) -> dict[str, int]:
        async with self.storage.reading() as work:
            return {str(state): count for state, count in (await work.outbox.counts()).items()}
