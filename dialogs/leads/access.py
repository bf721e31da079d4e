"""The one door to the stands' desks: every press and every word passes here, whoever is a member of the group."""

from dialogs.kit.errors import Denied
from dialogs.kit.phrase import say
from dialogs.kit.visit import Visit
from dialogs.kit.words import readable
from storage.fair.exhibition import Stand
from storage.leads.tables import Lead

NOT_YOURS = say(
    "There is nothing here for you: requests are handled by the stand's staff, who have opened a private link of the "
    "organisers."
)


async def access_lead(visit: Visit, lead_id: int) -> tuple[Lead, Stand]:
    """The lead and its stand, for who works there now.

    :raises Denied: there is none, or the person may not; nobody is told which.
    """
    lead = await visit.work.leads.load(lead_id)
    if lead is None:
        raise Denied(NOT_YOURS)
    return lead, await access_stand(visit, lead.stand_id)


async def access_stand(visit: Visit, stand_id: int) -> Stand:
    """The stand, for who works there now.

    :raises Denied: there is none, or the person may not; nobody is told which.
    """
    stand = visit.catalogue.stands.get(stand_id)
    if stand is None or not await visit.work.staff.may_staff(visit.person.id, stand.id):
        raise Denied(NOT_YOURS)
    await visit.work.questions.boards.remember_name(visit.person.id, readable(visit.event.name))
    return stand
