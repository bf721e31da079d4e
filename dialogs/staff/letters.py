"""What groups are told when somebody binds them, and what organisers and groups are told of what others were given.

Going out of a group and putting somebody out of it are letters, too: so they wait, are repeated, and are counted.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from dialogs.kit.letter import Letter, Reading
from dialogs.kit.limits import later
from dialogs.kit.screen import Leaving, Removing, Screen
from dialogs.news.staff import BY_HANDS, LEAVE, REMOVE, STILL_IN, USED, groups_to_leave, leave_once, remove_once
from dialogs.news.terms import A_BINDING, soon
from dialogs.staff import screens
from dialogs.staff.feature import feature
from storage.address import Address
from storage.post.outbox import Posting
from storage.staff.departures import Departure
from storage.staff.places import Place
from storage.staff.staff import Role, RoleName


@dataclass(frozen=True, slots=True)
class Bound(Letter):
    """The group is a cluster's or a stand's now, perhaps with one topic for each session."""

    role: RoleName
    cluster: int | None
    stand: int | None
    topics: bool
    kind: ClassVar[str] = "place-bound"


@dataclass(frozen=True, slots=True)
class NotBound(Letter):
    """The code of `/bind` is none, was used, or is too old; nobody is told which."""

    kind: ClassVar[str] = "place-not-bound"
    again_if_unsure: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class MayNotBind(Letter):
    """In private, to who holds not the role that a code is for, if it is for any: what to do."""

    kind: ClassVar[str] = "may-not-bind"
    again_if_unsure: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class InvitationUsed(Letter):
    """To organisers, and to the groups of the same role: what a used link or code gave, true to its end."""

    invitation: int
    kind: ClassVar[str] = USED


@dataclass(frozen=True, slots=True)
class LeaveGroup(Letter):
    """Out of a group that is nobody's; `goodbye`: it never was anybody's, and reads why."""

    goodbye: bool = False
    kind: ClassVar[str] = LEAVE


@dataclass(frozen=True, slots=True)
class StillIn(Letter):
    """To an organiser: the bot was to go out of that group at that moment (seconds since 1970), and may not."""

    messenger: str
    chat: str
    at: int
    kind: ClassVar[str] = STILL_IN


@dataclass(frozen=True, slots=True)
class RemovePerson(Letter):
    """Somebody whose right has ended is put out of the group."""

    right: int
    departure: int = 0
    kind: ClassVar[str] = REMOVE


@dataclass(frozen=True, slots=True)
class ByHand(Letter):
    """To an organiser or the group: whom to put out from where, for the bot may not."""

    right: int
    departure: int = 0
    kind: ClassVar[str] = BY_HANDS


@dataclass(frozen=True, slots=True)
class BindLater(Letter):
    """Somebody tried so many wrong codes that they may try none before that second after 1970."""

    until: int
    kind: ClassVar[str] = "place-later"
    again_if_unsure: ClassVar[bool] = False


def posting(letter: Letter, now: datetime, to: Address) -> Posting:
    """The letter to a group, for every code that somebody tries; of a wait it is told once."""
    once = f"{letter.kind}/{to.messenger}/{to.chat[:24]}/{letter.until}" if isinstance(letter, BindLater) else None
    return soon(letter.kind, letter.about(), now, A_BINDING, once=once)


@feature.draws(Bound)
async def draw_bound(letter: Bound, reading: Reading) -> Screen | None:
    role = Role(letter.role, letter.cluster, letter.stand)
    return screens.bound(reading.catalogue, role, topics=letter.topics)


@feature.draws(BindLater)
async def draw_later(letter: BindLater, reading: Reading) -> Screen | None:
    until = datetime.fromtimestamp(letter.until, UTC)
    return screens.wait(later(until, reading.now, reading.catalogue.zone), private=False)


@feature.draws(NotBound)
async def draw_not_bound(_letter: NotBound, _reading: Reading) -> Screen | None:
    return screens.not_bound()


@feature.draws(MayNotBind)
async def draw_may_not_bind(_letter: MayNotBind, _reading: Reading) -> Screen | None:
    return screens.may_not_bind()


@feature.draws(InvitationUsed)
async def draw_used(letter: InvitationUsed, reading: Reading) -> Screen | None:
    """A button for who may take it back: an organiser, and in a group of the same role its members for a group."""
    work = reading.work
    use = await work.staff.invitations.use(letter.invitation)
    if use is None or (use.undone_at is not None and not reading.again):
        return None
    organises = reading.reader is not None and await work.staff.organises(reading.reader.id)
    if reading.reader is not None and not organises:
        return None
    people = {number for number in (use.used_by, use.undone_by) if number is not None}
    names = await work.questions.boards.names(people)
    may_undo = use.goal == "place" or organises
    return screens.used(
        reading.catalogue, use, names.get(use.used_by or 0), names.get(use.undone_by or 0), may_undo=may_undo
    )


@feature.draws(LeaveGroup)
async def draw_leaving(letter: LeaveGroup, reading: Reading) -> Leaving | None:
    if await reading.work.staff.places.in_chat(reading.address.messenger, reading.address.chat):
        return None
    return Leaving(screens.goodbye() if letter.goodbye else None)


@feature.draws(StillIn)
async def draw_still_in(letter: StillIn, reading: Reading) -> Screen | None:
    group = Address(letter.messenger, letter.chat)
    if await reading.work.outbox.state_of(leave_once(group, letter.at)) != "refused":
        return None
    return screens.still_in(str(group))


@feature.draws(RemovePerson)
async def draw_removing(letter: RemovePerson, reading: Reading) -> Removing | None:
    gone = await reading.work.staff.departures.load(letter.departure, letter.right)
    if gone is None or gone.messenger != reading.address.messenger or not await _to_leave(gone, reading):
        return None
    return Removing(gone.user)


async def _to_leave(gone: Departure, reading: Reading) -> list[Place]:
    """The groups that they have to leave: of a letter to a group, it alone."""
    at = reading.address
    groups = await groups_to_leave(reading.work, gone.lost, gone.address)
    if reading.reader is not None:
        return groups
    return [one for one in groups if (one.address.messenger, one.address.chat) == (at.messenger, at.chat)]


@feature.draws(ByHand)
async def draw_by_hand(letter: ByHand, reading: Reading) -> Screen | None:
    work = reading.work
    gone = await work.staff.departures.load(letter.departure, letter.right)
    if gone is None:
        return None
    groups = [
        place
        for place in await _to_leave(gone, reading)
        if await work.outbox.state_of(remove_once(gone.right, place.address, letter.departure)) != "delivered"
    ]
    if not groups:
        return None
    return screens.by_hand(reading.catalogue, gone.lost, gone.name, None if reading.reader is None else groups)
