"""Where the settings' buttons lead. A zone's `offset` is in minutes east of the fair's zone."""

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
