"""What a person wants of their plan outside of the messenger: an alarm in the calendar, a mail in the evening."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, cast, exists, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import upsert
from storage.engine.schema import METADATA, RowId
from storage.fair.programme import SESSIONS
from storage.people.tables import SUBSCRIPTIONS
from storage.post.outbox import OUTBOX

NO_ALARM = -1

PLAN_CHOICES = Table(
    "plan_choices",
    METADATA,
    Column("person_id", RowId, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("alarm", Integer, nullable=False),  # minutes before the start; NO_ALARM: the calendar keeps quiet
    Column("evening", Boolean, nullable=False, index=True),
)


@dataclass(frozen=True, slots=True)
class PlanChoices:
    """`alarm`: minutes before the start at which the calendar reminds; `evening`: tomorrow's plan comes by mail."""

    alarm: int = 10
    evening: bool = False


class Choices:
    """The choices, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, person_id: int) -> PlanChoices:
        """What the person chose, or what everybody has."""
        query = select(PLAN_CHOICES.c.alarm, PLAN_CHOICES.c.evening).where(PLAN_CHOICES.c.person_id == person_id)
        found = (await self._connection.execute(query)).one_or_none()
        return PlanChoices() if found is None else PlanChoices(*found)

    async def choose(self, person_id: int, chosen: PlanChoices) -> None:
        """Keep what the person chose."""
        statement = upsert(self._connection, PLAN_CHOICES, ("person_id",), ("alarm", "evening"))
        values = {"person_id": person_id, "alarm": chosen.alarm, "evening": chosen.evening}
        await self._connection.execute(statement, values)

    async def to_mail(self, since: datetime, until: datetime, once: str) -> list[int]:
        """Who wants the mail, watches something between these moments, and was not written to under `once`."""
        planned = (
            select(SUBSCRIPTIONS.c.person_id)
            .join(SESSIONS, SESSIONS.c.id == SUBSCRIPTIONS.c.session_id)
            .where(SESSIONS.c.starts >= since, SESSIONS.c.starts < until)
            .where(SESSIONS.c.status == "scheduled", ~SESSIONS.c.withdrawn, ~SUBSCRIPTIONS.c.wants_recording)
        )
        name = literal(f"{once}:", String).concat(cast(PLAN_CHOICES.c.person_id, String))
        posted = exists().where(OUTBOX.c.once == name)
        wants = (PLAN_CHOICES.c.evening, PLAN_CHOICES.c.person_id.in_(planned), ~posted)
        return list((await self._connection.execute(select(PLAN_CHOICES.c.person_id).where(*wants))).scalars())
