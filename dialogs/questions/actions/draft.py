"""Asking: from the prompt by way of similar questions and the preview to the moderators.

The draft lives in the open form. It has one step, which takes words again and again: first of the prompt, then of the
preview, where whoever types says it anew.
"""

import asyncio
from dataclasses import dataclass, replace

from dialogs.kit.errors import Stale, Trouble
from dialogs.kit.form import Form, FormStep
from dialogs.kit.phrase import Phrase, say, say_n
from dialogs.kit.reading import one_line, public_name, too_long
from dialogs.kit.screen import Screen
from dialogs.kit.similar import load, most_alike
from dialogs.kit.times import moment
from dialogs.kit.visit import Reply, Visit
from dialogs.news.questions import question_changed, question_counted, question_receipt, waits_seen
from dialogs.questions import rules
from dialogs.questions.feature import feature
from dialogs.questions.routes import (
    FROM_LETTER,
    AskInSlot,
    AskQuestion,
    ChangeDraft,
    JoinInstead,
    SendQuestion,
    SetName,
    ShowDraft,
)
from dialogs.questions.screens import draft as screens
from storage.fair.programme import Session
from storage.questions.tables import JOINABLE, Question


@dataclass(frozen=True, slots=True)
class Draft:
    """A question that is being written; `question`: the one that gets new words, 0 for a new one."""

    session: int
    text: str = ""
    anonymous: bool = False
    question: int = 0
    old: str = ""


def _ask(visit: Visit, draft: Draft) -> Screen:
    session = visit.session(draft.session)
    if not draft.text:
        watched = _on_now(visit, session)
        return screens.prompt(visit.catalogue, visit.person, session, watched, draft.old)
    name = public_name(rules.spoken_name(visit.event.name), visit.catalogue.title)
    return screens.preview(session, draft.text, name, anonymous=draft.anonymous, edited=draft.question != 0)


def _read(_visit: Visit, draft: Draft, text: str) -> Draft | Trouble:
    cleaned = one_line(text)
    if more := rules.too_many(cleaned):
        return Trouble(too_long(more))
    if not rules.has_words(cleaned):
        return Trouble(say("Please write your question in words: the moderators read it aloud."))
    return replace(draft, text=cleaned)


async def _finish(visit: Visit, draft: Draft) -> Screen | Reply:
    """Words have come: look for who asked the same, then show what will be sent."""
    session = visit.session(draft.session)
    if draft.question:
        return form.begin(visit, draft)
    if (why := await _refusal(visit, session)) is not None:
        return screens.refused(session, why)
    questions = await visit.work.questions.of_session(session.id)
    if (same := rules.repeated(draft.text, questions, visit.person.id)) is not None:
        return screens.repeated(same)
    shown = form.begin(visit, draft)
    known = [question for question in questions if question.state in (*JOINABLE, "merged")]
    awaited = await visit.work.questions.joined_by(visit.person.id, [question.id for question in known])
    found = rules.similar(draft.text, known, awaited)
    return screens.offer(found) if found else shown


_CLOSED = say("This draft is closed. Copy its words, and ask once more.")

form = Form("question", 1, Draft, (FormStep(_ask, _read),), _finish)
feature.forms.append(form)


def begin_edit(visit: Visit, session: Session, question: Question) -> Screen:
    """Ask for new words of a question."""
    return form.begin(visit, Draft(session.id, question=question.id, old=question.text))


@feature.on(AskQuestion, changes=True)
async def ask_question(visit: Visit, route: AskQuestion) -> Reply:
    session = visit.session(route.session)
    anew = route.came == FROM_LETTER
    if (why := await _refusal(visit, session)) is not None:
        return Reply(screens.refused(session, why), anew=anew)
    asyncio.get_running_loop().run_in_executor(None, load)  # while they write; it is compared with all others then
    return Reply(form.begin(visit, Draft(session.id)), anew=anew)


