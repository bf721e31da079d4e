"""Between staff and visitors: files come in as time passes, and organisers decide where they want to."""

from datetime import datetime, timedelta

from dialogs.kit.errors import Denied
from dialogs.kit.phrase import say
from dialogs.kit.policy import Policy
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.materials import kinds
from dialogs.materials.actions.form import feature as feature
from dialogs.materials.actions.form import settle, show_organisers
from dialogs.materials.letters import OfferFile, OfferNews, posting
from dialogs.materials.routes import DecideOffer, ShowOffer
from dialogs.materials.screens import offers
from storage.database import Storage, Work
from storage.leads.offers import Offer

PATIENCE = timedelta(minutes=30)  # a file that has not come by then never will


@feature.on(ShowOffer, changes=True)
async def show_offer(visit: Visit, route: ShowOffer) -> Reply:
    offer = await _access_offer(visit, route.offer)
    person, letter = visit.person, OfferFile(offer.id)
    await visit.work.outbox.put(posting(letter, visit.now), person.address, person.id)
    return Reply(toast=say("On its way: look below."))


@feature.on(DecideOffer, changes=True)
async def decide_offer(visit: Visit, route: DecideOffer) -> Screen | Reply:
    """Who presses second is told what the first one decided."""
    offer = await _access_offer(visit, route.offer)
    by, now = visit.person.id, visit.now
    if route.yes:
        done = await visit.work.leads.offers.publish(offer, now, by)
    else:
        done = await visit.work.leads.offers.end(offer, "declined", now, by)
    if done:
        await _tell(visit.work, offer, now)
        await show_organisers(visit.work, offer, now)
    decided = await _access_offer(visit, route.offer)
    word = say("Decided.") if done else say("It was decided already.")
    return Reply(offers.card(decided, visit.catalogue.stands.get(decided.stand_id)), toast=word)


async def _access_offer(visit: Visit, number: int) -> Offer:
    """The offer, for organisers.

    :raises Denied: there is none, or the person is none; nobody is told which.
    """
    offer = await visit.work.leads.offers.load(number)
    roles = await visit.work.staff.roles(visit.person.id)
    if offer is None or not any(role.role == "organiser" for role in roles):
        raise Denied
    return offer


@feature.every(2.0)
class Arrivals:
    """Files that staff sent become materials when they have come, and who sent them is told."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        async with storage.reading() as work:
            coming = await work.leads.offers.fetching()
            here = [offer for offer in coming if offer.at + PATIENCE <= now or await _file_of(work, offer) is not None]
        for offer in here:
            async with storage.writing() as work:
                await _arrived(work, offer, now, approve=policy.staff.approve_materials)


async def _arrived(work: Work, offer: Offer, now: datetime, *, approve: bool) -> None:
    name = await _file_of(work, offer)
    file = None if name is None else await work.files.load(name)
    if file is None or kinds.is_program(file.content):
        if await work.leads.offers.end(offer, "lost", now):
            await _tell(work, offer, now)
        return
    if (
        await work.leads.offers.fetched(offer, file.hash, now)
        and (whole := await work.leads.offers.load(offer.id)) is not None
    ):
        await settle(work, whole, now, approve=approve)
        await _tell(work, offer, now)


async def _file_of(work: Work, offer: Offer) -> str | None:
    return await work.files.sent(offer.messenger or "", offer.handle or "")


async def _tell(work: Work, offer: Offer, now: datetime) -> None:
    """Who sent it learns what has become of it."""
    person = None if offer.person_id is None else await work.people.load(offer.person_id)
    if person is not None:
        await work.outbox.put(posting(OfferNews(offer.id), now), person.address, person.id)
