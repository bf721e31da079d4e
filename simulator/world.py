"""People, chats and messages as the page shows them: the same words for every messenger.

Everything here is only a picture. What a messenger remembers beyond it (callback data, file ids, who may edit what)
stays in the messenger's own folder.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from simulator.events import Events

App = Literal["new", "no callback", "no inline", "no keyboard"]  # what an old app does not draw


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    role: str = ""
    last_name: str = ""
    username: str = ""
    language: str = "ru"
    messenger: str = "telegram"
    demo: bool = False
    blocked: bool = False
    deactivated: bool = False
    typing: bool = False
    client: App = "new"


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of text that is drawn differently; offset and length count UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    size: int
    url: str


@dataclass(frozen=True, slots=True)
class Contact:
    phone: str
    name: str
    own: bool


@dataclass(frozen=True, slots=True)
class Button:
    text: str
    kind: Literal["callback", "url", "text", "other"]
    url: str | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    id: int
    title: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    id: int
    out: bool
    date: datetime
    author: int | Literal["anonymous"] | None = None  # None: the bot, or nobody when it is a notice
    thread: int | None = None
    pinned: bool = False
    notice: str | None = None
    edited: datetime | None = None
    text: str = ""
    entities: tuple[Entity, ...] = ()
    photo: Photo | None = None
    document: Document | None = None
    more_documents: tuple[Document, ...] = ()  # of a message that brings several
    contact: Contact | None = None
    link_preview: bool = False
    buttons: tuple[tuple[Button, ...], ...] | None = None
    service: str | None = None
    reply_to: int | None = None
    album: str | None = None


@dataclass(frozen=True, slots=True)
class Key:
    text: str
    contact: bool = False
    location: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Keyboard:
    rows: tuple[tuple[Key, ...], ...]
    resize: bool = False
    one_time: bool = False
    placeholder: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    command: str
    description: str


@dataclass(frozen=True, slots=True)
class BotFace:
    username: str
    name: str
    description: str = ""


@dataclass(slots=True)
class Group:
    """What a chat of many people has beside its messages; the first of them owns it."""

    title: str
    members: tuple[int, ...]
    admins: frozenset[int]
    forum: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)


@dataclass(slots=True)
class Chat:
    id: str
    messenger: str
    person: int  # nobody has the number 0: a group belongs to no one
    bot: BotFace
    started: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    keyboard: Keyboard | None = None
    commands: tuple[Command, ...] = ()
    group: Group | None = None

    def whole(self) -> dict[str, Any]:
        group = self.group
        return {
            "id": self.id,
            "messenger": self.messenger,
            "kind": "group" if group else "private",
            "person": None if group else self.person,
            "title": group.title if group else self.bot.name,
            "bot": self.bot,
            "started": self.started,
            "members": group.members if group else (self.person,),
            "admins": sorted(group.admins) if group else (),
            "forum": bool(group and group.forum),
            "topics": list(group.topics.values()) if group else (),
            "messages": list(self.messages.values()),
            "keyboard": self.keyboard,
            "commands": self.commands,
        }


class World:
    """Keeps the picture and tells the page of every change to it."""

    def __init__(self, events: Events) -> None:
        self.events = events
        self.chats: dict[str, Chat] = {}
        self._people: dict[tuple[str, int], Person] = {}

    @property
    def people(self) -> list[Person]:
        return list(self._people.values())

    def person(self, chat: Chat) -> Person:
        return self._people[chat.messenger, chat.person]

    def member(self, chat: Chat, person: int) -> Person:
        return self._people[chat.messenger, person]

    def knows(self, messenger: str, person: int) -> bool:
        return (messenger, person) in self._people

    def put_person(self, person: Person) -> None:
        self._people[person.messenger, person.id] = person
        self.events.publish("person", person=person)

    def change_person(self, chat: Chat, **changes: Any) -> None:
        person = self.person(chat)
        if (changed := replace(person, **changes)) != person:
            self.put_person(changed)

    def put_chat(self, chat: Chat) -> None:
        self.chats[chat.id] = chat
        self.events.publish("chat", chat=chat.id, whole=chat.whole())

    def drop_chat(self, chat: Chat, moved: str | None = None) -> None:
        if self.chats.pop(chat.id, None):
            self.events.publish("gone", chat=chat.id, moved=moved)

    def put_topics(self, chat: Chat) -> None:
        if chat.group:
            topics = list(chat.group.topics.values())
            self.events.publish("topics", chat=chat.id, topics=topics, forum=chat.group.forum)

    def put_message(self, chat: Chat, message: Message) -> None:
        kind = "edit" if message.id in chat.messages else "message"
        chat.messages[message.id] = message
        self.events.publish(kind, chat=chat.id, message=message)

    def drop_message(self, chat: Chat, message: int) -> None:
        if chat.messages.pop(message, None):
            self.events.publish("delete", chat=chat.id, message=message)

    def put_keyboard(self, chat: Chat, keyboard: Keyboard | None) -> None:
        if keyboard != chat.keyboard:
            chat.keyboard = keyboard
            self.events.publish("keyboard", chat=chat.id, keyboard=keyboard)

    def put_commands(self, chat: Chat, commands: tuple[Command, ...]) -> None:
        if commands != chat.commands:
            chat.commands = commands
            self.events.publish("commands", chat=chat.id, commands=commands)

    def toast(self, chat: Chat, person: int, text: str, *, alert: bool) -> None:
        self.events.publish("toast", chat=chat.id, person=person, text=text, alert=alert)

    def show_press(
        self, chat: Chat, person: int, message: int, place: tuple[int, int], state: Literal["waiting", "done"]
    ) -> None:
        row, column = place
        self.events.publish(
            "pressed", chat=chat.id, person=person, message=message, row=row, column=column, state=state
        )
