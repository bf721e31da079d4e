"""One's requests to stands: looking at them, moving and cancelling a call, saying whether they spoke."""

from dialogs.callback import rules
from dialogs.callback.actions.windows import choice, view_of
from dialogs.callback.feature import feature
from dialogs.callback.letters import look
from dialogs.callback.routes import FROM_LETTER, CancelCall, MoveCall, OpenMyRequests, OpenRequest, SayCalled
from dialogs.callback.screens import requests
from dialogs.kit.errors import Stale
from dialogs.kit.phrase import say
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.news.leads import lead_changed, tell_taker
from storage.database import Work
from storage.leads.keys import CANCELLED
from storage.leads.steps import CANCEL
from storage.leads.tables import Lead

TOO_LATE = say("This request has changed meanwhile: look what has become of it.")


async def own(visit: Visit, number: int) -> Lead:
    """A request of the person's; others' and such as never were look alike."""
    lead = await visit.work.leads.load(number)
    if lead is None or lead.person_id != visit.person.id:
        raise Stale
    return lead


async def request(visit: Visit, work: Work, lead: Lead, at: int = 0) -> Screen:
    """A request as the person sees it."""
    return requests.one(lead, await look(work, [lead], visit.catalogue, visit.person, visit.now), at)


@feature.on(OpenMyRequests)
async def open_my_requests(visit: Visit, route: OpenMyRequests) -> Screen:
    async with visit.storage.reading() as work:
        leads = await work.leads.of_person(visit.person.id)
        view = await look(work, leads, visit.catalogue, visit.person, visit.now)
    return requests.mine(leads, view, route.at)


@feature.on(OpenRequest)
async def open_request(visit: Visit, route: OpenRequest) -> Reply:
    async with visit.storage.reading() as work:
        lead = await work.leads.load(route.lead)
        if lead is None or lead.person_id != visit.person.id:
            raise Stale
        shown = await request(visit, work, lead, route.at)
    return Reply(shown, anew=route.came == FROM_LETTER)


@feature.on(MoveCall, changes=True)
async def move_call(visit: Visit, route: MoveCall) -> Reply:
    lead, anew = await own(visit, route.lead), route.came == FROM_LETTER
    if not rules.may_move(lead):
        return await _too_late(visit, lead, below=anew)
    return Reply(choice(visit, visit.stand(lead.stand_id), lead.id), anew=anew)


async def _too_late(visit: Visit, lead: Lead, *, below: bool) -> Reply:
    shown = None if below else await request(visit, visit.work, lead)
    return Reply(shown, toast=TOO_LATE)


@feature.on(CancelCall, changes=True)
async def cancel_call(visit: Visit, route: CancelCall) -> Reply:
    """A receipt is drawn again by its key."""
    lead, work, below = await own(visit, route.lead), visit.work, route.came == FROM_LETTER
    cancelled = rules.may_cancel(lead) and await work.leads.step(lead.id, CANCEL, by=None, now=visit.now)
    if not cancelled:
        return await _too_late(visit, lead, below=below)
    after = await own(visit, lead.id)
    await lead_changed(work, after, visit.now)
    await tell_taker(work, CANCELLED, after, visit.now)
    shown = None if below else await request(visit, work, after, route.at)
    return Reply(shown, toast=say("Request No. {number} is cancelled.", number=lead.number))


@feature.on(SayCalled, changes=True)
async def say_called(visit: Visit, route: SayCalled) -> Reply:
    """The stand sees what the visitor says; who was not called may choose another time at once."""
    lead, work = await own(visit, route.lead), visit.work
    over = lead.kind == "call" and lead.ends is not None and lead.ends <= visit.now
    if not over or lead.state in ("cancelled", "waits"):
        return await _too_late(visit, lead, below=False)
    if lead.visitor_says != route.spoke:
        await work.leads.spoke(lead.id, visit.now, visitor_says=route.spoke)
        lead = await own(visit, lead.id)
        await lead_changed(work, lead, visit.now)
    if route.spoke:
        return Reply(requests.thanks(lead, view_of(visit)))
    sorry = say("I am sorry! The stand sees that now.")
    if not rules.may_move(lead) or lead.stand_id not in visit.catalogue.stands:
        return Reply(await request(visit, work, lead), toast=sorry)
    return Reply(choice(visit, visit.stand(lead.stand_id), lead.id, word=sorry))
