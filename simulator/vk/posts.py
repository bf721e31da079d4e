"""A message as the server keeps it: all that the bot is told of it and all that the page shows of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from simulator.files import StoredFile
from simulator.world import Entity


@dataclass(frozen=True, slots=True)
class Button:
    type: str
    label: str = ""
    payload: str = ""  # JSON, or nothing
    color: str | None = None
    link: str = ""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """`body` is VK's JSON of it; a file of ours is drawn, anything else is only named."""

    kind: str
    body: Mapping[str, Any]
    file: StoredFile | None = None

    def told(self) -> dict[str, Any]:
        return {"type": self.kind, self.kind: self.body}


@dataclass(frozen=True, slots=True)
class Content:
    text: str = ""
    entities: tuple[Entity, ...] = ()
    preview: bool = False
    attachments: tuple[Attachment, ...] = ()
    geo: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Post:
    id: int
    cmid: int  # its number in the conversation
    out: bool  # the person wrote it, not the community
    date: datetime
    content: Content
    rows: Rows = ()  # inline buttons
    edited: datetime | None = None
    reply_to: "Post | None" = None
    random_id: int = 0
    author: int | None = None  # the person, if it was one
    notice: str | None = None  # what happened to the chat, said by nobody
    extra: Mapping[str, Any] = field(default_factory=dict)  # payload and ref of what a person sent
