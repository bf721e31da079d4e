"""Where the programme's buttons lead.

`came` says where a session's card was opened from, so that «Назад» goes back there: "" its day in the programme,
"now7" what is on, where it was number 7, "plan7" its day in the reader's plan, "past7" the same of old, "rec7" the
recordings, "e12" stand 12, "letter" a message of ours (nowhere), "card." and any of these the card itself. A `day` is
the number of the day in the calendar (`date.toordinal`), 0 is the time that is to be announced. `at` is the number,
from 0, of an entry in the list that is opened: its page is shown.
"""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route

FROM_LETTER = "letter"
ON_CARD = "card."  # and where the card came from: what asked something on the way leads back to the card


@dataclass(frozen=True, slots=True)
class OpenProgramme(Route):
    at: int = 0
    path: ClassVar[str] = "programme"


@dataclass(frozen=True, slots=True)
class OpenCluster(Route):
    cluster: int
    at: int = 0
    path: ClassVar[str] = "cluster"


@dataclass(frozen=True, slots=True)
class OpenPastDays(Route):
    """The days of a cluster that are over."""

    cluster: int
    at: int = 0
    path: ClassVar[str] = "pastdays"


@dataclass(frozen=True, slots=True)
class OpenRecordings(Route):
    """All recordings, the newest first."""

    at: int = 0
    path: ClassVar[str] = "recordings"


@dataclass(frozen=True, slots=True)
class OpenDay(Route):
    cluster: int
    day: int
    at: int = 0
    path: ClassVar[str] = "day"


@dataclass(frozen=True, slots=True)
class OpenSession(Route):
    """`at` is the number of one of its materials."""

    session: int
    came: str = ""
    at: int = 0
    path: ClassVar[str] = "session"


@dataclass(frozen=True, slots=True)
class OpenNow(Route):
    at: int = 0
    path: ClassVar[str] = "now"


@dataclass(frozen=True, slots=True)
class Subscribe(Route):
    session: int
    came: str = ""
    path: ClassVar[str] = "remind"


@dataclass(frozen=True, slots=True)
class Unsubscribe(Route):
    session: int
    came: str = ""
    path: ClassVar[str] = "forget"


@dataclass(frozen=True, slots=True)
class GoOn(Route):
    """To where the session came from, when whatever was asked on the way has been answered."""

    session: int
    came: str = ""
    path: ClassVar[str] = "goon"
