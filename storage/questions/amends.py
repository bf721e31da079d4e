"""What is put right: a step that is taken back, words that a moderator corrects before anybody sees them, a name."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.sealed import SealedColumns, Seals
from storage.questions.tables import CORRECT, CORRECT_REASON, QUESTIONS, STEPS, TAKE_BACK, Question, State

REWORD, HIDE_NAME, SHOW_NAME = "reword", "hide name", "show name"
MERGE = "merge"
UNSEEN: tuple[State, ...] = ("new", "taken")


class Amends:
    """What is put right, as one transaction sees it."""

    def __init__(self, connection: AsyncConnection, seals: Seals) -> None:
        self._connection = connection
        self._words = SealedColumns(QUESTIONS, seals)

    async def take_back(self, question: Question, to: State, by: int, now: datetime) -> bool:
        """Undo the question's last step, as it was read; what had followed it when it was merged follows it again.

        False when somebody was first.
        """
        values: dict[str, Any] = {"state": to, "reason": None, "answer": None, "merged_into": None}
        if to == "new":
            values |= {"passed_at": None, "aired_at": None}
        elif to == "passed":
            values["aired_at"] = None
        same = (QUESTIONS.c.id == question.id, QUESTIONS.c.revision == question.revision)
        if not await self._change(values, now, *same):
            return False
        if question.merged_into is not None:
            followed = await self._followers(question.id)
            along = (QUESTIONS.c.merged_into == question.merged_into, QUESTIONS.c.id.in_(followed))
            await self._connection.execute(QUESTIONS.update().where(*along).values(merged_into=question.id))
        await self._note(question.id, TAKE_BACK, by, now, question.state)
        return True

    async def _followers(self, question_id: int) -> list[int]:
        """What had been merged into it before it was merged itself."""
        last = select(STEPS.c.detail).where(STEPS.c.question_id == question_id, STEPS.c.step == MERGE)
        found = (await self._connection.execute(last.order_by(STEPS.c.id.desc()).limit(1))).scalar_one_or_none()
        return [int(number) for number in (found or "").split()[1:]]

    async def reword(self, question_id: int, text: str, by: int, now: datetime) -> bool:
        """Correct the words of a question that nobody has seen yet, and that nobody else has taken.

        What stood there is kept nowhere: it may be what nobody should read.
        """
        return await self._unseen(question_id, REWORD, by, now, **self._words.kept(question_id, {"text": text}))

    async def name(self, question_id: int, by: int, now: datetime, *, shown: bool) -> bool:
        """Show a question without its asker's name, or undo that: what askers hide stays hidden."""
        if shown and not await self.nameless(question_id):
            return False
        return await self._unseen(question_id, SHOW_NAME if shown else HIDE_NAME, by, now, anonymous=not shown)

    async def nameless(self, question_id: int) -> bool:
        """Whether it was a moderator who took the name off."""
        return await self._count(question_id, (HIDE_NAME,)) > await self._count(question_id, (SHOW_NAME,))

    async def reworded(self, question_id: int) -> bool:
        """Whether a moderator has corrected its words."""
        return await self._count(question_id, (REWORD,)) > 0

    async def taken_back(self, question_id: int) -> int:
        """How often its last step was undone: what follows is news again."""
        return await self._count(question_id, (TAKE_BACK,))

    async def told_anew(self, question_id: int) -> int:
        """How often people had to be told something else than before."""
        return await self._count(question_id, (TAKE_BACK, CORRECT, CORRECT_REASON))

    async def _count(self, question_id: int, steps: Collection[str]) -> int:
        here = (STEPS.c.question_id == question_id, STEPS.c.step.in_(steps))
        return (await self._connection.execute(select(func.count()).where(*here))).scalar_one()

    async def _unseen(self, question_id: int, step: str, by: int, now: datetime, **values: Any) -> bool:
        free = or_(QUESTIONS.c.state == "new", QUESTIONS.c.taken_by == by, QUESTIONS.c.lease_until <= now)
        if not await self._change(values, now, QUESTIONS.c.id == question_id, QUESTIONS.c.state.in_(UNSEEN), free):
            return False
        await self._note(question_id, step, by, now)
        return True

    async def _change(self, values: dict[str, Any], now: datetime, *where: ColumnElement[bool]) -> bool:
        new = values | {"revision": QUESTIONS.c.revision + 1, "changed_at": now}
        return (await self._connection.execute(QUESTIONS.update().where(*where).values(new))).rowcount == 1

    async def _note(self, question_id: int, step: str, by: int, at: datetime, detail: str = "") -> None:
        values = {"question_id": question_id, "step": step, "by": by, "at": at, "detail": detail}
        await self._connection.execute(STEPS.insert(), values)
