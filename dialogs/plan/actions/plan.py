"""Reading the plan by its days, taking sessions out of it, and choosing between those that run together."""

from dataclasses import replace
from datetime import date

from dialogs.kit.clashes import clashing
from dialogs.kit.paging import nearest, place
from dialogs.kit.phrase import say
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.plan import rules
from dialogs.plan.feature import feature
from dialogs.plan.routes import (
    OTHERS,
    THIS,
    UNANNOUNCED,
    Clash,
    OpenPastPlan,
    OpenPlan,
    TakeOut,
    TidyPlan,
    WatchOf,
)
from dialogs.plan.screens import plan as screens
from dialogs.plan.screens.plan import Day
from dialogs.programme.routes import GoOn
from storage.fair.programme import Session


def _days(visit: Visit) -> rules.Days:
    known = visit.catalogue.sessions
    return rules.days(visit.catalogue, (known[number] for number in visit.person.plan if number in known))


def _day(visit: Visit, known: rules.Days, number: int, at: int) -> Day:
    """The day of that number, or where there is none of it the one that matters now."""
    on = _date(number)
    if number and on in known:
        return Day(known, on, at)
    ahead = [session for sessions in known.values() for session in rules.to_come(sessions, visit.now)]
    if at and ahead and not number:  # a button of the time when all that was ahead stood in one list
        session = ahead[nearest(at, ahead)]
        on = visit.catalogue.day_of(session)
        return Day(known, on, place(session, known[on]))
    on = rules.day_now(known, visit.now)
    return Day(known, on, rules.first_to_come(known[on], visit.now))


def _date(number: int) -> date | None:
    """The day; None for the time that is to be announced, and for what is no day at all."""
    try:
        return None if number == UNANNOUNCED else date.fromordinal(number)
    except (ValueError, OverflowError):
        return None


@feature.on(OpenPlan)
async def open_plan(visit: Visit, route: OpenPlan) -> Screen:
    known = _days(visit)
    if not known:
        return screens.empty()
    day = _day(visit, known, route.day, route.at)
    return screens.plan(visit.catalogue, visit.person, visit.now, day, mail=_mails(visit))


def _mails(visit: Visit) -> bool:
    return visit.policy.privacy.mail and visit.policy.privacy.ready


@feature.on(OpenPastPlan)
async def open_past_plan(visit: Visit, _route: OpenPastPlan) -> Screen:
    """A button of the time when what was over had a list of its own: the last day of which all is over."""
    known = _days(visit)
    past = [on for on, sessions in known.items() if on and not rules.to_come(sessions, visit.now)]
    return await open_plan(visit, OpenPlan(day=past[-1].toordinal() if past else 0))


@feature.command("plan", say("my plan"))
async def plan_command(visit: Visit, _argument: str) -> Reply:
    return Reply(await open_plan(visit, OpenPlan()), anew=True)


@feature.on(TidyPlan)
async def tidy_plan(visit: Visit, route: TidyPlan) -> Screen:
    known = _days(visit)
    if not known:
        return screens.empty()
    return screens.tidy(visit.catalogue, visit.person, visit.now, _day(visit, known, route.day, route.at))


@feature.on(TakeOut, changes=True)
async def take_out(visit: Visit, route: TakeOut) -> Reply:
    await visit.work.plans.subscriptions.remove(visit.person.id, route.session)
    visit.person = visit.person.without(route.session)
    left = await tidy_plan(visit, TidyPlan(route.at, route.day))
    return Reply(left, toast=say("Removed from your plan."))


# --- what runs together ----------------------------------------------------------------------------------------------


def _together(visit: Visit, session: Session) -> list[Session]:
    """What else is watched while the session runs; where nothing is, what of the plan is left for its recording."""
    known = visit.catalogue.sessions
    others = [known[number] for number in sorted(visit.person.plan) if number in known]
    together = clashing(session, others, visit.now)
    return [other for other in together if other.id in visit.person.watched] or together


@feature.on(Clash)
async def clash(visit: Visit, route: Clash) -> Reply:
    session = visit.session(route.session)
    others = _together(visit, session)
    if not others or session.id not in visit.person.plan:
        return Reply(onward=GoOn(session.id, route.came))
    return Reply(screens.clash(visit.catalogue, visit.person, session, others, route.came))


@feature.on(WatchOf, changes=True)
async def watch_of(visit: Visit, route: WatchOf) -> Reply:
    """What is not watched stays in the plan for its recording, and nothing reminds of it."""
    session = visit.session(route.session)
    others = _together(visit, session)
    if session.id in visit.person.plan:
        await _watch(visit, session, live=route.watch != OTHERS)
        for other in others:
            await _watch(visit, other, live=route.watch != THIS)
    return Reply(toast=screens.chosen(session, others, route.watch), onward=GoOn(session.id, route.came))


async def _watch(visit: Visit, session: Session, *, live: bool) -> None:
    """Nothing is written where it is so already."""
    person, subscriptions = visit.person, visit.work.plans.subscriptions
    if live and session.id in person.awaited:
        await subscriptions.forgo_recording(person.id, session.id)
        visit.person = replace(person, awaited=person.awaited - {session.id})
    if not live and session.id not in person.awaited:
        await subscriptions.want_recording(person.id, session.id)
        visit.person = replace(person, awaited=person.awaited | {session.id})
