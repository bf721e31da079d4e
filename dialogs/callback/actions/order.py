"""Ordering a call by its window, choosing another one for it, and telling afterwards what it is about."""

from dataclasses import dataclass, replace
from datetime import datetime

from dialogs.callback import rules
from dialogs.callback.actions.bounds import too_many
from dialogs.callback.actions.requests import TOO_LATE, own, request
from dialogs.callback.actions.windows import PASSED, choice, view_of
from dialogs.callback.feature import feature
from dialogs.callback.routes import AddCallTopic, AskCallback, SetCallZone, SkipCallTopic, TakeCallWindow
from dialogs.callback.screens import order, requests, words
from dialogs.consent.give import shared
from dialogs.consent.phones import note_phone
from dialogs.contacts.routes import Provide
from dialogs.kit.errors import Stale, Trouble
from dialogs.kit.event import Pressed
from dialogs.kit.form import Form, FormStep
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.reading import holds_contacts, one_line, too_long, without_contacts
from dialogs.kit.screen import Screen
from dialogs.kit.times import moment
from dialogs.kit.visit import Reply, Visit
from dialogs.kit.zones import zone_beside
from dialogs.news.leads import (
    asked_in_vain,
    contacts_changed,
    desks_of,
    lead_changed,
    lead_opened,
    lead_receipt,
    tell_taker,
)
from storage.fair.exhibition import Stand
from storage.leads.keys import MOVED
from storage.leads.leads import Values
from storage.leads.tables import Lead

