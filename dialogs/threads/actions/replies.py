"""What either side writes in reply to the other, and what they correct afterwards."""

from dialogs.consent.give import may_write
from dialogs.contacts.routes import Provide
from dialogs.kit.errors import Denied
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.news.enclosures import sent_files
from dialogs.news.threads import Unsaid, say_by_staff, tell_why, thread_corrected
from dialogs.threads import rules, screens
from dialogs.threads.actions.write import answer_stand, tells_contacts, wrong_for_stand
from dialogs.threads.feature import feature
from storage.leads.tables import Lead
from storage.people.enclosures import OF_MESSAGE


@feature.reply("said", changes=True)
async def answer(visit: Visit, number: int, text: str) -> Screen | Reply:
    """A reply to what the other side wrote: of the visitor, or of the staff, in their group or in private."""
    message = await visit.work.leads.threads.load(number)
    lead = None if message is None else await visit.work.leads.load(message.lead_id)
    if lead is None:
        raise Denied
    if lead.person_id == visit.person.id and visit.event.private:
        return await answer_stand(visit, lead, text)
    if not await visit.work.staff.may_staff(visit.person.id, lead.stand_id):
        raise Denied
    return await _answer_visitor(visit, lead, text)


@feature.reply("file", changes=True)
async def answer_file(visit: Visit, number: int, text: str) -> Screen | Reply:
    """A reply to a file is one to the words that it came with."""
    enclosure = await visit.work.enclosures.load(number)
    if enclosure is None or not enclosure.key.startswith(OF_MESSAGE):
        raise Denied
    return await answer(visit, int(enclosure.key.removeprefix(OF_MESSAGE)), text)


@feature.edit("said")
async def correct(visit: Visit, number: int, text: str) -> Screen | Reply:
    """Whoever wrote a message edits it: the other side reads the new words."""
    message = await visit.work.leads.threads.load(number)
    lead = None if message is None else await visit.work.leads.load(message.lead_id)
    if message is None or lead is None or message.person_id != visit.person.id:
        raise Denied
    words = rules.readable(text)
    if words == message.text:
        return Reply()
    if not message.by_staff and (why := wrong_for_stand(words)) is not None:
        return Reply(toast=why)
    if not message.by_staff and tells_contacts(visit, words):
        return Reply(screens.not_corrected(lead.stand_id), anew=True)
    if not message.by_staff and not await may_write(visit.work, visit.policy.privacy, visit.person, lead.stand_id):
        return Reply(onward=Provide("message", lead.stand_id), anew=True)
    if message.by_staff and (wrong := rules.wrong_with(words)) is not None:
        await tell_why(visit, lead, wrong)
        return Reply()
    await thread_corrected(visit.work, message, lead, words, visit.now)
    return Reply(screens.corrected(lead.stand_id), anew=True) if not message.by_staff else Reply()


async def _answer_visitor(visit: Visit, lead: Lead, text: str) -> Reply:
    words = rules.readable(text)
    wrong: Unsaid | None = "over" if lead.closed_at is not None else rules.wrong_with(words)
    if wrong is None or (wrong == "empty" and sent_files(visit)):
        await say_by_staff(visit, lead, words)
    else:
        await tell_why(visit, lead, wrong)
    return Reply()
