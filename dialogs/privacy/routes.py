"""Where the buttons of privacy lead."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class OpenPrivacy(Route):
    """What is kept of the reader."""

    whole: bool = False
    path: ClassVar[str] = "privacy"


@dataclass(frozen=True, slots=True)
class TakeMyData(Route):
    """Get all of it."""

    path: ClassVar[str] = "privacy.data"


@dataclass(frozen=True, slots=True)
class AskForget(Route):
    """Before everything is forgotten."""

    path: ClassVar[str] = "erase"


@dataclass(frozen=True, slots=True)
class ForgetMe(Route):
    """Forget everything."""

    path: ClassVar[str] = "erase.yes"


@dataclass(frozen=True, slots=True)
class OpenOffMessenger(Route):
    """Give contacts on a page of ours, where the messenger must not see them."""

    purpose: str
    stand: int
    path: ClassVar[str] = "elsewhere"


@dataclass(frozen=True, slots=True)
class OpenContact(Route):
    """See the contact of a request on a page of ours, where the messenger must not see it."""

    lead: int
    path: ClassVar[str] = "elsewhere.see"
