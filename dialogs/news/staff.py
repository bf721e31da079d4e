"""News of the staff: used invitations, groups that are unbound, and rights that end.

Everything that gives or takes a right passes here, so that organisers hear of it, it is in the audit, and what hangs on
the right goes with it: the bot leaves groups, people leave groups, what they saw of visitors is taken back.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dialogs.kit.letter import count_ended
from dialogs.news.leads import desk_blanked, drawn_again
from dialogs.news.terms import A_REMINDER, AN_INVITATION, BY_HAND, soon
from storage.address import Address
from storage.fair.catalogue import Catalogue
from storage.leads.desks import SHOWN_TO_STAFF
from storage.people.people import Person
from storage.post.outbox import Posting
from storage.post.standing import Shown
from storage.staff.departures import Departure
from storage.staff.invitations import Use
from storage.staff.places import Place
from storage.staff.staff import Right, Role, RoleName, Used
from storage.work import Work

# Kinds of letters: what a used invitation gave; that the bot, or somebody, is to go out of a group; and what people are
# asked to do by hand where that did not work out.
USED, LEAVE, REMOVE, STILL_IN, BY_HANDS = "staff-used", "group-leave", "group-remove", "group-still-in", "staff-by-hand"
_LONGEST_ABOUT = 80  # of a line in the audit
_WITH_GROUPS: tuple[RoleName, ...] = ("moderator", "stand")


def used_key(invitation: int) -> str:
    """Of the message that says what a used invitation gave."""
    return f"{USED}-{invitation}"


def leave_once(group: Address, at: int) -> str:
    """Under which the bot goes out of a group of which it was told so at that moment (seconds since 1970)."""
    return f"{LEAVE}/{group.messenger}/{group.chat[:30]}/{at}"


def remove_once(right: int, to: Address, departure: int) -> str:
    """Under which somebody whose right has ended is put out of a group; 0: as before departures had numbers."""
    return f"{REMOVE}/{right}/{to.chat}"[:80] if not departure else f"{REMOVE}/{right}.{departure}/{to.chat}"[:80]


def by_hand_key(right: int, departure: int) -> str:
    """Of what asks people to put them out."""
    return f"{BY_HANDS}-{right}" + (f".{departure}" if departure else "")


def named(catalogue: Catalogue, role: Role) -> str:
    """A role in the audit: by the organiser's id of its cluster or stand."""
    cluster, stand = catalogue.clusters.get(role.cluster_id or 0), catalogue.stands.get(role.stand_id or 0)
    of = cluster.ref if cluster is not None else stand.ref if stand is not None else ""
    return f"{role.role} {of}".strip()


def role_at(place: Place) -> Role:
    """The role of those who work in the group."""
    return Role("stand" if place.role == "stand" else "moderator", place.cluster_id, place.stand_id)


# --- what is given ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Codes:
    """Invitations just made: a code for one person by each messenger, and one for a group where the role has any."""

    people: Mapping[str, str]
    group: str | None

    def links(self, link: Callable[[str, str], str]) -> list[tuple[str, str]]:
        """The links for people, by messenger; `link` says how the bot is opened there with a beginning."""
        return [(name, link(name, f"staff-{code}")) for name, code in self.people.items()]


async def invite(
    work: Work,
    catalogue: Catalogue,
    role: Role,
    messengers: Iterable[str],
    by: int | None,
    now: datetime,
    *,
    group: bool = True,
) -> Codes:
    """Make invitations to a role: each works once, for one person or one group.

    :param by: who invites; None: whoever runs a command.
    :param group: a code for a group, too, where the role works in any.
    """
    await work.privacy.audit.note("invite", named(catalogue, role), by, now)
    return await codes_for(work, role, messengers, by, now, group=group)


async def codes_for(
    work: Work, role: Role, messengers: Iterable[str], by: int | None, now: datetime, *, group: bool = True
) -> Codes:
    """The same, where what is made is noted for many at once."""
    of, until = (role.role, role.cluster_id, role.stand_id), now + AN_INVITATION
    people: dict[str, str] = {}
    for name in messengers:
        first = next(iter(people.values()), None)
        people[name] = await work.staff.invite(*of, "person", now, until, by, beside=first)
    grouped = group and role.role in _WITH_GROUPS
    return Codes(people, await work.staff.invite(*of, "place", now, until, by) if grouped else None)


async def withdraw_invitation(
    work: Work, catalogue: Catalogue, which: int | str, by: int | None, now: datetime
) -> bool:
    """Let an unused invitation, by its number or code, let nobody in any more; False where it lets nobody in."""
    gone = await work.staff.invitations.withdraw(which, now)
    if gone is None:
        return False
    about = f"invitation {gone.id} {named(catalogue, gone.role)}"[:_LONGEST_ABOUT]
    await work.privacy.audit.note("revoke", about, by, now)
    return True


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


