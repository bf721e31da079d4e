"""Presses below a trouble: how to let the bot in again, and new links for people who are missing."""

from dialogs.kit.errors import Denied, Stale
from dialogs.kit.phrase import say
from dialogs.kit.visit import Reply, Visit
from dialogs.news.staff import invited
from dialogs.news.terms import AN_INVITATION
from dialogs.troubles import screens
from dialogs.troubles.feature import feature
from dialogs.troubles.routes import HowToReturn, InviteTeam
from storage.staff.staff import Role, RoleName

_MENU = "menu"  # what the known links carry


@feature.on(HowToReturn)
async def how_to_return(_visit: Visit, _route: HowToReturn) -> Reply:
    return Reply(screens.how_to_return(), anew=True)


@feature.on(InviteTeam, changes=True)
async def invite_team(visit: Visit, route: InviteTeam) -> Reply:
    """Codes of one use, as `fairway staff invite` makes them; only organisers give rights."""
    work, catalogue = visit.work, visit.catalogue
    roles = await work.staff.roles(visit.person.id)
    if not any(role.role == "organiser" for role in roles):
        raise Denied
    stand, cluster = catalogue.stands.get(route.stand), catalogue.clusters.get(route.cluster)
    if (stand is None) if route.stand else (cluster is None):
        raise Stale
    if not visit.event.private:  # others would see the codes
        return Reply(toast=say("Please press this in our private chat."))
    role: RoleName = "moderator" if stand is None else "stand"
    of: tuple[int | None, int | None] = (route.cluster, None) if stand is None else (None, stand.id)
    until = visit.now + AN_INVITATION
    links = []
    for name in sorted(visit.policy.links):
        code = await work.staff.invite(role, of[0], of[1], "person", visit.now, until)
        links.append((name, visit.policy.link(name, f"staff-{code}")))
    bind = await work.staff.invite(role, of[0], of[1], "place", visit.now, until)
    await invited(work, catalogue, Role(role, *of), visit.person.id, visit.now)
    title = stand.title if stand is not None else cluster.title if cluster is not None else ""
    return Reply(screens.invited(title, links, bind), anew=True)
