"""What a stand's staff write: replies to cards, and `/leads`. A group is answered by letters."""

from dialogs.kit.phrase import say
from dialogs.kit.visit import Reply, Visit
from dialogs.kit.words import readable
from dialogs.leads import rules
from dialogs.leads.access import access_lead
from dialogs.leads.actions.steps import note
from dialogs.leads.feature import feature
from dialogs.leads.letters import LeadBoard, LeadSaid, posting
from dialogs.news.threads import thread_said
from storage.leads.keys import lead_board_key
from storage.leads.tables import Lead
from storage.leads.threads import LONGEST_MESSAGE


@feature.reply("lead", changes=True)
async def reply_to_card(visit: Visit, number: int, text: str) -> Reply:
    """An answer to a visitor's message, otherwise a note of who has taken the lead, which the visitor never reads."""
    lead, _ = await access_lead(visit, number)
    words = readable(text)
    longest = LONGEST_MESSAGE if lead.kind == "message" else rules.LONGEST_NOTE
    if not any(map(str.isalnum, words)):
        return await _say(visit, LeadSaid("empty"))
    if len(words) > longest:
        return await _say(visit, LeadSaid("long", number=longest))
    if lead.kind == "message":
        return await _answer(visit, lead, words)
    if not rules.notable(lead, visit.person.id):
        return await _say(visit, LeadSaid("not taken" if lead.state == "new" else "late", lead.id))
    return Reply() if await note(visit, lead, words) else await _say(visit, LeadSaid("late", lead.id))


async def _answer(visit: Visit, lead: Lead, words: str) -> Reply:
    """Whoever of the staff answers: the visitor waits."""
    if lead.closed_at is not None:
        return await _say(visit, LeadSaid("late", lead.id))
    await thread_said(visit.work, lead, words, by_staff=True, by=visit.person.id, now=visit.now)
    return Reply()


@feature.command("leads", say("what the stand was asked: counts and a spreadsheet"), changes=True, where="group")
async def leads_command(visit: Visit, argument: str) -> Reply:
    """The counts of the group's stands, below what was written since."""
    del argument
    work, place = visit.work, visit.event.place
    for bound in await work.staff.places.at(place):
        stand = visit.catalogue.stands.get(bound.stand_id or 0)
        if stand is None or not await work.staff.may_staff(visit.person.id, stand.id):
            continue
        key = lead_board_key(stand.id)
        await work.questions.boards.begin_anew(bound.address, key)
        await work.outbox.put(posting(LeadBoard(stand.id), visit.now, key), bound.address)
    return Reply()


async def _say(visit: Visit, word: LeadSaid) -> Reply:
    await visit.work.outbox.put(posting(word, visit.now), visit.event.place)
    return Reply()
