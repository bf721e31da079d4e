"""What is done with questions when the fair is over: who asked what is erased, what was asked is exported."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import and_, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.cards import CARDS
from storage.outbox import OPEN, OUTBOX
from storage.programme import SESSIONS, STAGES
from storage.question_tables import JOINS, QUESTIONS, joined_people, receipt_key

_AT_ONCE = 500  # numbers that one statement names


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One line of `fairway export questions`; who asked is no part of it."""

    session: str
    number: int
    state: str
    joined: int
    text: str
    answer: str
    reason: str
    merged_into: int | None
    asked: datetime
    passed: datetime | None
    aired: datetime | None


async def read_lines(connection: AsyncConnection) -> AsyncIterator[QuestionLine]:
    """All questions by session and number, for an export."""
    other = QUESTIONS.alias()
    q = QUESTIONS.c
    texts = (q.text, func.coalesce(q.answer, ""), func.coalesce(q.reason, ""), other.c.number)
    query = (
        select(SESSIONS.c.ref, q.number, q.state, joined_people(), *texts, q.asked_at, q.passed_at, q.aired_at)
        .join(SESSIONS, SESSIONS.c.id == q.session_id)
        .outerjoin(other, other.c.id == q.merged_into)
        .order_by(SESSIONS.c.ref, q.number)
    )
    for row in await connection.execute(query):
        yield QuestionLine(*row)


async def erase_askers(connection: AsyncConnection, before: datetime) -> int:
    """Forget who asked and joined the questions of sessions that were over before that moment; how many questions.

    Their counts are kept. With the link go the letters that told these people, and what their messages show. A question
    about which a letter still waits or is being sent has its turn when that has ended.
    """
    told = and_(OUTBOX.c.person_id.is_not(None), OUTBOX.c.about["question"].as_integer() == QUESTIONS.c.id)
    due = select(QUESTIONS.c.id).where(
        QUESTIONS.c.session_id.in_(await _over(connection, before)),
        QUESTIONS.c.joined.is_(None),
        ~exists().where(told, OPEN),
    )
    found = list((await connection.execute(due.with_for_update(of=QUESTIONS))).scalars())
    parts = [found[start : start + _AT_ONCE] for start in range(0, len(found), _AT_ONCE)]
    for part in parts:  # all are counted while everybody is still there
        count = QUESTIONS.update().where(QUESTIONS.c.id.in_(part)).values(joined=joined_people())
        await connection.execute(count)
    for part in parts:
        nobody = {"person_id": None, "asker_name": None}
        await connection.execute(QUESTIONS.update().where(QUESTIONS.c.id.in_(part)).values(nobody))
        await connection.execute(JOINS.delete().where(JOINS.c.question_id.in_(part)))
        about = OUTBOX.c.about["question"].as_integer().in_(part)
        await connection.execute(OUTBOX.delete().where(OUTBOX.c.person_id.is_not(None), about))
        await connection.execute(CARDS.delete().where(CARDS.c.key.in_([receipt_key(number) for number in part])))
    return len(found)


async def _over(connection: AsyncConnection, before: datetime) -> list[int]:
    """The sessions with questions that were over before that moment; without a time, when the last stage was."""
    asked = exists().where(QUESTIONS.c.session_id == SESSIONS.c.id, QUESTIONS.c.joined.is_(None))
    sessions = (
        await connection.execute(select(SESSIONS.c.id, SESSIONS.c.starts, SESSIONS.c.minutes).where(asked))
    ).all()
    last_day = (await connection.execute(select(func.max(STAGES.c.last_day)))).scalar_one_or_none()
    after_all = last_day and datetime.combine(last_day, time.max, UTC)
    ends = {row.id: row.starts + timedelta(minutes=row.minutes) if row.starts else after_all for row in sessions}
    return [number for number, end in ends.items() if end is not None and end < before]
