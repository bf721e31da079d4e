"""Where the settings' buttons lead, and those by which other features ask whose clocks a reader lives by.

A zone's `offset` is in minutes east of the fair's zone. Who was asked goes on where they were: to the stand from which
a call is ordered, or where a `session` was put into the plan, as `came` says it (`programme.routes.GoOn`).
"""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class OpenSettings(Route):
    path: ClassVar[str] = "settings"


@dataclass(frozen=True, slots=True)
class SetLanguage(Route):
    language: str
    path: ClassVar[str] = "language"


@dataclass(frozen=True, slots=True)
class SwitchReminders(Route):
    on: bool
    path: ClassVar[str] = "reminders"


@dataclass(frozen=True, slots=True)
class OpenReminders(Route):
    """When and how one is reminded."""

    path: ClassVar[str] = "remindhow"


@dataclass(frozen=True, slots=True)
class SwitchNotice(Route):
    """To be reminded so many minutes before, or not."""

    notice: int
    on: bool
    path: ClassVar[str] = "remindhow.at"


@dataclass(frozen=True, slots=True)
class SwitchDigest(Route):
    """To be told in the evening what comes tomorrow."""

    on: bool
    path: ClassVar[str] = "remindhow.eve"


@dataclass(frozen=True, slots=True)
class SwitchQuiet(Route):
    """Not to be woken at night."""

    on: bool
    path: ClassVar[str] = "remindhow.night"


@dataclass(frozen=True, slots=True)
class ChooseZone(Route):
    """The zones to choose from, with row `at` of them."""

    at: int = 0
    path: ClassVar[str] = "zones"


@dataclass(frozen=True, slots=True)
class SetZone(Route):
    offset: int
    path: ClassVar[str] = "zone"


@dataclass(frozen=True, slots=True)
class AskTime(Route):
    """Whether the reader's clocks show what the fair's do, once a session is in their plan."""

    session: int
    came: str = ""
    path: ClassVar[str] = "asktime"


@dataclass(frozen=True, slots=True)
class KeepFairTime(Route):
    """They do."""

    session: int
    came: str = ""
    path: ClassVar[str] = "sametime"


@dataclass(frozen=True, slots=True)
class WriteCity(Route):
    """They do not: the reader says which city they are in."""

    session: int = 0
    came: str = ""
    stand: int = 0
    path: ClassVar[str] = "city"


@dataclass(frozen=True, slots=True)
class TakeZone(Route):
    """One of the cities that may be meant, by its zone, whose name has dots here: a button carries no slash."""

    zone: str
    path: ClassVar[str] = "city.is"
