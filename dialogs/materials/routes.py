"""Where the buttons of materials lead. `at` is the number, from 0, of an entry in a list."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class OpenMaterials(Route):
    """What a stand has to give."""

    stand: int
    at: int = 0
    path: ClassVar[str] = "mats"


@dataclass(frozen=True, slots=True)
class TakeMaterials(Route):
    """Get the materials of a stand that are given in exchange for contacts."""

    stand: int
    path: ClassVar[str] = "mats.take"
