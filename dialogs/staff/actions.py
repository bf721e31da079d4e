"""Taking an invitation, and making a group a place."""

from datetime import datetime

from dialogs.kit.limits import DAY, later, may_try_at
from dialogs.kit.phrase import say
from dialogs.kit.screen import Screen
from dialogs.kit.visit import Reply, Visit
from dialogs.staff import screens
from dialogs.staff.feature import feature
from dialogs.staff.letters import BindLater, Bound, NotBound, posting
from storage.address import Address
from storage.staff.places import PlaceRole


@feature.link("staff", changes=True)
async def accept(visit: Visit, code: str) -> Screen:
    """A link works once; whoever has used it is told again what they may do."""
    if (until := await _waits(visit)) is not None:
        return screens.wait(later(until, visit.now, visit.catalogue.zone), private=True)
    given = await visit.work.staff.accept(code, visit.person.id, visit.now)
    roles = await visit.work.staff.roles(visit.person.id)
    if given is None:
        await _note_wrong(visit, code)
    if given is None and not roles:
        return screens.not_valid()
    return screens.welcome(visit.catalogue, roles, used=given is None)


@feature.command("bind", say("make this group the staff's, by a code"), changes=True, where="group")
async def bind(visit: Visit, argument: str) -> Reply:
    """Make the group a place; a forum with a topic for each session, unless it is written in one of its topics."""
    work, here, now = visit.work, visit.event.place, visit.now
    if (until := await _waits(visit)) is not None:
        return await _say(visit, here, BindLater(int(until.timestamp())))
    role = await work.staff.redeem_place(argument.strip(), now, visit.person.id)
    if role is None:
        await _note_wrong(visit, argument)
    if role is None or role.role == "organiser":
        return await _say(visit, here, NotBound())
    topics = role.role == "moderator" and visit.event.forum and not here.thread
    kind: PlaceRole = "moderators" if role.role == "moderator" else "stand"
    await work.staff.places.bind(here, kind, role.cluster_id, role.stand_id, topics, "bind", now)
    if visit.event.title:
        await work.staff.places.entitle(here.messenger, here.chat, visit.event.title)
    return await _say(visit, here, Bound(role.role, role.cluster_id, role.stand_id, topics))


async def _waits(visit: Visit) -> datetime | None:
    """Until when the person may try no code, not even a right one: there were too many wrong ones today."""
    wrong = await visit.work.privacy.guards.of_person(visit.person, visit.now, "wrong code")
    return may_try_at([one.at for one in wrong], visit.now)


async def _note_wrong(visit: Visit, code: str) -> None:
    """Another wrong one, of which `dialogs/troubles` tells when they are many; one's own old link is none."""
    if not await visit.work.staff.was_used_by(code, visit.person.id):
        await visit.work.privacy.guards.note("wrong code", visit.person, visit.now, visit.now + DAY)


async def _say(visit: Visit, to: Address, letter: Bound | NotBound | BindLater) -> Reply:
    await visit.work.outbox.put(posting(letter, visit.now, to), to)
    return Reply()
