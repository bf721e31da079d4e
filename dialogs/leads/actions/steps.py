"""Taking a step with a lead: by the table, once, with everything that others learn of it."""

from typing import Unpack

from dialogs.kit.phrase import Phrase
from dialogs.kit.visit import Visit
from dialogs.leads import rules, screens
from dialogs.leads.access import NOT_YOURS
from dialogs.leads.letters import LeadContact, posting
from dialogs.news.leads import lead_changed
from storage.leads.keys import lead_contact_key, note_key
from storage.leads.leads import Values
from storage.leads.steps import Step
from storage.leads.tables import Lead


async def go(visit: Visit, lead: Lead, step: Step, **values: Unpack[Values]) -> Lead | None:
    """Take the step and tell everybody whom it concerns; None when it may not be, or somebody was first."""
    work, by, now = visit.work, visit.person.id, visit.now
    if lead.kind not in step.kinds:
        return None
    holder = by if step.who == "holder" else None
    first = await work.leads.step(lead.id, step, by=by, now=now, holder=holder, **values)
    changed = await work.leads.load(lead.id) if first else None
    if changed is not None:
        await lead_changed(work, changed, now)
    return changed


async def note(visit: Visit, lead: Lead, words: str) -> bool:
    """Keep a note below those before; False when somebody was first."""
    work, by, now = visit.work, visit.person.id, visit.now
    if not await work.leads.step(lead.id, rules.noting(lead), by=by, now=now, holder=by):
        return False
    number = await work.leads.notes.add(lead.id, words, by, now)
    await work.post.written.note(visit.event.place, visit.event.message, by, note_key(number), now)
    await lead_changed(work, await work.leads.load(lead.id) or lead, now)
    return True


async def reveal(visit: Visit, lead: Lead) -> bool:
    """Show who has taken the lead the visitor's contact, in private; False where there is none."""
    if not await visit.work.privacy.contacts.given([lead.id]):
        return False
    reader, here = visit.person, rules.shows_contacts(visit.policy, visit.person)
    letter = posting(LeadContact(lead.id, here), visit.now, lead_contact_key(lead, here=here))
    await visit.work.outbox.put(letter, reader.address, reader.id)
    if here:
        await visit.work.privacy.audit.note("reveal", f"lead {lead.id}", reader.id, visit.now)
    return True


async def too_late(visit: Visit, lead_id: int) -> Phrase:
    """Who or what was first, for whoever was second."""
    lead = await visit.work.leads.load(lead_id)
    if lead is None:
        return NOT_YOURS
    names = await visit.work.questions.boards.names([lead.taken_by] if lead.taken_by is not None else [])
    return screens.lost_the_race(lead, None if lead.taken_by is None else names.get(lead.taken_by))
