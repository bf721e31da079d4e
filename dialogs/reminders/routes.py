"""Where the buttons of reminders lead. A `slot` is in minutes since 1970."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class OpenSlot(Route):
    """A reminder's sessions, of which number `at` is to be seen."""

    slot: int
    at: int = 0
    path: ClassVar[str] = "slot"


@dataclass(frozen=True, slots=True)
class RemindAgain(Route):
    """Once more in a few minutes."""

    slot: int
    path: ClassVar[str] = "slot.again"


@dataclass(frozen=True, slots=True)
class DoesNotOpen(Route):
    """The player of a session does not."""

    session: int
    path: ClassVar[str] = "noplay"


@dataclass(frozen=True, slots=True)
class WhichDoesNotOpen(Route):
    """One of a slot's players does not."""

    slot: int
    at: int = 0
    path: ClassVar[str] = "noplay.which"


@dataclass(frozen=True, slots=True)
class OpenUnopened(Route):
    """What does not open, for organisers."""

    at: int = 0
    path: ClassVar[str] = "noplay.all"


@dataclass(frozen=True, slots=True)
class PlayerMended(Route):
    """An organiser says that it opens again."""

    session: int
    path: ClassVar[str] = "noplay.mended"


@dataclass(frozen=True, slots=True)
class DoesNotSuit(Route):
    """The new time of a session does not: it leaves the plan."""

    session: int
    path: ClassVar[str] = "notforme"
