"""Browsing the programme, and subscribing to a session."""

from dataclasses import replace
from datetime import date

from dialogs.kit.choice import rank
from dialogs.kit.clashes import clashing, watched
from dialogs.kit.errors import Stale
from dialogs.kit.phrase import say
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.plan.routes import Clash
from dialogs.programme import card, planned, recordings, rules, screens
from dialogs.programme.feature import feature
from dialogs.programme.routes import (
    FROM_LETTER,
    ON_CARD,
    GoOn,
    OpenCluster,
    OpenClusterRecordings,
    OpenDay,
    OpenNow,
    OpenPastDays,
    OpenProgramme,
    OpenRecordings,
    OpenSession,
    Star,
    Subscribe,
    Unsubscribe,
)
from dialogs.programme.screens import View
from dialogs.settings.routes import AskTime
from storage.fair.programme import Session


def _view(visit: Visit, chosen: Session | None = None) -> View:
    link = visit.policy.shared(visit.person.messenger, f"session-{chosen.ref}") if chosen else ""
    notices = visit.person.hears(visit.policy.notice_minutes)
    return View(visit.catalogue, visit.person, visit.now, visit.policy.questions, notices, link)


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
    return recordings.recordings(_view(visit), route.at)


@feature.on(OpenClusterRecordings)
async def open_cluster_recordings(visit: Visit, route: OpenClusterRecordings) -> Screen:
    cluster = visit.catalogue.clusters.get(route.cluster)
    if cluster is None:
        raise Stale
    return recordings.of_cluster(_view(visit), cluster, route.at)


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
    session = visit.session(route.session)
    shown = card.session(_view(visit, session), session, "" if from_letter else route.came, at=route.at)
    return Reply(shown, anew=from_letter)


@feature.link("session")
async def follow_link(visit: Visit, ref: str) -> Reply:
    session = visit.catalogue.session_named(ref)
    if session is None:
        raise Stale
    return Reply(card.session(_view(visit, session), session, ""), anew=True)


@feature.on(OpenNow)
async def open_now(visit: Visit, route: OpenNow) -> Screen:
    catalogue, view = visit.catalogue, _view(visit)
    soon = rules.by_slot(catalogue.soon(visit.now, rules.SOON), visit.person.choice)
    running = rank(catalogue.running(visit.now), visit.person.choice)
    if running or soon:
        return screens.now_and_soon(view, running, soon, route.at)
    if (slot := catalogue.next_slot(visit.now)) is None:
        return recordings.fair_over(view, route.at)
    coming = rank((session for session in catalogue.slot(slot) if not session.cancelled), visit.person.choice)
    return screens.pause(view, slot, coming, route.at, recorded=bool(catalogue.recorded))


@feature.command("now", say("what is on now and soon"))
async def now_command(visit: Visit, _argument: str) -> Reply:
    return Reply(await open_now(visit, OpenNow()), anew=True)


@feature.on(Subscribe, changes=True)
async def subscribe(visit: Visit, route: Subscribe) -> Reply:
    session = visit.session(route.session)
    added = await _add(visit, session)
    just_chosen = rules.may_subscribe(session, visit.now)
    if just_chosen and _clashes(visit, session):
        return replace(added, onward=Clash(session.id, ON_CARD + route.came))
    view, asks = _view(visit, session), _asks_time(visit, added)
    return replace(added, screen=card.session(view, session, route.came, just_chosen=just_chosen, asks_time=asks))


def _clashes(visit: Visit, session: Session) -> bool:
    return bool(clashing(session, watched(visit.catalogue, visit.person), visit.now))


def _asks_time(visit: Visit, added: Reply) -> bool:
    """Whose clocks the reader lives by is asked with the first session of a plan."""
    return added.promises and visit.person.zone is None


@feature.on(Star, changes=True)
async def star(visit: Visit, route: Star) -> Reply:
    """Into the plan, or out of it; then back to the list, which shows it, unless something has to be asked first."""
    session = visit.session(route.session)
    if session.id in visit.person.plan:
        return replace(await _take_out(visit, session), onward=card.back(_view(visit), session, route.came))
    added, to = await _add(visit, session), card.back(_view(visit), session, route.came)
    if session.id in visit.person.plan and _clashes(visit, session):
        to = Clash(session.id, route.came)
    elif _asks_time(visit, added):
        to = AskTime(session.id, route.came)
    return replace(added, onward=to)


async def _add(visit: Visit, session: Session) -> Reply:
    if not rules.may_subscribe(session, visit.now):
        gone = say("This session is cancelled.") if session.cancelled else say("This session is already over.")
        return Reply(toast=gone)
    person, subscriptions = visit.person, visit.work.plans.subscriptions
    await subscriptions.add(person.id, session.id, visit.now)
    if session.id in person.awaited:
        await subscriptions.forgo_recording(person.id, session.id)
    visit.person = replace(person, plan=person.plan | {session.id}, awaited=person.awaited - {session.id})
    return Reply(toast=planned.in_plan(_view(visit), session, just_chosen=True), promises=not person.plan)


async def _take_out(visit: Visit, session: Session) -> Reply:
    await visit.work.plans.subscriptions.remove(visit.person.id, session.id)
    visit.person = visit.person.without(session.id)
    return Reply(toast=say("Removed from your plan."))


@feature.on(AskTime)
async def ask_time(visit: Visit, route: AskTime) -> Reply:
    """Asked once: whose clocks are known goes on where they were."""
    session = visit.session(route.session)
    if visit.person.zone is not None:
        return Reply(onward=GoOn(session.id, route.came))
    return Reply(card.ask_time(_view(visit), session, route.came))


@feature.on(GoOn)
async def go_on(visit: Visit, route: GoOn) -> Reply:
    session = visit.session(route.session)
    if route.came.startswith(ON_CARD):
        return Reply(onward=OpenSession(session.id, route.came.removeprefix(ON_CARD)))
    return Reply(onward=card.back(_view(visit), session, route.came))


@feature.on(Unsubscribe, changes=True)
async def unsubscribe(visit: Visit, route: Unsubscribe) -> Reply:
    session = visit.session(route.session)
    removed = await _take_out(visit, session)
    return replace(removed, screen=card.session(_view(visit, session), session, route.came))
