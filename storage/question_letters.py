"""Posting letters about a question: everything that shows it is drawn again, and who waits for its end is told.

Who moderates and who asks are different features, and neither knows the other's letters; they meet here, at the names
of kinds and keys.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import String, cast, exists, literal, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.address import Address
from storage.fair.programme import SESSIONS
from storage.people.mailing import letters, post
from storage.people.people import Person
from storage.people.tables import PEOPLE
from storage.post.outbox import OPEN, OUTBOX, Lane, Outbox, Posting
from storage.post.standing import CARDS
from storage.questions.questions import (
    AIR,
    ANSWERED,
    BOARD,
    CARD,
    DECLINED,
    MUTED,
    PACK,
    PASSED,
    RECEIPT,
    air_key,
    board_key,
    card_key,
    pack_key,
    passed_key,
)
from storage.questions.queue import EARLY
from storage.questions.tables import JOINS, QUESTIONS, Question, family, receipt_key

CATCH_UP = timedelta(seconds=60)  # within which what is shown becomes true again
WORTH_TELLING = timedelta(days=3)
PAUSE = timedelta(seconds=15)  # counts and packs change with every step, and a group bears few letters a minute
_ENDS = {"answered": ANSWERED, "declined": DECLINED}


class QuestionLetters:
    """The posting, as one transaction sees it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._outbox = Outbox(connection)

    async def receipt(self, question: Question, person: Person, now: datetime) -> None:
        """Show a person what becomes of a question that they asked or joined."""
        posting = _posting(RECEIPT, {"question": question.id}, receipt_key(question.id), now)
        await self._outbox.put(posting, person.address, person.id)

    async def muted(self, person: Person, session_id: int | None, now: datetime) -> None:
        """Tell a person that their questions are not taken any more: for this session, or for the whole fair."""
        await self._outbox.put(_posting(MUTED, {"session": session_id}, None, now), person.address, person.id)

    async def changed(self, question: Question, now: datetime) -> None:
        """After every step and edit: draw again what shows the question, and tell the end to who waits for it.

        What was merged into it has receipts of its own, and what it was merged into has more people now.
        """
        members = select(QUESTIONS.c.id).where(family(question.id))
        for number in (await self._connection.execute(members)).scalars().all():
            await self._redraw_receipts(number, now)
        await self._redraw_cards(question, now)
        root = question.merged_into or question.id
        if root != question.id:
            await self._redraw(CARD, {"question": root}, card_key(root), now)
            await self._repack(root, now)
        await self._repack(question.id, now if question.revision > 1 else now + PAUSE)
        state = (await self._connection.execute(select(QUESTIONS.c.state).where(QUESTIONS.c.id == root))).scalar_one()
        if state in _ENDS:
            await self._tell_end(_ENDS[state], root, now)

    async def counted(self, question: Question, now: datetime) -> None:
        """After somebody joined it or left: draw its card again; what everybody else sees stays true."""
        number = question.merged_into or question.id
        await self._redraw(CARD, {"question": number}, card_key(number), now)
        await self._repack(number, now + PAUSE)

    async def nameless(self, questions: Collection[int], now: datetime) -> None:
        """After their askers were erased: draw their cards again, which named them, when nothing else is to be said."""
        for number in questions:
            await self._redraw(CARD, {"question": number}, card_key(number), now, Lane.BULK)
            await self._repack(number, now)

    async def forgotten(self, question: Question, now: datetime) -> None:
        """After its asker was erased: draw again what named them to staff and the public."""
        await self._redraw_cards(question, now)

    async def _redraw_cards(self, question: Question, now: datetime) -> None:
        """What staff and the public see, wherever it stands; where it does not yet, it is first posted by others."""
        await self._redraw(CARD, {"question": question.id}, card_key(question.id), now)
        await self._redraw(PASSED, {"question": question.id}, passed_key(question.id), now)
        await self.redraw_board(question.session_id, now)
        await self._redraw(AIR, {"session": question.session_id}, air_key(question.session_id), now)

    async def redraw_board(self, session_id: int, now: datetime) -> None:
        """Draw a session's counts again, wherever they stand, soon: many changes are one letter."""
        key = board_key(session_id)
        await self._redraw(BOARD, {"session": session_id}, key, now + PAUSE)

    async def redraw_pack(self, session_id: int, now: datetime) -> None:
        """Draw what was asked before a session's start again, wherever it stands."""
        await self._redraw(PACK, {"session": session_id}, pack_key(session_id), now)

    async def _repack(self, number: int, when: datetime) -> None:
        """Draw the opening pack again at that time, if the question has no card and was asked before the start."""
        here = (QUESTIONS.c.id == number, QUESTIONS.c.released_at.is_(None), EARLY)
        query = select(QUESTIONS.c.session_id).join(SESSIONS, SESSIONS.c.id == QUESTIONS.c.session_id).where(*here)
        session = (await self._connection.execute(query)).scalar_one_or_none()
        if session is not None:
            await self.redraw_pack(session, when)

    async def _redraw(
        self, kind: str, about: Mapping[str, int], key: str, now: datetime, lane: Lane = Lane.REMINDER
    ) -> None:
        """Groups take so few letters that reminders need not come before them."""
        shown = select(CARDS.c.messenger, CARDS.c.chat, CARDS.c.thread).where(CARDS.c.key == key)
        on_its_way = select(OUTBOX.c.messenger, OUTBOX.c.chat, OUTBOX.c.thread).where(OPEN, OUTBOX.c.key == key)
        for place in (await self._connection.execute(union(shown, on_its_way))).all():
            await self._outbox.put(_posting(kind, about, key, now, lane), Address(*place))

    async def _redraw_receipts(self, number: int, now: datetime) -> None:
        key = receipt_key(number)
        waiting = (OPEN, OUTBOX.c.state == "waiting", OUTBOX.c.key == key)
        if self._connection.dialect.name != "sqlite":  # held, so that none is drawn from the truth before ours
            await self._connection.execute(select(OUTBOX.c.id).where(*waiting).with_for_update(read=True))
        waits = exists().where(*waiting, OUTBOX.c.person_id == PEOPLE.c.id)
        people = select(JOINS.c.person_id).where(JOINS.c.question_id == number)
        mail = letters(kind=RECEIPT, about={"question": number}, lane=Lane.SERVICE, times=_times(now), key=key)
        await post(self._connection, mail.where(PEOPLE.c.id.in_(people), PEOPLE.c.reachable, ~waits))

    async def _tell_end(self, kind: str, number: int, now: datetime) -> None:
        """A new message for everybody who asked or joined it, or what was merged into it: once."""
        members = select(QUESTIONS.c.id).where(family(number))
        people = select(JOINS.c.person_id).where(JOINS.c.question_id.in_(members))
        once = literal(f"{kind}:{number}:", String).concat(cast(PEOPLE.c.id, String))
        mail = letters(kind=kind, about={"question": number}, lane=Lane.SERVICE, times=_times(now), once=once)
        await post(self._connection, mail.where(PEOPLE.c.id.in_(people), PEOPLE.c.reachable))


def _posting(
    kind: str, about: Mapping[str, int | None], key: str | None, now: datetime, lane: Lane = Lane.SERVICE
) -> Posting:
    return Posting(kind, about, lane, *_times(now), key=key)


def _times(now: datetime) -> tuple[datetime, datetime, datetime]:
    return now, now + CATCH_UP, now + WORTH_TELLING
