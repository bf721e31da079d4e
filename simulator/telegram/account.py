"""The bot's account: whom it talks with, what was said, what it calls itself."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from simulator.clock import FairClock
from simulator.files import Files
from simulator.telegram.commands import Commands
from simulator.telegram.dialogs import Dialog, Group
from simulator.telegram.drawing import draw
from simulator.telegram.errors import ApiError, bad_request, forbidden
from simulator.telegram.inline import Inline
from simulator.telegram.limits import Limits
from simulator.telegram.posts import Content, Post
from simulator.telegram.presses import Presses
from simulator.telegram.updates import Updates
from simulator.telegram.webhook import Webhook
from simulator.world import BotFace, Chat, Command, Person, World
from simulator.world import Group as Picture

FACE = BotFace("simulator_bot", "Бот на столе")
TYPING_SECONDS = 5.0
FIRST_GROUP, FIRST_SUPERGROUP = 4_000_000, 1_002_000_000_000


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
    inline: Inline = field(default_factory=Inline)
    dialogs: dict[int, Dialog] = field(default_factory=dict)
    face: BotFace = FACE
    _messages: int = field(default=0, init=False)
    _groups: int = field(default=0, init=False)

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
        if dialog and dialog.group:
            _check_access(dialog.group)
        elif dialog is None or not dialog.chat.started:
            raise bad_request("chat not found")
        return dialog

    def check_reachable(self, dialog: Dialog) -> None:
        if dialog.group:
            if not dialog.group.standing.write:
                words = "not enough rights to send text messages to the chat"
                raise bad_request(words if dialog.group.supergroup else "CHAT_WRITE_FORBIDDEN")
            return
        person = self.person(dialog)
        if person.deactivated:
            raise forbidden("user is deactivated")
        if person.blocked:
            raise forbidden("bot was blocked by the user")

    def lay_group(self, picture: Picture, group: Group) -> Dialog:
        self._groups += 1
        number = -(FIRST_SUPERGROUP if group.supergroup else FIRST_GROUP) - self._groups
        chat = Chat(f"telegram:{number}", "telegram", 0, self.face, group=picture)
        self.dialogs[number] = dialog = Dialog(number, chat, group=group)
        chat.commands = self.seen_commands(dialog)
        self.world.put_chat(chat)
        return dialog

    def add(self, dialog: Dialog, content: Content, *, out: bool, thread: int | None = None, **more: Any) -> Post:
        """A new message: in a topic it answers the message that opened the topic, unless it answers another."""
        post = Post(self.new_message(dialog), out, self.moment(), content, **more)
        answered = post.reply_to
        if thread is None and answered and answered.topic:
            thread = answered.thread
        if thread is not None and dialog.topic(thread):
            post = replace(post, thread=thread, topic=True, reply_to=answered or dialog.posts[thread])
        elif answered and dialog.group and dialog.group.supergroup:
            post = replace(post, thread=answered.thread or answered.id)
        if post.reply_to:  # one level: an answered message does not bring what it answered itself
            post = replace(post, reply_to=replace(post.reply_to, reply_to=None))
        return self.keep(dialog, post)

    def new_message(self, dialog: Dialog) -> int:
        """One counter numbers the messages of everybody's private chats and plain groups."""
        if dialog.group and dialog.group.supergroup:
            dialog.group.messages += 1
            return dialog.group.messages
        self._messages += 1
        return self._messages

    def moment(self) -> datetime:
        """The fair's time as messages are dated: whole seconds."""
        return self.clock.now().replace(microsecond=0)

    def keep(self, dialog: Dialog, post: Post) -> Post:
        dialog.posts[post.id] = post
        self.stop_typing(dialog)
        self.world.put_message(dialog.chat, draw(post))
        return post

    def drop(self, dialog: Dialog, post: Post) -> None:
        del dialog.posts[post.id]
        self.world.drop_message(dialog.chat, post.id)

    def show_typing(self, dialog: Dialog) -> None:
        """Until the next message, or for five seconds; in a group nobody in particular sees it."""
        if dialog.group:
            return
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
            self.world.put_commands(dialog.chat, self.seen_commands(dialog))

    def seen_commands(self, dialog: Dialog) -> tuple[Command, ...]:
        """In a group everybody is taken for the owner's countryman."""
        everywhere = "all_group_chats" if dialog.group else "all_private_chats"
        owner = dialog.chat.group.members[0] if dialog.chat.group and dialog.chat.group.members else dialog.chat.person
        language = self.world.member(dialog.chat, owner).language if owner else ""
        return self.commands.seen(dialog.id, everywhere, language)


def _check_access(group: Group) -> None:
    if group.moved_to:
        words = "Bad Request: group chat was upgraded to a supergroup chat"
        raise ApiError(400, words, {"migrate_to_chat_id": group.moved_to})
    if group.standing.status == "kicked":
        raise forbidden(f"bot was kicked from the {group.kind} chat")
    if group.standing.status == "left":
        raise forbidden(f"bot is not a member of the {group.kind} chat")
