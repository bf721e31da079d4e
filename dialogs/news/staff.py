"""News of the staff: used invitations, groups that are unbound, and rights that end.

Everything that gives or takes a right passes here, so that organisers hear of it, it is in the audit, and what hangs on
the right goes with it: the bot leaves groups, people leave groups, contacts are taken back.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from dialogs.kit.letter import count_ended
from dialogs.news.leads import contacts_blanked
from dialogs.news.terms import A_REMINDER, BY_HAND, soon
from storage.address import Address
from storage.fair.catalogue import Catalogue
from storage.post.outbox import Posting
from storage.staff.invitations import Use
from storage.staff.places import Place
from storage.staff.staff import Right, Role, Used
from storage.work import Work

# Kinds of letters: what a used invitation gave; that the bot, or somebody, is to go out of a group; and what people are
# asked to do by hand where that did not work out.
USED, LEAVE, REMOVE, STILL_IN, BY_HANDS = "staff-used", "group-leave", "group-remove", "group-still-in", "staff-by-hand"
_LONGEST_ABOUT = 80  # of a line in the audit


def used_key(invitation: int) -> str:
    """Of the message that says what a used invitation gave."""
    return f"{USED}-{invitation}"


def leave_once(group: Address, at: int) -> str:
    """Under which the bot goes out of a group of which it was told so at that moment (seconds since 1970)."""
    return f"{LEAVE}/{group.messenger}/{group.chat[:30]}/{at}"


def remove_once(right: int, to: Address) -> str:
    """Under which somebody whose right has ended is put out of a group."""
    return f"{REMOVE}/{right}/{to.chat}"[:80]


def named(catalogue: Catalogue, role: Role) -> str:
    """A role in the audit: by the organiser's id of its cluster or stand."""
    cluster, stand = catalogue.clusters.get(role.cluster_id or 0), catalogue.stands.get(role.stand_id or 0)
    of = cluster.ref if cluster is not None else stand.ref if stand is not None else ""
    return f"{role.role} {of}".strip()


def role_at(place: Place) -> Role:
    """The role of those who work in the group."""
    return Role("stand" if place.role == "stand" else "moderator", place.cluster_id, place.stand_id)


# --- what is given ---------------------------------------------------------------------------------------------------


async def invited(work: Work, catalogue: Catalogue, role: Role, by: int | None, now: datetime) -> None:
    """After an invitation was made, for a person or a group."""
    await work.privacy.audit.note("invite", named(catalogue, role), by, now)


async def right_given(work: Work, catalogue: Catalogue, used: Used, by: int, now: datetime) -> None:
    """After somebody took an invitation: organisers and the groups of that role read who is new."""
    await work.privacy.audit.note("accept", named(catalogue, used.role), by, now)
    everywhere = await work.staff.places.everywhere()
    groups = [place.address for place in everywhere if place.broken_at is None and used.role.includes(role_at(place))]
    organises = used.role.role == "organiser"  # whom organisers alone need to know
    await _tell_of_use(work, used.invitation, [] if organises else groups, now, without=by)


async def place_bound(work: Work, catalogue: Catalogue, used: Used, at: Address, by: int, now: datetime) -> None:
    """After a code made the group a place: organisers and the places bound before read where else it is heard now."""
    await work.privacy.audit.note("bind", f"{named(catalogue, used.role)} {at}"[:_LONGEST_ABOUT], by, now)
    await work.staff.strange_groups.forget(at.messenger, at.chat)
    everywhere = await work.staff.places.everywhere()
    before = [one.address for one in everywhere if one.broken_at is None and role_at(one) == used.role]
    others = [one for one in before if (one.messenger, one.chat) != (at.messenger, at.chat)]
    await _tell_of_use(work, used.invitation, others, now)


async def _tell_of_use(
    work: Work, invitation: int, groups: Iterable[Address], now: datetime, without: int | None = None
) -> None:
    posting = _of_use(invitation, now)
    for group in groups:
        await work.outbox.put(posting, group)
    await _tell_organisers(work, posting, without)


async def _tell_organisers(work: Work, posting: Posting, without: int | None = None) -> None:
    for person in (await work.people.of(await work.staff.organisers())).values():
        if person.reachable and person.id != without:
            await work.outbox.put(posting, person.address, person.id)


