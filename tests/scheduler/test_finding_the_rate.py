"""The rate that a messenger really allows is found by its answers: minutes of a fan-out in virtual time."""

from collections import deque
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from random import Random

import pytest

from scheduler.holding import Holding
from scheduler.pacing import Pace
from tests.scheduler.test_pacing import limits

RETRY = 3.0  # seconds that a flood answer asks for


@dataclass
class Law:
    """A messenger that takes so many calls in any second and refuses what is more."""

    allowed: float
    refused_count: bool = False  # whether what it refuses counts as well
    taken: deque[float] = field(default_factory=deque)

    def takes(self, now: float) -> bool:
        while self.taken and self.taken[0] <= now - 1.0:
            self.taken.popleft()
        fine = len(self.taken) < self.allowed
        if fine or self.refused_count:
            self.taken.append(now)
        return fine


@dataclass
class Fair:
    """A fan-out to a crowd, a letter each, and people who press beside it."""

    law: Law
    pace: Pace
    slow: float = 0.08  # seconds of a call, there and back
    presses: float = 0.0  # a second
    holding: Holding = field(default_factory=Holding)
    random: Random = field(default_factory=lambda: Random(7))
    now: float = 1_000.0
    sent: list[tuple[float, bool]] = field(default_factory=list)
    answers: int = 0

    def lasts(self, seconds: float) -> None:
        """Let so much time pass."""
        end, numbers, on_their_way = self.now + seconds, count(), list[tuple[float, int, float, str, bool]]()
        press = self.now
        while self.now < end:
            while on_their_way and on_their_way[0][0] <= self.now:
                _, _, left, chat, fine = heappop(on_their_way)
                self._hear(left, chat, fine=fine)
            if self.presses and press <= self.now:
                press += 1 / self.presses
                self.answers += 1
                presser = f"presser {self.answers % 100}"
                self.pace.note_answer(presser, self.now)
                if not self.law.takes(self.now):
                    self.pace.flooded(presser, self.now)
            if self.holding.wait(self.now) <= 0 and self.pace.wait(self.now) <= 0:
                chat = f"chat {len(self.sent)}"
                self.pace.note({chat: 0}, self.now)
                fine = self.law.takes(self.now + self.random.uniform(0.3, 0.4) * self.slow)
                self.sent.append((self.now, fine))
                back = self.now + self.slow * self.random.uniform(0.8, 1.2)
                heappush(on_their_way, (back, next(numbers), self.now, chat, fine))
            waits = [max(self.holding.wait(self.now), self.pace.wait(self.now)), end - self.now]
            waits += [on_their_way[0][0] - self.now] if on_their_way else []
            waits += [press - self.now] if self.presses else []
            self.now += max(min(waits), 0.001)

    def _hear(self, left: float, chat: str, *, fine: bool) -> None:
        if fine:
            self.holding.heard(left)
            self.pace.note_taken(self.now)
        elif self.pace.flooded(chat, self.now):
            self.holding.quiet(self.now, RETRY, left)

    def rate(self, since: float) -> float:
        """Letters taken in a second since then."""
        return sum(fine for at, fine in self.sent if at >= since) / (self.now - since)

    @property
    def refused(self) -> float:
        """The share of letters that was refused."""
        return sum(not fine for _, fine in self.sent) / len(self.sent)


@pytest.mark.parametrize("refused_count", [False, True])
@pytest.mark.parametrize("slow", [0.03, 0.08, 0.2, 0.4])
@pytest.mark.parametrize(("allowed", "refused"), [(20, 0.0125), (25, 0.005), (28, 0.005)])
def test_less_than_we_thought_is_found_and_used(allowed: int, refused: float, slow: float, refused_count: bool) -> None:
    fair = Fair(Law(allowed, refused_count), Pace(limits(30)), slow)
    fair.lasts(120)
    assert fair.rate(1_000.0) >= 0.9 * allowed
    assert fair.refused < refused
    fair.lasts(300)
    assert fair.rate(1_120.0) >= (0.95 if slow < 0.1 else 0.93) * allowed
    later = [fine for at, fine in fair.sent if at > 1_120.0]
    assert later.count(False) < 0.005 * len(later)


def test_what_was_promised_is_used_and_never_refused() -> None:
    fair = Fair(Law(30), Pace(limits(30)))
    fair.lasts(300)
    assert fair.rate(1_000.0) >= 0.95 * 30
    assert fair.refused == 0


def test_a_flood_out_of_nothing_costs_little() -> None:
    fair = Fair(Law(30), Pace(limits(30)))
    for number in range(30):
        fair.pace.flooded(f"sulking {number}", fair.now)
        fair.lasts(10)
    assert fair.rate(1_000.0) >= 0.97 * 29


def test_what_is_allowed_again_is_used_again() -> None:
    fair = Fair(Law(25), Pace(limits(30)))
    fair.lasts(120)
    fair.law.allowed = 30
    fair.lasts(300)
    since = fair.now
    fair.lasts(60)
    assert fair.rate(since) >= 0.95 * 29


@pytest.mark.parametrize(("allowed", "presses"), [(30, 5), (30, 20), (25, 10)])
def test_answers_to_presses_are_counted(allowed: int, presses: int) -> None:
    fair = Fair(Law(allowed), Pace(limits(30)), presses=presses)
    fair.lasts(120)
    assert fair.rate(1_000.0) + presses >= 0.88 * allowed
    assert fair.refused < 0.005


def test_who_hammers_buttons_slows_nobody() -> None:
    pace = Pace(limits(30))
    for number in range(200):
        now = 1_000.0 + number / 10
        pace.note_answer(hammering := f"hammering {number % 2}", now)
        if number > 20:
            assert not pace.flooded(hammering, now)
            pace.hold(hammering, now, 40.0)
    assert pace.allowed == 30
    assert pace.wait_for_chat("hammering 0", 1_020.0, group=0) > 30
    assert pace.wait_for_chat("somebody else", 1_020.0, group=0) == 0


def test_several_chats_within_seconds_are_the_messengers_own_flood() -> None:
    pace = Pace(limits(30))
    assert not pace.flooded("a", 1_000.0)
    assert not pace.flooded("a", 1_000.5)
    assert not pace.flooded("b", 1_001.0)
    assert pace.flooded("c", 1_001.5)
    assert not pace.flooded("d", 1_020.0)


def test_a_kind_of_letter_waits_alone() -> None:
    pace = Pace(limits(30, chat_seconds=0))
    pace.hold("-1", 1_000.0, 300.0, "topic")
    assert pace.wait_for_chat("-1", 1_001.0, group=1, kind="topic") == pytest.approx(299)
    assert pace.wait_for_chat("-1", 1_001.0, group=1, kind="card") == 0
