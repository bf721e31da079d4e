"""Where the menu's buttons lead."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class OpenMenu(Route):
    path: ClassVar[str] = "menu"


@dataclass(frozen=True, slots=True)
class SpeakAtFirst(Route):
    """The language chosen on the welcome screen."""

    language: str
    path: ClassVar[str] = "speak"
