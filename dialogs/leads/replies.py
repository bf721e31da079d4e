"""What a stand's staff write: replies to cards, and `/leads`. A group is answered by letters."""

from dialogs.kit.phrase import say
from dialogs.kit.visit import Reply, Visit
from dialogs.kit.words import readable
from dialogs.leads import rules
from dialogs.leads.access import access_lead
from dialogs.leads.letters import LeadBoard, LeadSaid, feature, posting
from dialogs.leads.steps import note
from storage.lead_letters import lead_board_key


@feature.reply("lead", changes=True)
async def reply_to_card(visit: Visit, number: int, text: str) -> Reply:
    """A note to the lead, of who has taken it; the visitor never reads it."""
    lead, _ = await access_lead(visit, number)
    words = readable(text)
    if not any(map(str.isalnum, words)):
        return await _say(visit, LeadSaid("empty"))
    if len(words) > rules.LONGEST_NOTE:
        return await _say(visit, LeadSaid("long", number=rules.LONGEST_NOTE))
    if not rules.notable(lead, visit.person.id):
        return await _say(visit, LeadSaid("not taken" if lead.state == "new" else "late", lead.id))
    return Reply() if await note(visit, lead, words) else await _say(visit, LeadSaid("late", lead.id))


@feature.command("leads", say("what the stand was asked: counts and a spreadsheet"), changes=True, where="group")
async def leads_command(visit: Visit, argument: str) -> Reply:
    """The counts of the group's stands, below what was written since."""
    del argument
    work, place = visit.work, visit.event.place
    for bound in await work.places.at(place):
        stand = visit.catalogue.stands.get(bound.stand_id or 0)
        if stand is None or not await work.staff.may_staff(visit.person.id, stand.id):
            continue
        key = lead_board_key(stand.id)
        await work.desks.begin_anew(bound.address, key)
        await work.outbox.put(posting(LeadBoard(stand.id), visit.now, key), bound.address)
    return Reply()


async def _say(visit: Visit, word: LeadSaid) -> Reply:
    await visit.work.outbox.put(posting(word, visit.now), visit.event.place)
    return Reply()
