"""The one door to the moderators' desks: every press and every word passes here, whoever is a member of the group."""

from dialogs.kit.errors import Denied
from dialogs.kit.visit import Visit
from dialogs.kit.words import readable
from storage.programme import Session
from storage.question_tables import Question


async def access_question(visit: Visit, question_id: int) -> tuple[Question, Session]:
    """The question and its session, for who moderates its cluster now.

    :raises Denied: there is none, or the person may not; nobody is told which.
    """
    question = await visit.work.questions.load(question_id)
    if question is None:
        raise Denied
    return question, await access_session(visit, question.session_id)


async def access_session(visit: Visit, session_id: int) -> Session:
    """The session, for who moderates its cluster now.

    :raises Denied: there is none, or the person may not; nobody is told which.
    """
    session = visit.catalogue.sessions.get(session_id)
    if session is None or not await visit.work.staff.may_moderate(visit.person.id, session.cluster.id):
        raise Denied
    await visit.work.desks.remember_name(visit.person.id, readable(visit.event.name))
    return session
