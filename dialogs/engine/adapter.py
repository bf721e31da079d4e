"""What the program asks of a messenger's folder: `handlers.<name>.connect(section, toolbox)` gives an `Adapter`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Protocol

from aiohttp import web

from dialogs.engine.bookmark import Bookmark
from dialogs.engine.dispatch import Dispatch
from dialogs.engine.library import Library
from dialogs.kit.messenger import Messenger
from dialogs.kit.phrase import SOURCE_LANGUAGE, Phrase, speak
from dialogs.kit.traffic import Traffic
from dialogs.kit.weather import Weather
from storage.address import Address
from storage.database import DatabaseTrouble as DatabaseTrouble


class Need(Enum):
    """What a group is for: to be written to, to be a desk with pinned counts, or a desk with topics."""

    WRITE = auto()
    DESK = auto()
    FORUM = auto()


class WrongToken(Exception):
    """The messenger does not accept the token; the message says which key to correct."""


class WrongSettings(Exception):
    """The section of the configuration cannot be used as it is; `why` is for its operator."""

    def __init__(self, why: Phrase) -> None:
        super().__init__(speak(why, SOURCE_LANGUAGE))
        self.why = why


@dataclass(frozen=True, slots=True)
class Toolbox:
    """What an adapter works with; `public_url` is the address under which the bot is reached from outside.

    `fair` says the fair's title, which an import may change; empty while there is none. `traffic`: where it is noted
    what comes of answers to presses; `weather`: what the messenger refuses.
    """

    dispatch: Dispatch
    library: Library
    bookmark: Bookmark
    public_url: str | None
    fair: Callable[[], str] = str
    traffic: Traffic = field(default_factory=Traffic)
    weather: Weather = field(default_factory=Weather)


class Adapter(Protocol):
    """One messenger, switched on."""

    @property
    def messenger(self) -> Messenger: ...

    @property
    def ready(self) -> bool:
        """Whether the messenger answers and its events come."""

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        """What the bot's own web server has to answer for this messenger."""

    async def check(self) -> Mapping[str, Any]:
        """Ask the messenger who we are, for `fairway check`.

        :raises WrongToken: it does not accept the token.
        """

    async def link(self, payload: str) -> str | None:
        """The address that opens the bot with that payload; None where nobody opens anything."""

    async def lacks(self, place: Address, need: Need) -> Sequence[str]:
        """What keeps the bot from doing its work at that place, in an operator's words, for `fairway check`."""

    async def run(self) -> None:
        """Receive and answer until stopped; an unreachable messenger is tried again.

        :raises WrongToken: it does not accept the token.
        """

    def stop(self) -> None:
        """Finish what has begun, begin nothing new."""

    async def close(self) -> None:
        """Give connections back, after `run` has ended and the last letter is sent."""
