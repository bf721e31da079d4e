"""Presses on the stands' desks: each re-checks the right, takes one step at most, and is answered by a word.

The card itself is drawn again through its key: two hands never race for the message.
"""

from dialogs.kit.errors import Stale
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.screen import screen
from dialogs.kit.visit import Reply, Visit
from dialogs.leads import rules, screens
from dialogs.leads.access import access_lead
from dialogs.leads.actions.steps import go, reveal, too_late
from dialogs.leads.card import early
from dialogs.leads.feature import feature
from dialogs.leads.routes import (
    UNRATED,
    CloseLead,
    LeadCalled,
    LeadMissed,
    LeadNotMissed,
    LeadSpoke,
    OpenClosing,
    ReturnLead,
    TakeLead,
)
from dialogs.news.leads import call_missed, lead_changed
from dialogs.news.threads import thread_ended
from storage.fair.exhibition import Stand
from storage.leads import steps
from storage.leads.tables import Lead


@feature.on(TakeLead, changes=True)
async def take(visit: Visit, route: TakeLead) -> Reply:
    """Who takes it is shown the contact in private, and so has to be within reach there."""
    lead, _ = await access_lead(visit, route.lead)
    if lead.state == "new" and lead.kind != "message" and not visit.person.reachable:
        word = say("I cannot write to you in private: open a chat with me, press “Start”, then take the request again.")
        return Reply(toast=word)
    known = visit.now if rules.reminded(lead, visit.now) else None
    taken = await go(visit, lead, steps.TAKE, taken_by=visit.person.id, reminded_at=known)
    if taken is not None:
        return Reply(toast=await _yours(visit, taken))
    if rules.may(steps.CLOSE, lead, visit.person.id):
        return Reply(toast=say("№{number} is yours already.", number=lead.number))
    return Reply(toast=await too_late(visit, lead.id))


async def _yours(visit: Visit, lead: Lead) -> Phrase:
    number = lead.number
    shown = await reveal(visit, lead)
    if lead.kind == "message":
        return say("№{number} is yours: reply to the card, and the visitor reads it.", number=number)
    if not shown:
        return say("№{number} is yours, but the visitor left no contact.", number=number)
    if not rules.shows_contacts(visit.policy, visit.person):
        return say("№{number} is yours. How to see the contact is in your private chat with me.", number=number)
    return say("№{number} is yours. The contact is in your private chat with me.", number=number)


@feature.on(ReturnLead, changes=True)
async def give_back(visit: Visit, route: ReturnLead) -> Reply:
    lead, _ = await access_lead(visit, route.lead)
    done = await go(visit, lead, steps.RETURN, **rules.ANEW)
    word = say("№{number} waits for a colleague.", number=lead.number)
    return Reply(toast=word if done else await too_late(visit, lead.id))


@feature.on(LeadCalled, changes=True)
async def called(visit: Visit, route: LeadCalled) -> Reply:
    lead, _ = await access_lead(visit, route.lead)
    done = await go(visit, lead, steps.CALL)
    word = say("№{number}: you have called. Close it when nothing is left to be done.", number=lead.number)
    return Reply(toast=word if done else await too_late(visit, lead.id))


@feature.on(LeadMissed, changes=True)
async def missed(visit: Visit, route: LeadMissed) -> Reply:
    """The visitor is asked for a new time, but not for ever; before the window the reader is asked first."""
    lead, stand = await access_lead(visit, route.lead)
    if not rules.may(rules.miss(lead), lead, visit.person.id):
        return Reply(toast=await too_late(visit, lead.id))
    if rules.too_early(lead, visit.now) and not route.sure:
        return await _ask_missed(visit, lead, stand)
    missing = await go(visit, lead, rules.miss(lead), misses=lead.misses + 1)
    if missing is None:
        return Reply(toast=await too_late(visit, lead.id))
    await call_missed(visit.work, missing, visit.now)
    if missing.state == "closed":
        return Reply(toast=say("№{number} is closed: nobody answered so many times.", number=lead.number))
    return Reply(toast=say("№{number}: I ask the visitor for another time.", number=lead.number))


async def _ask_missed(visit: Visit, lead: Lead, stand: Stand) -> Reply:
    """In the group on the card, in private below the contact."""
    if visit.event.private:
        return Reply(screens.called_early(lead, stand, visit.catalogue.zone), anew=True)
    await visit.work.leads.desks.open_menu(lead, visit.person.id, "missed")
    await lead_changed(visit.work, lead, visit.now)
    return Reply(toast=early(lead, visit.catalogue.zone))


@feature.on(LeadNotMissed, changes=True)
async def not_missed(visit: Visit, route: LeadNotMissed) -> Reply:
    """Who has taken it takes back that nobody answered; the visitor is told nothing, or reads it no more."""
    lead, _ = await access_lead(visit, route.lead)
    done = await go(visit, lead, steps.UNMISS, misses=max(0, lead.misses - 1))
    word = say("№{number} is in work again: nothing was missed.", number=lead.number)
    return Reply(toast=word if done else await too_late(visit, lead.id))


@feature.on(OpenClosing, changes=True)
async def open_closing(visit: Visit, route: OpenClosing) -> Reply:
    lead, _ = await access_lead(visit, route.lead)
    if not rules.may(steps.CLOSE, lead, visit.person.id):
        return Reply(toast=await too_late(visit, lead.id))
    if route.asked:
        await visit.work.leads.desks.open_menu(lead, visit.person.id, "close")
    else:
        await visit.work.leads.desks.close_menu(lead.id)
    await lead_changed(visit.work, lead, visit.now)
    return Reply()


@feature.on(CloseLead, changes=True)
async def close(visit: Visit, route: CloseLead) -> Reply:
    if not UNRATED <= route.rating <= rules.HIGHEST_RATING:
        raise Stale
    lead, _ = await access_lead(visit, route.lead)
    done = await go(visit, lead, steps.CLOSE, rating=None if route.rating == UNRATED else route.rating)
    if done is not None and done.kind == "message":
        await thread_ended(visit.work, done, by_staff=True, now=visit.now)
    word = say("№{number} is closed. Thank you!", number=lead.number)
    return Reply(toast=word if done else await too_late(visit, lead.id))


@feature.on(LeadSpoke, changes=True)
async def spoke(visit: Visit, route: LeadSpoke) -> Reply:
    """The answer of who has taken the call, in private: it may be given once more."""
    lead, _ = await access_lead(visit, route.lead)
    if lead.taken_by != visit.person.id or lead.kind != "call":
        return Reply(toast=await too_late(visit, lead.id))
    await visit.work.leads.spoke(lead.id, visit.now, staff_says=route.spoke)
    changed = await visit.work.leads.load(lead.id) or lead
    await lead_changed(visit.work, changed, visit.now)
    if route.spoke:
        word = say("№{number}: you spoke, noted. Thank you!", number=lead.number)
    else:
        word = say("№{number}: you did not speak, noted.", number=lead.number)
    return Reply(screen(word), toast=word)
