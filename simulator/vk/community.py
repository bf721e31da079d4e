"""The community on whose behalf the bot speaks: whom it talks with, what was said, what happens in it."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from simulator.clock import FairClock
from simulator.vk.callback import Callbacks
from simulator.vk.clients import CLIENTS, Client
from simulator.vk.dialogs import FIRST_CHAT, Dialog
from simulator.vk.drawing import draw, draw_keyboard
from simulator.vk.errors import ApiError
from simulator.vk.events import event
from simulator.vk.limits import Limits
from simulator.vk.longpoll import LongPoll
from simulator.vk.media import Media
from simulator.vk.objects import message
from simulator.vk.posts import Content, Post, Rows
from simulator.vk.presses import Presses
from simulator.world import BotFace, Person, World

FACE = BotFace("simulator_fair", "Сообщество на столе")
TYPING_SECONDS = 10.0


@dataclass(slots=True)
class Community:
    token: str
    id: int
    world: World
    clock: FairClock
    limits: Limits
    presses: Presses
    long_poll: LongPoll
    callbacks: Callbacks
    media: Media
    dialogs: dict[int, Dialog] = field(default_factory=dict)
    face: BotFace = FACE
    url: str = ""  # where the API listens: the addresses that it hands out begin with it
    _messages: int = field(default=0, init=False)

    def person(self, dialog: Dialog) -> Person:
        return self.world.person(dialog.chat)

    def client(self, dialog: Dialog) -> Client:
        """A group is drawn once for all of its members, as new apps draw it."""
        return CLIENTS["new" if dialog.group else self.person(dialog).client]

    def find(self, peer: int) -> Dialog:
        """The person that a method names, if there ever was a word between them and the community, or the group."""
        dialog = self.dialogs.get(peer)
        if dialog is None and peer > FIRST_CHAT:
            raise ApiError(927)
        if dialog and dialog.group and not dialog.group.inside:
            raise ApiError(917)
        if dialog is None or not dialog.chat.started:
            raise ApiError(901)
        return dialog

    def check_reachable(self, dialog: Dialog) -> None:
        if dialog.refusal:
            raise ApiError(dialog.refusal)
        if dialog.group:
            return
        person = self.person(dialog)
        if person.deactivated:
            raise ApiError(18)
        if person.blocked:
            raise ApiError(901)

    def tell(self, kind: str, body: dict[str, Any]) -> None:
        """Something happened: the bot learns of it in both ways, as far as they are switched on."""
        update = event(kind, body, self.id)
        self.long_poll.put(update)
        self.callbacks.put(update)

    def told(self, dialog: Dialog, post: Post) -> dict[str, Any]:
        return message(post, dialog.peer, self.id)

    def moment(self) -> datetime:
        """The fair's time as messages are dated: whole seconds."""
        return self.clock.now().replace(microsecond=0)

    def add(self, dialog: Dialog, content: Content, *, out: bool, **more: Any) -> Post:
        dialog.cmids += 1
        if dialog.group is None:
            self._messages += 1
        number = dialog.cmids if dialog.group else self._messages
        return self.keep(dialog, Post(number, dialog.cmids, out, self.moment(), content, **more))

    def keep(self, dialog: Dialog, post: Post) -> Post:
        dialog.posts[post.id] = post
        self.stop_typing(dialog)
        self.world.put_message(dialog.chat, draw(post, self.client(dialog)))
        return post

    def drop(self, dialog: Dialog, post: Post) -> None:
        del dialog.posts[post.id]
        self.world.drop_message(dialog.chat, post.id)

    def lay_keyboard(self, dialog: Dialog, rows: Rows, *, one_time: bool) -> None:
        dialog.keyboard, dialog.one_time = rows, one_time
        self.world.put_keyboard(dialog.chat, draw_keyboard(rows, self.client(dialog), one_time=one_time))

    def redraw(self, dialog: Dialog) -> None:
        """The person took another app in hand."""
        for post in dialog.posts.values():
            drawn = draw(post, self.client(dialog))
            if drawn != dialog.chat.messages[post.id]:
                self.world.put_message(dialog.chat, drawn)
        self.lay_keyboard(dialog, dialog.keyboard, one_time=dialog.one_time)

    def rename(self, name: str, description: str) -> None:
        self.face = replace(self.face, name=name, description=description)
        for dialog in self.dialogs.values():
            dialog.chat.bot = self.face
            self.world.put_chat(dialog.chat)

    def show_typing(self, dialog: Dialog) -> None:
        """Until the next message, or for ten seconds; in a group nobody in particular sees it."""
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
