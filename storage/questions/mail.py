"""Letters to everybody who waits for a question's answer, by one statement each."""

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.people.mailing import letters, post
from storage.people.tables import PEOPLE
from storage.post.outbox import OUTBOX, Posting, on_its_way
from storage.questions.tables import JOINS, QUESTIONS, family


class QuestionMail:
    """The posting, as one transaction sees it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def members(self, question_id: int) -> list[int]:
        """The question and what was merged into it."""
        return list((await self._connection.execute(select(QUESTIONS.c.id).where(family(question_id)))).scalars())

    async def to_joined(self, question_id: int, posting: Posting) -> None:
        """To who asked or joined this very question; none to those for whom one of its key still waits."""
        waiting = (on_its_way(), OUTBOX.c.state == "waiting", OUTBOX.c.key == posting.key)
        if self._connection.dialect.name != "sqlite":  # held, so that none is drawn from the truth before ours
            await self._connection.execute(select(OUTBOX.c.id).where(*waiting).with_for_update(read=True))
        waits = exists().where(*waiting, OUTBOX.c.person_id == PEOPLE.c.id)
        people = select(JOINS.c.person_id).where(JOINS.c.question_id == question_id)
        theirs = letters(posting).where(PEOPLE.c.id.in_(people), PEOPLE.c.reachable, ~waits)
        await post(self._connection, theirs)

    async def awaits(self, question_id: int, person_id: int) -> bool:
        """Whether the person asked or joined it, or what was merged into it."""
        members = select(QUESTIONS.c.id).where(family(question_id))
        joined = select(JOINS.c.person_id).where(JOINS.c.question_id.in_(members), JOINS.c.person_id == person_id)
        return (await self._connection.execute(joined.limit(1))).first() is not None

    async def to_audience(self, question_id: int, posting: Posting) -> None:
        """To everybody who asked or joined it, or what was merged into it: once."""
        members = select(QUESTIONS.c.id).where(family(question_id))
        people = select(JOINS.c.person_id).where(JOINS.c.question_id.in_(members))
        await post(self._connection, letters(posting).where(PEOPLE.c.id.in_(people), PEOPLE.c.reachable))
