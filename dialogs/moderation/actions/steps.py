"""Taking a step with a question: by the table, once, with everything that others learn of it."""

from datetime import datetime
from typing import Any

from dialogs.kit.phrase import Phrase, say
from dialogs.kit.visit import Visit
from dialogs.moderation import rules
from dialogs.moderation.letters import Passed, posting
from dialogs.moderation.rules import Step
from dialogs.moderation.screens.card import lost_the_race
from dialogs.news.questions import question_changed, question_taken_back
from storage.database import Work
from storage.fair.programme import Session
from storage.questions.tables import Question, passed_key

OVER = say("The time for answers is over: nobody knows any more who asked.")


async def go(
    visit: Visit,
    question: Question,
    step: Step,
    *,
    lease_until: datetime | None = None,
    merged_into: int | None = None,
    reason: str | None = None,
    answer: str | None = None,
) -> Question | None:
    """Take the step and tell everybody whom it concerns; None when somebody was first, or time is over."""
    work, by, now = visit.work, visit.person.id, visit.now
    if is_over(visit, question):
        return None
    given = {"merged_into": merged_into, "reason": reason, "answer": answer}
    return await take_step(work, question.id, step, by, now, lease_until=lease_until, **given)


async def take_step(
    work: Work,
    question: int,
    step: Step,
    by: int | None,
    now: datetime,
    *,
    lease_until: datetime | None = None,
    **given: Any,
) -> Question | None:
    """Take the step for somebody who may, and tell everybody whom it concerns; None when somebody was first."""
    first = await work.questions.step(
        question,
        step.name,
        frm=step.frm,
        to=step.to,
        by=by,
        now=now,
        holder=(by or rules.NOBODY) if step.held else None,
        lease_until=lease_until,
        **given,
    )
    changed = await work.questions.load(question) if first else None
    if changed is not None:
        await question_changed(work, changed, now)
    return changed


async def take_back(visit: Visit, question: Question) -> Question | None:
    """Undo the question's last step, as it was read, and tell everybody; None when somebody was first."""
    work, now = visit.work, visit.now
    to = rules.taken_back_to(question)
    if to is None or is_over(visit, question):
        return None
    if not await work.questions.amends.take_back(question, to, visit.person.id, now):
        return None
    await question_taken_back(work, question, now)
    return await work.questions.load(question.id)


async def post_passed(visit: Visit, question: Question, session: Session) -> bool:
    """Post it to the session's public chat; False where it has none."""
    chat = visit.policy.questions.chat_of(session)
    if chat is not None:
        letter = posting(Passed(question.id), visit.now, passed_key(question.id))
        await visit.work.outbox.put(letter, chat)
    return chat is not None


def is_over(visit: Visit, question: Question) -> bool:
    """Whether the time for answers is over: nothing is done with the question any more."""
    session = visit.catalogue.sessions.get(question.session_id)
    return session is None or rules.answers_over(session, visit.now, visit.policy.questions.answers)


async def too_late(visit: Visit, question_id: int) -> Phrase:
    """Who or what was first, for whoever was second."""
    question = await visit.work.questions.load(question_id)
    if question is None or is_over(visit, question):
        return OVER
    names = await visit.work.questions.boards.names([question.taken_by] if question.taken_by is not None else [])
    return lost_the_race(question, names.get(question.taken_by or rules.NOBODY), visit.catalogue.zone)


async def merge(visit: Visit, question: Question, other: Question) -> Question | None:
    """Let the question follow another one, or what that follows; which one it is, or None when somebody was first."""
    questions = visit.work.questions
    into = await questions.load(other.merged_into) if other.merged_into is not None else other
    if into is None or into.id == question.id or await go(visit, question, rules.MERGE, merged_into=into.id) is None:
        return None
    fresh = await questions.load(into.id) or into
    await question_changed(visit.work, fresh, visit.now)  # its people are more now, and may learn its end
    return fresh