def _of_use(invitation: int, now: datetime) -> Posting:
    return soon(USED, {"invitation": invitation}, now, A_REMINDER, key=used_key(invitation))


# --- what is taken back ----------------------------------------------------------------------------------------------


async def unbind(work: Work, catalogue: Catalogue, place: Place, by: int | None, now: datetime) -> bool:
    """Let a group not be that place any more; False where it stays ours for something else, and so the bot in it.

    What waits to be sent there ends, and the bot goes out of it, by a letter that outlives a restart.
    """
    uses = await work.staff.invitations.uses_at(place)
    ended = await work.staff.places.unbind(place, now)
    to = Address(place.address.messenger, place.address.chat)
    work.after_commit(lambda: count_ended(to.messenger, ended, "dropped"))
    about = f"{named(catalogue, role_at(place))} {place.address}"[:_LONGEST_ABOUT]
    await work.privacy.audit.note("unbind", about, by, now)
    await _undone(work, uses, by, now)
    if await work.staff.places.in_chat(to.messenger, to.chat):
        return False
    await leave(work, to, now, goodbye=False)
    still = {"messenger": to.messenger, "chat": to.chat, "at": int(now.timestamp())}
    await _tell_organisers(work, soon(STILL_IN, still, now + BY_HAND, A_REMINDER))
    return True


async def leave(work: Work, group: Address, now: datetime, *, goodbye: bool) -> None:
    """Go out of a group that is nobody's, perhaps with a last word; this outlives a restart."""
    once = leave_once(group, int(now.timestamp()))
    await work.outbox.put(soon(LEAVE, {"goodbye": goodbye}, now, A_REMINDER, once=once), group)


async def end_right(
    work: Work, catalogue: Catalogue, right: Right, by: int | None, now: datetime
) -> list[Place] | None:
    """Take a right away, with all that hangs on it: the groups that its person has to leave; None: it had ended.

    The bot puts them out of each where it may; otherwise organisers and the group are asked to. Contacts that they were
    shown in private are taken back.
    """
    if not await work.staff.revoke(right.id, now):
        return None
    await work.privacy.audit.note("revoke", f"{named(catalogue, right.role)} {right.id}", by, now)
    await _undone(work, await work.staff.invitations.uses_of(right.id), by, now)
    await contacts_blanked(work, right.person_id, now)
    groups = await groups_to_leave(work, right)
    person = await work.people.load(right.person_id)
    for group in groups:
        if person is not None and group.address.messenger == person.messenger:
            await _put_out(work, right, group.address, now)
    if groups:
        await _tell_organisers(work, _by_hand(right, now))
    return groups


async def groups_to_leave(work: Work, right: Right) -> list[Place]:
    """The groups in which somebody has nothing to do any more after that right has ended, each once."""
    return no_more_theirs(await work.staff.places.everywhere(), right.role, await work.staff.roles(right.person_id))


def no_more_theirs(places: Iterable[Place], lost: Role, still: Collection[Role]) -> list[Place]:
    """The groups of the lost role in which no other role has its work; pure."""
    found: dict[tuple[str, str], list[Place]] = {}
    for place in places:
        found.setdefault((place.address.messenger, place.address.chat), []).append(place)
    return [
        of_chat[0]
        for of_chat in found.values()
        if any(lost.covers(place) for place in of_chat)
        and not any(role.covers(place) for place in of_chat for role in still)
    ]


async def _put_out(work: Work, right: Right, place: Address, now: datetime) -> None:
    group = Address(place.messenger, place.chat)
    removing = soon(REMOVE, {"right": right.id}, now, A_REMINDER, once=remove_once(right.id, group))
    await work.outbox.put(removing, group)
    await work.outbox.put(_by_hand(right, now), place)


def _by_hand(right: Right, now: datetime) -> Posting:
    return soon(BY_HANDS, {"right": right.id}, now + BY_HAND, A_REMINDER, key=f"{BY_HANDS}-{right.id}")


async def _undone(work: Work, uses: Iterable[Use], by: int | None, now: datetime) -> None:
    """What used invitations gave was taken back: it says so wherever it stands."""
    for use in uses:
        await work.staff.invitations.undo(use.invitation, by, now)
        for place in await work.post.standing.places(used_key(use.invitation)):
            reader = await work.people.find(place.messenger, place.chat)  # nobody, of a group
            await work.outbox.put(_of_use(use.invitation, now), place, None if reader is None else reader.id)
