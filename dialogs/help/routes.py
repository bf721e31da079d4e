"""Where the button of help leads: it stands in the settings, for who sees no list of commands."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class OpenHelp(Route):
    path: ClassVar[str] = "help"
