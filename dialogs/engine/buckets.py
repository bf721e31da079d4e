"""How fast one person may act: a burst at once, then so much a second; who floods us is told once, then nothing.

A bucket is the moment at which it would be full again: one number for each person, forgotten when it is. So little is
done for an act too many that others do not notice who sends hundreds.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Literal

BURST = 30  # acts at once; a moderator who goes through twenty cards is below it
A_SECOND = 2.0  # acts of one person, after that
KNOWN = 20_000  # people who acted lately

Verdict = Literal["welcome", "too fast", "still too fast"]


class Buckets:
    """The buckets of all who acted lately, in memory; of more than `known` the oldest ones count as full."""

    def __init__(
        self,
        *,
        burst: int = BURST,
        a_second: float = A_SECOND,
        known: int = KNOWN,
        real_time: Callable[[], float] = time.monotonic,
    ) -> None:
        self._each = 1.0 / a_second
        self._whole = burst * self._each
        self._known = known
        self._now = real_time
        self._full_at: OrderedDict[tuple[str, str], float] = OrderedDict()  # who acted last stands last
        self._told: set[tuple[str, str]] = set()

    def __len__(self) -> int:
        return len(self._full_at)

    def take(self, who: tuple[str, str]) -> Verdict:
        """One act of theirs: whether it is welcome, or has to be answered by the one word, or by nothing."""
        now = self._now()
        full_at = self._full_at.get(who, now)
        if full_at <= now:
            full_at = now
            self._told.discard(who)
        if full_at + self._each - now > self._whole:
            if who in self._told:
                return "still too fast"
            self._told.add(who)
            return "too fast"
        self._full_at[who] = full_at + self._each
        self._full_at.move_to_end(who)
        if len(self._full_at) > self._known:
            oldest, _ = self._full_at.popitem(last=False)
            self._told.discard(oldest)
        return "welcome"

    def untold(self, who: tuple[str, str]) -> None:
        """The one word could not be said to them here: the next act too many may."""
        self._told.discard(who)

    def give_back(self, who: tuple[str, str]) -> None:
        """The act did not happen, and will come again."""
        if who in self._full_at:
            self._full_at[who] -= self._each
