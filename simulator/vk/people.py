"""What a person does in VK, as the events that the bot gets of it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson

from simulator.messenger import OWN, Forums, Hand, Refused, SentFile, Spot
from simulator.vk.clients import CLIENTS
from simulator.vk.community import Community
from simulator.vk.dialogs import Dialog
from simulator.vk.errors import WORDS
from simulator.vk.events import event
from simulator.vk.formatting import with_addresses
from simulator.vk.groups import REFUSALS as GROUP_REFUSALS
from simulator.vk.groups import Groups, addressed, hears, mention
from simulator.vk.posts import Button, Content, Post
from simulator.vk.presses import Press
from simulator.vk.samples import geo, sample
from simulator.world import App, Chat, Person

Extra = Mapping[str, str]  # payload and ref: what a message carries beside its words
BEGIN, BEGIN_PAYLOAD = "Начать", '{"command":"start"}'
REF = re.compile(r"[A-Za-z0-9_-]{1,255}")
TEXT_LIMIT = 4096
NOTHING: Extra = {}
REFUSALS = (900, 901, 902, 936)


class Vk:
    name = "vk"
    forums: Forums | None = None  # there are none

    def __init__(self, community: Community) -> None:
        self.community = community
        self.groups = Groups(community)

    def connection(self, url: str) -> dict[str, Any]:
        return {"token": self.community.token, "group_id": self.community.id, "api_url": f"{url}/vk"}

    def rename(self, name: str, description: str) -> None:
        self.community.rename(name, description)

    def welcome(self, person: Person) -> Chat:
        community = self.community
        chat = Chat(f"{self.name}:{person.id}", self.name, person.id, community.face)
        community.dialogs[person.id] = Dialog(person.id, chat)
        community.world.put_person(person)
        community.world.put_chat(chat)
        return chat

    def start(self, chat: Chat, payload: str | None, hand: Hand = OWN) -> None:
        if payload and not REF.fullmatch(payload):
            raise Refused(400, "a ref is 1-255 characters of A-Z a-z 0-9 _ -")
        if not chat.group and self.community.world.person(chat).blocked:
            self.block(chat, blocked=False)
        ref = {"ref": payload, "ref_source": "link"} if payload else {}
        self._add(chat, hand, Content(BEGIN), {"payload": BEGIN_PAYLOAD, **ref})

    def text(self, chat: Chat, text: str, reply_to: int | None, hand: Hand = OWN) -> None:
        text = text.strip()
        if not text:
            raise Refused(400, "an empty message cannot be sent")
        posts = self._dialog(chat).posts
        if reply_to is not None and reply_to not in posts:
            raise Refused(404, "the message to reply to is gone")
        answered = replace(posts[reply_to], reply_to=None) if reply_to is not None else None
        for start in range(0, len(text), TEXT_LIMIT):  # as the apps do with a long text
            words = text[start : start + TEXT_LIMIT]
            content = _typed(addressed(self.community, words) if chat.group else words)
            self._add(chat, hand, content, reply_to=answered)

    def press(self, chat: Chat, message: int, row: int, column: int, hand: Hand = OWN) -> dict[str, str]:
        dialog = self._dialog(chat)
        post = dialog.posts.get(message)
        rows = self.community.client(dialog).sees(post.rows, inline=True) if post else ()
        if post is None or row >= len(rows) or column >= len(rows[row]):
            raise Refused(409, "the button is gone")
        return self._use(chat, hand, rows[row][column], (row, column), post)

    def keyboard(self, chat: Chat, row: int, column: int, hand: Hand = OWN) -> dict[str, str]:
        dialog = self._dialog(chat)
        rows = self.community.client(dialog).sees(dialog.keyboard, inline=False)
        if row >= len(rows) or column >= len(rows[row]):
            raise Refused(409, "the keyboard is gone")
        if dialog.one_time:
            self.community.lay_keyboard(dialog, (), one_time=False)
        return self._use(chat, hand, rows[row][column], (row, column), None)

    def contact(self, chat: Chat, phone: str, *, own: bool, forwarded: bool = False) -> None:
        del chat, phone, own, forwarded
        raise Refused(400, "VK has no button that shares a phone: write it as a text")

    def block(self, chat: Chat, *, blocked: bool) -> None:
        person = self.community.world.person(chat)
        if person.blocked == blocked:
            return
        self.community.world.change_person(chat, blocked=blocked)
        if blocked:
            self.community.tell("message_deny", {"user_id": person.id})
        else:
            self.community.tell("message_allow", {"user_id": person.id, "key": ""})

    def deactivate(self, chat: Chat) -> None:
        self.community.world.change_person(chat, deactivated=True)

    def edit(self, chat: Chat, message: int, text: str, hand: Hand = OWN) -> None:
        community, dialog = self.community, self._dialog(chat)
        post = dialog.posts.get(message)
        if post is None or post.author != hand.owner(chat) or not (post.content.text or post.content.attachments):
            raise Refused(409, "only an own message can be edited")
        typed = replace(_typed(text), attachments=post.content.attachments)
        changed = community.keep(dialog, replace(post, content=typed, edited=community.moment()))
        if hears(community, dialog, changed):
            community.tell("message_edit", community.told(dialog, changed))

    def send(self, chat: Chat, kind: str, caption: str, hand: Hand = OWN, at: Spot | None = None) -> None:
        content = sample(kind, self.community.media, hand.owner(chat), at)
        self._add(chat, hand, replace(content, text=caption, entities=with_addresses(caption)))

    def send_file(self, chat: Chat, file: SentFile, caption: str, hand: Hand = OWN) -> None:
        media = self.community.media
        attachment = media.received("doc", file.keep(media.files), hand.owner(chat))
        self._add(chat, hand, Content(caption, with_addresses(caption), attachments=(attachment,)))

    def ask(self, chat: Chat, query: str, hand: Hand = OWN) -> dict[str, str]:
        del chat, query, hand
        raise Refused(400, "this messenger has no inline mode")

    def choose(self, chat: Chat, query: str, result: str, hand: Hand = OWN) -> None:
        del chat, query, result, hand
        raise Refused(400, "this messenger has no inline mode")

    def use_client(self, chat: Chat, client: App) -> None:
        self.community.world.change_person(chat, client=client)
        self.community.redraw(self._dialog(chat))

    def refuse(self, chat: Chat, code: int | None, *, allowed: bool | None) -> None:
        possible = GROUP_REFUSALS if chat.group else REFUSALS
        if code is not None and code not in possible:
            raise Refused(400, "; ".join(f"{number}: {WORDS[number]}" for number in possible))
        dialog = self._dialog(chat)
        dialog.refusal, dialog.allowed = code, allowed

    def put_update(self, body: dict[str, Any]) -> int:
        """`type` and `object` are enough; what is absent is added."""
        if not isinstance(body.get("type"), str) or not isinstance(body.get("object"), dict):
            raise Refused(400, "an event has a type and an object")
        update = {**event(body["type"], body["object"], self.community.id), **body}
        self.community.callbacks.put(update, raw=True)
        return self.community.long_poll.put_raw(update)

    def enforce_limits(self, *, enforce: bool) -> None:
        self.community.limits.enforce = enforce

    def _dialog(self, chat: Chat) -> Dialog:
        return self.community.dialogs[int(chat.id.partition(":")[2])]

    def _use(self, chat: Chat, hand: Hand, button: Button, place: tuple[int, int], post: Post | None) -> dict[str, str]:
        match button.type:
            case "open_link":
                return {"kind": "url", "url": button.link}
            case "text":
                words = f"{mention(self.community)} {button.label}" if chat.group else button.label
                self._add(chat, hand, Content(words), _payload(button))
                return {"kind": "text"}
            case "location":
                self._add(chat, hand, Content(geo=geo()), _payload(button))
                return {"kind": "text"}
            case "callback":
                self._press(chat, hand.owner(chat), button, place, post)
                return {"kind": "callback"}
        return {"kind": "other"}

    def _press(self, chat: Chat, person: int, button: Button, place: tuple[int, int], post: Post | None) -> None:
        dialog = self._dialog(chat)
        pressed: dict[str, Any] = {"user_id": person, "peer_id": dialog.peer}
        press = Press(chat, person, dialog.peer, post.id if post else None, place)
        pressed["event_id"] = self.community.presses.begin(press)
        pressed["payload"] = orjson.loads(button.payload or "{}")
        if post:
            pressed["conversation_message_id"] = post.cmid
        if dialog.group is None or dialog.group.inside:
            self.community.tell("message_event", pressed)

    def _add(
        self, chat: Chat, hand: Hand, content: Content, extra: Extra = NOTHING, reply_to: Post | None = None
    ) -> None:
        community, dialog = self.community, self._dialog(chat)
        person = community.world.member(chat, hand.owner(chat))
        if person.deactivated or (person.blocked and not chat.group):
            raise Refused(409, "who has forbidden messages or left the messenger cannot write")
        if hand.thread is not None:
            raise Refused(400, "VK has no topics")
        if hand.reply_to is not None:
            if hand.reply_to not in dialog.posts:
                raise Refused(404, "the message to reply to is gone")
            reply_to = replace(dialog.posts[hand.reply_to], reply_to=None)
        if not chat.started and not chat.group:
            chat.started = True
            community.world.put_chat(chat)
        post = community.add(dialog, content, out=True, author=person.id, reply_to=reply_to, extra=extra)
        if hears(community, dialog, post):
            info = CLIENTS[person.client].info(person.language)
            community.tell("message_new", {"message": community.told(dialog, post), "client_info": info})


def _typed(text: str) -> Content:
    return Content(text, with_addresses(text), preview=True)


def _payload(button: Button) -> dict[str, str]:
    return {"payload": button.payload} if button.payload else {}
