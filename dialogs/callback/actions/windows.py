"""The windows in which a stand can call, by zone and day, to choose from."""

from collections.abc import Callable
from datetime import date, datetime

from dialogs.callback import rules
from dialogs.callback.feature import feature
from dialogs.callback.routes import ChooseCallDay, ChooseCallWindow, ChooseCallZone, OtherCallZones
from dialogs.callback.screens import order
from dialogs.callback.screens.words import View, begins
from dialogs.kit.errors import Stale
from dialogs.kit.phrase import Phrase, say
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.settings.routes import WriteCity
from storage.fair.exhibition import Stand

_WORTH_A_LIST = 2  # days
PASSED = say("This time has gone. Please choose another one.")


def view_of(visit: Visit) -> View:
    """What a call is ordered with."""
    return View(visit.catalogue, visit.person, visit.now)


def choice(visit: Visit, stand: Stand, lead: int, *, word: Phrase | None = None) -> Screen:
    """The windows of the first day that has some outside the reader's night, with the way to other days."""
    free = rules.days(visit.catalogue, stand, visit.now)
    if not free:
        gone = say("The stand has no free hours left to call at this fair.")
        return order.unable(stand, gone, word)
    by_day = (day for day in free if any(map(_awake(visit), rules.windows(visit.catalogue, stand, day, visit.now))))
    return _windows(visit, stand, lead, next(by_day, free[0]), 0, word)


def _awake(visit: Visit) -> Callable[[datetime], bool]:
    view = view_of(visit)
    return lambda starts: not rules.at_night(begins(starts, view))


def _windows(visit: Visit, stand: Stand, lead: int, day: date, at: int, word: Phrase | None = None) -> Screen:
    free = rules.windows(visit.catalogue, stand, day, visit.now)
    others = [other for other in rules.days(visit.catalogue, stand, visit.now) if other != day]
    return order.windows(view_of(visit), stand, lead, day, free, at, others=others, word=word)


@feature.on(ChooseCallZone)
async def choose_zone(visit: Visit, route: ChooseCallZone) -> Screen:
    return order.zones(view_of(visit), visit.stand(route.stand), route.at)


@feature.on(OtherCallZones, changes=True)
async def other_zones(visit: Visit, route: OtherCallZones) -> Reply:
    return Reply(onward=WriteCity(stand=visit.stand(route.stand).id))


@feature.on(ChooseCallDay)
async def choose_day(visit: Visit, route: ChooseCallDay) -> Screen:
    stand = visit.stand(route.stand)
    free = rules.days(visit.catalogue, stand, visit.now)
    if len(free) < _WORTH_A_LIST:
        return choice(visit, stand, route.lead)
    return order.days(view_of(visit), stand, route.lead, free, route.at)


@feature.on(ChooseCallWindow)
async def choose_window(visit: Visit, route: ChooseCallWindow) -> Screen:
    stand = visit.stand(route.stand)
    if not date.min.toordinal() <= route.day <= date.max.toordinal():
        raise Stale
    day = date.fromordinal(route.day)
    if not rules.windows(visit.catalogue, stand, day, visit.now):
        return choice(visit, stand, route.lead, word=PASSED)
    return _windows(visit, stand, route.lead, day, route.at)
