"""Walking through the exhibition."""

from dataclasses import replace

from dialogs.exhibition import screens
from dialogs.exhibition.feature import feature
from dialogs.exhibition.routes import (
    OpenExhibition,
    OpenFloor,
    OpenProduct,
    OpenSessionStands,
    OpenStand,
    OpenWebinars,
)
from dialogs.kit.errors import Stale
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.news.leads import ways_to
from storage.database import Work
from storage.fair.exhibition import Stand


@feature.on(OpenExhibition)
async def open_exhibition(visit: Visit, route: OpenExhibition) -> Screen:
    return screens.floors(visit.catalogue, route.at)


@feature.on(OpenFloor)
async def open_floor(visit: Visit, route: OpenFloor) -> Screen:
    floor = visit.catalogue.floors.get(route.floor)
    if floor is None:
        raise Stale
    return screens.floor(visit.catalogue, floor, route.at)


@feature.on(OpenStand)
async def open_stand(visit: Visit, route: OpenStand) -> Screen:
    return await _card(visit, visit.stand(route.stand), route.came)


@feature.link("stand")
async def follow_link(visit: Visit, ref: str) -> Reply:
    stand = visit.catalogue.stand_named(ref)
    if stand is None:
        raise Stale
    return Reply(await _card(visit, stand, ""), anew=True)


async def _card(visit: Visit, stand: Stand, came: str) -> Screen:
    if visit.transaction is not None:
        return await _drawn(visit, visit.work, stand, came)
    async with visit.storage.reading() as work:
        return await _drawn(visit, work, stand, came)


async def _drawn(visit: Visit, work: Work, stand: Stand, came: str) -> Screen:
    """Only what works at the stand at this moment is offered."""
    wanted = await work.plans.tour.holds(visit.person.id, stand.id)
    ways = await ways_to(work, visit.catalogue, stand, visit.now)
    ways = replace(ways, calls=ways.calls and visit.policy.privacy.ready)
    link = visit.policy.shared(visit.person.messenger, f"stand-{stand.ref}")
    own, now = visit.person.zone, visit.now
    return screens.stand(visit.catalogue, stand, came, ways, own=own, now=now, wanted=wanted, link=link)


@feature.on(OpenWebinars)
async def open_webinars(visit: Visit, route: OpenWebinars) -> Screen:
    stand = visit.stand(route.stand)
    if not screens.given_by(visit.catalogue, stand):
        raise Stale
    return screens.webinars(visit.catalogue, stand, route.came, visit.person.zone, route.at)


@feature.on(OpenProduct)
async def open_product(visit: Visit, route: OpenProduct) -> Screen:
    stand = visit.stand(route.stand)
    if not stand.products:
        raise Stale
    return screens.product(stand, route.at, route.came)


@feature.on(OpenSessionStands)
async def open_session_stands(visit: Visit, route: OpenSessionStands) -> Screen:
    session = visit.session(route.session)
    return screens.session_stands(visit.catalogue, session, route.at)
