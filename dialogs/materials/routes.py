"""Where the buttons of materials lead."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class TakeMaterials(Route):
    """Get the materials of a stand that are given in exchange for contacts."""

    stand: int
    path: ClassVar[str] = "mats.take"
