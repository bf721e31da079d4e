"""Where the buttons of speakers lead. A `speaker` is the number of a card, `SpeakerCard.id`.

`came` says where a card was opened from, so that «Назад» goes back there: "" the list of all, "s12" session 12,
"find7" what was searched.
"""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.route import Route


@dataclass(frozen=True, slots=True)
class OpenSpeakers(Route):
    """All of them: by letters where they are many."""

    at: int = 0
    path: ClassVar[str] = "speakers"


@dataclass(frozen=True, slots=True)
class OpenLetters(Route):
    """Those whose surnames begin with the letters from number `first` to number `last` of the list of letters."""

    first: int
    last: int
    at: int = 0
    path: ClassVar[str] = "letters"


@dataclass(frozen=True, slots=True)
class OpenSessionSpeakers(Route):
    """Who is on the air in one session."""

    session: int
    at: int = 0
    path: ClassVar[str] = "onair"


@dataclass(frozen=True, slots=True)
class OpenSpeaker(Route):
    """`at` is the number of one of the sessions."""

    speaker: int
    came: str = ""
    at: int = 0
    path: ClassVar[str] = "speaker"
