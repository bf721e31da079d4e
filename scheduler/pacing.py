"""How fast letters may leave: pure, the clock is an argument (monotonic seconds).

Calls leave evenly, and what was late is made up for: but no window of one second holds more of them than the
messenger's rate, no chat gets letters closer than its limit, no group more than its number a minute. After a flood
answer everything waits as long as it was told.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil

from dialogs.kit.messenger import Limits
from storage.post.outbox import Lane

USED = 29 / 30  # of the allowed rate: clocks and networks shift sends by a few hundredths of a second
CATCH_UP = 0.2  # seconds of lateness that the next calls may make up for
CLOSEST = 0.5  # of the even distance, when they do
BUSY = 120.0  # seconds after a press in which a group keeps room for the next ones
GROUP_WINDOW = 60.0 / USED


@dataclass
class Pace:
    """The pace of one messenger."""

    limits: Limits
    _next: float = float("-inf")
    _calls: deque[float] = field(default_factory=deque)  # the last ones, as many as one second may hold
    _chats: dict[str, float] = field(default_factory=dict)
    _groups: dict[str, deque[float]] = field(default_factory=dict)
    _pressed: dict[str, deque[float]] = field(default_factory=dict)
    _paused_until: float = float("-inf")
    _tidied: float = 0.0

    def pause(self, now: float, seconds: float) -> None:
        """The messenger asked for quiet."""
        self._paused_until = max(self._paused_until, now + seconds)

    def wait(self, now: float) -> float:
        """Seconds until any call may leave."""
        turn = max(self._paused_until, self._next - CATCH_UP)
        if self._calls:
            turn = max(turn, self._calls[-1] + CLOSEST * self._distance)
        if len(self._calls) == self._most:
            turn = max(turn, self._calls[0] + self._most * self._distance)
        return max(0.0, turn - now)

    def wait_for_chat(self, chat: str, now: float, *, group: int, spared: int = 0) -> float:
        """Seconds until a letter may leave to this chat, as far as the chat is concerned.

        :param group: how many of a group's number the letter may take; 0: the chat is none.
        :param spared: how many of it are left to letters that are more urgent.
        """
        last = self._chats.get(chat)
        gap = 0.0 if last is None else last + self._chat_gap - now
        sent = self._groups.get(chat) if group else None
        free_from = max(self.limits.group_per_minute - spared - group, 0) + 1  # counted from the newest
        if sent is None or len(sent) < free_from:
            return max(0.0, gap)
        return max(0.0, gap, sent[-free_from] + GROUP_WINDOW - now)

    def wait_for_group(self, chat: str, now: float) -> float:
        """Seconds until an answer to a press may leave there: it waits for a group's number, and for nothing else."""
        sent = self._groups.get(chat)
        if sent is None or len(sent) < self.limits.group_per_minute:
            return 0.0
        return max(0.0, sent[-self.limits.group_per_minute] + GROUP_WINDOW - now)

    def press(self, chat: str, now: float) -> None:
        """Somebody presses buttons in this group: it keeps room for the answers."""
        presses = self._pressed.setdefault(chat, deque(maxlen=self.limits.group_per_minute))
        presses.append(now)

    def spared(self, chat: str, lane: int, now: float) -> int:
        """How many of a group's number a letter of the lane leaves to others: to presses, where there are any.

        Counts and lists are behind cards, and what nobody waits for is behind all.
        """
        most = self.limits.group_per_minute
        presses = self._pressed.get(chat)
        if presses is not None and now - presses[-1] < BUSY:
            answered = sum(at > now - GROUP_WINDOW for at in presses)
            return max(0, (most * 3 // 5 if lane >= Lane.SERVICE else most // 2) - answered)
        return most // 2 if lane == Lane.BULK else 0

    def note(self, chats: Mapping[str, int], now: float) -> None:
        """A call leaves now, with a letter to each of these chats, which takes so many of a group's number; 0: none."""
        self._next = max(self._next, now) + self._distance
        self._calls.append(now)
        if len(self._calls) > self._most:
            self._calls.popleft()
        self._chats |= dict.fromkeys(chats, now)
        for chat, group in chats.items():
            if group:
                sent = self._groups.setdefault(chat, deque(maxlen=self.limits.group_per_minute))
                sent.extend([now] * group)
        if now - self._tidied > GROUP_WINDOW:
            self._tidy(now)

    @property
    def _most(self) -> int:
        """Calls that one second may hold."""
        return ceil(self.limits.per_second)

    @property
    def _distance(self) -> float:
        """Seconds between two calls that leave evenly."""
        return 1 / (self.limits.per_second * USED)

    @property
    def _chat_gap(self) -> float:
        return self.limits.chat_seconds / USED

    def _tidy(self, now: float) -> None:
        self._tidied = now
        self._chats = {chat: at for chat, at in self._chats.items() if at > now - self._chat_gap}
        self._pressed = {chat: those for chat, those in self._pressed.items() if those[-1] > now - BUSY}
        self._groups = {chat: sent for chat, sent in self._groups.items() if sent[-1] > now - GROUP_WINDOW}
