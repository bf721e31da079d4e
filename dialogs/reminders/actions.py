"""Presses below reminders and news: once more, it does not open, it does not suit."""

from dialogs.kit.errors import Denied
from dialogs.kit.phrase import say
from dialogs.kit.screen import Screen
from dialogs.kit.times import mine_alone, moment
from dialogs.kit.visit import Reply, Visit
from dialogs.news.sessions import player_mended, remind_again
from dialogs.reminders import rules
from dialogs.reminders.feature import feature
from dialogs.reminders.routes import (
    DoesNotOpen,
    DoesNotSuit,
    OpenSlot,
    OpenUnopened,
    PlayerMended,
    RemindAgain,
    WhichDoesNotOpen,
)
from dialogs.reminders.screens import changes, players, reminders
from storage.fair.programme import Session


def _sessions(visit: Visit, slot: int) -> list[Session]:
    return rules.worth_reminding(visit.catalogue.slot(moment(slot)), visit.person.watched, visit.now)


@feature.on(OpenSlot)
async def open_slot(visit: Visit, route: OpenSlot) -> Screen:
    """The reminder as it would leave at this second, in place of the one that is read."""
    sessions = _sessions(visit, route.slot)
    if not sessions:
        return reminders.nothing_left()
    return reminders.reminder(visit.catalogue, visit.person, visit.now, moment(route.slot), sessions, route.at)


@feature.on(RemindAgain, changes=True)
async def once_more(visit: Visit, route: RemindAgain) -> Reply:
    """The message stays as it is: another one comes."""
    at = visit.now + rules.AGAIN
    if not any(session.ends and at < session.ends for session in _sessions(visit, route.slot)):
        return Reply(toast=say("It will be over by then."))
    await remind_again(visit.work, moment(route.slot), at, visit.person.address, visit.person.id)
    clock = mine_alone(at, visit.catalogue.zone, visit.person.zone)
    return Reply(toast=say("I will remind you once more in 5 minutes, at {time}.", time=clock))


@feature.on(WhichDoesNotOpen)
async def which_does_not_open(visit: Visit, route: WhichDoesNotOpen) -> Reply:
    sessions = [session for session in _sessions(visit, route.slot) if session.player]
    if not sessions:
        return Reply(reminders.nothing_left(), anew=True)
    return Reply(players.which(route.slot, sessions, route.at), anew=not route.at)


@feature.on(DoesNotOpen, changes=True)
async def does_not_open(visit: Visit, route: DoesNotOpen) -> Reply:
    """Counted for the organisers; the reminder stays, what helps comes below it."""
    session = visit.session(route.session)
    if session.cancelled or (session.ends is not None and session.ends <= visit.now):
        return Reply(
            toast=say("This session is cancelled.") if session.cancelled else say("This session is already over.")
        )
    await visit.work.plans.unopened.note(session.id, visit.person.id, visit.now)
    return Reply(players.does_not_open(session, organises=await _organises(visit)), anew=True)


async def _organises(visit: Visit) -> bool:
    return any(role.role == "organiser" for role in await visit.work.staff.roles(visit.person.id))


@feature.on(OpenUnopened, changes=True)
async def open_unopened(visit: Visit, route: OpenUnopened) -> Screen:
    return await _unopened(visit, route.at)


@feature.on(PlayerMended, changes=True)
async def mended(visit: Visit, route: PlayerMended) -> Reply:
    if not await _organises(visit):
        raise Denied
    session = visit.session(route.session)
    told = await player_mended(visit.work, session.id, session.ends, visit.now)
    return Reply(await _unopened(visit, 0), toast=say("Told: {count}", count=told))


async def _unopened(visit: Visit, at: int) -> Screen:
    if not await _organises(visit):
        raise Denied
    return players.unopened(visit.catalogue.sessions, await visit.work.plans.unopened.counts(), at)


@feature.on(DoesNotSuit, changes=True)
async def does_not_suit(visit: Visit, route: DoesNotSuit) -> Reply:
    session = visit.session(route.session)
    await visit.work.plans.subscriptions.remove(visit.person.id, session.id)
    visit.person = visit.person.without(session.id)
    return Reply(changes.taken_out(session), toast=say("Removed from your plan."))
