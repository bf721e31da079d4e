"""Three hundred questions in a minute: what leaves to the group keeps its pace, and what moderators do shows soon."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from scheduler.pacing import Pace
from storage.post.claims import Claimed, Postponed
from tests.dialogs.asking import asked
from tests.dialogs.moderating import Desk, crowd_asks, crowd_joins, run_with, set_up, settle
from tests.paper import LIMITS, PAPER
from tests.world import World

PER_MINUTE = 20  # what a group bears
PRESSED_EVERY = 10  # seconds


@dataclass
class Hand:
    """Carries letters as the delivery does, second by second of the fair's clock instead of the real one."""

    world: World
    chat: str
    pace: Pace = field(default_factory=lambda: Pace(replace(LIMITS, group_per_minute=PER_MINUTE, chat_seconds=1.0)))
    left: list[tuple[float, str]] = field(default_factory=list)

    async def carry(self) -> None:
        """Let go what may go in this second."""
        now = self.world.clock.now()
        clock = now.timestamp()
        async with self.world.storage.writing() as work:
            letters = await work.post.claims.take(PAPER, 400, now, clock, 60.0)
            gone: list[Claimed] = []
            later: list[Postponed] = []
            for letter in letters:
                group = letter.person_id is None
                if (wait := self.pace.wait_for_chat(letter.address.chat, clock, group=group)) > 0:
                    later.append(Postponed(letter, clock + wait, failed=False))
                else:
                    self.pace.note({letter.address.chat: group}, clock)
                    gone.append(letter)
            await work.post.claims.postpone(later)
            await work.post.claims.end(gone, "delivered", now)
            await work.post.standing.note(
                [(letter, f"m{letter.id}", False) for letter in gone if letter.key is not None]
            )
        self.left += [(clock, letter.key or "") for letter in gone if letter.address.chat == self.chat]

    def most_in_a_minute(self) -> int:
        """The fullest of all windows of a minute."""
        times = [at for at, _ in self.left]
        return max(sum(begin <= at < begin + 60 for at in times) for begin in times)


@pytest.fixture
async def desk(world: World) -> Desk:
    """The preschool moderators' forum while the session is on."""
    await run_with(world)
    desk = await set_up(world)
    await world.time_is("10:05")
    await settle(world)
    return desk


async def test_a_flood_leaves_the_group_usable_and_loses_nothing(desk: Desk) -> None:
    world, hand = desk.world, Hand(desk.world, desk.group.chat)
    await crowd_asks(world, "reading", 300)
    await crowd_joins(world, 250, 7)
    pressed: list[tuple[float, str]] = []
    for second in range(240):
        world.clock.move(timedelta(seconds=1))
        for job in world.registry.jobs:
            await job.run(world.storage, world.policy, world.clock.now())
        await hand.carry()
        taken = {key for _, key in pressed}
        free = [key for _, key in hand.left if key.startswith("question-") and key not in taken]
        if second % PRESSED_EVERY == 0 and free:
            key = free[0]
            await desk.maria.presses(f"q.take:{key.removeprefix('question-')}")
            assert "ваш до" in desk.maria.toast
            pressed.append((world.clock.now().timestamp(), key))
    assert hand.most_in_a_minute() <= PER_MINUTE
    cards = list(dict.fromkeys(key for _, key in hand.left if key.startswith("question-")))
    assert cards[0] == f"question-{(await asked(world, 250)).id}", "most joined come first"
    assert 36 <= len(cards) <= 48
    for at, key in pressed[:-6]:
        seen = min(moment for moment, other in hand.left if other == key and moment > at)
        assert seen - at <= 60, "texts catch up within a minute"
    async with world.storage.reading() as work:
        counts = await work.questions.counts((await asked(world)).session_id)
    assert counts == {"new": 300 - len(pressed), "taken": len(pressed)}
