"""What moderators write: replies to cards, and `/air`. A group is answered by letters."""

from dialogs.kit.phrase import say
from dialogs.kit.visit import Reply, Visit
from dialogs.kit.words import readable
from dialogs.moderation import rules
from dialogs.moderation.access import access_question, access_session, bring_card
from dialogs.moderation.actions.card import lay_down_list
from dialogs.moderation.actions.steps import go, is_over, merge
from dialogs.moderation.feature import feature
from dialogs.moderation.letters import Said, posting
from storage.fair.programme import Session
from storage.questions.tables import Question
from storage.staff.places import TOPICS

AT_ONCE = 3  # lists that one command posts


@feature.reply("question", changes=True)
async def reply_to_card(visit: Visit, number: int, text: str) -> Reply:
    """Words for the asker: a reason or a number where the writer has opened such a menu, otherwise the answer."""
    return await _answer(visit, number, text)


async def _answer(visit: Visit, number: int, text: str) -> Reply:
    question, _ = await access_question(visit, number)
    if is_over(visit, question):
        return await _say(visit, Said("over"))
    menu = await visit.work.questions.boards.menu(question.id, question.revision)
    mine = menu.name if menu is not None and menu.by == visit.person.id else ""
    other = rules.number_in(text, bare=mine == "duplicate")
    if other is not None:
        return await _merge(visit, question, other)
    words = readable(text)
    longest = rules.LONGEST_REASON if mine == "decline" else rules.LONGEST_ANSWER
    if not any(map(str.isalnum, words)):
        return await _say(visit, Said("empty"))
    if len(words) > longest:
        return await _say(visit, Said("long", number=longest))
    if mine == "decline":
        done = await go(visit, question, rules.DECLINE, reason=words)
    else:
        done = await go(visit, question, rules.ANSWER, answer=words)
    return Reply() if done else await _say(visit, Said("late", question.id))


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
    return await _say(visit, Said("no card"))


async def _merge(visit: Visit, question: Question, number: int) -> Reply:
    other = await visit.work.questions.numbered(question.session_id, number)
    if other is None or other.state == "withdrawn":
        return await _say(visit, Said("no number", number=number))
    if question.id in (other.id, other.merged_into):
        return await _say(visit, Said("same"))
    done = await merge(visit, question, other)
    return Reply() if done else await _say(visit, Said("late", question.id))


@feature.command("air", say("what to read out next"), changes=True, where="group")
async def air_command(visit: Visit, argument: str) -> Reply:
    """The list of the topic's session; outside topics of what runs, or of the session named by its id."""
    sessions = [session for session in await _meant(visit, argument.strip()) if await _may(visit, session)]
    if not sessions:
        return Reply()
    listed = [await lay_down_list(visit, session, visit.event.place) for session in sessions[:AT_ONCE]]
    return Reply() if any(listed) else await _say(visit, Said("nothing to read"))


async def _meant(visit: Visit, ref: str) -> list[Session]:
    catalogue, place = visit.catalogue, visit.event.place
    if ref:
        named = catalogue.session_named(ref)
        return [] if named is None else [named]
    key = await visit.work.post.standing.key_of(place.messenger, place.chat, place.thread) if place.thread else None
    number = (key or "").removeprefix(TOPICS)
    if key is not None and key.startswith(TOPICS) and number.isdecimal():
        return [session for session in [catalogue.sessions.get(int(number))] if session is not None]
    clusters = {bound.cluster_id for bound in await visit.work.staff.places.at(place)}
    here = [session for session in catalogue.sessions.values() if session.cluster.id in clusters]
    waiting = [session for session in here if (await visit.work.questions.counts(session.id)).get("passed")]
    running = [session for session in waiting if session in catalogue.running(visit.now)]
    return running or waiting or here[:1]


async def _may(visit: Visit, session: Session) -> bool:
    return await visit.work.staff.may_moderate(visit.person.id, session.cluster.id)


async def _say(visit: Visit, word: Said) -> Reply:
    await visit.work.outbox.put(posting(word, visit.now), visit.event.place)
    return Reply()