async def unbind(
    work: Work, catalogue: Catalogue, place: Place, by: int | None, now: datetime, *, configured: bool
) -> bool:
    """Let a group not be that place any more; False where it stays ours for something else, and so the bot in it.

    What waits to be sent there ends, and the bot goes out of it, by a letter that outlives a restart.

    :param configured: the configuration names the group, such as the public chat of sessions.
    """
    uses = await work.staff.invitations.uses_at(place)
    ended = await work.staff.places.unbind(place, now)
    to = Address(place.address.messenger, place.address.chat)
    work.after_commit(lambda: count_ended(to.messenger, ended, "dropped"))
    about = f"{named(catalogue, role_at(place))} {place.address}"[:_LONGEST_ABOUT]
    await work.privacy.audit.note("unbind", about, by, now)
    await _undone(work, uses, by, now)
    if configured or await work.staff.places.in_chat(to.messenger, to.chat):
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
    shown in private are taken back, and so are their invitations that nobody has used, with the one that let them in:
    of its links for other messengers none works any more.
    """
    if by is not None:
        await work.privacy.audit.know(by)  # it may be their own right
    if not await work.staff.revoke(right.id, now):
        return None
    await work.privacy.audit.note("revoke", f"{named(catalogue, right.role)} {right.id}", by, now)
    came_by = await work.staff.invitations.uses_of(right.id)
    await _undone(work, came_by, by, now)
    for use in came_by:
        for one in await work.staff.invitations.unused_beside(use.invitation, now):
            await withdraw_invitation(work, catalogue, one.id, by, now)
    await _end_invitations(work, catalogue, right.person_id, by, now)
    await desk_blanked(work, right.person_id, now)
    person = await work.people.load(right.person_id)
    groups = [] if person is None else await groups_to_leave(work, right.role, person.address)
    if person is not None and groups:
        await _see_out(work, right, person, groups, now)
    return groups


async def _end_invitations(work: Work, catalogue: Catalogue, person_id: int, by: int | None, now: datetime) -> None:
    """Who may not invite any more must find no way back by what they made before."""
    still = await work.staff.roles(person_id)
    for one in await work.staff.invitations.unused_by(person_id, now):
        if not any(role.gives(one.role) for role in still):
            await withdraw_invitation(work, catalogue, one.id, by, now)


async def _see_out(work: Work, right: Right, person: Person, groups: Iterable[Place], now: datetime) -> None:
    """Put somebody out of groups, or ask people to; this outlives a restart, and that they are forgotten."""
    name = (await work.questions.boards.names({person.id})).get(person.id)
    gone = await work.staff.departures.begin(right, person.address, name, now)
    about = {"right": right.id, "departure": gone.id}
    by_hand = soon(BY_HANDS, about, now + BY_HAND, A_REMINDER, key=by_hand_key(right.id, gone.id))
    for place in groups:
        if place.address.messenger == person.messenger:
            group = Address(place.address.messenger, place.address.chat)
            once = remove_once(right.id, group, gone.id)
            await work.outbox.put(soon(REMOVE, about, now, A_REMINDER, once=once), group)
            await work.outbox.put(by_hand, place.address)
    await _tell_organisers(work, by_hand)


async def groups_to_leave(work: Work, lost: Role, address: Address) -> list[Place]:
    """The groups in which whose private chat that is has nothing to do any more without the lost role, each once."""
    person = await work.people.find(address.messenger, address.chat)
    still = () if person is None else await work.staff.roles(person.id)
    return no_more_theirs(await work.staff.places.everywhere(), lost, still)


async def is_leaving(work: Work, gone: Departure) -> bool:
    """Whether letters are on their way that put them out, ask others to, or take back what they were shown."""
    groups = await groups_to_leave(work, gone.lost, gone.address)
    onces = [remove_once(gone.right, place.address, number) for place in groups for number in (0, gone.id)]
    keys = [by_hand_key(gone.right, number) for number in (0, gone.id)]
    return await work.staff.departures.is_under_way(gone, keys, onces)


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


async def _undone(work: Work, uses: Iterable[Use], by: int | None, now: datetime) -> None:
    """What used invitations gave was taken back: it says so wherever it stands."""
    for use in uses:
        await work.staff.invitations.undo(use.invitation, by, now)
        for place in await work.post.standing.places(used_key(use.invitation)):
            reader = await work.people.find(place.messenger, place.chat)  # nobody, of a group
            await work.outbox.put(_of_use(use.invitation, now), place, None if reader is None else reader.id)


# --- who is forgotten ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What somebody who worked here leaves in their private chat when they are erased: what they saw of visitors.

    `right`: one by which they saw them; `shown`: what stands there, each with the letter that takes it back.
    """

    at: Address
    right: Right | None
    shown: Sequence[tuple[Shown, Posting]]


async def end_all_rights(work: Work, catalogue: Catalogue, person: Person, now: datetime) -> LeftBehind:
    """Before somebody is erased: every right of theirs ends as by revoking; what is to be taken back afterwards."""
    await work.privacy.audit.know(person.id)
    rights = await work.staff.rights_of(person.id)
    for right in rights:
        if right.revoked_at is None:
            await end_right(work, catalogue, right, person.id, now)
    standing = [one for begin in SHOWN_TO_STAFF for one in await work.post.standing.shown_at(person.address, begin)]
    drawn = [(one, await drawn_again(work, one.key, now)) for one in standing]
    shown = [(one, posting) for one, posting in drawn if posting is not None]
    return LeftBehind(person.address, rights[-1] if rights else None, shown)


async def take_back(work: Work, left: LeftBehind, now: datetime) -> None:
    """After somebody was erased: what they saw of visitors is taken out of their private chat, which is nobody's.

    Where these stand is known until they are gone.
    """
    if not left.shown:
        return
    await work.post.standing.lay([one for one, _ in left.shown])
    if left.right is not None:
        await work.staff.departures.begin(left.right, left.at, None, now)
    for _, posting in left.shown:
        await work.outbox.put(posting, left.at)
