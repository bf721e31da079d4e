"""Where the buttons of materials lead.

`at` is the number, from 0, of an entry in the list that is opened.
"""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class OpenMaterials(Route):
    """The materials of a stand; open ones that the reader has not received yet come at once."""

    stand: int
    at: int = 0
    path: ClassVar[str] = "mats"


@dataclass(frozen=True, slots=True)
class TakeMaterials(Route):
    """Get the materials of a stand that are given in exchange for contacts."""

    stand: int
    path: ClassVar[str] = "mats.take"


@dataclass(frozen=True, slots=True)
class SendOpen(Route):
    """Get the open materials of a stand once more."""

    stand: int
    path: ClassVar[str] = "mats.open"


@dataclass(frozen=True, slots=True)
class SendMaterial(Route):
    """Get one material of a stand or a session."""

    material: int
    path: ClassVar[str] = "mats.one"


@dataclass(frozen=True, slots=True)
class MailMaterials(Route):
    """Get the materials of a stand by e-mail too."""

    stand: int
    path: ClassVar[str] = "mats.mail"


@dataclass(frozen=True, slots=True)
class OpenMyMaterials(Route):
    """Everything that the reader has received."""

    at: int = 0
    path: ClassVar[str] = "mats.mine"


@dataclass(frozen=True, slots=True)
class OpenOffers(Route):
    """What the staff of a stand have added to its materials; 0: of the reader's own stand."""

    stand: int = 0
    at: int = 0
    path: ClassVar[str] = "mats.staff"


@dataclass(frozen=True, slots=True)
class AddMaterial(Route):
    """Add a material to a stand."""

    stand: int
    path: ClassVar[str] = "mats.add"


@dataclass(frozen=True, slots=True)
class KeepTitle(Route):
    """Call what is being added as its file is called."""

    path: ClassVar[str] = "mats.title"


@dataclass(frozen=True, slots=True)
class SetGate(Route):
    """Give what is being added to everybody, or in exchange for contacts."""

    open: bool
    path: ClassVar[str] = "mats.gate"


@dataclass(frozen=True, slots=True)
class PutAtStand(Route):
    """Add it to this one of the reader's stands."""

    stand: int
    path: ClassVar[str] = "mats.at"


@dataclass(frozen=True, slots=True)
class ChooseStand(Route):
    """Which of the reader's many stands it is for: the page with number `at` of them."""

    at: int = 0
    path: ClassVar[str] = "mats.which"


@dataclass(frozen=True, slots=True)
class TakeBack(Route):
    """Give something that was added to nobody any more."""

    offer: int
    path: ClassVar[str] = "mats.back"


@dataclass(frozen=True, slots=True)
class ShowOffer(Route):
    """An organiser looks at the file that waits to be published."""

    offer: int
    path: ClassVar[str] = "mats.show"


@dataclass(frozen=True, slots=True)
class DecideOffer(Route):
    """An organiser lets visitors have it, or does not."""

    offer: int
    yes: bool
    path: ClassVar[str] = "mats.decide"