# What begins anew with a window:
_ANEW = Values(visitor_says=None, staff_says=None, alarmed_at=None, raised_at=None, reminded_at=None, asked_at=None)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a call is about; its window `starts` so many minutes after 1970. `lead`: it is ordered already, unless 0."""

    stand: int
    starts: int
    topic: str = ""
    lead: int = 0


def _ask(visit: Visit, draft: Draft) -> Screen:
    return order.topic(view_of(visit), visit.stand(draft.stand), moment(draft.starts), ordered=bool(draft.lead))


def _read(visit: Visit, draft: Draft, text: str) -> Draft | Trouble:
    topic = one_line(text)
    if not any(map(str.isalnum, topic)):
        return Trouble(say("There are no words in this. Please write it once more, or press “Skip”."))
    if more := rules.too_many(topic):
        return Trouble(too_long(more))
    if holds_contacts(topic, visit.policy.privacy.phone_country):
        bare = without_contacts(topic, visit.policy.privacy.phone_country)
        return Trouble(
            say(
                "The whole team reads the topic, so it goes without phone numbers, addresses and names with an @: "
                "who calls you sees your number anyway. Please write it like this, for instance: “{topic}”",
                topic=bare,
            )
        )
    return replace(draft, topic=topic)


async def _finish(visit: Visit, draft: Draft) -> Reply:
    """Add the topic; who was asked before the call was ordered orders it now."""
    stand = visit.stand(draft.stand)
    if not draft.lead:
        return await _order(visit, stand, moment(draft.starts), draft.topic)
    told = await visit.work.leads.tell_topic(draft.lead, draft.topic, visit.now)
    lead = await own(visit, draft.lead)
    if not told:
        return Reply(await request(visit, visit.work, lead), toast=TOO_LATE)
    await lead_changed(visit.work, lead, visit.now)
    return Reply(order.topic_told(view_of(visit), stand, lead))


async def _order(visit: Visit, stand: Stand, starts: datetime, topic: str = "") -> Reply:
    """Everything is looked at once more: much may have changed since the window was offered.

    The pressed message becomes the receipt, which stays true; who wrote words gets it below.
    """
    hindrance = await _hindrance(visit, stand)
    if hindrance is not None:
        return hindrance
    contact = await shared(visit.work, visit.person.id, "call", stand.id)
    if contact is None:
        return Reply(onward=Provide("call", stand.id))
    if not rules.is_window(visit.catalogue, stand, starts, visit.now):
        return Reply(choice(visit, stand, 0, word=PASSED))
    if (enough := await too_many(visit, stand)) is not None:
        return enough
    work, window = visit.work, (starts, starts + rules.WINDOW)
    lead, _ = await work.leads.open(stand.id, visit.person.id, "call", visit.now, topic=topic, window=window)
    await work.privacy.contacts.attach(lead.id, *contact)
    await note_phone(work, visit.person, contact[1].phone, [stand.id], visit.now)
    await lead_opened(work, lead, visit.now)
    pressed = visit.event.act.on if isinstance(visit.event.act, Pressed) else None
    over = pressed.message if visit.event.private and pressed is not None and not pressed.photo else ""
    await lead_receipt(work, lead, visit.now, over)
    view = view_of(visit)
    if not over:
        return Reply(order.ordered(view, stand, lead), promises=True)
    done = say("Ordered: {call}.", call=words.will_call(stand, starts, view))
    return Reply(requests.receipt(lead, view), toast=done, promises=True)


form = Form("call", 1, Draft, (FormStep(_ask, _read),), _finish)
feature.forms.append(form)


@feature.on(AskCallback, changes=True)
async def ask_callback(visit: Visit, route: AskCallback) -> Reply:
    """Whatever is missing comes first; what is ordered already is shown, and the number is given to it once more."""
    stand, work = visit.stand(route.stand), visit.work
    known = await work.leads.open_of(stand.id, visit.person.id, "call")
    silent = known is not None and known.id not in await work.privacy.contacts.given([known.id])
    hindrance = None if silent and visit.policy.privacy.ready else await _hindrance(visit, stand)
    if hindrance is not None:
        return hindrance
    if known is None and (enough := await too_many(visit, stand)) is not None:
        return enough
    contact = await shared(visit.work, visit.person.id, "call", stand.id)
    if contact is None:
        return Reply(onward=Provide("call", stand.id))
    if known is not None:
        await work.privacy.contacts.attach(known.id, *contact)
        await lead_changed(work, known, visit.now)
        await contacts_changed(work, [known.id], visit.now)
        return Reply(await request(visit, work, known), toast=say("The stand can call you again."))
    return Reply(choice(visit, stand, 0))


async def _hindrance(visit: Visit, stand: Stand) -> Reply | None:
    """The request that is open, or why there can be none."""
    known = await visit.work.leads.open_of(stand.id, visit.person.id, "call")
    if known is not None:
        return Reply(await request(visit, visit.work, known))
    why: Phrase | None = None
    if not visit.policy.privacy.ready:
        why = say("Calls cannot be ordered here now.")
    elif not await desks_of(visit.work, stand.id):
        await asked_in_vain(visit.work, stand.id, visit.person.id, "call", visit.now)
        why = say("This stand does not take orders for calls.")
    elif visit.catalogue.hours_of(stand) is None:
        why = say("This stand does not take orders for calls.")
    return None if why is None else Reply(order.unable(stand, why))


@feature.on(SetCallZone, changes=True)
async def set_zone(visit: Visit, route: SetCallZone) -> Reply:
    zone = zone_beside(visit.catalogue.zone, route.offset, visit.now)
    if zone is None:
        raise Stale
    visit.person = replace(visit.person, zone=zone)
    return await ask_callback(visit, AskCallback(visit.stand(route.stand).id))


@feature.on(TakeCallWindow, changes=True)
async def take_window(visit: Visit, route: TakeCallWindow) -> Reply:
    stand = visit.stand(route.stand)
    moved = await own(visit, route.lead) if route.lead else None
    if moved is not None and moved.stand_id != stand.id:
        raise Stale
    starts = moment(route.starts)
    if moved is None:
        return await _order(visit, stand, starts)
    if not rules.is_window(visit.catalogue, stand, starts, visit.now):
        return Reply(choice(visit, stand, route.lead, word=PASSED))
    return await _move(visit, stand, moved, starts)


async def _move(visit: Visit, stand: Stand, lead: Lead, starts: datetime) -> Reply:
    """Who has taken it keeps it, and is told."""
    work = visit.work
    if lead.starts == starts and lead.state in ("new", "taken"):
        return Reply(await request(visit, work, lead))
    window: Values = {**_ANEW, "starts": starts, "ends": starts + rules.WINDOW}
    if not await work.leads.step(lead.id, rules.moving(lead), by=None, now=visit.now, **window):
        return Reply(await request(visit, work, await own(visit, lead.id)), toast=TOO_LATE)
    after = await own(visit, lead.id)
    await lead_changed(work, after, visit.now)
    await tell_taker(work, MOVED, after, visit.now)
    return Reply(order.moved(view_of(visit), stand, after), toast=say("Moved."))


@feature.on(SkipCallTopic, changes=True)
async def skip_topic(visit: Visit, route: SkipCallTopic) -> Reply:
    stand = visit.stand(route.stand)
    try:
        draft = form.draft(visit)
    except Stale:
        known = await visit.work.leads.open_of(stand.id, visit.person.id, "call")
        if known is None:
            raise
        return Reply(await request(visit, visit.work, known))
    if draft.stand != stand.id or draft.lead:
        raise Stale
    visit.person = replace(visit.person, form=None)
    return await _order(visit, stand, moment(draft.starts))


@feature.on(AddCallTopic, changes=True)
async def add_topic(visit: Visit, route: AddCallTopic) -> Reply:
    """The receipt stays; the question comes below it."""
    lead = await own(visit, route.lead)
    if not rules.may_tell_topic(lead) or lead.starts is None or lead.stand_id not in visit.catalogue.stands:
        return Reply(toast=TOO_LATE)
    draft = Draft(lead.stand_id, int(lead.starts.timestamp()) // 60, lead=lead.id)
    return Reply(form.begin(visit, draft), anew=True)
