"""Where the buttons on the moderators' desks lead; they carry numbers of rows only."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class Take(Route):
    question: int
    path: ClassVar[str] = "q.take"


@dataclass(frozen=True, slots=True)
class GiveBack(Route):
    question: int
    path: ClassVar[str] = "q.back"


@dataclass(frozen=True, slots=True)
class Pass(Route):
    """Post it to the session's public chat."""

    question: int
    path: ClassVar[str] = "q.pass"


@dataclass(frozen=True, slots=True)
class Retract(Route):
    """Take back what was passed."""

    question: int
    path: ClassVar[str] = "q.retract"


@dataclass(frozen=True, slots=True)
class Air(Route):
    """It was read out."""

    question: int
    path: ClassVar[str] = "q.air"


@dataclass(frozen=True, slots=True)
class AnswerQuestion(Route):
    """Say how to answer in writing, and take it for that."""

    question: int
    path: ClassVar[str] = "q.answer"


@dataclass(frozen=True, slots=True)
class CorrectAnswer(Route):
    """Say how to put an answer right that went out."""

    question: int
    path: ClassVar[str] = "q.correct"


@dataclass(frozen=True, slots=True)
class TakeBack(Route):
    """Undo the last step: an answer, a refusal, a merging, that it was read out."""

    question: int
    path: ClassVar[str] = "q.undo"


@dataclass(frozen=True, slots=True)
class EditText(Route):
    """Say how to correct the question's own words before anybody sees them."""

    question: int
    path: ClassVar[str] = "q.text"


@dataclass(frozen=True, slots=True)
class ShowName(Route):
    """Show it without the asker's name, or with it again."""

    question: int
    shown: bool
    path: ClassVar[str] = "q.name"


@dataclass(frozen=True, slots=True)
class SendReply(Route):
    """Let what was written as a note go to who waits."""

    question: int
    reply: int
    path: ClassVar[str] = "q.send"


@dataclass(frozen=True, slots=True)
class HoldBack(Route):
    """Do not send what is about to go out; `note`: it was meant for colleagues."""

    question: int
    reply: int
    note: bool = False
    path: ClassVar[str] = "q.hold"


@dataclass(frozen=True, slots=True)
class OpenCardMenu(Route):
    """Show other buttons on the card: "decline", "duplicate" or "more"; "" the usual ones."""

    question: int
    menu: str = ""
    path: ClassVar[str] = "q.menu"


@dataclass(frozen=True, slots=True)
class Choose(Route):
    """One of the open menu's choices, from 0; `menu`: the one that it stood in."""

    question: int
    menu: str
    choice: int
    path: ClassVar[str] = "q.choose"


@dataclass(frozen=True, slots=True)
class Mute(Route):
    """Take no more questions of the asker, for this session or the whole `fair`; or take them `again`."""

    question: int
    fair: bool = False
    again: bool = False
    path: ClassVar[str] = "q.mute"


@dataclass(frozen=True, slots=True)
class ShowCard(Route):
    """Bring the card of a question that stands only in a list."""

    question: int
    path: ClassVar[str] = "q.card"


@dataclass(frozen=True, slots=True)
class TurnPack(Route):
    """Another page of what was asked before the start, from 0."""

    session: int
    page: int
    path: ClassVar[str] = "desk.page"


@dataclass(frozen=True, slots=True)
class UndoMany(Route):
    """Take back what one reply did to many questions."""

    session: int
    reply: int
    path: ClassVar[str] = "desk.undo"


@dataclass(frozen=True, slots=True)
class ListForAir(Route):
    """Post the presenter's list."""

    session: int
    path: ClassVar[str] = "desk.air"


@dataclass(frozen=True, slots=True)
class SwitchShift(Route):
    """Begin or end to be told when nobody takes a question."""

    session: int
    path: ClassVar[str] = "desk.shift"


@dataclass(frozen=True, slots=True)
class CloseQuestions(Route):
    """Take no more questions for the session, or take them again."""

    session: int
    closed: bool
    path: ClassVar[str] = "desk.close"
