"""Where the buttons lead of what is chosen for somebody.

A day is called by its turn, from 0, with the sessions that were shown, in hexadecimal digits: "0.1f.2c.3d". The turn
alone is a day that is still to be chosen; «Другие» leads to the next one. A `topic` is the number of a tag
(`rules.number_of`), which stays the same whatever else the fair has.
"""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class OpenMatching(Route):
    """The day for who has told us of themselves already, else the first question."""

    path: ClassVar[str] = "match"


@dataclass(frozen=True, slots=True)
class AskRole(Route):
    """The first question, for who wants to change what they told."""

    path: ClassVar[str] = "matchwho"


@dataclass(frozen=True, slots=True)
class ChooseRole(Route):
    role: str
    path: ClassVar[str] = "matchrole"


@dataclass(frozen=True, slots=True)
class AskTopics(Route):
    at: int = 0
    path: ClassVar[str] = "matchtopics"


@dataclass(frozen=True, slots=True)
class ToggleTopic(Route):
    topic: int
    at: int = 0
    path: ClassVar[str] = "matchtopic"


@dataclass(frozen=True, slots=True)
class AskTimes(Route):
    path: ClassVar[str] = "matchwhen"


@dataclass(frozen=True, slots=True)
class ChooseTimes(Route):
    times: str
    path: ClassVar[str] = "matchtimes"


@dataclass(frozen=True, slots=True)
class OpenMatched(Route):
    """The day that was chosen."""

    day: str = "0"
    path: ClassVar[str] = "matched"


@dataclass(frozen=True, slots=True)
class TakeAll(Route):
    """All of the day into the plan."""

    day: str
    path: ClassVar[str] = "matchall"


@dataclass(frozen=True, slots=True)
class OpenChoice(Route):
    """What somebody has told us of themselves, to change or to clear it."""

    path: ClassVar[str] = "choice"


@dataclass(frozen=True, slots=True)
class ClearChoice(Route):
    path: ClassVar[str] = "choicegone"
