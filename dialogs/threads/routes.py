"""Where the buttons of threads lead."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route

WORDS = "thread"  # the form that holds words on their way to a stand


@dataclass(frozen=True, slots=True)
class WriteToStand(Route):
    """Write a message to a stand, the first one or one more."""

    stand: int
    path: ClassVar[str] = "write"


@dataclass(frozen=True, slots=True)
class SendToThread(Route):
    """Send the words that were typed into this thread; `seal` tells whether they are what the person sees."""

    lead: int
    seal: int
    path: ClassVar[str] = "write.send"


@dataclass(frozen=True, slots=True)
class SendKept(Route):
    """Send the stand the words that were kept back, as the person sees them now."""

    stand: int
    seal: int
    path: ClassVar[str] = "write.kept"


@dataclass(frozen=True, slots=True)
class EndThread(Route):
    """Write no more, and be written to no more."""

    lead: int
    path: ClassVar[str] = "write.end"
