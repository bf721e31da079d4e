"""When a messenger as a whole is left in peace, and asked by one call at a time: pure, the clock is an argument.

It is when it does not answer, does not accept our token, or asks all of us for quiet (monotonic seconds). What counts
is a call that left since then: what comes back late says nothing of how it is now.
"""

from dataclasses import dataclass
from typing import Literal

Why = Literal["away", "token", "quiet"]

MISSED, LASTING = 5, 5.0  # calls one after another, or seconds and two calls, without an answer: it is away
FIRST, LONGEST = 1.0, 15.0  # seconds until the next try: doubled each time
QUIET = 60.0  # seconds at most without a try, however long we are asked to be quiet


@dataclass
class Holding:
    """Whether one messenger is held, and since when."""

    why: Why | None = None
    _began: float = 0.0
    _until: float = 0.0
    _pause: float = FIRST
    _missed: int = 0
    _missed_since: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until a call may leave; while the messenger is held, it is one that tries."""
        return 0.0 if self.why is None else max(0.0, self._until - now)

    def heard(self, left: float) -> Why | None:
        """A call that left then was answered; why the messenger was held until now."""
        if self.why is not None and left < self._began:
            return None
        was, self.why = self.why, None
        self._missed, self._pause = 0, FIRST
        return was

    def missed(self, now: float, left: float, *, token: bool = False) -> bool:
        """A call that left then was not answered, or the `token` not accepted; whether it is held by that from now."""
        if self.why is not None and left < self._began:
            return False
        if self._missed == 0:
            self._missed_since = now
        self._missed += 1
        lasting = self._missed > 1 and now - self._missed_since >= LASTING
        if not (self.why or token or self._missed >= MISSED or lasting):
            return False
        begins, why = self.why is None, self.why
        self._hold(now, "token" if token else "away", self._pause)
        self._pause = min(2 * self._pause, LONGEST)
        return begins or why != self.why

    def quiet(self, now: float, seconds: float, left: float) -> None:
        """The messenger asks everybody for quiet, by what it said to a call that left then."""
        if self.why is None or left >= self._began:
            self._hold(now, "quiet", min(seconds, QUIET))

    def _hold(self, now: float, why: Why, seconds: float) -> None:
        if self.why is None:
            self._began = now
        self.why, self._until = why, now + seconds
