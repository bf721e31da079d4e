"""Reading the plan and taking sessions out of it."""

from collections.abc import Sequence
from dataclasses import replace

from dialogs.kit.phrase import say
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.plan import screens
from dialogs.plan.feature import feature
from dialogs.plan.routes import OpenPastPlan, OpenPlan, TakeOut, TidyPlan
from dialogs.plan.rules import parted
from storage.fair.programme import Session


def _sessions(visit: Visit) -> tuple[Sequence[Session], Sequence[Session]]:
    known = visit.catalogue.sessions
    return parted((known[number] for number in visit.person.plan if number in known), visit.now)


@feature.on(OpenPlan)
async def open_plan(visit: Visit, route: OpenPlan) -> Screen:
    ahead, over = _sessions(visit)
    if not (ahead or over):
        return screens.empty()
    return screens.plan(visit.catalogue, visit.person, visit.now, ahead, len(over), route.at)


@feature.on(OpenPastPlan)
async def open_past_plan(visit: Visit, route: OpenPastPlan) -> Screen:
    over = _sessions(visit)[1]
    return screens.past(visit.catalogue, visit.person, visit.now, over, route.at) if over else screens.empty()


@feature.command("plan", say("my plan"))
async def plan_command(visit: Visit, _argument: str) -> Reply:
    return Reply(await open_plan(visit, OpenPlan()), anew=True)


@feature.on(TidyPlan)
async def tidy_plan(visit: Visit, route: TidyPlan) -> Screen:
    ahead, over = _sessions(visit)
    sessions = [*ahead, *over]
    return screens.tidy(visit.catalogue, visit.person, sessions, route.at) if sessions else screens.empty()


@feature.on(TakeOut, changes=True)
async def take_out(visit: Visit, route: TakeOut) -> Reply:
    await visit.work.plans.subscriptions.remove(visit.person.id, route.session)
    visit.person = replace(visit.person, plan=visit.person.plan - {route.session})
    left = await tidy_plan(visit, TidyPlan(route.at))
    return Reply(left, toast=say("Removed from your plan."))
