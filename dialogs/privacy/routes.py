"""Where the buttons of privacy lead."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class OpenElsewhere(Route):
    """Give contacts on a page of ours, where the messenger must not see them."""

    purpose: str
    stand: int
    path: ClassVar[str] = "elsewhere"
