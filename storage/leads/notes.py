"""Notes of a stand's staff about requests: each by its writer, at its time, one below the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Table, Text, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.schema import METADATA, Moment, RowId
from storage.engine.sealed import SEALED, SealedColumns, Seals
from storage.engine.turns import AT_ONCE, some_of
from storage.leads.tables import LEADS

LEAD_NOTES = Table(
    "lead_notes",
    METADATA,
    Column("id", RowId, primary_key=True),
    Column("lead_id", RowId, ForeignKey("leads.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("person_id", RowId, ForeignKey("people.id", ondelete="SET NULL"), index=True),  # who wrote it
    Column("text", Text, nullable=False, info=SEALED),
    Column("at", Moment, nullable=False),
    Column("edited_at", Moment),
    sqlite_autoincrement=True,  # a number is never given twice: edits know them by it
)


@dataclass(frozen=True, slots=True)
class LeadNote:
    """One note; `person_id` wrote it, unless they are erased."""

    id: int
    lead_id: int
    person_id: int | None
    text: str
    at: datetime
    edited_at: datetime | None


class LeadNotes:
    """The notes, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection, seals: Seals) -> None:
        self._connection = connection
        self._words = SealedColumns(LEAD_NOTES, seals)

    async def add(self, lead_id: int, text: str, by: int, now: datetime) -> int:
        """Keep a note below those before; its number."""
        values: Mapping[str, Any] = {"lead_id": lead_id, "person_id": by, "text": text, "at": now}
        return await self._words.insert(self._connection, values)

    async def load(self, number: int) -> LeadNote | None:
        """The note of that row."""
        found = await self._where(LEAD_NOTES.c.id == number)
        return found[0] if found else None

    async def correct(self, number: int, text: str, now: datetime) -> None:
        """Put other words in its place."""
        note = LEAD_NOTES.update().where(LEAD_NOTES.c.id == number)
        await self._connection.execute(note.values(self._words.kept(number, {"text": text, "edited_at": now})))

    async def of_lead(self, lead_id: int) -> tuple[LeadNote, ...]:
        """The notes of a request, the oldest first."""
        return await self._where(LEAD_NOTES.c.lead_id == lead_id)

    async def of_stand(self, stand_id: int | None = None) -> dict[int, list[LeadNote]]:
        """The notes of each request of a stand, or of all, the oldest first."""
        theirs = select(LEADS.c.id).where(LEADS.c.stand_id == stand_id)
        found: dict[int, list[LeadNote]] = {}
        for note in await self._where(*([] if stand_id is None else [LEAD_NOTES.c.lead_id.in_(theirs)])):
            found.setdefault(note.lead_id, []).append(note)
        return found

    async def forget(self, at_most: int = AT_ONCE) -> int:
        """Drop notes, whosever; how many were."""
        return (await self._connection.execute(LEAD_NOTES.delete().where(some_of(LEAD_NOTES, at_most)))).rowcount

    async def _where(self, *conditions: Any) -> tuple[LeadNote, ...]:
        query = select(LEAD_NOTES).where(*conditions).order_by(LEAD_NOTES.c.id)
        return self._words.all_opened(LeadNote(*row) for row in await self._connection.execute(query))
