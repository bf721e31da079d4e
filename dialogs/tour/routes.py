"""Where the buttons of a tour lead: `at` is the number, from 0, of a stand on it, `came` is as on a stand's card."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class OpenTour(Route):
    """The stands that the reader wants to visit."""

    at: int = 0
    path: ClassVar[str] = "route"


@dataclass(frozen=True, slots=True)
class AddToTour(Route):
    """Want to visit a stand."""

    stand: int
    came: str = ""
    path: ClassVar[str] = "route.add"


@dataclass(frozen=True, slots=True)
class TakeOffTour(Route):
    """Do not want to any more."""

    stand: int
    came: str = ""
    path: ClassVar[str] = "route.off"


@dataclass(frozen=True, slots=True)
class TickStand(Route):
    """Been there, or not yet; `at` is its place on the list."""

    stand: int
    on: bool
    at: int = 0
    path: ClassVar[str] = "route.tick"
