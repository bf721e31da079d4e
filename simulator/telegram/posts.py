"""A message as the server keeps it: all that the bot is told of it and all that the page shows of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from simulator.files import StoredFile
from simulator.world import Entity

InlineKeyboard = tuple[tuple[Mapping[str, Any], ...], ...]  # buttons as the Bot API echoes them


@dataclass(frozen=True, slots=True)
class Rich:
    """Text with its entities, already cleaned and measured."""

    text: str = ""
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class TextPost:
    rich: Rich
    preview: Mapping[str, Any] | None = None

    @property
    def shows_preview(self) -> bool:
        links = any(entity.type in {"url", "text_link"} for entity in self.rich.entities)
        return links and not (self.preview or {}).get("is_disabled")


@dataclass(frozen=True, slots=True)
class FilePost:
    """A photo or a document with its caption."""

    file: StoredFile
    caption: Rich = Rich()


@dataclass(frozen=True, slots=True)
class OtherPost:
    """What only people send here: a contact, a place, a sticker… `body` holds the Bot API's fields of it."""

    body: Mapping[str, Any]
    caption: Rich = Rich()


@dataclass(frozen=True, slots=True)
class ServicePost:
    """What happened to a group; `notice` are the words in which people see it."""

    body: Mapping[str, Any]
    notice: str

    @property
    def caption(self) -> Rich:
        return Rich()


Content = TextPost | FilePost | OtherPost | ServicePost


@dataclass(frozen=True, slots=True)
class Post:
    id: int
    out: bool  # the person wrote it, not the bot
    date: datetime
    content: Content
    edited: datetime | None = None
    buttons: InlineKeyboard = ()
    had_keyboard: bool = False  # sent with a reply keyboard: can never be edited
    reply_to: "Post | None" = None
    album: str | None = None
    author: int | None = None  # the person, if it was one
    anonymous: bool = False  # an administrator who speaks as the group
    thread: int | None = None  # the topic, or in a supergroup the message that a chain of answers began with
    topic: bool = False
    via_bot: bool = False  # chosen from what the bot offered
    pinned: bool = False

    @property
    def rich(self) -> Rich:
        return self.content.rich if isinstance(self.content, TextPost) else self.content.caption
