"""News of questions: everything that shows one is drawn again, and who waits for its end is told.

Who moderates and who asks are different features, and neither knows the other's letters; they meet here, at the names
of kinds and keys.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from dialogs.news.terms import A_QUESTION, A_WORD, LEISURE, PAUSE, SECOND_THOUGHTS, soon
from storage.fair.programme import Session
from storage.people.people import Person
from storage.post.outbox import Lane, Posting
from storage.questions.tables import (
    AIR,
    AIRED,
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
    end_key,
    pack_key,
    passed_key,
    receipt_key,
)
from storage.work import Work

_ENDS = {"answered": ANSWERED, "declined": DECLINED}
_NEWS = _ENDS | {"aired": AIRED}


async def question_receipt(work: Work, question: Question, person: Person, now: datetime) -> None:
    """Show a person what becomes of a question that they asked or joined."""
    await work.outbox.put(_receipt(question.id, now), person.address, person.id)


async def muted(work: Work, person: Person, session_id: int | None, now: datetime) -> None:
    """Tell a person that their questions are not taken any more: for this session, or for the whole fair."""
    await work.outbox.put(soon(MUTED, {"session": session_id}, now, A_QUESTION), person.address, person.id)


async def question_changed(work: Work, question: Question, now: datetime) -> None:
    """After every step and edit: draw again what shows the question, and tell the end to who waits for it.

    What was merged into it has receipts of its own, and what it was merged into has more people now. That a question
    was declined is told when whoever pressed the wrong button has had time to see it.
    """
    whole = question if question.merged_into is None else await work.questions.load(question.merged_into)
    told_at = now + SECOND_THOUGHTS if whole is not None and whole.state == "declined" else now
    for number in await work.questions.mail.members(question.id):
        await work.questions.mail.to_joined(number, _receipt(number, told_at))
    await _redraw_cards(work, question, now)
    root = question.merged_into or question.id
    if root != question.id:
        await _redraw(work, CARD, {"question": root}, card_key(root), now)
        await _repack(work, root, now)
    await _repack(work, question.id, now)
    kind = None if whole is None else _ENDS.get(whole.state)
    if kind is not None:
        await work.questions.mail.to_audience(root, await _end(work, kind, root, told_at))


async def question_aired(work: Work, question: Question, now: datetime) -> None:
    """Tell who waits for it that it is being read out: only now, for who joins later was not asked about."""
    await work.questions.mail.to_audience(question.id, await _end(work, AIRED, question.id, now, A_WORD))


async def question_taken_back(work: Work, was: Question, now: datetime) -> None:
    """After its last step was undone: what people were told of it is put right where it stands, then all the rest."""
    root = None if was.merged_into is None else await work.questions.load(was.merged_into)
    if root is None:
        if (kind := _NEWS.get(was.state)) is not None:
            before = await work.questions.amends.taken_back(was.id) - 1
            withdrawn = await _end(work, kind, was.id, now)
            key = end_key(kind, was.id, before)
            once = f"{withdrawn.once}:back"
            await work.questions.mail.to_audience(was.id, replace(withdrawn, key=key, once=once))
    elif (kind := _NEWS.get(root.state)) is not None:  # they were told of an end that is not theirs
        key = end_key(kind, root.id, await work.questions.amends.taken_back(root.id))
        await work.questions.mail.to_joined(was.id, soon(kind, {"question": root.id}, now, A_QUESTION, key=key))
    fresh = await work.questions.load(was.id)
    if fresh is not None:
        await question_changed(work, fresh, now)
    if root is not None:
        await question_counted(work, root, now)


async def _end(work: Work, kind: str, root: int, now: datetime, worth: timedelta = A_QUESTION) -> Posting:
    """The news of an end: told once, and once more whenever it has become another."""
    anew = await work.questions.amends.told_anew(root)
    key = end_key(kind, root, await work.questions.amends.taken_back(root))
    once = f"{kind}:{root}" + (f":{anew}" if anew else "")
    return soon(kind, {"question": root}, now, worth, once=once, key=key)


async def question_counted(work: Work, question: Question, now: datetime) -> None:
    """After somebody joined it or left: draw its card again; what everybody else sees stays true."""
    number = question.merged_into or question.id
    await _redraw(work, CARD, {"question": number}, card_key(number), now)
    await _repack(work, number, now)


async def seen(work: Work, cluster_id: int) -> bool:
    """Whether somebody can see a cluster's new questions: they come to a group, and somebody may take them."""
    if not await work.staff.places.of_cluster(cluster_id):
        return False
    return bool(await work.staff.those_of([cluster_id], []) or await work.staff.organisers())


