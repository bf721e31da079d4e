"""Planning the letters of an evening for many people: those whose clocks show the same, in few statements."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.fair.programme import SESSIONS
from storage.people.mailing import letters, post
from storage.people.tables import PEOPLE, SUBSCRIPTIONS
from storage.post.outbox import OUTBOX, Posting

EVENING = "evening"


@dataclass(frozen=True, slots=True)
class Evening:
    """An evening where clocks show the same: whom it concerns have chosen something of tomorrow, or of the night.

    `zone`: the people whose clocks go by it, None: who have not told; `at`: when it is told, to who has chosen by then.
    Moments are `(since, before)`.
    """

    zone: str | None
    day: int  # the day's number in the calendar
    at: datetime
    tomorrow: tuple[datetime, datetime]
    night: tuple[datetime, datetime]

    @property
    def once(self) -> str:
        """Under which the letter is posted to each of them."""
        return f"{EVENING}:{self.day}"


class Evenings:
    """The set-wise planning, as one transaction sees it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def zones(self) -> list[str | None]:
        """By which people's clocks go; a question for a survey."""
        return list((await self._connection.execute(select(PEOPLE.c.zone).distinct())).scalars())

    async def unplanned(self, evening: Evening) -> dict[str, list[int]]:
        """The people who are to be told and have no letter yet, by messenger; a question for a survey."""
        people: defaultdict[str, list[int]] = defaultdict(list)
        query = select(PEOPLE.c.messenger, PEOPLE.c.id).where(*_concerned(evening))
        for messenger, number in await self._connection.execute(query):
            people[messenger].append(number)
        return dict(people)

    async def plan(self, evening: Evening, people: Collection[int], posting: Posting) -> int:
        """Post the letter to those of these people who still are to be told; how many were."""
        return await post(self._connection, letters(posting).where(PEOPLE.c.id.in_(people), *_concerned(evening)))


def _concerned(evening: Evening) -> tuple[ColumnElement[bool], ...]:
    zone = PEOPLE.c.zone
    here = zone.is_(None) if evening.zone is None else zone == evening.zone
    wanted = or_(
        and_(PEOPLE.c.digest, PEOPLE.c.id.in_(_choosers(evening.at, *evening.tomorrow))),
        and_(PEOPLE.c.quiet, PEOPLE.c.id.in_(_choosers(evening.at, *evening.night))),
    )
    once = literal(f"{evening.once}:", String).concat(cast(PEOPLE.c.id, String))
    told = exists().where(OUTBOX.c.once == once)
    return here, wanted, PEOPLE.c.reminders, PEOPLE.c.reachable, ~PEOPLE.c.muted, ~told


def _choosers(at: datetime, since: datetime, before: datetime) -> Any:
    """Who has chosen by then to watch a session that starts within these moments."""
    return (
        select(SUBSCRIPTIONS.c.person_id)
        .join(SESSIONS, SESSIONS.c.id == SUBSCRIPTIONS.c.session_id)
        .where(SESSIONS.c.starts >= since, SESSIONS.c.starts < before)
        .where(SESSIONS.c.status == "scheduled", ~SESSIONS.c.withdrawn)
        .where(SUBSCRIPTIONS.c.since <= at, ~SUBSCRIPTIONS.c.wants_recording)
    )
