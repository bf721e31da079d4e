"""Where the plan's buttons lead.

A `day` is the number of the day in the calendar (`date.toordinal`), `UNANNOUNCED` the time that is to be announced, 0
the day that matters now. `at` is the number, from 0, of a session of that day (of all that is ahead where the day is
0): its page is shown. `came` is what `programme.routes` says of it. A `key` opens somebody's plan to whoever has it.
"""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route

THIS, OTHERS, ALL = "this", "others", "all"
UNANNOUNCED = 1  # the first day of the calendar, on which there is no fair


@dataclass(frozen=True, slots=True)
class OpenPlan(Route):
    at: int = 0
    day: int = 0
    path: ClassVar[str] = "plan"


@dataclass(frozen=True, slots=True)
class OpenPastPlan(Route):
    """What is over of the plan: the last day of it."""

    at: int = 0
    path: ClassVar[str] = "planpast"


@dataclass(frozen=True, slots=True)
class TidyPlan(Route):
    """The same list, where a press takes a session out."""

    at: int = 0
    day: int = 0
    path: ClassVar[str] = "tidy"


@dataclass(frozen=True, slots=True)
class TakeOut(Route):
    session: int
    at: int = 0
    day: int = 0
    path: ClassVar[str] = "takeout"


@dataclass(frozen=True, slots=True)
class Clash(Route):
    """Ask what is watched and what is left for its recording, of the session and what runs at the same time."""

    session: int
    came: str = ""
    path: ClassVar[str] = "clash"


@dataclass(frozen=True, slots=True)
class WatchOf(Route):
    """Of the session and what runs at the same time: watch THIS, the OTHERS, or ALL of it."""

    session: int
    watch: str
    came: str = ""
    path: ClassVar[str] = "clash.of"


@dataclass(frozen=True, slots=True)
class SharePlan(Route):
    """How a plan is shared, and with how many links it was; `below`: the message that is pressed stays."""

    below: bool = False
    path: ClassVar[str] = "share"


@dataclass(frozen=True, slots=True)
class MakePlanLink(Route):
    """A new link to the plan."""

    path: ClassVar[str] = "share.new"


@dataclass(frozen=True, slots=True)
class ClosePlanLinks(Route):
    """No link opens the plan any more."""

    path: ClassVar[str] = "share.off"


@dataclass(frozen=True, slots=True)
class OpenSharedPlan(Route):
    key: str
    at: int = 0
    path: ClassVar[str] = "shared"


@dataclass(frozen=True, slots=True)
class TakeShared(Route):
    """Take a session of somebody's plan into one's own; 0: all that is to come."""

    key: str
    session: int = 0
    at: int = 0
    path: ClassVar[str] = "shared.take"
