"""Where the buttons of questions lead.

`came` says where a session's card was opened from, as the programme's routes know it; "letter" is a message of ours,
which stays as it is: the answer comes below it. `at` is the number, from 0, of an entry in a list.
"""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route

FROM_LETTER = "letter"


@dataclass(frozen=True, slots=True)
class AskQuestion(Route):
    """Begin a question for a session."""

    session: int
    came: str = ""
    path: ClassVar[str] = "ask"


@dataclass(frozen=True, slots=True)
class AskInSlot(Route):
    """Choose one of the sessions of a reminder to ask in; `slot` is in minutes since 1970."""

    slot: int
    at: int = 0
    anew: bool = False
    path: ClassVar[str] = "askslot"


@dataclass(frozen=True, slots=True)
class ChangeDraft(Route):
    """Write what is about to be sent once more."""

    path: ClassVar[str] = "rewrite"


@dataclass(frozen=True, slots=True)
class ShowDraft(Route):
    """Look at what is about to be sent, though others ask nearly the same."""

    path: ClassVar[str] = "myown"


@dataclass(frozen=True, slots=True)
class SetName(Route):
    """Send the question with the asker's name, or without."""

    shown: bool
    path: ClassVar[str] = "askname"


@dataclass(frozen=True, slots=True)
class SendQuestion(Route):
    """Send it. `session` finds it where it has just been sent, `seal` tells whether it is what the person sees."""

    session: int
    seal: int
    path: ClassVar[str] = "send"


@dataclass(frozen=True, slots=True)
class JoinInstead(Route):
    """Wait for the answer to a similar question instead of asking one's own."""

    question: int
    path: ClassVar[str] = "joininstead"


@dataclass(frozen=True, slots=True)
class OpenQuestions(Route):
    """What was asked in public for a session."""

    session: int
    came: str = ""
    at: int = 0
    path: ClassVar[str] = "questions"


@dataclass(frozen=True, slots=True)
class JoinListed(Route):
    """«Me too» in that list."""

    question: int
    came: str = ""
    at: int = 0
    path: ClassVar[str] = "metoo"


@dataclass(frozen=True, slots=True)
class LeaveListed(Route):
    """Undo it."""

    question: int
    came: str = ""
    at: int = 0
    path: ClassVar[str] = "nottoo"


@dataclass(frozen=True, slots=True)
class OpenMyQuestions(Route):
    """What the reader asked and joined."""

    at: int = 0
    path: ClassVar[str] = "myquestions"


@dataclass(frozen=True, slots=True)
class OpenQuestion(Route):
    """One of them; `at` is its number in that list."""

    question: int
    at: int = 0
    came: str = ""
    path: ClassVar[str] = "question"


@dataclass(frozen=True, slots=True)
class EditQuestion(Route):
    """Say it in other words."""

    question: int
    path: ClassVar[str] = "editquestion"


@dataclass(frozen=True, slots=True)
class WithdrawQuestion(Route):
    """Take it back."""

    question: int
    at: int = 0
    came: str = ""
    path: ClassVar[str] = "withdraw"


@dataclass(frozen=True, slots=True)
class AwaitQuestion(Route):
    """Wait for the answer to it, or do not any more."""

    question: int
    on: bool
    at: int = 0
    came: str = ""
    path: ClassVar[str] = "await"
