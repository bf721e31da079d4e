"""Where the buttons of recordings that come by themselves lead."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class SendRecordings(Route):
    """How they come: as soon as they are there, or once an evening.

    `told`: the letter in which it was pressed, by its minute since 1970; 0: the settings.
    """

    at_once: bool
    told: int = 0
    path: ClassVar[str] = "sendrec"
