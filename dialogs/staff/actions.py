"""Taking an invitation, making a group a place, and taking back what was given."""

from datetime import datetime

from dialogs.kit.errors import Denied
from dialogs.kit.letter import Letter
from dialogs.kit.limits import DAY, later, may_try_at
from dialogs.kit.phrase import say
from dialogs.kit.screen import Screen
from dialogs.kit.times import clocks_of
from dialogs.kit.visit import Reply, Visit
from dialogs.kit.words import readable
from dialogs.news.staff import end_right, place_bound, right_given, unbind
from dialogs.staff import screens
from dialogs.staff.feature import feature
from dialogs.staff.letters import BindLater, Bound, MayNotBind, NotBound, posting
from dialogs.staff.routes import RevokeRight, Unbind
from storage.address import Address
from storage.staff.places import PlaceRole
from storage.staff.staff import Role

NOT_YOURS = say("There is nothing here for you: this is for organisers, and for those who work in the group.")


@feature.link("staff", changes=True)
async def accept(visit: Visit, code: str) -> Screen:
    """A link works once; whoever has used it is told again what they may do."""
    if (until := await _waits(visit)) is not None:
        return screens.wait(later(until, visit.now, clocks_of(visit.person.zone, visit.catalogue.zone)), private=True)
    used = await visit.work.staff.accept(code, visit.person.id, visit.now)
    if used is not None:
        await visit.work.questions.boards.remember_name(visit.person.id, readable(visit.event.name))
        await right_given(visit.work, visit.catalogue, used, visit.person.id, visit.now)
    else:
        await _note_wrong(visit, code)
    roles = await visit.work.staff.roles(visit.person.id)
    if used is None and not roles:
        return screens.not_valid()
    return screens.welcome(visit.catalogue, roles, used=used is None)


@feature.command("bind", say("make this group the staff's, by a code"), changes=True, where="group")
async def bind(visit: Visit, argument: str) -> Reply:
    """Make the group a place; a forum with a topic for each session, unless it is written in one of its topics.

    Only for who holds the role of the code, which stays unused otherwise. Who holds no role at all is told the same
    whether the code is right or not.
    """
    work, here, now, code = visit.work, visit.event.place, visit.now, argument.strip()
    if (until := await _waits(visit)) is not None:
        return await _say(visit, await _reply_place(visit), BindLater(int(until.timestamp())))
    role = await work.staff.place_code(code, now)
    if role is None or not await _holds(visit, role):
        return await _refused(visit, code, known=role is not None)
    topics = role.role == "moderator" and visit.event.forum and not here.thread
    used = await work.staff.redeem_place(code, now, visit.person.id, here, visit.event.title)
    if used is None:  # somebody was first
        return await _say(visit, here, NotBound())
    kind: PlaceRole = "moderators" if role.role == "moderator" else "stand"
    await work.staff.places.bind(here, kind, role.cluster_id, role.stand_id, topics, "bind", now)
    if visit.event.title:
        await work.staff.places.entitle(here.messenger, here.chat, visit.event.title)
    await work.questions.boards.remember_name(visit.person.id, readable(visit.event.name))
    await place_bound(work, visit.catalogue, used, here, visit.person.id, now)
    return await _say(visit, here, Bound(role.role, role.cluster_id, role.stand_id, topics))


@feature.on(Unbind, changes=True)
async def unbind_group(visit: Visit, route: Unbind) -> Reply:
    """For organisers, and for those who hold the role that the group was bound for."""
    use = await visit.work.staff.invitations.use(route.invitation)
    if use is None or use.goal != "place" or not await _holds(visit, use.role):
        raise Denied(NOT_YOURS)
    places = await visit.work.staff.places.at(use.place)
    of = (use.role.cluster_id, use.role.stand_id)
    mine = [one for one in places if one.address == use.place and (one.cluster_id, one.stand_id) == of]
    if use.undone_at is not None or not mine:
        return Reply(toast=say("This group is unbound already."))
    if mine[0].source == "settings":
        return Reply(toast=say("The configuration names this group: take it out there (staff.chats)."))
    configured = visit.policy.names_chat(use.place.messenger, use.place.chat)
    out = await unbind(visit.work, visit.catalogue, mine[0], visit.person.id, visit.now, configured=configured)
    if not out:
        return Reply(toast=say("Unbound. The group has other work here, so I stay in it."))
    return Reply(toast=say("Unbound: nothing comes there any more, and I leave the group."))


@feature.on(RevokeRight, changes=True)
async def revoke_right(visit: Visit, route: RevokeRight) -> Reply:
    """For organisers, who give rights."""
    use = await visit.work.staff.invitations.use(route.invitation)
    if use is None or use.goal != "person" or not await visit.work.staff.organises(visit.person.id):
        raise Denied(NOT_YOURS)
    right = None if use.right is None else await visit.work.staff.right(use.right)
    groups = right and await end_right(visit.work, visit.catalogue, right, visit.person.id, visit.now)
    if groups is None:
        return Reply(toast=say("This right has ended already."))
    if not groups:
        return Reply(toast=say("Revoked: this person may do nothing by it any more."))
    return Reply(toast=say("Revoked. I remove this person from groups where I may, and write to you of the others."))


async def _holds(visit: Visit, role: Role) -> bool:
    """Whether the person has that role, or one that includes it; organisers have every one."""
    return any(one.includes(role) for one in await visit.work.staff.roles(visit.person.id))


async def _refused(visit: Visit, code: str, *, known: bool) -> Reply:
    """A code that is wrong, or is not for this person: only staff are told in the group which of the two it is."""
    here = await _reply_place(visit)
    if not known:
        await _note_wrong(visit, code)
        if here == visit.event.place:
            return await _say(visit, here, NotBound())
    return await _say(visit, visit.person.address, MayNotBind())


async def _reply_place(visit: Visit) -> Address:
    """Staff are answered where they wrote, strangers in private: no group shall be filled with what they try."""
    roles = await visit.work.staff.roles(visit.person.id)
    return visit.event.place if roles else visit.person.address


async def _waits(visit: Visit) -> datetime | None:
    """Until when the person may try no code, not even a right one: there were too many wrong ones today."""
    wrong = await visit.work.privacy.guards.of_person(visit.person, visit.now, "wrong code")
    return may_try_at([one.at for one in wrong], visit.now)


async def _note_wrong(visit: Visit, code: str) -> None:
    """Another wrong one, of which `dialogs/troubles` tells when they are many; one's own old link is none."""
    if not await visit.work.staff.was_used_by(code, visit.person.id):
        await visit.work.privacy.guards.note("wrong code", visit.person, visit.now, visit.now + DAY)


async def _say(visit: Visit, to: Address, letter: Letter) -> Reply:
    reader = visit.person.id if to == visit.person.address else None
    await visit.work.outbox.put(posting(letter, visit.now, to), to, reader)
    return Reply()
