"""What was added to materials: a stand's staff take it back, organisers look at it and decide."""

from datetime import datetime

from dialogs.kit.errors import Denied
from dialogs.kit.phrase import say
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.materials.access import access_offer, access_stand, stands_of_staff
from dialogs.materials.addresses import doubt
from dialogs.materials.feature import feature
from dialogs.materials.letters import OfferFile, posting, show_organisers, tell_sender
from dialogs.materials.routes import DecideOffer, OpenOffers, ShowOffer, TakeBack
from dialogs.materials.screens import offers
from storage.database import Work
from storage.leads.offers import Offer


async def settle(work: Work, offer: Offer, now: datetime, *, approve: bool) -> bool:
    """All of it is here: visitors get it from now on, or organisers are asked first; whether they are.

    They are asked of everything that stands give away (`approve`), of a stand's materials until they have approved one
    that visitors still get, and of an address that tells nobody where it leads.
    """
    known = await work.leads.offers.approved(offer.stand_id)
    waits = approve or not known or (offer.url is not None and doubt(offer.url) is not None)
    if waits:
        await show_organisers(work, offer, now)
    else:
        await work.leads.offers.publish(offer, now)
    return waits


@feature.on(OpenOffers, changes=True)
async def open_offers(visit: Visit, route: OpenOffers) -> Screen:
    number = route.stand or next(iter(await stands_of_staff(visit)), 0)
    if not number:
        return offers.no_stand()
    stand = await access_stand(visit, number)
    return offers.listed(stand, await visit.work.leads.offers.of_stand(stand.id), route.at)


@feature.on(TakeBack, changes=True)
async def take_back(visit: Visit, route: TakeBack) -> Reply:
    offer = await visit.work.leads.offers.load(route.offer)
    if offer is None:
        raise Denied
    stand = await access_stand(visit, offer.stand_id)
    if await visit.work.leads.offers.end(offer, "taken_back", visit.now, visit.person.id):
        word = say("Taken back: visitors do not get it any more.")
        if offer.state == "waiting" or offer.decided_by is not None:  # they have a card of it
            await show_organisers(visit.work, offer, visit.now)
    else:
        word = say("It was taken back or declined already.")
    return Reply(offers.listed(stand, await visit.work.leads.offers.of_stand(stand.id), 0, word), toast=word)


@feature.on(ShowOffer, changes=True)
async def show_offer(visit: Visit, route: ShowOffer) -> Reply:
    offer = await access_offer(visit, route.offer)
    person, letter = visit.person, OfferFile(offer.id)
    await visit.work.outbox.put(posting(letter, visit.now), person.address, person.id)
    return Reply(toast=say("On its way: look below."))


@feature.on(DecideOffer, changes=True)
async def decide_offer(visit: Visit, route: DecideOffer) -> Screen | Reply:
    """Who presses second is told what the first one decided."""
    offer = await access_offer(visit, route.offer)
    by, now = visit.person.id, visit.now
    if route.yes:
        done = await visit.work.leads.offers.publish(offer, now, by)
    else:
        done = await visit.work.leads.offers.end(offer, "declined", now, by)
    if done:
        await visit.work.privacy.audit.note("approve" if route.yes else "decline", f"offer {offer.id}", by, now)
        await tell_sender(visit.work, offer, now)
        await show_organisers(visit.work, offer, now)
    decided = await access_offer(visit, route.offer)
    word = say("Decided.") if done else say("It was decided already.")
    return Reply(offers.card(decided, visit.catalogue.stands.get(decided.stand_id)), toast=word)
