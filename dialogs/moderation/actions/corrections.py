"""What goes along with a moderator's words, and what they correct afterwards by an edit of their own message."""

from dialogs.kit.errors import Denied, Stale
from dialogs.kit.visit import Reply, Visit
from dialogs.kit.words import readable
from dialogs.moderation import rules
from dialogs.moderation.access import access_question
from dialogs.moderation.actions.held import tell_of_reply
from dialogs.moderation.actions.steps import go, is_over
from dialogs.moderation.feature import feature
from dialogs.moderation.letters import Said, tell_group
from dialogs.news.enclosures import album_goes_on, enclose, sent_files
from storage.people.enclosures import OF_ANSWER
from storage.questions.tables import Question


async def heard(visit: Visit, question: Question) -> Reply:
    """The writer's words became the end of the question: photos and documents go along, and an edit corrects them."""
    event, key = visit.event, f"{OF_ANSWER}{question.id}"
    await visit.work.post.written.note(event.place, event.message, visit.person.id, key, visit.now)
    await enclose(visit, key, sent_files(visit))
    return Reply()


async def further_picture(visit: Visit) -> bool:
    """Whether this is one more part of the album that came with an answer or a note; then it goes along, too."""
    key = await album_goes_on(visit)
    if key is not None:
        await enclose(visit, key, sent_files(visit))
    return key is not None


@feature.edit("answer")
async def correct_answer(visit: Visit, number: int, text: str) -> Reply:
    """Whoever waited for the answer, or was told the reason, reads the new words where the old ones stand."""
    question, _ = await access_question(visit, number)
    return await _correct(visit, question, readable(text))


@feature.edit("held")
async def correct_reply(visit: Visit, number: int, text: str) -> Reply:
    """What is still held, or is a note, gets the new words where it stands; what has gone is corrected at the asker."""
    said = await visit.work.questions.replies.load(number)
    if said is None:
        raise Denied
    question, _ = await access_question(visit, said.questions[0])
    words = readable(text)
    if said.state not in ("held", "note"):
        return await _correct(visit, question, words) if said.state == "sent" else Reply()
    if (wrong := _unfit(words, rules.LONGEST_ANSWER)) is not None:
        return await tell_group(visit, wrong)
    if not await visit.work.questions.replies.reword(said, words):
        raise Stale
    await tell_of_reply(visit, said.id)
    return Reply()


async def _correct(visit: Visit, question: Question, words: str) -> Reply:
    declined = question.state == "declined"
    if (wrong := _unfit(words, rules.LONGEST_REASON if declined else rules.LONGEST_ANSWER)) is not None:
        return await tell_group(visit, wrong)
    if is_over(visit, question):
        return await tell_group(visit, Said("over"))
    if declined:
        done = await go(visit, question, rules.OTHER_REASON, reason=words)
    else:
        done = await go(visit, question, rules.CORRECTED, answer=words)
    return Reply() if done else await tell_group(visit, Said("late", question.id))


def _unfit(words: str, longest: int) -> Said | None:
    if not any(map(str.isalnum, words)):
        return Said("empty")
    return Said("long", number=longest) if len(words) > longest else None
