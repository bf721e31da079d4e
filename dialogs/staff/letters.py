"""What a group is told when somebody binds it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from dialogs.kit.letter import Letter, Reading
from dialogs.kit.screen import Screen
from dialogs.news.terms import A_BINDING, soon
from dialogs.staff import screens
from dialogs.staff.feature import feature
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


def posting(letter: Letter, now: datetime) -> Posting:
    """The letter to a group, for every code that somebody tries."""
    return soon(letter.kind, letter.about(), now, A_BINDING)


@feature.draws(Bound)
async def draw_bound(letter: Bound, reading: Reading) -> Screen | None:
    role = Role(letter.role, letter.cluster, letter.stand)
    return screens.bound(reading.catalogue, role, topics=letter.topics)


@feature.draws(NotBound)
async def draw_not_bound(_letter: NotBound, _reading: Reading) -> Screen | None:
    return screens.not_bound()
