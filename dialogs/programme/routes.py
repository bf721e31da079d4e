"""Where the programme's buttons lead.

`came` says where a session's card was opened from, so that «Назад» goes back there: "" its day in the programme,
"now2" the second page of what is on, "plan" the reader's plan, "e12" stand 12, "letter" a message of ours (nowhere).
A `day` is the number of the day in the calendar (`date.toordinal`), 0 is the time that is to be announced.
"""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route

FROM_LETTER = "letter"


@dataclass(frozen=True, slots=True)
class OpenProgramme(Route):
    page: int = 1
    path: ClassVar[str] = "programme"


@dataclass(frozen=True, slots=True)
class OpenCluster(Route):
    cluster: int
    path: ClassVar[str] = "cluster"


@dataclass(frozen=True, slots=True)
class OpenDay(Route):
    cluster: int
    day: int
    page: int = 1
    path: ClassVar[str] = "day"


@dataclass(frozen=True, slots=True)
class OpenSession(Route):
    session: int
    came: str = ""
    path: ClassVar[str] = "session"


@dataclass(frozen=True, slots=True)
class OpenNow(Route):
    page: int = 1
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