async def waits_seen(work: Work, question: Question, session: Session | None) -> bool:
    """Whether a question, if nobody has taken it, waits where somebody can see it: else its asker reads so."""
    return session is None or question.state != "new" or await seen(work, session.cluster.id)


async def questions_unseen(work: Work, sessions: Collection[int], now: datetime) -> None:
    """After it changed whether anybody can see the new questions of these sessions: their askers are told the truth."""
    for number in await work.questions.queue.waiting(sessions):
        await work.questions.mail.to_joined(number, _receipt(number, now))


async def questions_nameless(work: Work, questions: Collection[int], now: datetime) -> None:
    """After their askers were erased: draw their cards again, which named them, when nothing else is to be said.

    They are many, and few of them have a card: asked for are those that do.
    """
    by_key = {card_key(number): number for number in questions}
    for key, place in await work.post.standing.places_of(list(by_key)):
        card = soon(CARD, {"question": by_key[key]}, now, A_QUESTION, lane=Lane.BULK, key=key)
        await work.outbox.put(card, place)
    for session in await work.questions.queue.packs_of(questions):
        await _redraw(work, PACK, {"session": session}, pack_key(session), now + PAUSE, Lane.SERVICE)


async def question_forgotten(work: Work, question: Question, now: datetime) -> None:
    """After its asker was erased: draw again what named them to staff and the public."""
    await _redraw_cards(work, question, now)


async def redraw_board(work: Work, session_id: int, now: datetime) -> None:
    """Draw a session's counts again, wherever they stand, soon: many changes are one letter."""
    key = board_key(session_id)
    await _redraw(work, BOARD, {"session": session_id}, key, now + LEISURE, Lane.SERVICE)


async def redraw_pack(work: Work, session_id: int, now: datetime) -> None:
    """Draw what was asked before a session's start again, wherever it stands: somebody works on it."""
    await _redraw(work, PACK, {"session": session_id}, pack_key(session_id), now)


async def _redraw_cards(work: Work, question: Question, now: datetime) -> None:
    """What staff and the public see, wherever it stands; where it does not yet, it is first posted by others."""
    await _redraw(work, CARD, {"question": question.id}, card_key(question.id), now)
    await _redraw(work, PASSED, {"question": question.id}, passed_key(question.id), now)
    await redraw_board(work, question.session_id, now)
    key = air_key(question.session_id)
    await _redraw(work, AIR, {"session": question.session_id}, key, now + PAUSE, Lane.SERVICE)


async def _repack(work: Work, number: int, now: datetime) -> None:
    """Draw the opening pack again, if the question has no card and was asked before the start."""
    if (session := await work.questions.queue.packed_in(number)) is not None:
        await _redraw(work, PACK, {"session": session}, pack_key(session), now + PAUSE, Lane.SERVICE)


async def _redraw(
    work: Work, kind: str, about: Mapping[str, int], key: str, now: datetime, lane: Lane = Lane.REMINDER
) -> None:
    """Groups take so few letters that reminders need not come before them."""
    for place in await work.post.standing.places(key):
        await work.outbox.put(soon(kind, about, now, A_QUESTION, lane=lane, key=key), place)


def _receipt(number: int, now: datetime) -> Posting:
    return soon(RECEIPT, {"question": number}, now, A_QUESTION, key=receipt_key(number))
