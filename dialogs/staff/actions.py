"""Taking an invitation, and making a group a place."""

from dialogs.kit.phrase import say
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.kit.words import readable
from dialogs.staff import screens
from dialogs.staff.feature import feature
from dialogs.staff.letters import Bound, NotBound, posting
from storage.address import Address
from storage.staff.places import PlaceRole


@feature.link("staff", changes=True)
async def accept(visit: Visit, code: str) -> Screen:
    """A link works once; whoever has used it is told again what they may do."""
    given = await visit.work.staff.accept(code, visit.person.id, visit.now)
    roles = await visit.work.staff.roles(visit.person.id)
    if given is not None:
        await visit.work.questions.boards.remember_name(visit.person.id, readable(visit.event.name))
        of = given.stand_id or given.cluster_id or ""
        await visit.work.privacy.audit.note("accept", f"{given.role} {of}".strip(), visit.person.id, visit.now)
    if given is None and not roles:
        return screens.not_valid()
    return screens.welcome(visit.catalogue, roles, used=given is None)


@feature.command("bind", say("make this group the staff's, by a code"), changes=True, where="group")
async def bind(visit: Visit, argument: str) -> Reply:
    """Make the group a place; a forum with a topic for each session, unless it is written in one of its topics."""
    work, here, now = visit.work, visit.event.place, visit.now
    role = await work.staff.redeem_place(argument.strip(), now, visit.person.id)
    if role is None or role.role == "organiser":
        return await _say(visit, here, NotBound())
    topics = role.role == "moderator" and visit.event.forum and not here.thread
    kind: PlaceRole = "moderators" if role.role == "moderator" else "stand"
    await work.staff.places.bind(here, kind, role.cluster_id, role.stand_id, topics, "bind", now)
    if visit.event.title:
        await work.staff.places.entitle(here.messenger, here.chat, visit.event.title)
    await work.privacy.audit.note("bind", f"{role.role} {role.stand_id or role.cluster_id}", visit.person.id, now)
    return await _say(visit, here, Bound(role.role, role.cluster_id, role.stand_id, topics))


async def _say(visit: Visit, to: Address, letter: Bound | NotBound) -> Reply:
    await visit.work.outbox.put(posting(letter, visit.now), to)
    return Reply()
