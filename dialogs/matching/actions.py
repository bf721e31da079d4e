"""Asking, remembering the answers, and putting a day together."""

from dataclasses import replace

from dialogs.kit.choice import ROLES, TIMES
from dialogs.kit.errors import Stale
from dialogs.kit.phrase import say, say_n
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.matching import rules, screens
from dialogs.matching.feature import feature
from dialogs.matching.routes import (
    AskRole,
    AskTimes,
    AskTopics,
    ChooseRole,
    ChooseTimes,
    ClearChoice,
    OpenChoice,
    OpenMatched,
    OpenMatching,
    TakeAll,
    ToggleTopic,
)
from dialogs.settings.routes import AskTime
from storage.people.choice import NOTHING_TOLD


@feature.on(OpenMatching)
async def open_matching(visit: Visit, _route: OpenMatching) -> Screen:
    return _day(visit, 0) if visit.person.choice.times else _first_question(visit)


@feature.on(AskRole)
async def ask_role(visit: Visit, _route: AskRole) -> Screen:
    return _first_question(visit)


def _first_question(visit: Visit) -> Screen:
    """What the fair says nothing of is not asked."""
    if rules.has_audiences(visit.catalogue):
        return screens.ask_role(visit.person.choice)
    return _ask_topics(visit, 0)


@feature.on(ChooseRole, changes=True)
async def choose_role(visit: Visit, route: ChooseRole) -> Screen:
    if route.role not in ROLES:
        raise Stale
    visit.person = replace(visit.person, choice=replace(visit.person.choice, role=route.role))
    return _ask_topics(visit, 0)


def _ask_topics(visit: Visit, at: int) -> Screen:
    topics = rules.topics(visit.catalogue)
    return screens.ask_topics(visit.person.choice, topics, at) if topics else _ask_times(visit)


def _ask_times(visit: Visit) -> Screen:
    asks_role = AskRole() if rules.has_audiences(visit.catalogue) else None
    return screens.ask_times(visit.person.choice, AskTopics() if rules.topics(visit.catalogue) else asks_role)


@feature.on(AskTopics)
async def ask_topics(visit: Visit, route: AskTopics) -> Screen:
    return _ask_topics(visit, route.at)


@feature.on(ToggleTopic, changes=True)
async def toggle_topic(visit: Visit, route: ToggleTopic) -> Screen:
    """A topic that the fair has no more is forgotten on the way."""
    known, choice = rules.topics(visit.catalogue), visit.person.choice
    topic = next((topic for topic in known if rules.number_of(topic) == route.topic), None)
    if topic is None:
        raise Stale
    kept = {*choice.topics} ^ {topic}
    topics = tuple(one for one in known if one in kept)
    visit.person = replace(visit.person, choice=replace(choice, topics=topics))
    return _ask_topics(visit, route.at)


@feature.on(AskTimes)
async def ask_times(visit: Visit, _route: AskTimes) -> Screen:
    return _ask_times(visit)


@feature.on(ChooseTimes, changes=True)
async def choose_times(visit: Visit, route: ChooseTimes) -> Screen:
    if route.times not in TIMES:
        raise Stale
    visit.person = replace(visit.person, choice=replace(visit.person.choice, times=route.times))
    return _day(visit, 0)


def _day(visit: Visit, turn: int) -> Screen:
    day = rules.match(visit.catalogue, visit.person, visit.now, turn)
    if day is None:
        return screens.nothing(visit.person.choice)
    return screens.matched(visit.catalogue, visit.person, visit.now, day)


@feature.on(OpenMatched)
async def open_matched(visit: Visit, route: OpenMatched) -> Screen:
    """A day that was shown stays as it was, with what has been taken of it."""
    shown = rules.named(visit.catalogue, route.day)
    if shown is None:
        return _day(visit, rules.turn_of(route.day))
    return screens.matched(visit.catalogue, visit.person, visit.now, shown)


@feature.on(TakeAll, changes=True)
async def take_all(visit: Visit, route: TakeAll) -> Reply:
    day = rules.named(visit.catalogue, route.day)
    if day is None:
        raise Stale
    wanted = [
        session
        for session in day.sessions
        if session.id not in visit.person.plan
        and not session.cancelled
        and (session.ends is None or visit.now < session.ends)
    ]
    promises = not visit.person.plan
    for session in wanted:
        await visit.work.plans.subscriptions.add(visit.person.id, session.id, visit.now)
    visit.person = replace(visit.person, plan=visit.person.plan | {session.id for session in wanted})
    word = say_n("⭐ In your plan: {n} session.", "⭐ In your plan: {n} sessions.", len(wanted))
    if not wanted:
        return Reply(toast=say("Nothing of this is left to be taken."), onward=OpenMatched(route.day))
    asks = promises and visit.person.zone is None  # whose clocks they live by, with the first of a plan
    onward = AskTime(wanted[0].id, f"match{route.day}") if asks else OpenMatched(route.day)
    return Reply(toast=word, promises=promises, onward=onward)


@feature.on(OpenChoice)
async def open_choice(visit: Visit, _route: OpenChoice) -> Screen:
    return screens.choice(visit.person.choice)


@feature.on(ClearChoice, changes=True)
async def clear_choice(visit: Visit, _route: ClearChoice) -> Reply:
    visit.person = replace(visit.person, choice=NOTHING_TOLD)
    return Reply(screens.choice(visit.person.choice), toast=say("Cleared."))
