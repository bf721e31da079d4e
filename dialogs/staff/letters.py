"""What a group is told when somebody binds it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from dialogs.kit.letter import Letter, Reading
from dialogs.kit.limits import later
from dialogs.kit.screen import Screen
from dialogs.news.terms import A_BINDING, soon
from dialogs.staff import screens
from dialogs.staff.feature import feature
from storage.address import Address
from storage.post.outbox import Posting
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
