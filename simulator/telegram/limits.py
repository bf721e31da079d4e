"""How many messages a second the server lets through: overall, to one person, to one group."""

import math
import time
from collections import deque

from simulator.telegram.errors import too_many_requests

OVERALL = (30, 1.0)  # so many messages in so many seconds
ONE_PERSON = (4, 4.0)  # one a second, a short burst is tolerated
ONE_GROUP = (20, 60.0)


class Limits:
    """Only new messages are counted: edits and answers to presses are free here."""

    def __init__(self, *, enforce: bool) -> None:
        self.enforce = enforce
        self._sent: dict[int | None, deque[float]] = {}

    def take(self, chat: int, messages: int = 1) -> None:
        """Counts messages that are about to go, or refuses all of them."""
        if not self.enforce:
            return
        now = time.monotonic()
        windows = ((None, OVERALL), (chat, ONE_GROUP if chat < 0 else ONE_PERSON))
        wait = max(self._wait(key, most, within, now, messages) for key, (most, within) in windows)
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        for key, _ in windows:
            self._sent[key].extend([now] * messages)

    def _wait(self, key: int | None, most: int, within: float, now: float, messages: int) -> float:
        sent = self._sent.setdefault(key, deque())
        while sent and sent[0] <= now - within:
            sent.popleft()
        over = min(len(sent), len(sent) + messages - most)
        return sent[over - 1] + within - now if over > 0 else 0.0
