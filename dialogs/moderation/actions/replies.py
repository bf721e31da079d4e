"""What moderators write in reply to cards and opening packs. A group is answered by letters.

Words are a note between colleagues, unless their writer has said that they are not: by «Ответить», by a menu, or by
having the question in hand. An answer is held for a moment before it goes out.
"""

from dialogs.kit.errors import Denied
from dialogs.kit.reading import one_line
from dialogs.kit.visit import Reply, Visit
from dialogs.kit.words import readable
from dialogs.moderation import rules
from dialogs.moderation.access import access_question, access_session, bring_card
from dialogs.moderation.actions.corrections import further_picture, heard
from dialogs.moderation.actions.held import keep
from dialogs.moderation.actions.many import handle_many
from dialogs.moderation.actions.steps import go, is_over, merge
from dialogs.moderation.feature import feature
from dialogs.moderation.letters import Said, tell_group
from dialogs.news.questions import question_changed
from storage.fair.programme import Session
from storage.questions.tables import LONGEST, Question


@feature.reply("question", changes=True)
async def reply_to_card(visit: Visit, number: int, text: str) -> Reply:
    """Words for the asker, a reason, a number, other words of the question, or a note between colleagues."""
    return await _answer(visit, number, text)


@feature.reply("held", changes=True)
async def reply_to_reply(visit: Visit, number: int, text: str) -> Reply:
    """Words in reply to what stands under an earlier reply are about the same question."""
    said = await visit.work.questions.replies.load(number)
    if said is None:
        raise Denied
    return await _answer(visit, said.questions[0], text)


async def _answer(visit: Visit, number: int, text: str) -> Reply:
    question, _ = await access_question(visit, number)
    if is_over(visit, question):
        return await tell_group(visit, Said("over"))
    menu = await visit.work.questions.boards.menu(question.id, question.revision)
    mine = menu.name if menu is not None and menu.by == visit.person.id else ""
    if mine == "duplicate" and (other := rules.number_in(text, bare=True)) is not None:
        return await _merge(visit, question, other)
    words = readable(text)
    if not words and await further_picture(visit):
        return Reply()
    longest = {"decline": rules.LONGEST_REASON, "text": LONGEST}.get(mine, rules.LONGEST_ANSWER)
    if not any(map(str.isalnum, words)):
        return await tell_group(visit, Said("empty"))
    if len(words) > longest:
        return await tell_group(visit, Said("long", number=longest))
    match mine:
        case "decline":
            done = await go(visit, question, rules.DECLINE, reason=words)
            return await heard(visit, question) if done else await tell_group(visit, Said("late", question.id))
        case "text":
            return await _reword(visit, question, one_line(words))
        case "correct":
            await keep(visit, question, words, goal="correct", held=True)
        case _:
            await keep(visit, question, words, held=_meant_for_asker(visit, question, mine))
    return Reply()


def _meant_for_asker(visit: Visit, question: Question, menu: str) -> bool:
    in_hand = question.state == "taken" and question.taken_by == visit.person.id
    return menu == "answer" or in_hand


async def _reword(visit: Visit, question: Question, words: str) -> Reply:
    if not await visit.work.questions.amends.reword(question.id, words, visit.person.id, visit.now):
        return await tell_group(visit, Said("late", question.id))
    fresh = await visit.work.questions.load(question.id) or question
    await question_changed(visit.work, fresh, visit.now)
    return Reply()


@feature.reply("oldpack", changes=True)
@feature.reply("pack", changes=True)
async def reply_to_pack(visit: Visit, session_id: int, text: str) -> Reply:
    """Numbers bring cards, or say what becomes of many. Words answer what was asked alone; otherwise nobody knows whom
    they are for.
    """
    session = await access_session(visit, session_id)
    one = rules.alone(session, await visit.work.questions.of_session(session.id))
    if one is not None:
        return await _answer(visit, one.id, text)
    return await _handle(visit, session, text)


async def _handle(visit: Visit, session: Session, text: str) -> Reply:
    asked = rules.many_in(readable(text))
    if asked is None:
        return await tell_group(visit, Said("no card"))
    if asked.what != "cards":
        return await handle_many(visit, session, asked, readable(text))
    found = [await visit.work.questions.numbered(session.id, number) for number in asked.numbers[: rules.AT_ONCE]]
    brought = [await bring_card(visit, question) for question in found if question is not None]
    return Reply() if any(brought) else await tell_group(visit, Said("no card"))


async def _merge(visit: Visit, question: Question, number: int) -> Reply:
    other = await visit.work.questions.numbered(question.session_id, number)
    if other is None or other.state == "withdrawn":
        return await tell_group(visit, Said("no number", number=number))
    if question.id in (other.id, other.merged_into):
        return await tell_group(visit, Said("same"))
    done = await merge(visit, question, other)
    return Reply() if done else await tell_group(visit, Said("late", question.id))