@feature.on(AskInSlot)
async def ask_in_slot(visit: Visit, route: AskInSlot) -> Reply:
    """A reminder of several sessions: those of them that take questions."""
    chosen = (session for session in visit.catalogue.slot(moment(route.slot)) if session.id in visit.person.plan)
    sessions = [session for session in chosen if visit.policy.questions.takes(session, visit.now)]
    shown = screens.choose(sessions, route.slot, route.at) if sessions else screens.nothing_to_ask()
    return Reply(shown, anew=route.anew)


@feature.on(ChangeDraft, changes=True)
async def change_draft(visit: Visit, _route: ChangeDraft) -> Reply:
    draft = _draft(visit)
    if draft is None:
        return Reply(toast=_CLOSED)
    return Reply(form.begin(visit, replace(draft, text="", old=draft.text or draft.old)))


@feature.on(ShowDraft)
async def show_draft(visit: Visit, _route: ShowDraft) -> Reply:
    return Reply(toast=_CLOSED) if _draft(visit) is None else Reply(form.ask(visit))


@feature.on(SetName, changes=True)
async def set_name(visit: Visit, route: SetName) -> Reply:
    draft = _draft(visit)
    if draft is None:
        return Reply(toast=_CLOSED)
    return Reply(form.begin(visit, replace(draft, anonymous=not route.shown), same=True))


@feature.on(JoinInstead, changes=True)
async def join_instead(visit: Visit, route: JoinInstead) -> Reply:
    """The own question is not asked: the form is closed."""
    draft = _draft(visit)
    question = await visit.work.questions.load(route.question)
    if draft is None or question is None or not await _says_the_same(visit, draft, question):
        return Reply(toast=_CLOSED)
    if not await visit.work.questions.join(question.id, visit.person.id, visit.now):
        return Reply(
            form.begin(visit, draft, same=True), toast=say("This question can no longer be joined; send yours.")
        )
    visit.person = replace(visit.person, form=None)
    await question_receipt(visit.work, question, visit.person, visit.now)
    await question_counted(visit.work, question, visit.now)
    promises = not visit.person.plan
    return Reply(screens.joined(question), toast=say("You will get the answer too."), promises=promises)


@feature.on(SendQuestion, changes=True)
async def send_question(visit: Visit, route: SendQuestion) -> Reply:
    """Who presses twice sends once; what is sent is what the pressed message shows."""
    if (sent := await _just_sent(visit, route)) is not None:
        return Reply(await _sent(visit, sent))
    draft = _draft(visit)
    if draft is None or (draft.session, rules.seal(draft.text, anonymous=draft.anonymous)) != (
        route.session,
        route.seal,
    ):
        return Reply(toast=_CLOSED)
    session = visit.session(draft.session)
    if draft.question:
        return await _send_edit(visit, draft)
    if (why := await _refusal(visit, session)) is not None:
        visit.person = replace(visit.person, form=None)
        return Reply(screens.refused(session, why))
    if (wait := await _pause(visit, session)) > 0:
        return Reply(
            toast=say_n("One more moment: send it in {n} second.", "Not so fast: send it in {n} seconds.", wait)
        )
    name = rules.spoken_name(visit.event.name)
    question = await visit.work.questions.ask(
        session.id, visit.person.id, draft.text, draft.anonymous or not name, visit.now, name
    )
    await question_changed(visit.work, question, visit.now)
    await _written(visit, question.id)
    visit.person = replace(visit.person, form=None)
    word = say("Your question has been sent.")
    return Reply(await _sent(visit, question), toast=word, promises=not visit.person.plan)


async def _sent(visit: Visit, question: Question) -> Screen:
    session = visit.catalogue.sessions.get(question.session_id)
    return screens.sent(question, seen=await waits_seen(visit.work, question, session))


async def _written(visit: Visit, question: int) -> None:
    """Remember by which message the question was written: an edit of that is one of the question."""
    form, person = visit.person.form, visit.person
    if form is not None:
        await visit.work.post.written.note(person.address, form.message, person.id, f"asked-{question}", visit.now)


