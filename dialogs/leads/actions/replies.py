"""What a stand's staff write: replies to cards, and `/leads`. A group is answered by letters."""

from dialogs.kit.phrase import say
from dialogs.kit.reading import holds_contacts
from dialogs.kit.visit import Reply, Visit
from dialogs.kit.words import readable
from dialogs.leads import rules
from dialogs.leads.access import access_lead
from dialogs.leads.actions.steps import note
from dialogs.leads.feature import feature
from dialogs.leads.letters import LeadBoard, LeadSaid, posting
from dialogs.news.enclosures import sent_files
from dialogs.news.leads import lead_changed
from dialogs.news.threads import say_by_staff, tell_why
from storage.leads.keys import lead_board_key
from storage.leads.tables import Lead
from storage.leads.threads import LONGEST_MESSAGE


@feature.reply("lead", changes=True)
async def reply_to_card(visit: Visit, number: int, text: str) -> Reply:
    """An answer to a visitor's message, otherwise a note of who has taken the lead, which the visitor never reads."""
    return await _reply(visit, number, text)


async def _reply(visit: Visit, number: int, text: str) -> Reply:
    lead, _ = await access_lead(visit, number)
    words, files = readable(text), sent_files(visit)
    if lead.kind == "message":
        return await _answer(visit, lead, words)
    if not any(map(str.isalnum, words)):
        return await _say(visit, LeadSaid("empty"))
    if len(words) > rules.LONGEST_NOTE:
        return await _say(visit, LeadSaid("long", number=rules.LONGEST_NOTE))
    if not rules.notable(lead, visit.person.id):
        return await _say(visit, LeadSaid("not taken" if lead.state == "new" else "late", lead.id))
    if not await note(visit, lead, words):
        return await _say(visit, LeadSaid("late", lead.id))
    if holds_contacts(words, visit.policy.privacy.phone_country):
        return await _say(visit, LeadSaid("contacts"))
    return await _say(visit, LeadSaid("words only")) if files else Reply()


@feature.reply("leadwas", changes=True)
async def reply_to_past_card(visit: Visit, number: int, text: str) -> Reply:
    """The card stands further below by now; who replies to where it stood means it."""
    return await _reply(visit, number, text)


@feature.edit("note")
async def correct_note(visit: Visit, number: int, text: str) -> Reply:
    """Who wrote a note edits it: it is corrected wherever it stands."""
    known = await visit.work.leads.notes.load(number)
    if known is None or known.person_id != visit.person.id:
        return Reply()
    lead, _ = await access_lead(visit, known.lead_id)
    words = readable(text)
    if not any(map(str.isalnum, words)):
        return await _say(visit, LeadSaid("empty"))
    if len(words) > rules.LONGEST_NOTE:
        return await _say(visit, LeadSaid("long", number=rules.LONGEST_NOTE))
    await visit.work.leads.notes.correct(number, words, visit.now)
    by = visit.person.id
    await visit.work.leads.step(lead.id, rules.noting(lead), by=by, now=visit.now, holder=by)  # machines hear of it
    await lead_changed(visit.work, lead, visit.now)
    if holds_contacts(words, visit.policy.privacy.phone_country):
        return await _say(visit, LeadSaid("contacts"))
    return Reply()


async def _answer(visit: Visit, lead: Lead, words: str) -> Reply:
    """Whoever of the staff answers: the visitor waits."""
    if lead.closed_at is not None:
        await tell_why(visit, lead, "over")
    elif len(words) > LONGEST_MESSAGE:
        await tell_why(visit, lead, "long")
    elif not any(map(str.isalnum, words)) and not sent_files(visit):
        await tell_why(visit, lead, "empty")
    else:
        await say_by_staff(visit, lead, words)
    return Reply()


@feature.command("leads", say("what the stand was asked: counts and a spreadsheet"), changes=True, where="group")
async def leads_command(visit: Visit, argument: str) -> Reply:
    """The counts of the group's stands, below what was written since."""
    del argument
    work, place = visit.work, visit.event.place
    shown = False
    for bound in await work.staff.places.at(place):
        stand = visit.catalogue.stands.get(bound.stand_id or 0)
        if stand is None or not await work.staff.may_staff(visit.person.id, stand.id):
            continue
        key = lead_board_key(stand.id)
        await work.questions.boards.begin_anew(bound.address, key)
        await work.outbox.put(posting(LeadBoard(stand.id), visit.now, key), bound.address)
        shown = True
    return Reply() if shown else await _say(visit, LeadSaid("not here"))


async def _say(visit: Visit, word: LeadSaid) -> Reply:
    await visit.work.outbox.put(posting(word, visit.now), visit.event.place)
    return Reply()
