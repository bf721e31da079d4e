"""The queue of letters: posted once, claimed by urgency, leased, fenced, ended once."""

import asyncio
from datetime import datetime, timedelta

import pytest

from storage.address import Address
from storage.database import Storage
from storage.post.claims import Postponed
from storage.post.outbox import Lane
from tests.storage.making import HERE, LEASE, NOW, Queue, letter, people


@pytest.fixture
def queue(storage: Storage) -> Queue:
    return Queue(storage)


async def test_what_is_posted_once_is_posted_one_time_whatever_came_of_it(queue: Queue) -> None:
    await queue.put(letter(1, once="a"), letter(2, once="a"))
    await queue.deliver(await queue.claim())
    await queue.put(letter(3, once="a"))
    assert await queue.counts() == {"delivered": 1}


async def test_urgent_lanes_go_first_and_in_a_lane_the_nearest_deadline(queue: Queue) -> None:
    await queue.put(
        letter(4, lane=Lane.SERVICE, within=1),
        letter(3, lane=Lane.CHANGE, within=50),
        letter(2, lane=Lane.REMINDER, within=30),
        letter(1, lane=Lane.REMINDER, within=20),
        letter(5, lane=Lane.BULK, within=0),
    )
    assert await queue.claim_numbers(2) == [1, 2]
    assert await queue.claim_numbers() == [3, 4, 5]


async def test_a_small_slot_is_not_starved_by_a_big_one_that_starts_later(queue: Queue) -> None:
    await queue.put(*(letter(1, lane=Lane.REMINDER, within=20) for _ in range(50)))
    await queue.put(*(letter(2, lane=Lane.REMINDER, within=10) for _ in range(5)))
    assert await queue.claim_numbers(6) == [2, 2, 2, 2, 2, 1]


async def test_nothing_leaves_before_its_time(queue: Queue) -> None:
    await queue.put(letter(after=5))
    assert not await queue.due()
    assert await queue.claim() == []
    queue.now += timedelta(minutes=5)
    assert await queue.due()
    assert len(await queue.claim()) == 1


async def test_a_lease_keeps_others_away_until_it_runs_out(queue: Queue) -> None:
    await queue.put(letter())
    first = await queue.claim()
    assert not await queue.due()
    assert await queue.claim() == []
    queue.clock += LEASE + 1
    second = await queue.claim()
    assert [claimed.id for claimed in second] == [claimed.id for claimed in first]
    assert await queue.deliver(first) == [False]  # the lease was lost
    assert await queue.counts() == {"sending": 1}
    assert await queue.deliver(second) == [True]
    assert await queue.deliver(second) == [False]
    assert await queue.counts() == {"delivered": 1}


async def test_who_lost_the_lease_cannot_put_the_letter_off(queue: Queue) -> None:
    await queue.put(letter())
    [first] = await queue.claim()
    queue.clock += LEASE + 1
    await queue.claim()
    await queue.postpone(first, 1000)
    assert await queue.counts() == {"sending": 1}


async def test_only_what_went_wrong_counts_as_failed(queue: Queue) -> None:
    await queue.put(letter())
    for failed, count in ((False, 0), (True, 1), (True, 2), (False, 2)):
        [claimed] = await queue.claim()
        await queue.postpone(claimed, 1, failed=failed)
        queue.clock += 2
        async with queue.storage.writing() as work:
            [again] = await work.post.claims.take("paper", 1, NOW, queue.clock, -1)
        assert again.failed == count


async def test_too_late_is_expired_and_never_claimed_in_flight(queue: Queue) -> None:
    await queue.put(letter(1, until=10), letter(2, until=20), letter(3, until=10))
    [sending] = await queue.claim(1)
    queue.now += timedelta(minutes=15)
    assert await queue.expire() == ["word"]
    assert await queue.counts() == {"sending": 1, "waiting": 1, "expired": 1}
    await queue.deliver([sending])
    assert await queue.expire() == []
    assert await queue.claim_numbers() == [2]


async def test_a_key_that_waits_is_not_posted_again(queue: Queue) -> None:
    await queue.put(letter(1, key="k"), letter(2, key="k"))
    await queue.put(letter(3, key="k"), to=Address("paper", "2"))
    await queue.put(letter(4, key="k"), to=Address("paper", "1", "7"))
    assert await queue.claim_numbers() == [1, 3, 4]


