"""The tables of questions and their record: questions, who waits for their answers, the log of steps, who is muted.

`joins` holds everybody who waits for an answer, the asker too: so a question's audience is one list. The log names only
those who moderate; who asked stands in the question alone, from which it is erased after the fair.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal, get_args

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    or_,
    select,
)

from storage.engine.schema import METADATA, Moment, RowId
from storage.engine.sealed import SEALED, words

State = Literal["new", "taken", "passed", "aired", "answered", "declined", "merged", "withdrawn"]
LONGEST = 500  # signs of a question, as people count them
LONGEST_NAME = 80
OPEN: tuple[State, ...] = ("new", "taken", "passed")  # what still waits for its end
JOINABLE: tuple[State, ...] = (*OPEN, "aired")

# The letters that show a question or a session's questions. Their kinds, about {"question": id} or {"session": id}:
MUTED = "question-muted"
CARD, BOARD, AIR, TOPIC, PASSED = "question-card", "question-board", "question-air", "question-topic", "question-passed"
PACK = "question-pack"
CARDS = "question-"  # how the keys of cards begin
RECEIPT, ANSWERED, DECLINED = "question-receipt", "question-answered", "question-declined"  # letters to who waits
AIRED = "question-aired"
HELD = "question-held"  # about {"reply": id}
TAKE_BACK, CORRECT, CORRECT_REASON = (
    "take back",
    "correct",
    "correct reason",
)  # names of steps after which people are told anew

QUESTIONS = Table(
    "questions",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("session_id", RowId, ForeignKey("sessions.id"), nullable=False),
    Column("number", Integer, nullable=False),  # within the session, from 1
    Column("person_id", RowId, ForeignKey("people.id", ondelete="SET NULL"), index=True),  # NULL: forgotten
    Column("asker_name", words(LONGEST_NAME), info=SEALED),  # for the moderators; erased with the link
    Column("text", words(2 * LONGEST), nullable=False, info=SEALED),  # what people count as one sign may be several
    Column("anonymous", Boolean, nullable=False),
    Column("state", String(12), nullable=False),
    Column("revision", Integer, nullable=False),  # grows with every step and edit
    Column("taken_by", RowId, ForeignKey("people.id", ondelete="SET NULL")),
    Column("lease_until", Moment, index=True),
    Column("merged_into", RowId, ForeignKey("questions.id"), index=True),  # always one that is not merged itself
    Column("reason", Text, info=SEALED),
    Column("answer", Text, info=SEALED),
    Column("asked_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("passed_at", Moment),
    Column("aired_at", Moment),
    Column("released_at", Moment),  # when its card was first posted
    Column("alarmed_at", Moment),  # when those on shift were told that nobody takes it
    Column("joined", Integer),  # how many had joined, kept when they are erased; NULL: they are there to be counted
    UniqueConstraint("session_id", "number"),
    CheckConstraint(f"state IN {get_args(State)}", name="state"),
    CheckConstraint("(state = 'taken') = (lease_until IS NOT NULL)", name="lease"),
    CheckConstraint("(state = 'merged') = (merged_into IS NOT NULL) AND merged_into <> id", name="merged"),
    CheckConstraint("state <> 'answered' OR answer IS NOT NULL", name="answer"),
    CheckConstraint("state <> 'declined' OR reason IS NOT NULL", name="reason"),
    CheckConstraint("number > 0", name="number"),
    Index("ix_questions_session_state", "session_id", "state"),
)
JOINS = Table(
    "joins",
    METADATA,
    Column("question_id", RowId, ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("since", Moment, nullable=False),
)
STEPS = Table(
    "steps",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("question_id", RowId, ForeignKey("questions.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("step", String(20), nullable=False),
    Column("by", RowId, ForeignKey("people.id", ondelete="SET NULL")),  # NULL: the asker, or time
    Column("at", Moment, nullable=False),
    Column("detail", Text, nullable=False),
)
MUTES = Table(
    "mutes",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("session_id", RowId, ForeignKey("sessions.id")),  # NULL: the whole fair
    Column("since", Moment, nullable=False),
    Column("by", RowId, ForeignKey("people.id", ondelete="SET NULL")),
)
CLOSED = Table(  # sessions whose questions a moderator closed early
    "closed",
    METADATA,
    Column("session_id", RowId, ForeignKey("sessions.id"), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("by", RowId, ForeignKey("people.id", ondelete="SET NULL")),
)
SUMMED = Table(  # sessions whose summary was posted
    "summed",
    METADATA,
    Column("session_id", RowId, ForeignKey("sessions.id"), primary_key=True),
    Column("at", Moment, nullable=False),
)
COUNTERS = Table(
    "counters",
    METADATA,
    Column("session_id", RowId, ForeignKey("sessions.id"), primary_key=True),
    Column("last", Integer, nullable=False),  # the number given last
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question. `number` counts within its session; `person_id` is None once the asker is erased.

    `joined`: how many wait for the answer beside the asker, those of merged questions among them. `lease_until` is in
    the fair's time: until then the question belongs to `taken_by`.
    """

    id: int
    session_id: int
    number: int
    person_id: int | None
    asker_name: str | None
    text: str
    anonymous: bool
    state: State
    revision: int
    taken_by: int | None
    lease_until: datetime | None
    merged_into: int | None
    reason: str | None
    answer: str | None
    asked_at: datetime
    changed_at: datetime
    passed_at: datetime | None
    aired_at: datetime | None
    released_at: datetime | None
    alarmed_at: datetime | None
    joined: int


