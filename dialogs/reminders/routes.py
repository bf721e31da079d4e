"""Where the buttons of reminders lead."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class OpenSlot(Route):
    """A reminder's sessions, of which number `at` is to be seen; `slot` is in minutes since 1970."""

    slot: int
    at: int = 0
    path: ClassVar[str] = "slot"
