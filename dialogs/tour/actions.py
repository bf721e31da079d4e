"""Choosing stands, reading the tour, ticking what was visited."""

from collections.abc import Mapping
from datetime import datetime

from dialogs.exhibition.routes import OpenStand
from dialogs.kit.errors import Stale
from dialogs.kit.phrase import say
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.tour import rules, screens
from dialogs.tour.feature import feature
from dialogs.tour.routes import AddToTour, OpenTour, TakeOffTour, TickStand


@feature.on(OpenTour)
async def open_tour(visit: Visit, route: OpenTour) -> Screen:
    async with visit.storage.reading() as work:
        return _drawn(visit, await work.plans.tour.of(visit.person.id), route.at)


def _drawn(visit: Visit, visited: Mapping[int, datetime | None], at: int) -> Screen:
    stands = rules.in_order(visit.catalogue, visited)
    return screens.tour(stands, visited, at) if stands else screens.empty()


@feature.on(AddToTour, changes=True)
async def add_to_tour(visit: Visit, route: AddToTour) -> Reply:
    if route.stand not in visit.catalogue.stands:
        raise Stale
    await visit.work.plans.tour.add(visit.person.id, route.stand, visit.now)
    return Reply(toast=say("The stand is on your route."), onward=OpenStand(route.stand, route.came))


@feature.on(TakeOffTour, changes=True)
async def take_off_tour(visit: Visit, route: TakeOffTour) -> Reply:
    if route.stand not in visit.catalogue.stands:
        raise Stale
    await visit.work.plans.tour.remove(visit.person.id, route.stand)
    return Reply(toast=say("The stand is off your route."), onward=OpenStand(route.stand, route.came))


@feature.on(TickStand, changes=True)
async def tick_stand(visit: Visit, route: TickStand) -> Reply:
    """An older message may show a stand that was taken off since."""
    ticked = await visit.work.plans.tour.tick(visit.person.id, route.stand, visit.now if route.on else None)
    word = say("Ticked.") if route.on else say("Not ticked any more.")
    word = word if ticked else say("This stand is not on your route.")
    return Reply(_drawn(visit, await visit.work.plans.tour.of(visit.person.id), route.at), toast=word)
