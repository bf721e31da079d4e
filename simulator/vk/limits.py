"""How many calls a second the server lets through, and how many messages to one person."""

import time
from collections import deque

from simulator.vk.errors import ApiError

CALLS = (20, 1.0)  # so many in so many seconds, by one token
ONE_PERSON = (1000, 3600.0)


class Limits:
    """What is over a limit is refused, never queued; a refused call is not counted."""

    def __init__(self, *, enforce: bool, one_person: tuple[int, float] = ONE_PERSON) -> None:
        self.enforce = enforce
        self._one_person = one_person
        self._calls: deque[float] = deque()
        self._messages: dict[int, deque[float]] = {}

    def take_call(self) -> None:
        if self.enforce and not _take(self._calls, *CALLS):
            raise ApiError(6)

    def take_message(self, person: int) -> None:
        if self.enforce and not _take(self._messages.setdefault(person, deque()), *self._one_person):
            raise ApiError(9, "too much messages sent to user")


def _take(taken: deque[float], most: int, within: float) -> bool:
    now = time.monotonic()
    while taken and taken[0] <= now - within:
        taken.popleft()
    if len(taken) >= most:
        return False
    taken.append(now)
    return True
