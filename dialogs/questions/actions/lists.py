"""Lists of questions: what was asked in public for a session, to be joined or left there, and one's own."""

from dialogs.kit.errors import Stale
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.questions import rules
from dialogs.questions.actions.question import await_answer, may_see, mine
from dialogs.questions.feature import feature
from dialogs.questions.routes import FROM_LETTER, JoinListed, LeaveListed, OpenMyQuestions, OpenQuestions
from dialogs.questions.screens import lists
from storage.database import Work
from storage.questions.tables import Question


@feature.on(OpenQuestions)
async def open_questions(visit: Visit, route: OpenQuestions) -> Reply:
    async with visit.storage.reading() as work:
        shown = await _public(visit, work, route.session, route.came, route.at)
    return Reply(shown, anew=route.came == FROM_LETTER)


async def _public(visit: Visit, work: Work, session_id: int, came: str, at: int) -> Screen:
    session = visit.session(session_id)
    questions = [one for one in await work.questions.of_session(session.id, rules.PUBLIC) if rules.public(one)]
    awaited = await work.questions.joined_by(visit.person.id, [question.id for question in questions])
    open_ = visit.policy.questions.takes(session, visit.now)
    came = "" if came == FROM_LETTER else came
    return lists.of_session(
        session, questions, visit.person.id, awaited, came, at, fair=visit.catalogue.title, open_=open_
    )


@feature.on(JoinListed, changes=True)
async def join_listed(visit: Visit, route: JoinListed) -> Reply:
    question = await _public_question(visit, route.question)
    word = await await_answer(visit, question, on=True)
    return Reply(await _public(visit, visit.work, question.session_id, route.came, route.at), toast=word)


@feature.on(LeaveListed, changes=True)
async def leave_listed(visit: Visit, route: LeaveListed) -> Reply:
    question = await _public_question(visit, route.question)
    word = await await_answer(visit, question, on=False)
    return Reply(await _public(visit, visit.work, question.session_id, route.came, route.at), toast=word)


async def _public_question(visit: Visit, number: int) -> Question:
    """A question that everybody may see, or that the person waits for."""
    question = await visit.work.questions.load(number)
    if question is None or not await may_see(visit, visit.work, question):
        raise Stale
    return question


@feature.on(OpenMyQuestions)
async def open_my_questions(visit: Visit, route: OpenMyQuestions) -> Screen:
    async with visit.storage.reading() as work:
        return await mine(visit, work, route.at)
