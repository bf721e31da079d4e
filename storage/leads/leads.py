"""Leads: what a stand's staff must act on, each handled step by step, each step by one hand only.

A step is one compare-and-set: it names the states it may begin from and says whether it was the first; which steps
there are is decided by the stand's desk. Contacts are not here: they lie sealed, under their consents (`contacts.py`).
"""

from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

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
    func,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import insert_or_ignore
from storage.engine.schema import METADATA, Moment, RowId

Kind = Literal["call", "materials", "message"]
State = Literal["new", "taken", "waits", "called", "closed", "cancelled"]
OPEN: tuple[State, ...] = ("new", "taken", "waits", "called")
ENDS: tuple[State, ...] = ("closed", "cancelled")
LONGEST_TOPIC, LONGEST_NOTE = 300, 1000

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
    Column("topic", Text),
    Column("starts", Moment),  # of the window in which to call
    Column("ends", Moment),
    Column("misses", Integer, nullable=False),  # how often nobody answered
    Column("taken_by", RowId, ForeignKey("people.id", ondelete="SET NULL")),
    Column("note", Text),
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
    note: str | None
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


Mark = Literal["alarmed_at", "raised_at", "reminded_at", "asked_at"]


class Leads:
    """The leads, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def open(
        self,
        stand_id: int,
        person_id: int,
        kind: Kind,
        now: datetime,
        *,
        topic: str | None = None,
        window: tuple[datetime, datetime] | None = None,
    ) -> tuple[Lead, bool]:
        """The visitor's open lead of that kind at the stand, and whether it is new.

        One that is open already counts the repetition and keeps what it has.
        """
        known = await self.open_of(stand_id, person_id, kind)
        if known is not None and await self._asked_again(known.id, now):
            return await self._sure(known.id), False
        starts, ends = window or (None, None)
        values = {
            "stand_id": stand_id,
            "number": await self._next_number(stand_id),
            "person_id": person_id,
            "kind": kind,
            "state": "new",
            "revision": 1,
            "repeats": 0,
            "topic": topic or None,
            "starts": starts,
            "ends": ends,
            "misses": 0,
            "opened_at": now,
            "changed_at": now,
        }
        number: int = (await self._connection.execute(LEADS.insert().values(values).returning(LEADS.c.id))).scalar_one()
        await self._note(number, "open", None, now)
        return await self._sure(number), True

    async def _asked_again(self, lead_id: int, now: datetime) -> bool:
        """Count the repetition; False where the stand has closed the lead at this very moment."""
        still = LEADS.update().where(LEADS.c.id == lead_id, LEADS.c.closed_at.is_(None))
        if (await self._connection.execute(still.values(repeats=LEADS.c.repeats + 1))).rowcount != 1:
            return False
        await self._note(lead_id, "again", None, now)
        return True

    async def _next_number(self, stand_id: int) -> int:
        """Who else asks the stand waits until we commit: so no number is left out or given twice."""
        await self._connection.execute(
            insert_or_ignore(self._connection, LEAD_COUNTERS), {"stand_id": stand_id, "last": 0}
        )
        next_one = LEAD_COUNTERS.update().where(LEAD_COUNTERS.c.stand_id == stand_id)
        given = next_one.values(last=LEAD_COUNTERS.c.last + 1).returning(LEAD_COUNTERS.c.last)
        number: int = (await self._connection.execute(given)).scalar_one()
        return number

    async def step(
        self,
        lead_id: int,
        step: str,
        *,
        frm: Collection[State],
        to: State,
        by: int | None,
        now: datetime,
        holder: int | None = None,
        **values: Any,
    ) -> bool:
        """Take one step; False when somebody was first: its state is none of `frm` any more.

        :param by: who takes it, of the staff; None: the visitor, or time.
        :param holder: only who has taken the lead may.
        :param values: columns that the step sets beside the state, such as `note`, `taken_by` or `starts`.
        """
        same = [LEADS.c.id == lead_id, LEADS.c.state.in_(frm)]
        if holder is not None:
            same.append(LEADS.c.taken_by == holder)
        values |= {"state": to, "revision": LEADS.c.revision + 1, "changed_at": now}
        values |= {"closed_at": func.coalesce(LEADS.c.closed_at, now) if to in ENDS else None}
        if (await self._connection.execute(LEADS.update().where(*same).values(values))).rowcount != 1:
            return False
        await self._note(lead_id, step, by, now)
        return True

    async def change(self, lead_id: int, now: datetime, **values: Any) -> bool:
        """Set columns of a lead that is still there, without a step of its own."""
        changed = LEADS.update().where(LEADS.c.id == lead_id)
        values |= {"revision": LEADS.c.revision + 1, "changed_at": now}
        return (await self._connection.execute(changed.values(values))).rowcount == 1

    async def mark(self, lead_id: int, what: Mark, now: datetime) -> bool:
        """Note that something was done about the lead, which is done once; False when it was before."""
        column = LEADS.c[what]
        first = LEADS.update().where(LEADS.c.id == lead_id, column.is_(None)).values({what: now})
        return (await self._connection.execute(first)).rowcount == 1

    async def load(self, lead_id: int) -> Lead | None:
        """The lead of that row."""
        found = await self._where(LEADS.c.id == lead_id)
        return found[0] if found else None

    async def open_of(self, stand_id: int, person_id: int, kind: Kind) -> Lead | None:
        """The visitor's open lead of that kind at the stand."""
        same = (LEADS.c.stand_id == stand_id, LEADS.c.person_id == person_id, LEADS.c.kind == kind)
        found = await self._where(*same, LEADS.c.closed_at.is_(None))
        return found[0] if found else None

    async def of_person(self, person_id: int) -> tuple[Lead, ...]:
        """What the visitor asked of stands, the newest first."""
        return await self._where(LEADS.c.person_id == person_id)

    async def of_stand(self, stand_id: int, states: Collection[State] = get_args(State)) -> tuple[Lead, ...]:
        """The stand's leads in these states, the newest first."""
        return await self._where(LEADS.c.stand_id == stand_id, LEADS.c.state.in_(states))

    async def counts(self, stand_id: int) -> dict[State, int]:
        """How many leads of the stand are in each state."""
        query = select(LEADS.c.state, func.count()).where(LEADS.c.stand_id == stand_id).group_by(LEADS.c.state)
        return {row[0]: row[1] for row in await self._connection.execute(query)}

    async def untaken(
        self, before: datetime, mark: Literal["alarmed_at", "raised_at"], kinds: Collection[Kind] = get_args(Kind)
    ) -> tuple[Lead, ...]:
        """New leads of these kinds that nobody took since that moment, of which this was not done yet."""
        waits = (LEADS.c.state == "new", LEADS.c.kind.in_(kinds), LEADS.c.changed_at <= before)
        return await self._where(*waits, LEADS.c[mark].is_(None))

    async def to_remind(self, until: datetime) -> tuple[Lead, ...]:
        """Calls that are taken, whose window begins by then, of which the taker was not reminded yet."""
        return await self._where(
            LEADS.c.state == "taken", LEADS.c.kind == "call", LEADS.c.starts <= until, LEADS.c.reminded_at.is_(None)
        )

    async def to_ask(self, now: datetime) -> tuple[Lead, ...]:
        """Calls whose window is over, of which nobody was asked yet whether they spoke."""
        spoke = LEADS.c.state.in_(("taken", "called"))
        return await self._where(spoke, LEADS.c.kind == "call", LEADS.c.ends <= now, LEADS.c.asked_at.is_(None))

    async def lapsed(self, now: datetime) -> tuple[Lead, ...]:
        """Calls whose window is over though nobody took them, of which the visitor was not told yet."""
        new = (LEADS.c.state == "new", LEADS.c.kind == "call")
        return await self._where(*new, LEADS.c.ends <= now, LEADS.c.asked_at.is_(None))

    async def steps(self, lead_id: int) -> list[tuple[str, int | None, datetime]]:
        """The log of a lead: what, by whom of the staff, when."""
        query = select(LEAD_STEPS.c.step, LEAD_STEPS.c.by, LEAD_STEPS.c.at).where(LEAD_STEPS.c.lead_id == lead_id)
        return [tuple(row) for row in await self._connection.execute(query.order_by(LEAD_STEPS.c.id))]

    async def all(self, stand_id: int | None = None) -> AsyncIterator[Lead]:
        """Every lead by stand and number, of one stand or of all, for an export."""
        where = () if stand_id is None else (LEADS.c.stand_id == stand_id,)
        query = select(LEADS).where(*where).order_by(LEADS.c.stand_id, LEADS.c.number)
        for row in await self._connection.execute(query):
            yield Lead(*row)

    async def _sure(self, lead_id: int) -> Lead:
        lead = await self.load(lead_id)
        if lead is None:
            raise LookupError("a lead just opened is not there")
        return lead

    async def _note(self, lead_id: int, step: str, by: int | None, at: datetime) -> None:
        values: Mapping[str, Any] = {"lead_id": lead_id, "step": step, "by": by, "at": at}
        await self._connection.execute(LEAD_STEPS.insert(), values)

    async def _where(self, *conditions: Any) -> tuple[Lead, ...]:
        query = select(LEADS).where(*conditions).order_by(LEADS.c.id.desc())
        return tuple(Lead(*row) for row in await self._connection.execute(query))


def holds(lead: Lead, person_id: int) -> bool:
    """Whether that member of staff has the lead now."""
    return lead.state in ("taken", "called", "waits") and lead.taken_by == person_id
