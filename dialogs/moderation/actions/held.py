"""An answer is held for a moment, in which it can be cancelled or become a note; a note can be sent after all."""

from dialogs.kit.errors import Stale
from dialogs.kit.phrase import say
from dialogs.kit.visit import Reply, Visit
from dialogs.moderation import rules
from dialogs.moderation.access import access_question
from dialogs.moderation.actions.steps import is_over, too_late
from dialogs.moderation.feature import feature
from dialogs.moderation.letters import Held, posting
from dialogs.moderation.routes import HoldBack, SendReply
from dialogs.news.enclosures import enclose, sent_files
from dialogs.news.questions import question_counted
from storage.people.enclosures import OF_ANSWER, OF_NOTE
from storage.questions.replies import DeskReply, Goal
from storage.questions.tables import Question, held_key


async def keep(visit: Visit, question: Question, words: str, *, held: bool, goal: Goal = "answer") -> None:
    """Keep what was written, and say below it what becomes of it; whoever writes again means the newer words."""
    work, by, now = visit.work, visit.person.id, visit.now
    for before in await work.questions.replies.held(question.session_id):
        if held and before.questions == (question.id,) and before.by == by:
            await work.questions.replies.turn(before, "dropped")
            await work.enclosures.drop(f"{OF_ANSWER}{question.id}")
            await tell_of_reply(visit, before.id)
    number = await work.questions.replies.add(
        question.session_id,
        [question.id],
        by,
        words,
        now,
        goal=goal,
        state="held" if held else "note",
        until=now + rules.HELD if held else None,
    )
    await work.post.written.note(visit.event.place, visit.event.message, by, held_key(number), now)
    await enclose(visit, f"{OF_ANSWER}{question.id}" if held else f"{OF_NOTE}{number}", sent_files(visit))
    menu = await work.questions.boards.menu(question.id, question.revision)
    if menu is not None and menu.by == by:
        await work.questions.boards.close_menu(question.id)
        await question_counted(work, question, now)
    await tell_of_reply(visit, number)


async def tell_of_reply(visit: Visit, number: int) -> None:
    """Draw again, or for the first time, what stands below a reply."""
    await visit.work.outbox.put(posting(Held(number), visit.now, held_key(number)), visit.event.place)


async def _find(visit: Visit, question: Question, number: int) -> DeskReply:
    said = await visit.work.questions.replies.load(number)
    if said is None or said.questions != (question.id,):
        raise Stale
    return said


@feature.on(HoldBack, changes=True)
async def hold_back(visit: Visit, route: HoldBack) -> Reply:
    question, _ = await access_question(visit, route.question)
    said = await _find(visit, question, route.reply)
    replies = visit.work.questions.replies
    if said.state != "held" or not await replies.turn(said, "note" if route.note else "dropped"):
        return Reply(toast=say("It has left already. It can be corrected or taken back on its card."))
    if route.note:
        await visit.work.enclosures.rename(f"{OF_ANSWER}{question.id}", f"{OF_NOTE}{said.id}")
    else:
        await visit.work.enclosures.drop(f"{OF_ANSWER}{question.id}")
    await tell_of_reply(visit, said.id)
    if route.note:
        return Reply(toast=say("It stays between colleagues."))
    return Reply(toast=say("Nothing was sent."))


@feature.on(SendReply, changes=True)
async def send_reply(visit: Visit, route: SendReply) -> Reply:
    """A note goes out after all, as an answer of whoever presses; it is held like any other."""
    question, _ = await access_question(visit, route.question)
    said = await _find(visit, question, route.reply)
    by, now = visit.person.id, visit.now
    if is_over(visit, question) or not rules.may(rules.ANSWER, question, by, now):
        return Reply(toast=await too_late(visit, question.id))
    if said.state != "note" or not await visit.work.questions.replies.turn(said, "held", by=by, until=now + rules.HELD):
        raise Stale
    await visit.work.enclosures.rename(f"{OF_NOTE}{said.id}", f"{OF_ANSWER}{question.id}")
    await tell_of_reply(visit, said.id)
    return Reply(toast=say("It leaves in {seconds} s.", seconds=rules.HELD.seconds))
