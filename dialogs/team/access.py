"""The one door to a stand's people: its head and organisers."""

from dialogs.kit.errors import Denied
from dialogs.kit.visit import Visit
from storage.fair.exhibition import Stand


async def access_team(visit: Visit, stand_id: int) -> Stand:
    """The stand, for who heads it now.

    :raises Denied: there is none, or the person may not; nobody is told which.
    """
    stand = visit.catalogue.stands.get(stand_id)
    if stand is None or not await visit.work.staff.may_head(visit.person.id, stand.id):
        raise Denied
    return stand
