"""The one port of the program: what a messenger must be able to do, and what can come of it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from dialogs.kit.event import Event, Shown
from dialogs.kit.screen import What
from dialogs.kit.visit import Reply
from storage.address import Address

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|«[^»]*»|\S+://\S+|\S+@\S+|\+?\d[\d ()-]{6,}")
_LONGEST_REASON = 200


Door = Callable[[Address, str], str | None]  # the web address of a message in a group, for those who are in it


def no_door(_group: Address, _message: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a messenger can show and bear, as data. Lengths are in characters, rates in calls.

    One call carries `together` letters at most, and `different` ones among them at most. `recognises`: a message sent
    again under its mark is shown once. `topics`: its groups may be forums. `icon`: the sign for it beside the
    name of somebody who writes from there. `door`: what opens a message in a group. `silent`: a letter can come
    without a sound. `vouches`: people share their own number by a button, and it says that it is theirs.
    """

    text: int
    caption: int
    label: int
    buttons: int
    row: int
    rows: int
    per_second: float
    chat_seconds: float  # the least time between two letters to one chat
    group_per_minute: int
    together: int = 1
    different: int = 1
    recognises: bool = False
    topics: bool = False
    icon: str = ""
    door: Door = no_door
    silent: bool = False
    vouches: bool = False

    @property
    def letters_per_second(self) -> float:
        """How many letters surely leave in a second, all of them different."""
        return self.per_second * self.different


@dataclass(frozen=True, slots=True)
class Delivered:
    """It arrived, and this is the message that shows it."""

    shown: Shown


@dataclass(frozen=True, slots=True)
class Gone:
    """Nobody is there to read: blocked, deleted, never started."""


@dataclass(frozen=True, slots=True)
class Later:
    """Not now. `unsure`: it may have arrived all the same.

    `flood`: too much was asked of the messenger, by this chat; with `alike`, only by such things in this chat; with
    `whole`, by all of us. `whole` without a flood: the messenger does not answer, or does not accept our `token`, which
    is not the fault of what was to be shown.
    """

    seconds: float
    flood: bool = False
    unsure: bool = False
    whole: bool = False
    alike: bool = False
    token: bool = False

    @property
    def missed(self) -> bool:
        """Whether the messenger as such is not there for us."""
        return self.whole and not self.flood


@dataclass(frozen=True, slots=True)
class Refused:
    """It will never arrive as it is; the reason is for the log."""

    reason: str

    @property
    def logged(self) -> str:
        """The reason without what it quotes, which may be somebody's words, address or number."""
        return _QUOTED.sub("…", self.reason)[:_LONGEST_REASON]


@dataclass(frozen=True, slots=True)
class Lost:
    """The topic is gone, while its group is there."""


@dataclass(frozen=True, slots=True)
class ChatMoved:
    """The group is another chat now: the one of that id."""

    chat: str


Outcome = Delivered | Gone | Later | Refused | Lost | ChatMoved
NO_SCREEN = Refused("this messenger shows nothing but screens")


@dataclass(frozen=True, slots=True)
class Parcel:
    """Something on its way to a chat, in the reader's language, for the reader's `client`.

    `over`: the message that it takes the place of, where the messenger can; what cannot be edited is replaced, and the
    old message loses its buttons. Of a topic the thread is the message. `mark`: a number that stays the same when this
    very message is sent again, for messengers that recognise a repetition; 0: none. `pin`: a new message stands above
    the chat, where the messenger can do that. `silent`: it comes without a sound, where the messenger can do that.

    Messengers for people refuse notices, machines take nothing else; topics are for groups that are forums.
    """

    to: Address
    what: What
    language: str
    client: str = ""
    over: Shown | None = None
    mark: int = 0
    pin: bool = False
    silent: bool = False


class Messenger(Protocol):
    """A messenger we send by. Nothing raises across this line: what happened is the outcome."""

    @property
    def name(self) -> str: ...

    @property
    def limits(self) -> Limits: ...

    async def show(self, parcel: Parcel) -> Outcome:
        """Show it at once, such as the answer to a person who has just acted."""

    async def carry(self, parcels: Sequence[Parcel]) -> Sequence[Outcome]:
        """Send letters by one call, as many as the limits say; what came of each, in their order."""


@runtime_checkable
class OffersElsewhere(Protocol):
    """A messenger in which something of ours can be asked for from within other chats."""

    async def offer(self, event: Event, reply: Reply) -> None:
        """Show what may be put there; that it came too late harms nobody."""


class Talks(Messenger, Protocol):
    """A messenger in which people also write and press, and are answered."""

    async def toast(self, event: Event, text: str) -> None:
        """Answer a press, with a word or without; that it came too late harms nobody."""

    async def prepare(self, event: Event, reply: Reply) -> Reply:
        """What has to be asked of the messenger before an answer is shown; the answer as it then is."""
