"""Where the buttons below a trouble lead."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class HowToReturn(Route):
    """What to do in a group that the bot is not in, or in which it may too little."""

    path: ClassVar[str] = "tr.back"


@dataclass(frozen=True, slots=True)
class InviteTeam(Route):
    """New links for people and a code for a group: of a stand, else of a cluster."""

    cluster: int = 0
    stand: int = 0
    path: ClassVar[str] = "tr.invite"
