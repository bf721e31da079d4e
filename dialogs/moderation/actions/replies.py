"""What moderators write in reply to cards and opening packs. A group is answered by letters."""

from dialogs.kit.visit import Reply, Visit
from dialogs.kit.words import readable
from dialogs.moderation import rules
from dialogs.moderation.access import access_question, access_session, bring_card
from dialogs.moderation.actions.corrections import further_picture, heard
from dialogs.moderation.actions.steps import go, is_over, merge
from dialogs.moderation.feature import feature
from dialogs.moderation.letters import Said, tell_group
from storage.questions.tables import Question


@feature.reply("question", changes=True)
async def reply_to_card(visit: Visit, number: int, text: str) -> Reply:
    """Words for the asker: a reason or a number where the writer has opened such a menu, otherwise the answer."""
    return await _answer(visit, number, text)


async def _answer(visit: Visit, number: int, text: str) -> Reply:
    question, _ = await access_question(visit, number)
    if is_over(visit, question):
        return await tell_group(visit, Said("over"))
    menu = await visit.work.questions.boards.menu(question.id, question.revision)
    mine = menu.name if menu is not None and menu.by == visit.person.id else ""
    other = rules.number_in(text, bare=mine == "duplicate")
    if other is not None:
        return await _merge(visit, question, other)
    words = readable(text)
    if not words and await further_picture(visit, question):
        return Reply()
    longest = rules.LONGEST_REASON if mine == "decline" else rules.LONGEST_ANSWER
    if not any(map(str.isalnum, words)):
        return await tell_group(visit, Said("empty"))
    if len(words) > longest:
        return await tell_group(visit, Said("long", number=longest))
    if mine == "decline":
        done = await go(visit, question, rules.DECLINE, reason=words)
    else:
        done = await go(visit, question, rules.ANSWER, answer=words)
    return await heard(visit, question) if done else await tell_group(visit, Said("late", question.id))


@feature.reply("pack", changes=True)
async def reply_to_pack(visit: Visit, session_id: int, text: str) -> Reply:
    """A number brings that card. Words answer what was asked alone; otherwise nobody knows whom they are for."""
    session = await access_session(visit, session_id)
    one = rules.alone(session, await visit.work.questions.of_session(session.id))
    if one is not None:
        return await _answer(visit, one.id, text)
    number = rules.number_in(text, bare=True)
    question = None if number is None else await visit.work.questions.numbered(session.id, number)
    if question is not None and await bring_card(visit, question):
        return Reply()
    return await tell_group(visit, Said("no card"))


async def _merge(visit: Visit, question: Question, number: int) -> Reply:
    other = await visit.work.questions.numbered(question.session_id, number)
    if other is None or other.state == "withdrawn":
        return await tell_group(visit, Said("no number", number=number))
    if question.id in (other.id, other.merged_into):
        return await tell_group(visit, Said("same"))
    done = await merge(visit, question, other)
    return Reply() if done else await tell_group(visit, Said("late", question.id))
