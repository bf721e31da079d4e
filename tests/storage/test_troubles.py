"""Troubles begin once and end once; what visitors wanted in vain is counted by people, and forgotten with them."""

from datetime import timedelta

from storage.database import Storage
from storage.leads.attempts import InVain
from tests.storage.making import NOW, people

SOON, LATER = NOW + timedelta(minutes=5), NOW + timedelta(minutes=30)


async def test_a_trouble_begins_once_and_is_the_same_when_it_comes_back_soon(fair: Storage) -> None:
    async with fair.writing() as work:
        troubles = work.staff.troubles
        first = await troubles.begin("group", "paper/-100", {"clusters": [1]}, NOW, NOW)
        assert await troubles.begin("group", "paper/-100", {"clusters": [1, 2]}, SOON, SOON) != first
        [now] = await troubles.now()
        assert (now.id, now.about, now.began) == (first.id, {"clusters": [1, 2]}, NOW)
        assert await troubles.end(first.id, SOON)
        assert not await troubles.end(first.id, SOON)
        assert await troubles.now() == ()
        assert (await troubles.begin("group", "paper/-100", {}, SOON, SOON)).id == first.id
        assert await troubles.end(first.id, SOON)
        assert (await troubles.begin("group", "paper/-100", {}, LATER, LATER)).id != first.id
        assert (await troubles.begin("group", "paper/-101", {}, LATER, LATER)).what == "paper/-101"


async def test_what_can_be_told_of_a_trouble_changes_until_it_is_over(fair: Storage) -> None:
    async with fair.writing() as work:
        troubles = work.staff.troubles
        number = (await troubles.begin("late", "paper", {"letters": 3}, NOW, NOW)).id
        await troubles.see(number, {"letters": 5}, SOON)
        known = await troubles.load(number)
        assert known is not None
        assert (known.about, known.seen) == ({"letters": 5}, SOON)
        assert await troubles.end(number, SOON)
        await troubles.see(number, {"letters": 9}, LATER)
        assert (await troubles.load(number)) is not None
        known = await troubles.load(number)
        assert known is not None
        assert known.about == {"letters": 5}
        assert await troubles.load(number + 1) is None


async def test_attempts_are_counted_by_people_and_ways(fair: Storage) -> None:
    [anna, boris] = await people(fair, 2)
    first, second, *_ = fair.catalogue.stands
    async with fair.writing() as work:
        attempts = work.leads.attempts
        assert await attempts.of_stands() == {}
        await attempts.keep(first, anna.id, "call", NOW)
        await attempts.keep(first, anna.id, "call", LATER)
        await attempts.keep(first, boris.id, "call", NOW)
        await attempts.keep(first, anna.id, "message", NOW)
        await attempts.keep(second, anna.id, "message", NOW)
        assert await attempts.of_stands() == {first: InVain(2, 1), second: InVain(0, 1)}
        assert "attempts" in await work.personal.everything(anna)
        await work.personal.erase(anna, NOW)
        assert await attempts.of_stands() == {first: InVain(1, 0)}
