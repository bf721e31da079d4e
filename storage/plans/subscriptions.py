"""Subscriptions: a person asked to be reminded of a session."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import insert_or_ignore
from storage.engine.turns import in_parts
from storage.fair.programme import SESSIONS
from storage.people.tables import PEOPLE, SUBSCRIPTIONS


@dataclass(frozen=True, slots=True)
class SubscriptionLine:
    """One line of `fairway export subscriptions`."""

    messenger: str
    user: str
    session: str
    since: datetime


class Subscriptions:
    """The subscriptions of one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, person_id: int, session_id: int, since: datetime) -> None:
        """Subscribe; once is enough."""
        values = {"person_id": person_id, "session_id": session_id, "since": since}
        await self._connection.execute(insert_or_ignore(self._connection, SUBSCRIPTIONS), values)

    async def add_all(self, person_id: int, sessions: Collection[int], since: datetime) -> None:
        """Subscribe to all of these; once is enough."""
        rows = [{"person_id": person_id, "session_id": number, "since": since} for number in sessions]
        if rows:
            await self._connection.execute(insert_or_ignore(self._connection, SUBSCRIPTIONS), rows)

    async def want_recording(self, person_id: int, session_id: int) -> None:
        """It stays in the plan to be watched later: no reminder of it comes."""
        await self._watch(person_id, session_id, later=True)

    async def forgo_recording(self, person_id: int, session_id: int) -> None:
        """It is to be watched as it is on, after all."""
        await self._watch(person_id, session_id, later=False)

    async def _watch(self, person_id: int, session_id: int, *, later: bool) -> None:
        here = (SUBSCRIPTIONS.c.person_id == person_id, SUBSCRIPTIONS.c.session_id == session_id)
        await self._connection.execute(SUBSCRIPTIONS.update().where(*here).values(wants_recording=later))

    async def remove(self, person_id: int, session_id: int) -> None:
        """Unsubscribe; nothing happens where there is no subscription."""
        here = (SUBSCRIPTIONS.c.person_id == person_id, SUBSCRIPTIONS.c.session_id == session_id)
        await self._connection.execute(SUBSCRIPTIONS.delete().where(*here))

    async def lines(self) -> AsyncIterator[SubscriptionLine]:
        """All subscriptions, ordered by session and person, for an export."""
        query = (
            select(PEOPLE.c.messenger, PEOPLE.c.user, SESSIONS.c.ref, SUBSCRIPTIONS.c.since)
            .join(PEOPLE, PEOPLE.c.id == SUBSCRIPTIONS.c.person_id)
            .join(SESSIONS, SESSIONS.c.id == SUBSCRIPTIONS.c.session_id)
            .order_by(SESSIONS.c.ref, PEOPLE.c.messenger, PEOPLE.c.user)
        )
        async for row in in_parts(self._connection, query):
            yield SubscriptionLine(*row)
