"""How fast letters may leave: pure, the clock is an argument (monotonic seconds).

No window of one second holds more than the messenger's rate, no chat gets letters closer than its limit, no group more
than its number a minute. After a flood answer everything waits as long as it was told.
"""

from collections import deque
from dataclasses import dataclass, field

from dialogs.kit.messenger import Limits

USED = 29 / 30  # of the allowed rate: clocks and networks shift sends by a few hundredths of a second
WINDOW = 1.0
GROUP_WINDOW = 60.0


@dataclass
class Pace:
    """The pace of one messenger."""

    limits: Limits
    _sent: deque[float] = field(default_factory=deque)
    _chats: dict[str, float] = field(default_factory=dict)
    _groups: dict[str, deque[float]] = field(default_factory=dict)
    _paused_until: float = 0.0
    _tidied: float = 0.0

    @property
    def in_window(self) -> int:
        """Letters per window."""
        return max(1, int(self.limits.per_second * WINDOW * USED))

    def pause(self, now: float, seconds: float) -> None:
        """The messenger asked for quiet."""
        self._paused_until = max(self._paused_until, now + seconds)

    def wait(self, now: float) -> float:
        """Seconds until any letter may leave."""
        while self._sent and self._sent[0] <= now - WINDOW:
            self._sent.popleft()
        full = self._sent[0] + WINDOW - now if len(self._sent) >= self.in_window else 0.0
        return max(0.0, self._paused_until - now, full)

    def wait_for_chat(self, chat: str, now: float, *, group: bool) -> float:
        """Seconds until a letter may leave to this chat, as far as the chat is concerned."""
        last = self._chats.get(chat)
        gap = 0.0 if last is None else last + self.limits.chat_seconds - now
        if not group:
            return max(0.0, gap)
        sent = self._groups.get(chat)
        if sent is None:
            return max(0.0, gap)
        while sent and sent[0] <= now - GROUP_WINDOW:
            sent.popleft()
        full = sent[0] + GROUP_WINDOW - now if len(sent) >= self.limits.group_per_minute else 0.0
        return max(0.0, gap, full)

    def note(self, chat: str, now: float, *, group: bool) -> None:
        """A letter leaves now."""
        self._sent.append(now)
        self._chats[chat] = now
        if group:
            self._groups.setdefault(chat, deque()).append(now)
        if now - self._tidied > GROUP_WINDOW:
            self._tidy(now)

    def _tidy(self, now: float) -> None:
        self._tidied = now
        self._chats = {chat: at for chat, at in self._chats.items() if at > now - self.limits.chat_seconds}
        self._groups = {chat: sent for chat, sent in self._groups.items() if sent and sent[-1] > now - GROUP_WINDOW}
