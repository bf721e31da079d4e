"""Where the buttons below news of used invitations lead."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class Unbind(Route):
    """The group that was bound by that code is to be no place any more."""

    invitation: int
    path: ClassVar[str] = "st.unbind"


@dataclass(frozen=True, slots=True)
class RevokeRight(Route):
    """The right that somebody was given by that link is to end."""

    invitation: int
    path: ClassVar[str] = "st.revoke"
