"""What came of answers to presses: noted by who gives them, for who keeps the pace of letters to the same messenger."""

from collections import deque
from dataclasses import dataclass, field

from dialogs.kit.messenger import Outcome

MOST = 1_000  # answers that are remembered until somebody asks


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a press: to which chat, when it left (monotonic seconds), what came of it."""

    chat: str
    left: float
    outcome: Outcome


@dataclass(slots=True)
class Traffic:
    """The latest answers that one messenger was given to show."""

    answers: deque[Answer] = field(default_factory=lambda: deque(maxlen=MOST))
