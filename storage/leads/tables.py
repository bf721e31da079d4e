"""The tables of requests to stands and their record: requests, the log of their steps, the numbers given."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.engine.schema import METADATA, Moment, RowId
from storage.engine.sealed import SEALED

Kind = Literal["call", "materials", "message"]
State = Literal["new", "taken", "waits", "called", "closed", "cancelled"]
OPEN: tuple[State, ...] = ("new", "taken", "waits", "called")
ENDS: tuple[State, ...] = ("closed", "cancelled")
LONGEST_TOPIC, LONGEST_NOTE = 300, 1000  # signs, of a note each

LEADS = Table(
    "leads",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("stand_id", RowId, ForeignKey("stands.id"), nullable=False),
    Column("number", Integer, nullable=False),  # within the stand, from 1
    Column("person_id", RowId, ForeignKey("people.id", ondelete="SET NULL"), index=True),  # NULL: erased
    Column("kind", String(12), nullable=False),
    Column("state", String(12), nullable=False),
    Column("revision", Integer, nullable=False),  # grows with every step
    Column("repeats", Integer, nullable=False),  # how often the visitor asked again
    Column("topic", Text, info=SEALED),
    Column("starts", Moment),  # of the window in which to call
    Column("ends", Moment),
    Column("misses", Integer, nullable=False),  # how often nobody answered
    Column("taken_by", RowId, ForeignKey("people.id", ondelete="SET NULL")),
    Column("rating", Integer),
    Column("visitor_says", Boolean),  # whether they spoke, as both sides say
    Column("staff_says", Boolean),
    Column("opened_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("alarmed_at", Moment),  # when the chat was told again that nobody takes it
    Column("raised_at", Moment),  # when the organisers were
    Column("reminded_at", Moment),  # when who took it was reminded of the window
    Column("asked_at", Moment),  # when both sides were asked whether they spoke
    UniqueConstraint("stand_id", "number"),
    UniqueConstraint("id", "stand_id", "person_id", name="uq_leads_contact"),
    CheckConstraint(f"kind IN {get_args(Kind)}", name="kind"),
    CheckConstraint(f"state IN {get_args(State)}", name="state"),
    CheckConstraint("kind <> 'call' OR (starts IS NOT NULL AND ends > starts)", name="window"),
    CheckConstraint("rating BETWEEN 0 AND 5", name="rating"),
    CheckConstraint("(state IN ('closed', 'cancelled')) = (closed_at IS NOT NULL)", name="closed"),
    Index("ix_leads_stand_state", "stand_id", "state"),
    Index(
        "ix_leads_one_open",
        "person_id",
        "stand_id",
        "kind",
        unique=True,
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)
LEAD_STEPS = Table(
    "lead_steps",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("lead_id", RowId, ForeignKey("leads.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("step", String(20), nullable=False),
    Column("by", RowId, ForeignKey("people.id", ondelete="SET NULL")),  # NULL: the visitor, or time
    Column("at", Moment, nullable=False),
)
LEAD_COUNTERS = Table(
    "lead_counters",
    METADATA,
    Column("stand_id", RowId, ForeignKey("stands.id"), primary_key=True),
    Column("last", Integer, nullable=False),  # the number given last
)


@dataclass(frozen=True, slots=True)
class Lead:
    """Something that a stand's staff must act on.

    `number` counts within its stand; `person_id` is None once the visitor is erased. `starts` and `ends` are the window
    of a call. `misses` is how often nobody answered; `visitor_says` and `staff_says`, whether they spoke.
    """

    id: int
    stand_id: int
    number: int
    person_id: int | None
    kind: Kind
    state: State
    revision: int
    repeats: int
    topic: str | None
    starts: datetime | None
    ends: datetime | None
    misses: int
    taken_by: int | None
    rating: int | None
    visitor_says: bool | None
    staff_says: bool | None
    opened_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    alarmed_at: datetime | None
    raised_at: datetime | None
    reminded_at: datetime | None
    asked_at: datetime | None


def holds(lead: Lead, person_id: int) -> bool:
    """Whether that member of staff has the lead now."""
    return lead.state in ("taken", "called", "waits") and lead.taken_by == person_id
