"""The moderators' queue as time sees it: cards to be posted, questions that nobody takes, sessions to be summed up."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import insert_or_ignore
from storage.engine.turns import parts
from storage.fair.programme import SESSIONS
from storage.questions.tables import COUNTERS, QUESTIONS, SUMMED

EARLY = or_(SESSIONS.c.starts.is_(None), QUESTIONS.c.asked_at < SESSIONS.c.starts)  # asked before the start
_NO_CARD = (QUESTIONS.c.state == "new", QUESTIONS.c.released_at.is_(None))
_SESSIONS = (
    select(QUESTIONS.c.session_id)
    .join(SESSIONS, SESSIONS.c.id == QUESTIONS.c.session_id)
    .distinct()
    .order_by(QUESTIONS.c.session_id)
)
_STARTED = _SESSIONS.where(*_NO_CARD, ~EARLY)
_PACKED = _SESSIONS.where(*_NO_CARD, EARLY)
_UNSUMMED = (
    select(COUNTERS.c.session_id)
    .where(~exists().where(SUMMED.c.session_id == COUNTERS.c.session_id))
    .order_by(COUNTERS.c.session_id)
)


class QuestionQueue:
    """The queue, as one transaction sees it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def sessions_unreleased(self) -> tuple[int, ...]:
        """The sessions with new questions that were asked from the start on and have no card yet."""
        return await self._numbers(_STARTED)

    async def sessions_packed(self) -> tuple[int, ...]:
        """The sessions with new questions that were asked before the start and have no card yet."""
        return await self._numbers(_PACKED)

    async def packed_in(self, question_id: int) -> int | None:
        """The session in whose opening pack the question is: asked before the start, and without a card."""
        here = (QUESTIONS.c.id == question_id, QUESTIONS.c.released_at.is_(None), EARLY)
        query = select(QUESTIONS.c.session_id).join(SESSIONS, SESSIONS.c.id == QUESTIONS.c.session_id).where(*here)
        session: int | None = (await self._connection.execute(query)).scalar_one_or_none()
        return session

    async def packs_of(self, question_ids: Collection[int]) -> tuple[int, ...]:
        """The sessions in whose opening packs any of these questions are."""
        found: set[int] = set()
        for some in parts(list(question_ids)):
            packed = _SESSIONS.where(QUESTIONS.c.id.in_(some), QUESTIONS.c.released_at.is_(None), EARLY)
            found.update(await self._numbers(packed))
        return tuple(sorted(found))

    async def _numbers(self, query: Select[int]) -> tuple[int, ...]:
        return tuple((await self._connection.execute(query)).scalars())

    async def release(self, question_ids: Collection[int], now: datetime) -> set[int]:
        """Note that their cards are posted; those whose were not before."""
        return await self._once(QUESTIONS.c.released_at, question_ids, now)

    async def count_released(self, session_ids: Collection[int], since: datetime) -> int:
        """How many cards of these sessions were posted from that moment on."""
        here = (QUESTIONS.c.session_id.in_(session_ids), QUESTIONS.c.released_at >= since)
        return (await self._connection.execute(select(func.count()).where(*here))).scalar_one()

    async def count_unreleased(self, session_id: int) -> int:
        """How many new questions of the session have no card yet."""
        query = select(func.count()).where(QUESTIONS.c.session_id == session_id, *_NO_CARD)
        return (await self._connection.execute(query)).scalar_one()

    async def sessions_untaken(self, before: datetime, starting: datetime) -> tuple[int, ...]:
        """The sessions that start by `starting` and have questions older than `before` that nobody has taken.

        With or without a card; without questions of which somebody was told before.
        """
        soon = or_(SESSIONS.c.starts <= starting, SESSIONS.c.starts.is_(None))
        return await self._numbers(_SESSIONS.where(*_untaken(before), soon))

    async def untaken(self, session_id: int, before: datetime) -> tuple[int, ...]:
        """These questions of one session."""
        query = select(QUESTIONS.c.id).where(QUESTIONS.c.session_id == session_id, *_untaken(before))
        return tuple((await self._connection.execute(query.order_by(QUESTIONS.c.number))).scalars())

    async def alarm(self, question_ids: Collection[int], now: datetime) -> set[int]:
        """Note that those on shift are told that nobody takes them; those of which they were not told before."""
        return await self._once(QUESTIONS.c.alarmed_at, question_ids, now)

    async def neglected(self, before: datetime) -> list[tuple[int, int, int]]:
        """Questions that nobody has taken although somebody was told of them before: of which session, number, row."""
        columns = (QUESTIONS.c.session_id, QUESTIONS.c.number, QUESTIONS.c.id)
        here = (QUESTIONS.c.state == "new", QUESTIONS.c.alarmed_at <= before)
        query = select(*columns).where(*here).order_by(QUESTIONS.c.session_id, QUESTIONS.c.number)
        return [(row[0], row[1], row[2]) for row in await self._connection.execute(query)]

    async def sessions_waiting(self) -> tuple[int, ...]:
        """The sessions with questions that nobody has taken yet."""
        query = select(QUESTIONS.c.session_id).where(QUESTIONS.c.state == "new").distinct()
        return tuple((await self._connection.execute(query)).scalars())

    async def waiting(self, session_ids: Collection[int]) -> tuple[int, ...]:
        """The questions of these sessions that nobody has taken yet."""
        here = (QUESTIONS.c.session_id.in_(session_ids), QUESTIONS.c.state == "new")
        return tuple((await self._connection.execute(select(QUESTIONS.c.id).where(*here))).scalars())

    async def _once(self, moment: ColumnElement[Any], question_ids: Collection[int], now: datetime) -> set[int]:
        fresh = (QUESTIONS.c.id.in_(question_ids), moment.is_(None))
        update = QUESTIONS.update().where(*fresh).values({moment: now}).returning(QUESTIONS.c.id)
        return set((await self._connection.execute(update)).scalars())

    async def sum_up(self, session_id: int, now: datetime) -> bool:
        """Note that the session's summary is posted; False when it was before."""
        values = {"session_id": session_id, "at": now}
        return (await self._connection.execute(insert_or_ignore(self._connection, SUMMED), values)).rowcount == 1

    async def sessions_unsummed(self) -> tuple[int, ...]:
        """The sessions that have questions and no summary yet."""
        return await self._numbers(_UNSUMMED)


def _untaken(before: datetime) -> tuple[ColumnElement[bool], ...]:
    return QUESTIONS.c.state == "new", QUESTIONS.c.asked_at < before, QUESTIONS.c.alarmed_at.is_(None)
