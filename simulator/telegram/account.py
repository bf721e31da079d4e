"""The bot's account: whom it talks with, what was said, what it calls itself."""

import asyncio
import random
from dataclasses import dataclass, field
from datetime import datetime

from simulator.clock import FairClock
from simulator.files import Files
from simulator.telegram.commands import Commands
from simulator.telegram.drawing import draw
from simulator.telegram.errors import bad_request, forbidden
from simulator.telegram.limits import Limits
from simulator.telegram.posts import Post
from simulator.telegram.presses import Presses
from simulator.telegram.updates import Updates
from simulator.telegram.webhook import Webhook
from simulator.world import BotFace, Chat, Person, World

FACE = BotFace("simulator_bot", "Бот на столе")
TYPING_SECONDS = 5.0


@dataclass(slots=True)
class Dialog:
    """One private chat with the bot."""

    chat: Chat
    instance: str = field(default_factory=lambda: str(-random.getrandbits(62)))
    posts: dict[int, Post] = field(default_factory=dict)
    keyboard_from: Post | None = None
    typing: asyncio.TimerHandle | None = None


@dataclass(slots=True)
class Account:
    token: str
    world: World
    clock: FairClock
    files: Files
    limits: Limits
    presses: Presses
    updates: Updates
    webhook: Webhook
    commands: Commands = field(default_factory=Commands)
    dialogs: dict[int, Dialog] = field(default_factory=dict)
    face: BotFace = FACE
    _messages: int = field(default=0, init=False)

    @property
    def id(self) -> int:
        return int(self.token.partition(":")[0])

    def person(self, dialog: Dialog) -> Person:
        return self.world.person(dialog.chat)

    def find(self, chat_id: str) -> Dialog:
        """The chat that a method names, if the bot has ever seen it."""
        if not chat_id:
            raise bad_request("chat_id is empty")
        dialog = self.dialogs.get(int(chat_id)) if chat_id.lstrip("-").isdigit() else None
        if dialog is None or not dialog.chat.started:
            raise bad_request("chat not found")
        return dialog

    def check_reachable(self, dialog: Dialog) -> None:
        person = self.person(dialog)
        if person.deactivated:
            raise forbidden("user is deactivated")
        if person.blocked:
            raise forbidden("bot was blocked by the user")

    def new_message(self) -> int:
        """One counter numbers the private messages of everybody."""
        self._messages += 1
        return self._messages

    def moment(self) -> datetime:
        """The fair's time as messages are dated: whole seconds."""
        return self.clock.now().replace(microsecond=0)

    def keep(self, dialog: Dialog, post: Post) -> Post:
        dialog.posts[post.id] = post
        self.stop_typing(dialog)
        self.world.put_message(dialog.chat, draw(post, dialog.chat.person))
        return post

    def drop(self, dialog: Dialog, post: Post) -> None:
        del dialog.posts[post.id]
        self.world.drop_message(dialog.chat, post.id)

    def show_typing(self, dialog: Dialog) -> None:
        """Until the next message, or for five seconds."""
        self.stop_typing(dialog)
        self.world.change_person(dialog.chat, typing=True)
        dialog.typing = asyncio.get_running_loop().call_later(TYPING_SECONDS, self.stop_typing, dialog)

    def stop_typing(self, dialog: Dialog) -> None:
        if dialog.typing:
            dialog.typing.cancel()
            dialog.typing = None
            self.world.change_person(dialog.chat, typing=False)

    def rename(self, face: BotFace) -> None:
        self.face = face
        for dialog in self.dialogs.values():
            dialog.chat.bot = face
            self.world.put_chat(dialog.chat)

    def show_commands(self) -> None:
        for dialog in self.dialogs.values():
            self.world.put_commands(dialog.chat, self.commands.seen_by(self.person(dialog)))
