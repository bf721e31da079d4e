"""Where the buttons on the stands' desks lead; they carry numbers of rows only."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route

UNRATED = -1


@dataclass(frozen=True, slots=True)
class TakeLead(Route):
    lead: int
    path: ClassVar[str] = "l.take"


@dataclass(frozen=True, slots=True)
class ReturnLead(Route):
    """Give it back to all."""

    lead: int
    path: ClassVar[str] = "l.back"


@dataclass(frozen=True, slots=True)
class LeadCalled(Route):
    """They spoke."""

    lead: int
    path: ClassVar[str] = "l.called"


@dataclass(frozen=True, slots=True)
class LeadMissed(Route):
    """Nobody answered; `sure`: though the window had not begun."""

    lead: int
    sure: bool = False
    path: ClassVar[str] = "l.missed"


@dataclass(frozen=True, slots=True)
class LeadNotMissed(Route):
    """It was said by mistake that nobody answered."""

    lead: int
    path: ClassVar[str] = "l.unmiss"


@dataclass(frozen=True, slots=True)
class OpenClosing(Route):
    """Ask on the card how it went, or show its usual buttons again."""

    lead: int
    asked: bool = True
    path: ClassVar[str] = "l.close"


@dataclass(frozen=True, slots=True)
class CloseLead(Route):
    """Close it with a rating from 0 to 5, or without one."""

    lead: int
    rating: int = UNRATED
    path: ClassVar[str] = "l.rate"


@dataclass(frozen=True, slots=True)
class LeadSpoke(Route):
    """Whether they spoke, as who has taken it says."""

    lead: int
    spoke: bool
    path: ClassVar[str] = "l.spoke"


@dataclass(frozen=True, slots=True)
class DownloadLeads(Route):
    """Get the stand's requests as a spreadsheet, in private."""

    stand: int
    path: ClassVar[str] = "l.table"
