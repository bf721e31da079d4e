"""Where the menu's buttons lead."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class OpenMenu(Route):
    path: ClassVar[str] = "menu"


@dataclass(frozen=True, slots=True)
class SpeakAtFirst(Route):
    """The language chosen on the welcome screen, or `below` a card that a link led to."""

    language: str
    below: bool = False
    path: ClassVar[str] = "speak"
