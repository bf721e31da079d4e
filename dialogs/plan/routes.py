"""Where the plan's buttons lead. `at` is the number, from 0, of a session in the plan: its page is shown."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class OpenPlan(Route):
    at: int = 0
    path: ClassVar[str] = "plan"


@dataclass(frozen=True, slots=True)
class OpenPastPlan(Route):
    """What is over of the plan."""

    at: int = 0
    path: ClassVar[str] = "planpast"


@dataclass(frozen=True, slots=True)
class TidyPlan(Route):
    """The same list, where a press takes a session out."""

    at: int = 0
    path: ClassVar[str] = "tidy"


@dataclass(frozen=True, slots=True)
class TakeOut(Route):
    session: int
    at: int = 0
    path: ClassVar[str] = "takeout"
