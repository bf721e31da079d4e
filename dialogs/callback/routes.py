"""Where the buttons of calls lead.

A window begins so many minutes after 1970. `lead` is 0 while a call is being ordered, and the request that gets
another window otherwise. `came` "letter" is a message of ours, which stays as it is: the answer comes below it. `at` is
the number, from 0, of an entry in a list.
"""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route

FROM_LETTER = "letter"


@dataclass(frozen=True, slots=True)
class AskCallback(Route):
    """Order a call from a stand, or look at the one that is ordered."""

    stand: int
    path: ClassVar[str] = "call"


@dataclass(frozen=True, slots=True)
class SetCallZone(Route):
    """Say what the clocks show, in minutes east of the fair's zone, and go on."""

    stand: int
    offset: int
    path: ClassVar[str] = "call.zone"


@dataclass(frozen=True, slots=True)
class ChooseCallZone(Route):
    """The usual zones to choose from; `at` is a row of them."""

    stand: int
    at: int = 0
    path: ClassVar[str] = "call.zones"


@dataclass(frozen=True, slots=True)
class OtherCallZones(Route):
    """The zones that are not among the usual ones; buttons of messages that stand lead here still."""

    stand: int
    at: int = 0
    path: ClassVar[str] = "call.abroad"


@dataclass(frozen=True, slots=True)
class ChooseCallDay(Route):
    """The days on which the stand can still call."""

    stand: int
    lead: int = 0
    at: int = 0
    path: ClassVar[str] = "call.days"


@dataclass(frozen=True, slots=True)
class ChooseCallWindow(Route):
    """The windows of one day, which is counted as Python counts days."""

    stand: int
    day: int
    lead: int = 0
    at: int = 0
    path: ClassVar[str] = "call.day"


@dataclass(frozen=True, slots=True)
class TakeCallWindow(Route):
    """Choose a window."""

    stand: int
    starts: int
    lead: int = 0
    path: ClassVar[str] = "call.at"


@dataclass(frozen=True, slots=True)
class SkipCallTopic(Route):
    """Order the call without a topic; `stand` finds it where it has just been ordered."""

    stand: int
    path: ClassVar[str] = "call.skip"


@dataclass(frozen=True, slots=True)
class AddCallTopic(Route):
    """Say what one would like to speak about, after the call was ordered."""

    lead: int
    came: str = ""
    path: ClassVar[str] = "call.topic"


@dataclass(frozen=True, slots=True)
class MoveCall(Route):
    """Choose another window for a call that is ordered."""

    lead: int
    came: str = ""
    path: ClassVar[str] = "call.move"


@dataclass(frozen=True, slots=True)
class CancelCall(Route):
    """Do without it."""

    lead: int
    at: int = 0
    came: str = ""
    path: ClassVar[str] = "call.cancel"


@dataclass(frozen=True, slots=True)
class SayCalled(Route):
    """Whether they spoke, as the visitor says."""

    lead: int
    spoke: bool
    path: ClassVar[str] = "call.said"


@dataclass(frozen=True, slots=True)
class OpenMyRequests(Route):
    """What the reader asked of stands."""

    at: int = 0
    path: ClassVar[str] = "requests"


@dataclass(frozen=True, slots=True)
class OpenRequest(Route):
    """One of them; `at` is its number in that list."""

    lead: int
    at: int = 0
    came: str = ""
    path: ClassVar[str] = "request"
