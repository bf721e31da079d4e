"""Where the plan's buttons lead."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class OpenPlan(Route):
    page: int = 1
    path: ClassVar[str] = "plan"


@dataclass(frozen=True, slots=True)
class TidyPlan(Route):
    """The same list, where a press takes a session out."""

    page: int = 1
    path: ClassVar[str] = "tidy"


@dataclass(frozen=True, slots=True)
class TakeOut(Route):
    session: int
    page: int = 1
    path: ClassVar[str] = "takeout"
