"""Who may change the materials of which stand, and who decides what visitors get."""

from dialogs.kit.errors import Denied
from dialogs.kit.visit import Visit
from storage.fair.exhibition import Stand
from storage.leads.offers import Offer


async def access_stand(visit: Visit, number: int) -> Stand:
    """The stand, for who works there now.

    :raises Denied: there is none, or the person may not; nobody is told which.
    """
    stand = visit.catalogue.stands.get(number)
    if stand is None or not await visit.work.staff.may_staff(visit.person.id, stand.id):
        raise Denied
    return stand


async def stands_of_staff(visit: Visit) -> tuple[int, ...]:
    """Where the person works, in the order of the exhibition."""
    mine = {role.stand_id for role in await visit.work.staff.roles(visit.person.id)}
    return tuple(number for number in visit.catalogue.stands if number in mine)


async def access_offer(visit: Visit, number: int) -> Offer:
    """The offer, for organisers.

    :raises Denied: there is none, or the person is none; nobody is told which.
    """
    offer = await visit.work.leads.offers.load(number)
    if offer is None or not await visit.work.staff.organises(visit.person.id):
        raise Denied
    return offer
