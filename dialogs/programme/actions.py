"""Browsing the programme, and subscribing to a session."""

from dataclasses import replace
from datetime import date

from dialogs.kit.clashes import clashing, watched
from dialogs.kit.errors import Stale
from dialogs.kit.phrase import say
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.plan.routes import Clash
from dialogs.programme import card, rules, screens
from dialogs.programme.feature import feature
from dialogs.programme.routes import (
    FROM_LETTER,
    ON_CARD,
    GoOn,
    OpenCluster,
    OpenDay,
    OpenNow,
    OpenPastDays,
    OpenProgramme,
    OpenRecordings,
    OpenSession,
    Subscribe,
    Unsubscribe,
)
from dialogs.programme.screens import View


def _view(visit: Visit) -> View:
    return View(visit.catalogue, visit.person, visit.now, visit.policy.questions, visit.policy.notice_minutes)


@feature.on(OpenProgramme)
async def open_programme(visit: Visit, route: OpenProgramme) -> Screen:
    return screens.programme(visit.catalogue, route.at)


@feature.on(OpenCluster)
async def open_cluster(visit: Visit, route: OpenCluster) -> Screen:
    cluster = visit.catalogue.clusters.get(route.cluster)
    if cluster is None:
        raise Stale
    return screens.cluster(_view(visit), cluster, route.at)


@feature.on(OpenPastDays)
async def open_past_days(visit: Visit, route: OpenPastDays) -> Screen:
    cluster = visit.catalogue.clusters.get(route.cluster)
    if cluster is None:
        raise Stale
    return screens.past_days(_view(visit), cluster, route.at)


@feature.on(OpenRecordings)
async def open_recordings(visit: Visit, route: OpenRecordings) -> Screen:
    return screens.recordings(_view(visit), rules.recorded(visit.catalogue), route.at)


@feature.on(OpenDay)
async def open_day(visit: Visit, route: OpenDay) -> Screen:
    cluster = visit.catalogue.clusters.get(route.cluster)
    on = _day(route.day)
    sessions = visit.catalogue.sessions_of(route.cluster, on)
    if cluster is None or not sessions:
        raise Stale
    return screens.day(_view(visit), cluster, on, sessions, route.at)


def _day(number: int) -> date | None:
    if number == 0:
        return None
    try:
        return date.fromordinal(number)
    except (ValueError, OverflowError) as impossible:
        raise Stale from impossible


@feature.on(OpenSession)
async def open_session(visit: Visit, route: OpenSession) -> Reply:
    """A letter of ours stays as it is: the card comes under it."""
    from_letter = route.came == FROM_LETTER
    shown = card.session(_view(visit), visit.session(route.session), "" if from_letter else route.came, at=route.at)
    return Reply(shown, anew=from_letter)


@feature.link("session")
async def follow_link(visit: Visit, ref: str) -> Reply:
    session = visit.catalogue.session_named(ref)
    if session is None:
        raise Stale
    return Reply(card.session(_view(visit), session, ""), anew=True)


@feature.on(OpenNow)
async def open_now(visit: Visit, route: OpenNow) -> Screen:
    catalogue, view = visit.catalogue, _view(visit)
    running, soon = catalogue.running(visit.now), catalogue.soon(visit.now, rules.SOON)
    if running or soon:
        return screens.now_and_soon(view, running, soon, route.at)
    recorded = rules.recorded(catalogue)
    if (slot := catalogue.next_slot(visit.now)) is None:
        return screens.fair_over(view, recorded, route.at)
    coming = [session for session in catalogue.slot(slot) if not session.cancelled]
    return screens.pause(view, slot, coming, route.at, recorded=bool(recorded))


@feature.command("now", say("what is on now and soon"))
async def now_command(visit: Visit, _argument: str) -> Reply:
    return Reply(await open_now(visit, OpenNow()), anew=True)


@feature.on(Subscribe, changes=True)
async def subscribe(visit: Visit, route: Subscribe) -> Reply:
    session = visit.session(route.session)
    if not rules.may_subscribe(session, visit.now):
        word = say("This session is cancelled.") if session.cancelled else say("This session is already over.")
        return Reply(card.session(_view(visit), session, route.came), toast=word)
    promises = not visit.person.plan
    await visit.work.plans.subscriptions.add(visit.person.id, session.id, visit.now)
    visit.person = replace(visit.person, plan=visit.person.plan | {session.id})
    view = _view(visit)
    toast = card.in_plan(view, session, just_chosen=True)
    if clashing(session, watched(visit.catalogue, visit.person), visit.now):
        return Reply(toast=toast, promises=promises, onward=Clash(session.id, ON_CARD + route.came))
    return Reply(card.session(view, session, route.came, just_chosen=True), toast=toast, promises=promises)


@feature.on(Unsubscribe, changes=True)
async def unsubscribe(visit: Visit, route: Unsubscribe) -> Reply:
    session = visit.session(route.session)
    await visit.work.plans.subscriptions.remove(visit.person.id, session.id)
    gone, person = {session.id}, visit.person
    visit.person = replace(person, plan=person.plan - gone, awaited=person.awaited - gone)
    shown = card.session(_view(visit), session, route.came)
    return Reply(shown, toast=say("Removed from your plan."))


@feature.on(GoOn)
async def go_on(visit: Visit, route: GoOn) -> Reply:
    """What was asked on the way of subscribing has been answered; a message of ours has the card for its place."""
    session = visit.session(route.session)
    if route.came.startswith(ON_CARD):
        return Reply(onward=OpenSession(session.id, route.came.removeprefix(ON_CARD)))
    return Reply(onward=card.back(_view(visit), session, route.came))
