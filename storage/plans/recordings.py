"""Recordings that people wait for: who can be sent which, asked and noted for many people in few statements."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.fair.programme import SESSIONS
from storage.people.mailing import letters, post
from storage.people.tables import PEOPLE, SUBSCRIPTIONS
from storage.post.outbox import OUTBOX, Posting

RECORDINGS = "recordings"

_RECORDED = (SESSIONS.c.recording.is_not(None), SESSIONS.c.status == "scheduled", ~SESSIONS.c.withdrawn)
_AWAITED = (SUBSCRIPTIONS.c.wants_recording, SUBSCRIPTIONS.c.recording_told.is_(None))
_HERE = (PEOPLE.c.reachable, ~PEOPLE.c.muted)


@dataclass(frozen=True, slots=True)
class Waiting:
    """People of one clock who want their recordings in one way, and for whom there are some."""

    zone: str | None
    at_once: bool


class Recordings:
    """The recordings that are waited for, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def waiting(self) -> list[Waiting]:
        """For whom there are recordings that they were not told of, by their clocks; a question for a survey."""
        clock = (PEOPLE.c.zone, PEOPLE.c.recordings_at_once)
        query = select(*clock).distinct().select_from(_awaited()).where(*_RECORDED, *_AWAITED, *_HERE)
        return [Waiting(*row) for row in await self._connection.execute(query)]

    async def people(self, waiting: Waiting, once: str) -> list[int]:
        """Who they are, but for those who had the letter `once` already; a question for a survey."""
        zone = PEOPLE.c.zone
        query = (
            select(PEOPLE.c.id)
            .distinct()
            .select_from(_awaited())
            .where(*_RECORDED, *_AWAITED, *_HERE, PEOPLE.c.recordings_at_once == waiting.at_once)
            .where(zone.is_(None) if waiting.zone is None else zone == waiting.zone)
            .where(~exists().where(OUTBOX.c.once == literal(f"{once}:", String).concat(cast(PEOPLE.c.id, String))))
        )
        return list((await self._connection.execute(query)).scalars())

    async def tell(self, people: Collection[int], told: datetime, posting: Posting) -> int:
        """Post the letter of that moment to these people, and note what it tells them of; how many are told."""
        recorded = select(SESSIONS.c.id).where(*_RECORDED)
        theirs = (SUBSCRIPTIONS.c.person_id.in_(people), SUBSCRIPTIONS.c.session_id.in_(recorded), *_AWAITED)
        await self._connection.execute(SUBSCRIPTIONS.update().where(*theirs).values(recording_told=told))
        of_now = exists().where(SUBSCRIPTIONS.c.person_id == PEOPLE.c.id, SUBSCRIPTIONS.c.recording_told == told)
        return await post(self._connection, letters(posting).where(PEOPLE.c.id.in_(people), of_now))

    async def told(self, person_id: int, told: datetime) -> list[int]:
        """The sessions of which the letter of that moment tells."""
        here = (SUBSCRIPTIONS.c.person_id == person_id, SUBSCRIPTIONS.c.recording_told == told)
        return list((await self._connection.execute(select(SUBSCRIPTIONS.c.session_id).where(*here))).scalars())


def _awaited() -> Any:
    theirs: ColumnElement[bool] = PEOPLE.c.id == SUBSCRIPTIONS.c.person_id
    return SUBSCRIPTIONS.join(SESSIONS, SESSIONS.c.id == SUBSCRIPTIONS.c.session_id).join(PEOPLE, theirs)
