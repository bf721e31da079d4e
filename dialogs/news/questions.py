"""News of questions: everything that shows one is drawn again, and who waits for its end is told.

Who moderates and who asks are different features, and neither knows the other's letters; they meet here, at the names
of kinds and keys.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from dialogs.news.terms import A_QUESTION, PAUSE, soon
from storage.people.people import Person
from storage.post.outbox import Lane, Posting
from storage.questions.tables import (
    AIR,
    ANSWERED,
    BOARD,
    CARD,
    DECLINED,
    MUTED,
    PACK,
    PASSED,
    RECEIPT,
    Question,
    air_key,
    board_key,
    card_key,
    pack_key,
    passed_key,
    receipt_key,
)
from storage.work import Work

_ENDS = {"answered": ANSWERED, "declined": DECLINED}


async def question_receipt(work: Work, question: Question, person: Person, now: datetime) -> None:
    """Show a person what becomes of a question that they asked or joined."""
    await work.outbox.put(_receipt(question.id, now), person.address, person.id)


async def muted(work: Work, person: Person, session_id: int | None, now: datetime) -> None:
    """Tell a person that their questions are not taken any more: for this session, or for the whole fair."""
    await work.outbox.put(soon(MUTED, {"session": session_id}, now, A_QUESTION), person.address, person.id)


async def question_changed(work: Work, question: Question, now: datetime) -> None:
    """After every step and edit: draw again what shows the question, and tell the end to who waits for it.

    What was merged into it has receipts of its own, and what it was merged into has more people now.
    """
    for number in await work.questions.mail.members(question.id):
        await work.questions.mail.to_joined(number, _receipt(number, now))
    await _redraw_cards(work, question, now)
    root = question.merged_into or question.id
    if root != question.id:
        await _redraw(work, CARD, {"question": root}, card_key(root), now)
        await _repack(work, root, now)
    await _repack(work, question.id, now if question.revision > 1 else now + PAUSE)
    whole = await work.questions.load(root)
    kind = None if whole is None else _ENDS.get(whole.state)
    if kind is not None:
        await work.questions.mail.to_audience(
            root, soon(kind, {"question": root}, now, A_QUESTION, once=f"{kind}:{root}")
        )


async def question_counted(work: Work, question: Question, now: datetime) -> None:
    """After somebody joined it or left: draw its card again; what everybody else sees stays true."""
    number = question.merged_into or question.id
    await _redraw(work, CARD, {"question": number}, card_key(number), now)
    await _repack(work, number, now + PAUSE)


async def seen(work: Work, cluster_id: int) -> bool:
    """Whether somebody can see a cluster's new questions: they come to a group, and somebody may take them."""
    if not await work.staff.places.of_cluster(cluster_id):
        return False
    return bool(await work.staff.those_of([cluster_id], []) or await work.staff.organisers())


async def questions_unseen(work: Work, sessions: Collection[int], now: datetime) -> None:
    """After it changed whether anybody can see the new questions of these sessions: their askers are told the truth."""
    for number in await work.questions.queue.waiting(sessions):
        await work.questions.mail.to_joined(number, _receipt(number, now))


async def questions_nameless(work: Work, questions: Collection[int], now: datetime) -> None:
    """After their askers were erased: draw their cards again, which named them, when nothing else is to be said."""
    for number in questions:
        await _redraw(work, CARD, {"question": number}, card_key(number), now, Lane.BULK)
        await _repack(work, number, now)


async def question_forgotten(work: Work, question: Question, now: datetime) -> None:
    """After its asker was erased: draw again what named them to staff and the public."""
    await _redraw_cards(work, question, now)


async def redraw_board(work: Work, session_id: int, now: datetime) -> None:
    """Draw a session's counts again, wherever they stand, soon: many changes are one letter."""
    await _redraw(work, BOARD, {"session": session_id}, board_key(session_id), now + PAUSE)


async def redraw_pack(work: Work, session_id: int, now: datetime) -> None:
    """Draw what was asked before a session's start again, wherever it stands."""
    await _redraw(work, PACK, {"session": session_id}, pack_key(session_id), now)


async def _redraw_cards(work: Work, question: Question, now: datetime) -> None:
    """What staff and the public see, wherever it stands; where it does not yet, it is first posted by others."""
    await _redraw(work, CARD, {"question": question.id}, card_key(question.id), now)
    await _redraw(work, PASSED, {"question": question.id}, passed_key(question.id), now)
    await redraw_board(work, question.session_id, now)
    await _redraw(work, AIR, {"session": question.session_id}, air_key(question.session_id), now)


async def _repack(work: Work, number: int, when: datetime) -> None:
    """Draw the opening pack again at that time, if the question has no card and was asked before the start."""
    if (session := await work.questions.queue.packed_in(number)) is not None:
        await redraw_pack(work, session, when)


async def _redraw(
    work: Work, kind: str, about: Mapping[str, int], key: str, now: datetime, lane: Lane = Lane.REMINDER
) -> None:
    """Groups take so few letters that reminders need not come before them."""
    for place in await work.post.standing.places(key):
        await work.outbox.put(soon(kind, about, now, A_QUESTION, lane=lane, key=key), place)


def _receipt(number: int, now: datetime) -> Posting:
    return soon(RECEIPT, {"question": number}, now, A_QUESTION, key=receipt_key(number))
