"""Leads: what a stand's staff must act on, each handled step by step, each step by one hand only.

A step is one compare-and-set: it names the states it may begin from and says whether it was the first; which steps
there are is decided by the stand's desk. Contacts are not here: they lie sealed, under their consents (`contacts.py`).
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Literal, TypedDict, Unpack, get_args

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import insert_or_ignore
from storage.engine.sealed import SealedColumns, Seals
from storage.engine.turns import AT_ONCE, some_of
from storage.leads.steps import Step
from storage.leads.tables import ENDS, LEAD_COUNTERS, LEAD_STEPS, LEADS, Kind, Lead, State

Mark = Literal["alarmed_at", "raised_at", "reminded_at", "asked_at"]
_NEWEST_FIRST = select(LEADS).order_by(LEADS.c.id.desc())


class Says(TypedDict, total=False):
    """Whether they spoke, as each side says."""

    visitor_says: bool | None
    staff_says: bool | None


class Values(Says, total=False):
    """What a step may set beside the state; the moments only begin anew."""

    taken_by: int | None
    misses: int
    rating: int | None
    starts: datetime
    ends: datetime
    alarmed_at: None
    raised_at: None
    reminded_at: datetime | None
    asked_at: None


class Leads:
    """The leads, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection, seals: Seals) -> None:
        self._connection = connection
        self._words = SealedColumns(LEADS, seals)

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
        number = await self._words.insert(self._connection, values)
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
        step: Step,
        *,
        by: int | None,
        now: datetime,
        holder: int | None = None,
        **values: Unpack[Values],
    ) -> bool:
        """Take one step; False when somebody was first: its state is none of those it begins from any more.

        :param by: who takes it, of the staff; None: the visitor, or time.
        :param holder: only who has taken the lead may.
        :param values: what the step sets beside the state.
        """
        same = [LEADS.c.id == lead_id, LEADS.c.state.in_(step.out_of)]
        if holder is not None:
            same.append(LEADS.c.taken_by == holder)
        grown = {"revision": LEADS.c.revision + 1, "changed_at": now}
        ended = {"closed_at": func.coalesce(LEADS.c.closed_at, now) if step.to in ENDS else None}
        changes = LEADS.update().where(*same).values({**values, **grown, **ended, "state": step.to})
        if (await self._connection.execute(changes)).rowcount != 1:
            return False
        await self._note(lead_id, step.name, by, now)
        return True

    async def spoke(self, lead_id: int, now: datetime, **says: Unpack[Says]) -> bool:
        """Note whether they spoke, as one side says; False where the lead is not there."""
        grown = {"revision": LEADS.c.revision + 1, "changed_at": now}
        changed = LEADS.update().where(LEADS.c.id == lead_id).values({**says, **grown})
        return (await self._connection.execute(changed)).rowcount == 1

    async def tell_topic(self, lead_id: int, topic: str, now: datetime) -> bool:
        """Keep what the visitor wants to talk about; False where the lead is closed."""
        kept = self._words.kept(lead_id, {"topic": topic})
        grown = {"revision": LEADS.c.revision + 1, "changed_at": now}
        still = LEADS.update().where(LEADS.c.id == lead_id, LEADS.c.closed_at.is_(None))
        return (await self._connection.execute(still.values({**kept, **grown}))).rowcount == 1

    async def mark(self, lead_id: int, what: Mark, now: datetime) -> bool:
        """Note that something was done about the lead, which is done once; False when it was before."""
        column = LEADS.c[what]
        first = LEADS.update().where(LEADS.c.id == lead_id, column.is_(None)).values({what: now})
        return (await self._connection.execute(first)).rowcount == 1

    async def forget_topics(self, at_most: int = AT_ONCE) -> int:
        """Let requests stay without what the visitors wanted to talk about; how many had it."""
        some = some_of(LEADS, at_most, LEADS.c.topic.is_not(None))
        return (await self._connection.execute(LEADS.update().where(some).values(topic=None))).rowcount

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

    async def numbers(self) -> dict[int, tuple[int, int]]:
        """Of every lead by its row: the stand, and the number that people see. A question for a survey."""
        found = await self._connection.execute(select(LEADS.c.id, LEADS.c.stand_id, LEADS.c.number))
        return {row[0]: (row[1], row[2]) for row in found}

    async def _sure(self, lead_id: int) -> Lead:
        lead = await self.load(lead_id)
        if lead is None:
            raise LookupError("a lead just opened is not there")
        return lead

    async def _note(self, lead_id: int, step: str, by: int | None, at: datetime) -> None:
        values: Mapping[str, Any] = {"lead_id": lead_id, "step": step, "by": by, "at": at}
        await self._connection.execute(LEAD_STEPS.insert(), values)

    async def _where(self, *conditions: Any) -> tuple[Lead, ...]:
        query = _NEWEST_FIRST.where(*conditions)
        return self._words.all_opened(Lead(*row) for row in await self._connection.execute(query))
