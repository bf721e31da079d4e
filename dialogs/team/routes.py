"""Where the buttons of a stand's people lead. `colleague` is the row of a right that somebody has there."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class OpenTeam(Route):
    """Who works at the stand."""

    stand: int
    at: int = 0
    path: ClassVar[str] = "team"


@dataclass(frozen=True, slots=True)
class InviteColleague(Route):
    """A link for one more."""

    stand: int
    path: ClassVar[str] = "team.invite"


@dataclass(frozen=True, slots=True)
class AskRevoke(Route):
    """Before a colleague's right is taken away."""

    stand: int
    colleague: int
    path: ClassVar[str] = "team.ask"


@dataclass(frozen=True, slots=True)
class RevokeColleague(Route):
    """Take it away."""

    stand: int
    colleague: int
    path: ClassVar[str] = "team.revoke"
