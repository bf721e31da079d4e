"""Where the exhibition's buttons lead.

`came` on a stand is "s12" when it was opened from session 12's list of stands, and "r3" when it was opened as number 3
(from 0) of the reader's own route, "find7" of what was searched. `at` is the number, from 0, of an entry
in the list that is opened (floors, stands, a stand's webinars or products): its page is shown.
"""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class OpenExhibition(Route):
    at: int = 0
    path: ClassVar[str] = "floors"


@dataclass(frozen=True, slots=True)
class OpenFloor(Route):
    floor: int
    at: int = 0
    path: ClassVar[str] = "floor"


@dataclass(frozen=True, slots=True)
class OpenStand(Route):
    stand: int
    came: str = ""
    at: int = 0
    path: ClassVar[str] = "stand"


@dataclass(frozen=True, slots=True)
class OpenWebinars(Route):
    """The sessions that a stand gives."""

    stand: int
    came: str = ""
    at: int = 0
    path: ClassVar[str] = "webinars"


@dataclass(frozen=True, slots=True)
class OpenProduct(Route):
    stand: int
    at: int = 0
    came: str = ""
    path: ClassVar[str] = "product"


@dataclass(frozen=True, slots=True)
class OpenSessionStands(Route):
    """The stands whose theme a session is."""

    session: int
    at: int = 0
    path: ClassVar[str] = "themed"
