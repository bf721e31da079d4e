"""The one door to the moderators' desks: every press and every word passes here, whoever is a member of the group."""

from dialogs.kit.errors import Denied
from dialogs.kit.phrase import say
from dialogs.kit.visit import Visit
from dialogs.kit.words import readable
from dialogs.news.questions import redraw_pack
from storage.fair.programme import Session
from storage.questions.tables import Question

NOT_YOURS = say(
    "You do not moderate here now: questions are handled by moderators who have opened a private link of the "
    "organisers."
)


async def access_question(visit: Visit, question_id: int) -> tuple[Question, Session]:
    """The question and its session, for who moderates its cluster now. Whoever works on it lets its card come.

    :raises Denied: there is none, or the person may not; nobody is told which.
    """
    question, session = await find_question(visit, question_id)
    await bring_card(visit, question)
    return question, session


async def bring_card(visit: Visit, question: Question) -> bool:
    """Let a question that has no card yet have one, out of the opening pack; False where nothing is to be brought."""
    if question.state != "new" or question.released_at is not None:
        return False
    brought = bool(await visit.work.questions.queue.release([question.id], visit.now))
    if brought:
        await redraw_pack(visit.work, question.session_id, visit.now)
    return brought


async def find_question(visit: Visit, question_id: int) -> tuple[Question, Session]:
    """The question and its session as they are, for who moderates its cluster now.

    :raises Denied: there is none, or the person may not; nobody is told which.
    """
    question = await visit.work.questions.load(question_id)
    if question is None:
        raise Denied(NOT_YOURS)
    return question, await access_session(visit, question.session_id)


async def access_session(visit: Visit, session_id: int) -> Session:
    """The session, for who moderates its cluster now.

    :raises Denied: there is none, or the person may not; nobody is told which.
    """
    session = visit.catalogue.sessions.get(session_id)
    if session is None or not await visit.work.staff.may_moderate(visit.person.id, session.cluster.id):
        raise Denied(NOT_YOURS)
    await visit.work.questions.boards.remember_name(visit.person.id, readable(visit.event.name))
    return session
