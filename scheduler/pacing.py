"""How fast letters may leave: pure, the clock is an argument (monotonic seconds).

Calls leave evenly, and what was late is made up for: but no window of one second holds more of them than the
messenger's rate, no chat gets letters closer than its limit, no group more than its number a minute.

What the messenger allows is found by what it answers: a flood answer takes a little off, two of different chats a
sixth. Then it grows again: fast as far as it was fine before, slowly where it was refused. Answers to presses do not
wait, but what they use of the rate is not there for letters. A flood answer to one chat makes that chat wait as long as
it says.
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
ALWAYS = 0.1  # of the rate that letters have however many answers leave

CAREFUL = 0.97  # of the rate, after a flood answer: it may be that chat's own
SLOWER, AFTER = 0.84, 6.0  # of the rate, after one to another chat within these seconds
SETTLED = 1.5  # seconds until what comes back was sent at the new rate
SLOWEST = 0.05  # of the messenger's rate
FAST = 1 / 100  # of the messenger's rate that comes back in a second
SLOW = 1 / 5000  # the same where it was refused before
NEAR = 0.98, 1.02  # of the rate that was refused: what is between grows slowly
ANSWERS = 3.0  # seconds over which answers to presses are counted
HAMMERED = 4  # answers to one chat in that time: its flood is its own
SAME = 10.0  # seconds in which one chat's floods are one
SEVERAL, TOGETHER = 3, 2.0  # chats that answer so within these seconds: it is the messenger's flood
MOSTLY = 3  # calls answered well meanwhile for each that was not: then it is enough to be slower


@dataclass
class Pace:
    """The pace of one messenger."""

    limits: Limits
    _next: float = float("-inf")
    _calls: deque[float] = field(default_factory=deque)  # the last ones, as many as one second may hold
    _answers: deque[tuple[float, str]] = field(default_factory=deque)  # the last seconds' answers to presses
    _chats: dict[str, float] = field(default_factory=dict)
    _groups: dict[str, deque[float]] = field(default_factory=dict)
    _held: dict[tuple[str, str], float] = field(default_factory=dict)  # until when, by chat and kind of letter
    _flooded: dict[str, float] = field(default_factory=dict)  # when a chat last answered so
    _lately: list[float] = field(default_factory=list)  # when different chats did
    _taken: deque[float] = field(default_factory=lambda: deque(maxlen=100))  # when calls were answered well
    _pressed: dict[str, deque[float]] = field(default_factory=dict)  # when buttons were, by group
    _tidied: float = 0.0
    _slowed: float = float("-inf")

    def __post_init__(self) -> None:
        self.allowed = self._refused = self.limits.per_second  # calls a second: as found, and as it was too much

    def wait(self, now: float) -> float:
        """Seconds until any call may leave."""
        turn = self._next - CATCH_UP
        if self._calls:
            turn = max(turn, self._calls[-1] + CLOSEST * self._distance(now))
        most = self._most(now)
        if len(self._calls) >= most:
            turn = max(turn, self._calls[-most] + self._window)
        return max(0.0, turn - now)

    def wait_for_chat(self, chat: str, now: float, *, group: int, spared: int = 0, kind: str = "") -> float:
        """Seconds until a letter may leave to this chat, as far as the chat is concerned.

        :param group: how many of a group's number the letter may take; 0: the chat is none.
        :param spared: how many of it are left to letters that are more urgent.
        :param kind: the letter's.
        """
        held = max(self._held.get((chat, which), now) for which in ("", kind)) - now
        last = self._chats.get(chat)
        gap = max(held, 0.0 if last is None else last + self._chat_gap - now)
        sent = self._groups.get(chat) if group else None
        free_from = max(self.limits.group_per_minute - spared - group, 0) + 1  # counted from the newest
        if sent is None or len(sent) < free_from:
            return max(0.0, gap)
        return max(0.0, gap, sent[-free_from] + GROUP_WINDOW - now)

    def wait_for_group(self, chat: str, now: float) -> float:
        """Seconds until an answer to a press may leave there: for a group's number, or where it was refused."""
        held = max(0.0, self._held.get((chat, ""), now) - now)
        sent = self._groups.get(chat)
        if sent is None or len(sent) < self.limits.group_per_minute:
            return held
        return max(held, sent[-self.limits.group_per_minute] + GROUP_WINDOW - now)

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
        if self._calls:
            self._grow(min(now - self._calls[-1], 1.0))
        self._next = max(self._next, now) + self._distance(now)
        self._calls.append(now)
        if len(self._calls) > ceil(self.limits.per_second):
            self._calls.popleft()
        self._chats |= dict.fromkeys(chats, now)
        for chat, group in chats.items():
            if group:
                sent = self._groups.setdefault(chat, deque(maxlen=self.limits.group_per_minute))
                sent.extend([now] * group)
        if now - self._tidied > GROUP_WINDOW:
            self._tidy(now)

    def note_answer(self, chat: str, left: float) -> None:
        """A press was answered in this chat."""
        self._answers.append((left, chat))
        while self._answers[0][0] < left - ANSWERS:
            self._answers.popleft()

    def note_taken(self, now: float) -> None:
        """A call was answered well."""
        self._taken.append(now)

    def hold(self, chat: str, now: float, seconds: float, kind: str = "") -> None:
        """The chat wants quiet; with a kind, only from such letters."""
        self._held[chat, kind] = max(self._held.get((chat, kind), now), now + seconds)

    def flooded(self, chat: str, now: float) -> bool:
        """The chat answered that it is too much; whether so many did that it is said of the whole messenger."""
        if sum(at > now - ANSWERS and to == chat for at, to in self._answers) >= HAMMERED:
            return False
        before, self._flooded[chat] = self._flooded.get(chat, float("-inf")), now
        if before > now - SAME:
            return False
        self._lately = [at for at in self._lately if at > now - AFTER] + [now]
        if len(self._lately) > 1:
            self.slow(now)
        else:
            self._slow_to(self.allowed * CAREFUL)
        taken, refused = (sum(at > now - TOGETHER for at in times) for times in (self._taken, self._lately))
        if refused < SEVERAL or taken > MOSTLY * refused:
            return False
        self._lately.clear()
        self._slow_to(self.allowed * SLOWER)
        return True

    def slow(self, now: float) -> None:
        """It was too fast."""
        if now - self._slowed > SETTLED:
            self._slowed, self._refused = now, self.allowed
            self._slow_to(self.allowed * SLOWER)

    def _slow_to(self, rate: float) -> None:
        self.allowed = max(rate, self.limits.per_second * SLOWEST)

    def _grow(self, seconds: float) -> None:
        low, high = NEAR
        near = low * self._refused <= self.allowed <= high * self._refused
        more = self.allowed + seconds * self.limits.per_second * (SLOW if near else FAST)
        self.allowed = min(self.limits.per_second, more)

    def _most(self, now: float) -> int:
        """Calls that one second may hold now."""
        whole = ceil(self.allowed)
        answered = sum(at > now - self._window for at, _ in self._answers) / self.limits.different
        return max(ceil(whole * ALWAYS), whole - ceil(answered))

    def _distance(self, now: float) -> float:
        """Seconds between two calls that leave evenly."""
        answered = sum(at > now - ANSWERS for at, _ in self._answers) / ANSWERS / self.limits.different
        return 1 / (max(self.allowed - answered, self.allowed * ALWAYS) * USED)

    @property
    def _window(self) -> float:
        """The second that holds so many calls, or the longer time that holds one."""
        return ceil(self.allowed) / (self.allowed * USED)

    @property
    def _chat_gap(self) -> float:
        return self.limits.chat_seconds / USED

    def _tidy(self, now: float) -> None:
        self._tidied = now
        self._chats = {chat: at for chat, at in self._chats.items() if at > now - self._chat_gap}
        self._pressed = {chat: those for chat, those in self._pressed.items() if those[-1] > now - BUSY}
        self._groups = {chat: sent for chat, sent in self._groups.items() if sent[-1] > now - GROUP_WINDOW}
        self._held = {which: until for which, until in self._held.items() if until > now}
        self._flooded = {chat: at for chat, at in self._flooded.items() if at > now - SAME}
