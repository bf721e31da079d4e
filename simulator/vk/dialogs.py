"""One chat: with one person, or of many people with the community among them. Messages, and the keyboard that stays."""

import asyncio
import time
from dataclasses import dataclass, field

from simulator.vk.posts import Post, Rows
from simulator.world import Chat

REPEATS_SEEN_FOR = 3600.0  # a message with a known random_id is not sent again within an hour


FIRST_CHAT = 2_000_000_000  # what is above it is the peer of a chat of many people, numbered for this community


@dataclass(slots=True)
class Group:
    inside: bool = False
    admin: bool = False  # and so hears everything


@dataclass(slots=True)
class Dialog:
    peer: int
    chat: Chat
    posts: dict[int, Post] = field(default_factory=dict)  # by the id of the message; of a group by its number there
    keyboard: Rows = ()
    one_time: bool = False
    refusal: int | None = None  # the error that every message to this person ends with
    allowed: bool | None = None  # what `isMessagesFromGroupAllowed` says, when it is not the truth
    typing: asyncio.TimerHandle | None = None
    cmids: int = 0
    group: Group | None = None
    _sent: dict[int, tuple[int, float]] = field(default_factory=dict)

    def already_sent(self, random_id: int) -> Post | None:
        number, until = self._sent.get(random_id, (0, 0.0))
        return self.posts.get(number) if time.monotonic() < until else None

    def remember(self, post: Post) -> None:
        if post.random_id:
            self._sent[post.random_id] = (post.id, time.monotonic() + REPEATS_SEEN_FOR)

    def by_cmid(self, cmid: int) -> Post | None:
        return next((post for post in self.posts.values() if post.cmid == cmid), None)
