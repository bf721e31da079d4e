"""What is done with questions when the fair is over: who asked what is erased, what was asked is exported."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import and_, exists, func, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.sealed import SealedColumns
from storage.engine.turns import in_parts
from storage.fair.programme import SESSIONS, STAGES
from storage.people.tables import PEOPLE
from storage.post.outbox import OPEN, OUTBOX
from storage.post.standing import CARDS
from storage.questions.replies import DESK_REPLIES
from storage.questions.tables import (
    AIRED,
    ANSWERED,
    DECLINED,
    JOINS,
    QUESTIONS,
    RECEIPT,
    STEPS,
    TAKE_BACK,
    State,
    end_key,
    joined_people,
    receipt_key,
)

_AT_ONCE = 500  # numbers that one statement names
_NEWS = (ANSWERED, DECLINED, AIRED)
TOLD = (RECEIPT, *_NEWS)
_ABOUT = OUTBOX.c.about["question"].as_integer()


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One line of `fairway export questions`; who asked is no part of it."""

    session: str
    number: int
    state: State
    joined: int
    text: str
    answer: str
    reason: str
    merged_into: int | None
    asked: datetime
    passed: datetime | None
    aired: datetime | None


async def read_lines(connection: AsyncConnection, words: SealedColumns) -> AsyncIterator[QuestionLine]:
    """All questions by session and number, for an export."""
    other = QUESTIONS.alias()
    q = QUESTIONS.c
    texts = (q.text, func.coalesce(q.answer, ""), func.coalesce(q.reason, ""), other.c.number)
    said = ("text", "answer", "reason")
    query = (
        select(q.id, SESSIONS.c.ref, q.number, q.state, joined_people(), *texts, q.asked_at, q.passed_at, q.aired_at)
        .join(SESSIONS, SESSIONS.c.id == q.session_id)
        .outerjoin(other, other.c.id == q.merged_into)
        .order_by(SESSIONS.c.ref, q.number)
    )
    async for row_id, *row in in_parts(connection, query):
        line = QuestionLine(*row)
        text, answer, reason = (words.read(row_id, name, getattr(line, name)) for name in said)
        yield replace(line, text=text, answer=answer, reason=reason)


@dataclass(frozen=True, slots=True)
class Erased:
    """The questions whose askers were forgotten, and who these had been: for what else is kept of them."""

    questions: tuple[int, ...] = ()
    askers: tuple[int, ...] = ()


async def erase_askers(connection: AsyncConnection, before: datetime) -> Erased:
    """Forget who asked and joined the questions of one session that was over before that moment; nothing when none is.

    Their counts are kept. With the link go the letters that told these people, and what their messages show. A question
    about which a letter still waits or is being sent has its turn when that has ended.
    """
    still_told = select(_ABOUT).where(OPEN, OUTBOX.c.kind.in_(TOLD), OUTBOX.c.person_id.is_not(None))
    over = QUESTIONS.c.session_id.in_(await _over(connection, before))
    due = (over, QUESTIONS.c.joined.is_(None), QUESTIONS.c.id.not_in(still_told))
    session = (await connection.execute(select(QUESTIONS.c.session_id).where(*due).limit(1))).scalar_one_or_none()
    if session is None:
        return Erased()
    mine = select(QUESTIONS.c.id, QUESTIONS.c.person_id).where(*due, QUESTIONS.c.session_id == session)
    found = {row[0]: row[1] for row in await connection.execute(mine.with_for_update(of=QUESTIONS))}
    parts = [list(found)[start : start + _AT_ONCE] for start in range(0, len(found), _AT_ONCE)]
    for part in parts:  # all are counted while everybody is still there
        count = QUESTIONS.update().where(QUESTIONS.c.id.in_(part)).values(joined=joined_people())
        await connection.execute(count)
        await asyncio.sleep(0)  # the loop goes round, also while this transaction is open
    await connection.execute(DESK_REPLIES.delete().where(DESK_REPLIES.c.session_id == session))
    for part in parts:
        await _forget_who_was_told(connection, part)
        nobody = {"person_id": None, "asker_name": None}
        await connection.execute(QUESTIONS.update().where(QUESTIONS.c.id.in_(part)).values(nobody))
        await connection.execute(JOINS.delete().where(JOINS.c.question_id.in_(part)))
        await asyncio.sleep(0)
    return Erased(tuple(found), tuple({asker for asker in found.values() if asker is not None}))


async def _forget_who_was_told(connection: AsyncConnection, questions: Sequence[int]) -> None:
    """Drop the letters about these questions to people, found by the people: the outbox is long."""
    keys = [receipt_key(number) for number in questions]
    keys += [end_key(kind, number, times) for number, times in await _news(connection, questions) for kind in _NEWS]
    receipts = CARDS.c.key.in_(keys)
    left = and_(CARDS.c.messenger == PEOPLE.c.messenger, CARDS.c.chat == PEOPLE.c.user)
    told = union(
        select(JOINS.c.person_id).where(JOINS.c.question_id.in_(questions)),
        select(PEOPLE.c.id).join(CARDS, left).where(receipts),  # who joined and left has had a receipt
    )
    theirs = (OUTBOX.c.person_id.in_(told), OUTBOX.c.kind.in_(TOLD), _ABOUT.in_(questions))
    await connection.execute(OUTBOX.delete().where(*theirs))
    await connection.execute(CARDS.delete().where(receipts))


async def _news(connection: AsyncConnection, questions: Sequence[int]) -> list[tuple[int, int]]:
    """The questions, each as often as people may have had news of it."""
    backs = (STEPS.c.question_id.in_(questions), STEPS.c.step == TAKE_BACK)
    query = select(STEPS.c.question_id, func.count()).where(*backs).group_by(STEPS.c.question_id)
    most = {row[0]: row[1] for row in await connection.execute(query)}
    return [(number, times) for number in questions for times in range(most.get(number, 0) + 1)]


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
