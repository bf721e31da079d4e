"""Where the buttons of threads lead."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class WriteToStand(Route):
    """Write to a stand."""

    stand: int
    path: ClassVar[str] = "write"
