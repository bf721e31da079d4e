"""Sharing one's plan by a link, and taking from a plan that somebody shared."""

from dataclasses import replace

from dialogs.kit.clashes import watched
from dialogs.kit.phrase import say, say_n
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.plan import rules
from dialogs.plan.feature import feature
from dialogs.plan.routes import ClosePlanLinks, MakePlanLink, OpenPlan, OpenSharedPlan, SharePlan, TakeShared
from dialogs.plan.screens import sharing as screens
from dialogs.settings.routes import AskTime
from storage.fair.programme import Session
from storage.work import Work

LINK = "plan"


@feature.on(SharePlan)
async def share_plan(visit: Visit, route: SharePlan) -> Reply:
    async with visit.storage.reading() as work:
        return Reply(await _shares(visit, work), anew=route.below)


async def _shares(visit: Visit, work: Work) -> Screen:
    links = await work.plans.keys.count(visit.person.id, "share")
    return screens.share(links, possible=bool(visit.policy.links))


@feature.on(MakePlanLink, changes=True)
async def make_plan_link(visit: Visit, _route: MakePlanLink) -> Reply:
    """It comes as a message of its own, to be passed on."""
    if not visit.policy.links:
        return Reply(await _shares(visit, visit.work))
    key = await visit.work.plans.keys.make(visit.person.id, "share", visit.now)
    own = visit.person.messenger
    names = sorted(visit.policy.links, key=lambda name: (name != own, name))
    return Reply(screens.link([visit.policy.link(name, f"{LINK}-{key}") for name in names]), anew=True)


@feature.on(ClosePlanLinks, changes=True)
async def close_plan_links(visit: Visit, _route: ClosePlanLinks) -> Reply:
    await visit.work.plans.keys.take_back(visit.person.id, "share")
    return Reply(await _shares(visit, visit.work), toast=say("The links are closed: nobody sees your plan by them."))


# --- the receiver ----------------------------------------------------------------------------------------------------


@feature.link(LINK)
async def follow_link(visit: Visit, key: str) -> Reply:
    return Reply(await open_shared_plan(visit, OpenSharedPlan(key[:_LONGEST])), anew=True)


_LONGEST = 40  # of a key, as far as a button carries it


@feature.on(OpenSharedPlan)
async def open_shared_plan(visit: Visit, route: OpenSharedPlan) -> Screen:
    async with visit.storage.reading() as work:
        sessions = await _shared(visit, work, route.key)
    return screens.nothing() if sessions is None else _drawn(visit, sessions, route)


async def _shared(visit: Visit, work: Work, key: str) -> list[Session] | None:
    """What is to come of the plan that the key opens; None: it opens none."""
    owner = await work.plans.keys.owner(key, "share")
    person = None if owner is None else await work.people.load(owner)
    if person is None:
        return None
    known = visit.catalogue.sessions
    days = rules.days(visit.catalogue, (known[number] for number in person.plan if number in known))
    return [session for sessions in days.values() for session in rules.to_come(sessions, visit.now)]


def _drawn(visit: Visit, sessions: list[Session], route: OpenSharedPlan) -> Screen:
    mine = watched(visit.catalogue, visit.person)
    return screens.shared(visit.catalogue, visit.person, visit.now, sessions, mine, route.key, route.at)


@feature.on(TakeShared, changes=True)
async def take_shared(visit: Visit, route: TakeShared) -> Reply:
    """One of them, or all; what clashes is marked in the plan, where it can be chosen."""
    sessions = await _shared(visit, visit.work, route.key)
    if sessions is None:
        return Reply(screens.nothing())
    person = visit.person
    wanted = [one for one in sessions if route.session in (0, one.id) and one.id not in person.plan]
    await visit.work.plans.subscriptions.add_all(person.id, [one.id for one in wanted], visit.now)
    visit.person = replace(person, plan=person.plan | {one.id for one in wanted})
    taken = say_n("{n} session is in your plan now.", "{n} sessions are in your plan now.", len(wanted))
    if not route.session:
        asks = wanted and not person.plan and person.zone is None  # whose clocks they live by, with the first of a plan
        return Reply(onward=AskTime(wanted[0].id, "plan0") if asks else OpenPlan(), toast=taken, promises=True)
    return Reply(_drawn(visit, sessions, OpenSharedPlan(route.key, route.at)), toast=taken, promises=True)
