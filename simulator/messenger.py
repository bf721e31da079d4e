"""What every simulated messenger lets a person do, and how it refuses."""

from dataclasses import dataclass
from typing import Any, Protocol

from simulator.files import Files, StoredFile
from simulator.world import App, Chat, Person


class Refused(Exception):
    """A person or a test asked for what cannot be done now; said in words, with the HTTP status that fits."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts, in which topic, and in reply to what. In a private chat only one person can.

    What is sent under the same `album` stands together, where the messenger has albums.
    """

    person: int | None = None
    thread: int | None = None
    reply_to: int | None = None
    album: str = ""

    def owner(self, chat: Chat) -> int:
        person = self.person if chat.group else chat.person
        if person is None:
            raise Refused(400, "person: in a group somebody has to do it")
        if self.person not in {None, person} or (chat.group and person not in chat.group.members):
            raise Refused(409, "who is not in the chat cannot do anything there")
        return person


OWN = Hand()
Spot = tuple[float, float]  # latitude and longitude
RED_SQUARE: Spot = (55.751, 37.618)
LARGEST_KEPT = 20 << 20  # bytes


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that a person sends. One of a given size has that many bytes, unless they are too many to be kept."""

    name: str
    mime: str
    content: bytes = b""
    size: int | None = None

    def keep(self, files: Files) -> StoredFile:
        filled = self.size is not None and not self.content and self.size <= LARGEST_KEPT
        content = bytes(self.size or 0) if filled else self.content
        return files.add("document", self.name, self.mime, content, told_size=None if filled else self.size)


@dataclass(frozen=True, slots=True)
class NewGroup:
    title: str
    members: tuple[int, ...]
    admins: frozenset[int] = frozenset()
    forum: bool = False
    admin: bool = True  # the bot is an administrator


@dataclass(frozen=True, slots=True)
class Rights:
    """What the bot may do in a group."""

    admin: bool
    topics: bool = True
    pin: bool = True
    write: bool = True


class Groups(Protocol):
    """Chats of many people, and the bot among them."""

    def lay(self, new: NewGroup) -> Chat: ...
    def join(self, chat: Chat, person: int, *, admin: bool) -> None: ...
    def leave(self, chat: Chat, person: int) -> None: ...
    def limit(self, chat: Chat, rights: Rights) -> None: ...
    def kick(self, chat: Chat) -> None: ...
    def invite(self, chat: Chat, *, admin: bool) -> None: ...


class Forums(Protocol):
    """What only some messengers have: topics, groups that become other chats, administrators without a name."""

    def open_topic(self, chat: Chat, person: int, title: str) -> int: ...
    def close_topic(self, chat: Chat, thread: int, *, closed: bool) -> None: ...
    def delete_topic(self, chat: Chat, thread: int) -> None: ...
    def switch(self, chat: Chat, *, forum: bool) -> None: ...
    def migrate(self, chat: Chat) -> Chat: ...
    def hide(self, chat: Chat, person: int, *, anonymous: bool) -> None: ...


class Messenger(Protocol):
    name: str

    @property
    def groups(self) -> Groups: ...

    @property
    def forums(self) -> Forums | None: ...

    def connection(self, url: str) -> dict[str, Any]:
        """What a bot has to know to speak here: its configuration of this messenger, for a desk at this address."""

    def welcome(self, person: Person) -> Chat:
        """A new person, who has an empty chat with the bot and has not started it yet."""

    def start(self, chat: Chat, payload: str | None, hand: Hand = OWN) -> None: ...
    def text(self, chat: Chat, text: str, reply_to: int | None, hand: Hand = OWN) -> None: ...
    def press(self, chat: Chat, message: int, row: int, column: int, hand: Hand = OWN) -> dict[str, str]: ...
    def keyboard(self, chat: Chat, row: int, column: int, hand: Hand = OWN) -> dict[str, str] | None: ...
    def contact(self, chat: Chat, phone: str, *, own: bool, forwarded: bool = False) -> None: ...
    def ask(self, chat: Chat, query: str, hand: Hand = OWN) -> dict[str, str]: ...
    def choose(self, chat: Chat, query: str, result: str, hand: Hand = OWN) -> None: ...
    def block(self, chat: Chat, *, blocked: bool) -> None: ...
    def deactivate(self, chat: Chat) -> None: ...
    def edit(self, chat: Chat, message: int, text: str, hand: Hand = OWN) -> None: ...
    def send(self, chat: Chat, kind: str, caption: str, hand: Hand = OWN, at: Spot | None = None) -> None: ...
    def send_file(self, chat: Chat, file: SentFile, caption: str, hand: Hand = OWN) -> None: ...

    def use_client(self, chat: Chat, client: App) -> None:
        """The person takes another app in hand, which can draw more or less."""

    def refuse(self, chat: Chat, code: int | None, *, allowed: bool | None) -> None:
        """Every message to the person ends with this error; `allowed` is what the bot is told when it asks before."""

    def rename(self, name: str, description: str) -> None:
        """What people see above the chat with the bot."""

    def put_update(self, body: dict[str, Any]) -> int:
        """A raw update goes to the bot as it is; returns its id."""

    def enforce_limits(self, *, enforce: bool) -> None: ...