async def test_a_key_posted_while_it_is_sent_goes_again_afterwards(queue: Queue) -> None:
    await queue.put(letter(1, key="k"))
    [first] = await queue.claim()
    await queue.put(letter(2, key="k"), letter(3, key="k"))
    assert await queue.claim() == []
    await queue.show(first, "m1")
    [second] = await queue.claim()
    assert second.about == {"number": 2}
    await queue.show(second, "m1")
    assert await queue.counts() == {"delivered": 2}


async def test_a_key_whose_letter_may_have_left_already_is_posted_again(queue: Queue) -> None:
    """Its messenger would take the newer truth for a repetition of the older one."""
    await queue.put(letter(1, key="k"))
    [first] = await queue.claim()
    await queue.postpone(first, 0, failed=False)  # it never came to its turn
    await queue.put(letter(2, key="k"))
    [first] = await queue.claim()
    await queue.postpone(first, 0)
    await queue.put(letter(3, key="k"), letter(4, key="k"))
    assert await queue.claim_numbers() == [3]
    assert await queue.counts() == {"waiting": 1, "sending": 1}


async def test_of_two_letters_of_a_key_the_newest_goes_alone(queue: Queue) -> None:
    await queue.put(letter(1, key="k"))
    [first] = await queue.claim()
    await queue.put(letter(2, key="k"))
    await queue.postpone(first, 0)
    [newest] = await queue.claim()
    assert newest.about == {"number": 2}
    await queue.show(newest, "m1")
    [older] = await queue.claim()
    async with queue.storage.reading() as work:
        card = (await work.post.standing.under([older]))[older.id]
    assert card.revision > older.id


async def test_a_card_is_what_was_shown_last(queue: Queue) -> None:
    async def message() -> str | None:
        """What the next letter of the key would edit."""
        await queue.put(letter(key="k"))
        [claimed] = await queue.claim()
        async with queue.storage.writing() as work:
            found = await work.post.standing.under([claimed])
            await work.post.claims.postpone([Postponed(claimed, 0.0, failed=False)])
        return found[claimed.id].message if found else None

    async def forget(before: datetime) -> None:
        async with queue.storage.writing() as work:
            await work.outbox.forget(before)
            await work.post.standing.forget(await work.post.standing.too_old(10))

    assert await message() is None
    for shown in ("m1", "m2"):
        await queue.put(letter(key="k"))
        await queue.show((await queue.claim())[0], shown)
        assert await message() == shown
    await forget(NOW)
    assert await message() == "m2"
    await forget(NOW + timedelta(seconds=1))
    assert await message() is None
    assert await queue.counts() == {"waiting": 1}


async def test_everything_of_a_person_ends_but_what_is_being_sent(queue: Queue) -> None:
    anna, viktor = await people(queue.storage, 2)
    await queue.put(letter(1), letter(2), to=anna.address, person=anna.id)
    await queue.put(letter(3, within=90), to=viktor.address, person=viktor.id)
    [sending] = await queue.claim(1)
    async with queue.storage.writing() as work:
        assert await work.outbox.end_all_of([anna.id], "gone", NOW) == ["word"]
    assert await queue.counts() == {"sending": 1, "gone": 1, "waiting": 1}
    assert await queue.deliver([sending]) == [True]


async def test_numbers_are_not_given_twice(queue: Queue) -> None:
    await queue.put(letter())
    [first] = await queue.claim()
    await queue.deliver([first])
    async with queue.storage.writing() as work:
        await work.outbox.forget(NOW + timedelta(seconds=1))
    await queue.put(letter())
    [second] = await queue.claim()
    assert second.id > first.id


async def test_senders_side_by_side_never_share_a_letter(queue: Queue) -> None:
    await queue.put(*(letter(number) for number in range(200)))
    handfuls = await asyncio.gather(*(queue.claim_numbers(20) for _ in range(12)))
    claimed = [number for handful in handfuls for number in handful]
    assert len(claimed) == len(set(claimed))
    assert set(claimed) | set(await queue.claim_numbers(200)) == set(range(200))


async def test_a_letter_whose_truth_changes_now_is_not_drawn_from_the_old_one(queue: Queue) -> None:
    """Whoever finds the key waiting counts on its letter to tell the new truth: nobody takes it before the commit."""
    await queue.put(letter(1, key="k"))
    if queue.storage.sqlite:
        return  # there one transaction is open at a time
    async with queue.storage.writing() as work:
        await work.outbox.put(letter(2, key="k"), HERE)
        assert await queue.claim() == []
    assert await queue.claim_numbers() == [1]
