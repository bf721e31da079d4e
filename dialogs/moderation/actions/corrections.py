"""What goes along with a moderator's words, and what they correct afterwards by an edit of their own message."""

from dialogs.kit.visit import Reply, Visit
from dialogs.kit.words import readable
from dialogs.moderation import rules
from dialogs.moderation.access import access_question
from dialogs.moderation.actions.steps import is_over
from dialogs.moderation.feature import feature
from dialogs.moderation.letters import Said, tell_group
from dialogs.news.enclosures import enclose, sent_files
from dialogs.news.questions import end_corrected
from storage.people.enclosures import OF_ANSWER
from storage.questions.tables import Question


async def heard(visit: Visit, question: Question) -> Reply:
    """The writer's words became the end of the question: photos and documents go along, and an edit corrects them."""
    event, key = visit.event, f"{OF_ANSWER}{question.id}"
    await visit.work.post.written.note(event.place, event.message, visit.person.id, key, visit.now)
    await enclose(visit, key, sent_files(visit))
    return Reply()


async def further_picture(visit: Visit, question: Question) -> bool:
    """Whether this is one more part of the album that came with the answer; then it goes along, too."""
    known = await visit.work.enclosures.of_key(f"{OF_ANSWER}{question.id}")
    album = getattr(visit.event.act, "album", "")
    if not album or not any(one.album == album for one in known):
        return False
    await enclose(visit, f"{OF_ANSWER}{question.id}", sent_files(visit))
    return True


@feature.edit("answer")
async def correct_answer(visit: Visit, number: int, text: str) -> Reply:
    """Whoever waited for the answer, or was told the reason, reads the new words where the old ones stand."""
    question, _ = await access_question(visit, number)
    words = readable(text)
    longest = rules.LONGEST_REASON if question.state == "declined" else rules.LONGEST_ANSWER
    if not any(map(str.isalnum, words)):
        return await tell_group(visit, Said("empty"))
    if len(words) > longest:
        return await tell_group(visit, Said("long", number=longest))
    if is_over(visit, question):
        return await tell_group(visit, Said("over"))
    if not await visit.work.questions.corrections.correct(question.id, words, visit.person.id, visit.now):
        return await tell_group(visit, Said("late", question.id))
    await end_corrected(visit.work, await visit.work.questions.load(question.id) or question, visit.now)
    return Reply()