def card_key(question_id: int) -> str:
    """Of what moderators see."""
    return f"{CARDS}{question_id}"


def passed_key(question_id: int) -> str:
    """Of what the session's public chat sees."""
    return f"passed-{question_id}"


def board_key(session_id: int) -> str:
    """Of the counts above a session's cards."""
    return f"board-{session_id}"


def pack_key(session_id: int) -> str:
    """Of the message of what was asked before the start."""
    return f"pack-{session_id}"


def old_pack_key(session_id: int) -> str:
    """Of what a newer one stands in place of."""
    return f"oldpack-{session_id}"


def air_key(session_id: int) -> str:
    """Of the list for the presenter."""
    return f"air-{session_id}"


def receipt_key(question_id: int) -> str:
    """Of what a person who waits for the answer sees in private."""
    return f"receipt-{question_id}"


def held_key(reply_id: int) -> str:
    """Of what becomes of a moderator's reply."""
    return f"held-{reply_id}"


def end_key(kind: str, question_id: int, times: int) -> str:
    """Of news to a person: one that was taken back keeps its message, and the next one is a new message."""
    name = kind.removeprefix(CARDS)
    return f"{name}-{question_id}-{times}" if times else f"{name}-{question_id}"


def family(question_id: int | ColumnElement[int]) -> ColumnElement[bool]:
    """The question and what was merged into it."""
    return or_(QUESTIONS.c.id == question_id, QUESTIONS.c.merged_into == question_id)


def joined_people() -> ColumnElement[int]:
    """Of each question in a query: how many wait for its answer beside the asker."""
    member = QUESTIONS.alias()
    one_of_them = or_(member.c.id == QUESTIONS.c.id, member.c.merged_into == QUESTIONS.c.id)
    others = JOINS.c.person_id.is_distinct_from(QUESTIONS.c.person_id)
    people = select(func.count(JOINS.c.person_id.distinct())).join(member, member.c.id == JOINS.c.question_id)
    return func.coalesce(QUESTIONS.c.joined, people.where(one_of_them, others).correlate(QUESTIONS).scalar_subquery())


@cache
def question_query() -> Select[Any]:
    """Rows that make a `Question` each, its fields in their order; built once, which costs as much as running it."""
    columns = (column for column in QUESTIONS.c if column.name != "joined")
    return select(*columns, joined_people().label("joined"))
