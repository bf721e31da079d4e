"""Leases: one process at a time does what only one may do."""

import asyncio

from storage.database import Storage


async def take(storage: Storage, owner: str, now: float) -> bool:
    async with storage.writing() as work:
        return await work.post.leases.take("sending", owner, now, 10.0)


async def test_one_owner_until_it_runs_out(storage: Storage) -> None:
    assert await take(storage, "a", 100)
    assert not await take(storage, "b", 105)
    assert await take(storage, "a", 106)
    assert not await take(storage, "b", 115)
    assert await take(storage, "b", 117)
    assert not await take(storage, "a", 118)


async def test_only_its_owner_gives_a_lease_back(storage: Storage) -> None:
    assert await take(storage, "a", 100)
    async with storage.writing() as work:
        await work.post.leases.release("sending", "b")
    assert not await take(storage, "b", 101)
    async with storage.writing() as work:
        await work.post.leases.release("sending", "a")
    assert await take(storage, "b", 101)


async def test_of_many_one_gets_it(storage: Storage) -> None:
    taken = await asyncio.gather(*(take(storage, str(number), 100) for number in range(10)))
    assert sum(taken) == 1
