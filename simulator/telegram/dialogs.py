"""One chat as the server keeps it: with one person, or of many people with the bot among them."""

import asyncio
import random
from dataclasses import dataclass, field
from typing import Literal

from simulator.telegram.posts import Post
from simulator.world import Chat

Status = Literal["member", "administrator", "restricted", "left", "kicked"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the bot is in a group, and what it may do as an administrator."""

    status: Status = "left"
    topics: bool = False
    pin: bool = False
    write: bool = True

    @property
    def inside(self) -> bool:
        return self.status not in {"left", "kicked"}


@dataclass(slots=True)
class Group:
    supergroup: bool
    standing: Standing = Standing()
    anonymous: set[int] = field(default_factory=set)  # administrators who hide their names
    banned: set[int] = field(default_factory=set)
    own_topics: set[int] = field(default_factory=set)  # those that the bot opened
    moved_to: int | None = None
    messages: int = 0  # a supergroup numbers its own

    @property
    def kind(self) -> str:
        return "supergroup" if self.supergroup else "group"


@dataclass(slots=True)
class Dialog:
    id: int  # the person's, or below zero the group's
    chat: Chat
    instance: str = field(default_factory=lambda: str(-random.getrandbits(62)))
    posts: dict[int, Post] = field(default_factory=dict)
    keyboard_from: Post | None = None
    typing: asyncio.TimerHandle | None = None
    group: Group | None = None

    def topic(self, thread: int | None) -> bool:
        """Whether there is such a topic."""
        group = self.chat.group
        return group is not None and group.forum and thread in group.topics

    def closed(self, thread: int | None) -> bool:
        group = self.chat.group
        return group is not None and thread is not None and self.topic(thread) and group.topics[thread].closed
