"""Where the exhibition's buttons lead.

`came` on a stand is "s12" when it was opened from session 12's list of stands.
"""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class OpenExhibition(Route):
    path: ClassVar[str] = "floors"


@dataclass(frozen=True, slots=True)
class OpenFloor(Route):
    floor: int
    page: int = 1
    path: ClassVar[str] = "floor"


@dataclass(frozen=True, slots=True)
class OpenStand(Route):
    stand: int
    came: str = ""
    path: ClassVar[str] = "stand"


@dataclass(frozen=True, slots=True)
class OpenProduct(Route):
    stand: int
    number: int = 1
    came: str = ""
    path: ClassVar[str] = "product"


@dataclass(frozen=True, slots=True)
class OpenSessionStands(Route):
    """The stands whose theme a session is."""

    session: int
    path: ClassVar[str] = "themed"
