"""Questions: asked for one session, handled step by step, each step by one hand only.

A step is one compare-and-set: it names the states it may begin from and says whether it was the first; which steps
there are is decided by who moderates. What is merged follows the question it was merged into.
"""

from collections.abc import AsyncIterator, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.dialects import insert_or_ignore
from storage.engine.schema import Moment, RowId
from storage.engine.sealed import SealedColumns, Seals
from storage.questions.ends import Erased, QuestionLine, erase_askers, read_lines
from storage.questions.tables import (
    CLOSED,
    COUNTERS,
    JOINABLE,
    JOINS,
    MUTES,
    OPEN,
    QUESTIONS,
    STEPS,
    Question,
    State,
    family,
    question_query,
)


class Questions:
    """The questions, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection, seals: Seals) -> None:
        self._connection = connection
        self._words = SealedColumns(QUESTIONS, seals)

    # --- asking ------------------------------------------------------------------------------------------------------

    async def ask(
        self, session_id: int, person_id: int, text: str, anonymous: bool, now: datetime, name: str = ""
    ) -> Question:
        """A new question, under the session's next number; `name` is how the asker is called."""
        number = await self._next_number(session_id)
        values = {
            "session_id": session_id,
            "number": number,
            "person_id": person_id,
            "asker_name": name or None,
            "text": text,
            "anonymous": anonymous,
            "state": "new",
            "revision": 1,
            "asked_at": now,
            "changed_at": now,
        }
        question_id = await self._words.insert(self._connection, values)
        waits = {"question_id": question_id, "person_id": person_id, "since": now}
        await self._connection.execute(JOINS.insert().values(waits))
        await self._note(question_id, "ask", None, now)
        question = await self.load(question_id)
        if question is None:
            raise LookupError("a question just asked is not there")
        return question

    async def _next_number(self, session_id: int) -> int:
        """Who else asks for this session waits until we commit: so no number is left out or given twice."""
        first = {"session_id": session_id, "last": 0}
        await self._connection.execute(insert_or_ignore(self._connection, COUNTERS), first)
        next_one = COUNTERS.update().where(COUNTERS.c.session_id == session_id).values(last=COUNTERS.c.last + 1)
        number: int = (await self._connection.execute(next_one.returning(COUNTERS.c.last))).scalar_one()
        return number

    async def edit(self, question_id: int, person_id: int, text: str, now: datetime) -> bool:
        """The asker says it in other words, while nobody has taken it; False when somebody has."""
        return await self._by_asker(question_id, person_id, "edit", now, text=text)

    async def withdraw(self, question_id: int, person_id: int, now: datetime) -> bool:
        """The asker takes it back, while nobody has taken it and no other question was merged into it."""
        await self._hold(question_id)
        merged = QUESTIONS.alias()
        alone = ~exists().where(merged.c.merged_into == question_id)
        return await self._by_asker(question_id, person_id, "withdraw", now, alone, state="withdrawn")

    async def _by_asker(
        self, question_id: int, person_id: int, step: str, now: datetime, *also: ColumnElement[bool], **values: Any
    ) -> bool:
        theirs = (QUESTIONS.c.id == question_id, QUESTIONS.c.person_id == person_id, QUESTIONS.c.state == "new")
        update = QUESTIONS.update().where(*theirs, *also)
        values = self._words.kept(question_id, values) | {"revision": QUESTIONS.c.revision + 1, "changed_at": now}
        if (await self._connection.execute(update.values(values))).rowcount != 1:
            return False
        await self._note(question_id, step, None, now)
        return True

    # --- moderating --------------------------------------------------------------------------------------------------

    async def step(
        self,
        question_id: int,
        step: str,
        *,
        frm: Collection[State],
        to: State,
        by: int | None,
        now: datetime,
        holder: int | None = None,
        lease_until: datetime | None = None,
        merged_into: int | None = None,
        reason: str | None = None,
        answer: str | None = None,
    ) -> bool:
        """Take one step; False when somebody was first: its state is none of `frm` any more.

        :param holder: a question that is taken is theirs alone until its lease is over.
        :param lease_until: for the step to "taken", with `by` as the new holder.
        :param merged_into: for the step to "merged": another question of the session that is neither merged nor
            withdrawn; what was merged into this one goes along.
        """
        await self._hold(question_id, *([] if merged_into is None else [merged_into]))
        same = [QUESTIONS.c.id == question_id, QUESTIONS.c.state.in_(frm)]
        if holder is not None:
            free = or_(QUESTIONS.c.lease_until <= now, QUESTIONS.c.lease_until.is_(None))
            same.append(or_(QUESTIONS.c.taken_by == holder, free))
        if merged_into is not None:
            other = QUESTIONS.alias()
            stands = other.c.state.not_in(("merged", "withdrawn"))
            ours = and_(other.c.id == merged_into, other.c.session_id == QUESTIONS.c.session_id, stands)
            same += [exists().where(ours), QUESTIONS.c.id != merged_into]
        given = {"lease_until": lease_until, "merged_into": merged_into, "reason": reason, "answer": answer}
        values = self._words.kept(question_id, {name: value for name, value in given.items() if value is not None})
        values |= _of_state(to, by, now)
        update = QUESTIONS.update().where(*same).values(**values, revision=QUESTIONS.c.revision + 1, changed_at=now)
        if (await self._connection.execute(update)).rowcount != 1:
            return False
        detail = ""
        if merged_into is not None:
            followers = QUESTIONS.update().where(QUESTIONS.c.merged_into == question_id).values(merged_into=merged_into)
            along = (await self._connection.execute(followers.returning(QUESTIONS.c.id))).scalars()
            detail = " ".join(map(str, (merged_into, *along)))  # those that come back when it is taken back
        await self._note(question_id, step, by, now, detail)
        return True

    async def _hold(self, *question_ids: int) -> None:
        """Hold these rows until the transaction ends, so that what a step looks at in others stays true."""
        if self._connection.dialect.name != "sqlite":  # there, nobody else writes meanwhile
            query = select(QUESTIONS.c.id).where(QUESTIONS.c.id.in_(question_ids)).order_by(QUESTIONS.c.id)
            await self._connection.execute(query.with_for_update(key_share=True))

    async def _note(self, question_id: int, step: str, by: int | None, at: datetime, detail: str = "") -> None:
        values = {"question_id": question_id, "step": step, "by": by, "at": at, "detail": detail}
        await self._connection.execute(STEPS.insert(), values)

    async def expired_leases(self, now: datetime) -> tuple[Question, ...]:
        """What was taken and is not handled in time."""
        return await self._all(question_query().where(QUESTIONS.c.lease_until <= now).order_by(QUESTIONS.c.id))

    # --- joining -----------------------------------------------------------------------------------------------------

    async def join(self, question_id: int, person_id: int, now: datetime) -> bool:
        """Wait for the answer too; a merged question leads to the one it was merged into.

        False where nothing changed: they wait already, or there is nothing to wait for.
        """
        root = await self._root(question_id)
        await self._hold(root)
        if await self.joined_by(person_id, [root]):
            return False
        here = (QUESTIONS.c.id == root, QUESTIONS.c.state.in_(JOINABLE), QUESTIONS.c.joined.is_(None))
        row = select(QUESTIONS.c.id, literal(person_id, RowId), literal(now, Moment)).where(*here)
        insert = insert_or_ignore(self._connection, JOINS).from_select(["question_id", "person_id", "since"], row)
        return (await self._connection.execute(insert)).rowcount == 1

    async def leave(self, question_id: int, person_id: int) -> bool:
        """Undo joining; who asked it, or what was merged into it, waits on."""
        theirs = family(await self._root(question_id))
        of_others = select(QUESTIONS.c.id).where(theirs, QUESTIONS.c.person_id.is_distinct_from(person_id))
        joins = JOINS.delete().where(JOINS.c.person_id == person_id, JOINS.c.question_id.in_(of_others))
        return (await self._connection.execute(joins)).rowcount > 0

    async def joined_by(self, person_id: int, question_ids: Collection[int]) -> frozenset[int]:
        """Those of these questions whose answer the person waits for: asked, joined, or merged into one of them."""
        root = func.coalesce(QUESTIONS.c.merged_into, QUESTIONS.c.id)
        waits = and_(JOINS.c.question_id == QUESTIONS.c.id, JOINS.c.person_id == person_id)
        either = or_(root.in_(question_ids), QUESTIONS.c.id.in_(question_ids))
        query = select(QUESTIONS.c.id, root).join(JOINS, waits).where(either)
        found = (await self._connection.execute(query)).all()
        return frozenset(number for row in found for number in row) & frozenset(question_ids)

    async def audience(self, question_id: int) -> list[int]:
        """Everybody who waits for the answer: who asked or joined it, or what was merged into it."""
        members = select(QUESTIONS.c.id).where(family(question_id))
        query = select(JOINS.c.person_id).where(JOINS.c.question_id.in_(members)).distinct().order_by(JOINS.c.person_id)
        return list((await self._connection.execute(query)).scalars())

    async def _root(self, question_id: int) -> int:
        query = select(QUESTIONS.c.merged_into).where(QUESTIONS.c.id == question_id)
        return (await self._connection.execute(query)).scalar_one_or_none() or question_id

    # --- reading -----------------------------------------------------------------------------------------------------

    async def load(self, question_id: int) -> Question | None:
        """The question of that row."""
        return next(iter(await self._all(question_query().where(QUESTIONS.c.id == question_id))), None)

    async def numbered(self, session_id: int, number: int) -> Question | None:
        """The session's question of that number."""
        here = (QUESTIONS.c.session_id == session_id, QUESTIONS.c.number == number)
        return next(iter(await self._all(question_query().where(*here))), None)

    async def of_session(self, session_id: int, states: Collection[State] | None = None) -> tuple[Question, ...]:
        """The session's questions, of these states only or all, in the order of their numbers."""
        query = question_query().where(QUESTIONS.c.session_id == session_id).order_by(QUESTIONS.c.number)
        return await self._all(query if states is None else query.where(QUESTIONS.c.state.in_(states)))

    async def merged_into(self, question_id: int) -> tuple[Question, ...]:
        """What was merged into the question, in the order of their numbers."""
        followers = QUESTIONS.c.merged_into == question_id
        return await self._all(question_query().where(followers).order_by(QUESTIONS.c.number))

    async def of_person(self, person_id: int) -> tuple[Question, ...]:
        """What the person asked or joined, the newest first."""
        theirs = QUESTIONS.c.id.in_(select(JOINS.c.question_id).where(JOINS.c.person_id == person_id))
        return await self._all(
            question_query().where(theirs).order_by(QUESTIONS.c.asked_at.desc(), QUESTIONS.c.id.desc())
        )

    async def count_open(self, session_id: int, person_id: int) -> int:
        """How many questions of the person for this session still wait for their end."""
        here = (QUESTIONS.c.session_id == session_id, QUESTIONS.c.person_id == person_id, QUESTIONS.c.state.in_(OPEN))
        return (await self._connection.execute(select(func.count()).where(*here))).scalar_one()

    async def last_asked(self, person_id: int, session_id: int) -> datetime | None:
        """When the person asked last for this session."""
        here = (QUESTIONS.c.session_id == session_id, QUESTIONS.c.person_id == person_id)
        found = await self._connection.execute(
            select(QUESTIONS.c.asked_at).where(*here).order_by(QUESTIONS.c.asked_at.desc()).limit(1)
        )
        return found.scalar_one_or_none()

    async def counts(self, session_id: int) -> dict[State, int]:
        """How many questions of the session are in each state."""
        query = select(QUESTIONS.c.state, func.count()).where(QUESTIONS.c.session_id == session_id)
        found = await self._connection.execute(query.group_by(QUESTIONS.c.state))
        return {row[0]: row[1] for row in found}

    async def _all(self, query: Select[Any]) -> tuple[Question, ...]:
        return self._words.all_opened(Question(*row) for row in await self._connection.execute(query))

    # --- a session's questions as a whole ----------------------------------------------------------------------------

    async def unreleased(self, session_id: int) -> tuple[Question, ...]:
        """New questions whose cards were not posted yet, most joined first."""
        waits = (QUESTIONS.c.session_id == session_id, QUESTIONS.c.state == "new", QUESTIONS.c.released_at.is_(None))
        found = await self._all(question_query().where(*waits))
        return tuple(sorted(found, key=lambda question: (-question.joined, question.number)))

    async def mute(self, person_id: int, session_id: int | None, now: datetime, by: int) -> None:
        """Take no more questions of the person for the session, or for the whole fair (None)."""
        await self.unmute(person_id, session_id)
        values = {"person_id": person_id, "session_id": session_id, "since": now, "by": by}
        await self._connection.execute(MUTES.insert(), values)

    async def unmute(self, person_id: int, session_id: int | None) -> bool:
        """Undo what `mute` did with the same words; False where it had not."""
        same = (MUTES.c.person_id == person_id, MUTES.c.session_id.is_not_distinct_from(session_id))
        return (await self._connection.execute(MUTES.delete().where(*same))).rowcount > 0

    async def is_muted(self, person_id: int, session_id: int) -> bool:
        """Whether no questions of the person are taken for this session."""
        where = or_(MUTES.c.session_id == session_id, MUTES.c.session_id.is_(None))
        query = select(MUTES.c.id).where(MUTES.c.person_id == person_id, where).limit(1)
        return (await self._connection.execute(query)).first() is not None

    async def mutes(self, person_id: int) -> tuple[int | None, ...]:
        """The sessions for which no questions of the person are taken; None: the whole fair."""
        query = select(MUTES.c.session_id).where(MUTES.c.person_id == person_id).order_by(MUTES.c.id)
        return tuple((await self._connection.execute(query)).scalars())

    async def close(self, session_id: int, now: datetime, by: int) -> bool:
        """Take no more questions for the session; False when it was closed already."""
        values = {"session_id": session_id, "at": now, "by": by}
        return (await self._connection.execute(insert_or_ignore(self._connection, CLOSED), values)).rowcount == 1

    async def reopen(self, session_id: int) -> bool:
        """Take questions again; False when it was not closed."""
        return (await self._connection.execute(CLOSED.delete().where(CLOSED.c.session_id == session_id))).rowcount == 1

    async def closed(self, session_id: int) -> bool:
        """Whether a moderator closed it early."""
        query = select(CLOSED.c.session_id).where(CLOSED.c.session_id == session_id)
        return (await self._connection.execute(query)).first() is not None

    async def erase(self, before: datetime) -> Erased:
        """Forget who asked and joined questions of one session that was over before that moment, if there is any."""
        return await erase_askers(self._connection, before)

    def lines(self) -> AsyncIterator[QuestionLine]:
        """All questions by session and number, for an export."""
        return read_lines(self._connection, self._words)


def _of_state(state: State, by: int | None, now: datetime) -> dict[str, Any]:
    """What a question that comes into this state keeps, and what it loses."""
    values: dict[str, Any] = {"state": state, "taken_by": by if state == "taken" else None}
    if state != "taken":
        values["lease_until"] = None
    if state == "new":
        values["passed_at"] = None
    if state in ("passed", "aired"):
        values[f"{state}_at"] = now
    return values
