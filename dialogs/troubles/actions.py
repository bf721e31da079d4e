"""Presses below a trouble: how to let the bot in again, and new links for people who are missing."""

from dialogs.kit.errors import Denied, Stale
from dialogs.kit.phrase import say
from dialogs.kit.visit import Reply, Visit
from dialogs.news.staff import invite
from dialogs.troubles import screens
from dialogs.troubles.feature import feature
from dialogs.troubles.routes import HowToReturn, InviteTeam
from storage.staff.staff import Role

_MENU = "menu"  # what the known links carry


@feature.on(HowToReturn)
async def how_to_return(_visit: Visit, _route: HowToReturn) -> Reply:
    return Reply(screens.how_to_return(), anew=True)


@feature.on(InviteTeam, changes=True)
async def invite_team(visit: Visit, route: InviteTeam) -> Reply:
    """Codes of one use, as `fairway staff invite` makes them; only organisers give rights."""
    work, catalogue = visit.work, visit.catalogue
    if not await work.staff.organises(visit.person.id):
        raise Denied
    stand, cluster = catalogue.stands.get(route.stand), catalogue.clusters.get(route.cluster)
    if (stand is None) if route.stand else (cluster is None):
        raise Stale
    if not visit.event.private:  # others would see the codes
        return Reply(toast=say("Please press this in our private chat."))
    role = Role("moderator", route.cluster) if stand is None else Role("stand", None, stand.id)
    codes = await invite(work, catalogue, role, sorted(visit.policy.links), visit.person.id, visit.now)
    title = stand.title if stand is not None else cluster.title if cluster is not None else ""
    return Reply(screens.invited(title, codes.links(visit.policy.link), codes.group or ""), anew=True)
