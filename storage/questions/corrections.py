"""Corrections of what moderators wrote: other words in the place of an answer or a reason, noted as a step."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.questions.tables import QUESTIONS, STEPS

CORRECT = "correct"


class QuestionCorrections:
    """The corrections, as one transaction sees them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def correct(self, question_id: int, text: str, by: int, now: datetime) -> bool:
        """Put other words in place of the answer, or of the reason; False where there is neither any more."""
        for state, column in (("answered", "answer"), ("declined", "reason")):
            same = (QUESTIONS.c.id == question_id, QUESTIONS.c.state == state)
            values: dict[str, Any] = {column: text, "revision": QUESTIONS.c.revision + 1, "changed_at": now}
            if (await self._connection.execute(QUESTIONS.update().where(*same).values(values))).rowcount == 1:
                step = {"question_id": question_id, "step": CORRECT, "by": by, "at": now, "detail": ""}
                await self._connection.execute(STEPS.insert(), step)
                return True
        return False

    async def corrected(self, question_id: int) -> bool:
        """Whether other words stand in the place of the first ones."""
        query = select(STEPS.c.id).where(STEPS.c.question_id == question_id, STEPS.c.step == CORRECT).limit(1)
        return (await self._connection.execute(query)).first() is not None
