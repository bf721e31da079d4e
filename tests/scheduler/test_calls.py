"""Calls of many letters: each outcome is its own letter's, and a mark stands for one message in a chat for ever."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

import pytest

from dialogs.kit.event import Shown
from dialogs.kit.letter import Reading
from dialogs.kit.messenger import Delivered, Gone, Later, Limits, Outcome, Parcel, Refused
from dialogs.kit.screen import Screen, screen
from scheduler.delivery import LEASE, Delivery
from scheduler.drawing import Drawings
from scheduler.judging import AFTER_A_BUG
from storage.database import Storage
from storage.people.people import Person
from storage.post.outbox import Posting
from tests.amount import tried
from tests.databases import Database
from tests.scheduler.script import DRAWINGS, LIMITS, RealTime, Script, StillClock, Word, counts, run_until, until
from tests.storage.making import Queue, letter, people

MANY = replace(LIMITS, per_second=200, together=20, different=4, recognises=True)
CROWD = 60

Calls = Callable[[Sequence[Parcel]], Awaitable[Sequence[Outcome]]]


async def arrive(parcels: Sequence[Parcel]) -> Sequence[Outcome]:
    return [Delivered(parcel.over or Shown(f"{parcel.mark}")) for parcel in parcels]


@dataclass
class Post(Script):
    """Keeps whole calls, and does with each what the script says."""

    limits: Limits = MANY
    calls: list[Sequence[Parcel]] = field(default_factory=list)
    answers: Calls = arrive

    async def carry(self, parcels: Sequence[Parcel]) -> Sequence[Outcome]:
        self.calls.append(parcels)
        return await self.answers(parcels)

    @property
    def parcels(self) -> list[Parcel]:
        return [parcel for call in self.calls for parcel in call]


class Office:
    """A delivery by calls of many, with everything around it; letter n is posted to person n."""

    def __init__(self, storage: Storage, everybody: list[Person]) -> None:
        self.storage = storage
        self.everybody = everybody
        self.post = Post()
        self.real_time = RealTime()
        self.drawings: Drawings = DRAWINGS

    def delivery(self, owner: str = "a") -> Delivery:
        return Delivery(self.storage, self.post, self.drawings, StillClock(), owner, self.real_time)

    async def put(self, *letters: Posting) -> None:
        async with self.storage.writing() as work:
            for posting, person in zip(letters, self.everybody, strict=False):
                await work.outbox.put(posting, person.address, person.id)

    async def run(self, **ends: int) -> None:
        async def enough() -> bool:
            return await counts(self.storage) == ends

        await run_until(self.delivery(), enough)


@pytest.fixture
async def office(storage: Storage) -> Office:
    return Office(storage, await people(storage, CROWD))


async def test_equal_letters_go_by_whole_calls_under_the_mark_of_their_list(office: Office) -> None:
    await office.put(*(letter(7) for _ in range(CROWD)))
    await office.run(delivered=CROWD)
    assert [len(call) for call in office.post.calls] == [20, 20, 20]
    for call in office.post.calls:
        assert len({parcel.mark for parcel in call}) == 1
    assert len({parcel.mark for parcel in office.post.parcels}) == 3
    assert {parcel.to.chat for parcel in office.post.parcels} == {person.user for person in office.everybody}


async def test_different_letters_go_by_as_many_calls_as_they_need_each_under_its_own_mark(office: Office) -> None:
    await office.put(*(letter(number) for number in range(40)))
    await office.run(delivered=40)
    assert [len(call) for call in office.post.calls] == [4] * 10
    assert len({parcel.mark for parcel in office.post.parcels}) == 40


async def test_each_outcome_is_its_own_letters(office: Office) -> None:
    async def answers(parcels: Sequence[Parcel]) -> Sequence[Outcome]:
        fates: list[Outcome] = [Gone(), Refused("no"), Later(600.0)]
        return [*fates, *(await arrive(parcels))[3:]]

    office.post.answers = answers
    await office.put(*(letter(7) for _ in range(20)))
    await office.put(letter(8, after=30))  # for the first person, who is gone
    await office.run(delivered=17, gone=2, refused=1, waiting=1)
    async with office.storage.reading() as work:
        everybody = await work.people.of({person.id for person in office.everybody})
    assert [person.id for person in everybody.values() if not person.reachable] == [office.everybody[0].id]


async def test_a_call_told_to_be_quiet_is_one_pause_and_goes_again_under_its_mark(office: Office) -> None:
    async def answers(parcels: Sequence[Parcel]) -> Sequence[Outcome]:
        flood = len(office.post.calls) == 1
        return [Later(0.3, flood=True)] * len(parcels) if flood else await arrive(parcels)

    office.post.answers = answers
    await office.put(*(letter(7) for _ in range(20)))
    await office.run(delivered=20)
    first, *again = office.post.calls
    marks = [(parcel.to, parcel.mark) for call in again for parcel in call]
    assert [len(call) for call in again] == [1, 19], "one tries before all others follow"
    assert {(parcel.to, parcel.mark) for parcel in first} == set(marks)


async def test_a_messenger_that_recognises_a_repetition_is_asked_again_where_nobody_knows(office: Office) -> None:
    async def answers(parcels: Sequence[Parcel]) -> Sequence[Outcome]:
        unsure = len(office.post.calls) == 1
        return [Later(0.0, unsure=True)] * len(parcels) if unsure else await arrive(parcels)

    office.post.answers = answers
    await office.put(replace(letter(1), kind="notice"))
    await office.run(delivered=1)
    assert len(office.post.calls) == 2

    office.post.calls.clear()
    office.post.limits = replace(MANY, recognises=False)
    await office.put(replace(letter(2), kind="notice"))
    await office.run(delivered=1, refused=1)
    assert len(office.post.calls) == 1


async def test_two_letters_to_one_chat_never_share_a_call(office: Office) -> None:
    office.everybody = office.everybody[:5]
    for _ in range(3):
        await office.put(*(letter(7) for _ in range(5)))
    await office.run(delivered=15)
    assert [len(call) for call in office.post.calls] == [5, 5, 5]
    assert len({(parcel.to, parcel.mark) for parcel in office.post.parcels}) == 15


async def test_a_call_edits_what_its_keys_show_and_sends_the_rest(office: Office) -> None:
    await office.put(*(letter(7, key="k") for _ in range(3)))
    await office.run(delivered=3)
    shown = {parcel.to: str(parcel.mark) for parcel in office.post.parcels}
    office.post.calls.clear()
    await office.put(*(letter(8, key="k") for _ in range(6)))
    await office.run(delivered=9)
    over = {parcel.to: parcel.over.message for parcel in office.post.parcels if parcel.over is not None}
    assert over == shown
    assert len({parcel.mark for parcel in office.post.parcels if parcel.over is None}) == 1


async def test_a_messenger_that_raises_or_answers_too_little_sends_nobody_twice_at_once(office: Office) -> None:
    async def answers(parcels: Sequence[Parcel]) -> Sequence[Outcome]:
        if len(office.post.calls) == 1:
            raise OSError("nobody promised this")
        return (await arrive(parcels))[1:] if len(office.post.calls) == 2 else await arrive(parcels)

    office.post.answers = answers
    await office.put(*(letter(7) for _ in range(CROWD)))
    await office.run(delivered=20, waiting=40)
    office.real_time.ahead += AFTER_A_BUG.seconds + 1
    await office.run(delivered=CROWD)


async def test_a_list_whose_sender_died_before_it_left_keeps_its_mark(office: Office) -> None:
    await office.put(*(letter(7) for _ in range(20)))
    queue = Queue(office.storage, clock=office.real_time())
    claimed = await queue.claim(12)
    async with office.storage.writing() as work:  # as far as a sender comes that is killed then
        assert len(await work.post.claims.gather({claimed[0].id: claimed})) == 12
    office.real_time.ahead += LEASE + 1
    await office.run(delivered=20)
    marks = defaultdict(set)
    for parcel in office.post.parcels:
        marks[parcel.mark].add(parcel.to)
    assert marks[claimed[0].id] == {one.address for one in claimed}
    assert len(marks) == 2


async def test_who_lost_the_lease_gathers_nothing(office: Office) -> None:
    await office.put(*(letter(7) for _ in range(4)))
    queue = Queue(office.storage)
    lost = await queue.claim(2)
    queue.clock += LEASE + 1
    again = await queue.claim(4)
    async with office.storage.writing() as work:
        assert await work.post.claims.gather({lost[0].id: [*lost, again[-1]]}) == {again[-1].id}
        assert await work.post.claims.gather({again[-2].id: again[-2:]}) == {again[-2].id}  # the last one has a number


async def test_a_database_that_is_away_after_a_call_sends_none_of_it_again(office: Office, database: Database) -> None:
    sent, away = asyncio.Event(), asyncio.Event()

    async def answers(parcels: Sequence[Parcel]) -> Sequence[Outcome]:
        sent.set()
        await away.wait()
        return await arrive(parcels)

    async def delivered() -> bool:
        return await counts(office.storage) == {"delivered": 20}

    office.post.answers = answers
    await office.put(*(letter(7) for _ in range(20)))
    delivery = office.delivery()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(delivery.run())
        await sent.wait()
        async with database.broken():
            away.set()
            await asyncio.sleep(0.2)
        await until(delivered)
        delivery.stop()
    assert len(office.post.parcels) == 20


@pytest.mark.parametrize("seed", range(tried(2, 8)))
async def test_whatever_fails_a_mark_is_one_message_in_a_chat_and_a_letter_keeps_its_mark(
    office: Office, seed: int
) -> None:
    """Two senders who take each other's leases, outcomes of every kind, words that change between two tries."""
    chance = random.Random(seed)
    marks: defaultdict[tuple[str, int], set[int]] = defaultdict(set)

    async def draw(word: Word, _reading: Reading) -> Screen | None:
        return screen(str(word.number * 10 + chance.choice((0, 0, 0, 1, 2, 3))))

    async def answers(parcels: Sequence[Parcel]) -> Sequence[Outcome]:
        for parcel in parcels:
            assert isinstance(parcel.what, Screen)
            marks[parcel.to.chat, int(str(parcel.what.text[0].lines[0][0])) // 10].add(parcel.mark)
        await asyncio.sleep(chance.random() * 0.02)
        if chance.random() < 0.1:
            raise OSError("the line is dead")
        if chance.random() < 0.1:
            office.real_time.ahead += LEASE + 1  # as if we had slept: others may take what is ours
            await asyncio.sleep(0.05)
        bad: list[Outcome] = [Later(0.0, unsure=True), Later(0.01, flood=True), Later(0.0)]
        return [chance.choice(bad) if chance.random() < 0.3 else good for good in await arrive(parcels)]

    async def ended() -> bool:
        office.real_time.ahead += 5
        return not (await counts(office.storage)).keys() & {"waiting", "sending"}

    office.post.answers = answers
    office.drawings = {"word": (Word, draw)}
    office.post.limits = replace(MANY, together=6)  # so that letters often leave alone, and often not
    for number in range(3):
        await office.put(*(letter(number) for _ in range(CROWD)))
    senders = [office.delivery("a"), office.delivery("b")]
    async with asyncio.TaskGroup() as tasks:
        for sender in senders:
            tasks.create_task(sender.run())
        await until(ended)
        for sender in senders:
            sender.stop()
    assert len(marks) == 3 * CROWD
    assert len(office.post.parcels) > len(marks)
    assert [letters for letters, under in marks.items() if len(under) != 1] == []
    in_chats = [(chat, mark) for (chat, _), under in marks.items() for mark in under]
    assert len(set(in_chats)) == len(in_chats)
    assert any(len({parcel.mark for parcel in call}) < len(call) for call in office.post.calls)