@feature.edit("asked")
async def correct(visit: Visit, number: int, text: str) -> Reply:
    """The asker edits the message in which it was written: the moderators see the new words, if none took it yet."""
    question = await visit.work.questions.load(number)
    if question is None or question.person_id != visit.person.id:
        return Reply()
    read = _read(visit, Draft(question.session_id), text)
    if isinstance(read, Trouble):
        return Reply(toast=read.why)
    if not await visit.work.questions.edit(question.id, visit.person.id, read.text, visit.now):
        return Reply(toast=say("A moderator has taken the question meanwhile: it stays as it was."))
    edited = await visit.work.questions.load(question.id) or question
    await question_changed(visit.work, edited, visit.now)
    return Reply(screens.changed(edited), anew=True)


async def _send_edit(visit: Visit, draft: Draft) -> Reply:
    await _written(visit, draft.question)
    visit.person = replace(visit.person, form=None)
    edited = await visit.work.questions.edit(draft.question, visit.person.id, draft.text, visit.now)
    question = await visit.work.questions.load(draft.question)
    if question is None or question.person_id != visit.person.id:
        raise Stale
    if not edited:
        late = say("A moderator has taken the question meanwhile: it stays as it was.")
        return Reply(screens.refused(visit.session(draft.session), late))
    await question_changed(visit.work, question, visit.now)
    return Reply(screens.changed(question), toast=say("Changed."))


async def _just_sent(visit: Visit, route: SendQuestion) -> Question | None:
    """The question that this button has sent already."""
    if visit.person.form is not None:
        return None
    own = await visit.work.questions.of_person(visit.person.id)
    here = (one for one in own if one.session_id == route.session and one.person_id == visit.person.id)
    seals = ((one, (rules.seal(one.text, anonymous=hidden) for hidden in (False, True))) for one in here)
    return next((one for one, of_it in seals if route.seal in of_it), None)


async def _says_the_same(visit: Visit, draft: Draft, question: Question) -> bool:
    """Whether it may have been offered for this draft: a forged number opens nobody's question."""
    if question.session_id != draft.session:
        return False
    family = (question, *await visit.work.questions.merged_into(question.id))
    return bool(most_alike(draft.text, ((one.id, one.text) for one in family)))


def _draft(visit: Visit) -> Draft | None:
    """What is being written, if the form is open and there are words."""
    try:
        draft = form.draft(visit)
    except Stale:
        return None
    return draft if draft.text else None


async def _refusal(visit: Visit, session: Session) -> Phrase | None:
    """Why the person cannot ask in this session now."""
    policy, questions = visit.policy.questions, visit.work.questions
    if session.cancelled:
        return say("This session is cancelled: there is nobody to answer.")
    if not policy.takes(session, visit.now):
        return say("The session is over, and its questions are closed.")
    if await questions.closed(session.id):
        return say("The moderators have closed the questions of this session: there are enough for its time.")
    kept = await visit.work.privacy.guards.of_person(visit.person, visit.now, "mute", "open question")
    banned = any(one.kind == "mute" and one.number in (None, session.id) for one in kept)
    if banned or await questions.is_muted(visit.person.id, session.id):
        return say("The moderators take no more questions from you.")
    held = sum(one.kind == "open question" and one.number == session.id for one in kept)
    if held + await questions.count_open(session.id, visit.person.id) >= policy.open_per_session:
        return say_n(
            "{n} question of yours waits in this session already. Ask the next one when it has had its turn.",
            "{n} questions of yours wait in this session already. Ask the next one when one of them has had its turn.",
            policy.open_per_session,
        )
    return None


async def _pause(visit: Visit, session: Session) -> int:
    """Seconds until the person may ask again in this session."""
    last = await visit.work.questions.last_asked(visit.person.id, session.id)
    before = await visit.work.privacy.guards.of_person(visit.person, visit.now, "question")
    asked = [one.at for one in before if one.number == session.id] + ([last] if last is not None else [])
    if not asked:
        return 0
    return -int((visit.now - max(asked) - visit.policy.questions.pause).total_seconds() // 1)


def _on_now(visit: Visit, session: Session) -> Session | None:
    """What the person watches at this moment, where that is another session which is on."""
    running = visit.catalogue.running(visit.now)
    if session in running:
        return None
    return next((other for other in running if other.id in visit.person.watched), None)
