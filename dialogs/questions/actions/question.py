"""One question: to look at it, to wait for its answer or not, and what its asker may still do with it."""

from dialogs.kit.errors import Stale
from dialogs.kit.event import Pressed
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.news.questions import question_changed, question_counted, question_receipt, waits_seen
from dialogs.questions import rules
from dialogs.questions.actions import draft
from dialogs.questions.feature import feature
from dialogs.questions.routes import (
    FROM_LETTER,
    AwaitQuestion,
    EditQuestion,
    OpenQuestion,
    WithdrawQuestion,
)
from dialogs.questions.screens import lists
from dialogs.questions.screens import question as screens
from storage.database import Work
from storage.questions.tables import Question, receipt_key


@feature.on(OpenQuestion)
async def open_question(visit: Visit, route: OpenQuestion) -> Reply:
    async with visit.storage.reading() as work:
        shown = await _one(visit, work, route.question, route.at)
    return Reply(shown, anew=route.came == FROM_LETTER)


async def _one(visit: Visit, work: Work, number: int, at: int) -> Screen:
    """A question as its asker or somebody who joined sees it; others see what is public."""
    question = await work.questions.load(number)
    if question is None:
        raise Stale
    if not await may_see(visit, work, question):
        raise Stale
    awaits = await _awaits(visit, work, question)
    root = await work.questions.load(question.merged_into) if question.merged_into else None
    session = visit.catalogue.sessions.get(question.session_id)
    known = await waits_seen(work, question, session)
    return screens.one(question, root, session, visit.person.id, awaits=awaits, at=at, seen=known)


async def may_see(visit: Visit, work: Work, question: Question) -> bool:
    """Everybody what is public, others only who waits for the answer."""
    mine = question.person_id == visit.person.id
    return mine or rules.public(question) or await _awaits(visit, work, question)


async def _awaits(visit: Visit, work: Work, question: Question) -> bool:
    return bool(await work.questions.joined_by(visit.person.id, [question.id]))


@feature.on(AwaitQuestion, changes=True)
async def await_question(visit: Visit, route: AwaitQuestion) -> Reply:
    """Who left may come back: their receipt keeps the button."""
    question = await visit.work.questions.load(route.question)
    if question is None or not (await _pressed_receipt(visit, question) or await may_see(visit, visit.work, question)):
        raise Stale
    word = await await_answer(visit, question, on=route.on)
    if route.came == FROM_LETTER:
        return Reply(toast=word)
    return Reply(await _one_or_none(visit, route.question, route.at), toast=word)


async def _pressed_receipt(visit: Visit, question: Question) -> bool:
    """Whether the button was under the message that we showed this person of the question."""
    act, place = visit.event.act, visit.event.place
    if not isinstance(act, Pressed) or act.on is None:
        return False
    return await visit.work.post.standing.key_of(place.messenger, place.chat, act.on.message) == receipt_key(
        question.id
    )


async def _one_or_none(visit: Visit, number: int, at: int) -> Screen:
    """The question, or the list where it was not public and is not the person's any more."""
    try:
        return await _one(visit, visit.work, number, at)
    except Stale:
        return await mine(visit, visit.work, at)


async def mine(visit: Visit, work: Work, at: int) -> Screen:
    """The list of one's own questions; each says what its receipt says."""
    questions, sessions = await work.questions.of_person(visit.person.id), visit.catalogue.sessions
    new = [one for one in questions if one.state == "new"]
    unseen = [one.id for one in new if not await waits_seen(work, one, sessions.get(one.session_id))]
    return lists.mine(questions, sessions, visit.person.id, at, frozenset(unseen))


async def await_answer(visit: Visit, question: Question, *, on: bool) -> Phrase:
    """Join or leave; what to say of it."""
    questions, person = visit.work.questions, visit.person
    if question.person_id == person.id:
        return say("This is your own question.")
    if on:
        if not await questions.join(question.id, person.id, visit.now):
            return say("You wait for this answer already, or there is nothing more to wait for.")
    elif not await questions.leave(question.id, person.id):
        return say("You do not wait for this answer.")
    await question_receipt(visit.work, question, person, visit.now)
    await question_counted(visit.work, question, visit.now)
    if on:
        return say("You will get the answer too.")
    return say("You no longer wait for this answer.")


@feature.on(EditQuestion, changes=True)
async def edit_question(visit: Visit, route: EditQuestion) -> Reply:
    """The prompt comes below: the receipt stays as it is."""
    question = await _own(visit, route.question)
    if question.state != "new":
        return Reply(toast=_too_late(question))
    return Reply(draft.begin_edit(visit, visit.session(question.session_id), question), anew=True)


@feature.on(WithdrawQuestion, changes=True)
async def withdraw_question(visit: Visit, route: WithdrawQuestion) -> Reply:
    question = await _own(visit, route.question)
    if await visit.work.questions.withdraw(question.id, visit.person.id, visit.now):
        after = await _own(visit, question.id)
        await question_changed(visit.work, after, visit.now)
        word = say("You have taken question No. {number} back.", number=question.number)
    else:
        word = _too_late(question)
    if route.came == FROM_LETTER:
        return Reply(toast=word)
    return Reply(await _one(visit, visit.work, question.id, route.at), toast=word)


def _too_late(question: Question) -> Phrase:
    if question.state == "withdrawn":
        return say("You have taken this question back already.")
    if question.state == "new":
        return say("Others' questions were joined with this one: it cannot be taken back any more.")
    return say("A moderator has this question already: it cannot be changed any more.")


async def _own(visit: Visit, number: int) -> Question:
    question = await visit.work.questions.load(number)
    if question is None or question.person_id != visit.person.id:
        raise Stale
    return question
