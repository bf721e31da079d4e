"""Where the buttons of calls lead."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class AskCallback(Route):
    """Ask a stand to call back."""

    stand: int
    path: ClassVar[str] = "call"
