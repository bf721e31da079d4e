"""What a person does in Telegram, as the updates that the bot gets of it."""

import random
import re
from dataclasses import replace
from typing import Any

from simulator.messenger import OWN, Hand, Refused, SentFile, Spot
from simulator.telegram import objects
from simulator.telegram.account import Account
from simulator.telegram.dialogs import Dialog
from simulator.telegram.found import find_entities
from simulator.telegram.groups import Forums, Groups
from simulator.telegram.hearing import tell
from simulator.telegram.posts import Content, FilePost, OtherPost, Post, Rich, ServicePost, TextPost
from simulator.telegram.presses import Press
from simulator.telegram.samples import sample
from simulator.telegram.texts import TEXT_LIMIT
from simulator.world import App, Chat, Person

QUERY = 256  # signs
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Telegram:
    name = "telegram"

    def __init__(self, account: Account) -> None:
        self.account = account
        self.groups = Groups(account)
        self.forums = Forums(account)

    def connection(self, url: str) -> dict[str, Any]:
        return {"token": self.account.token, "api_url": url}

    def rename(self, name: str, description: str) -> None:
        self.account.rename(replace(self.account.face, name=name, description=description))

    def welcome(self, person: Person) -> Chat:
        account = self.account
        chat = Chat(f"{self.name}:{person.id}", self.name, person.id, account.face)
        account.dialogs[person.id] = dialog = Dialog(person.id, chat)
        account.world.put_person(person)
        chat.commands = account.seen_commands(dialog)
        account.world.put_chat(chat)
        return chat

    def start(self, chat: Chat, payload: str | None, hand: Hand = OWN) -> None:
        if payload and not PAYLOAD.fullmatch(payload):
            raise Refused(400, "a start payload is 1–64 characters of A-Z a-z 0-9 _ -")
        if not chat.group and self.account.world.person(chat).blocked:
            self.block(chat, blocked=False)
        command = f"/start@{self.account.face.username}" if chat.group else "/start"
        self._say(chat, hand, f"{command} {payload}" if payload else command)

    def text(self, chat: Chat, text: str, reply_to: int | None, hand: Hand = OWN) -> None:
        text = text.strip()
        if not text:
            raise Refused(400, "an empty message cannot be sent")
        dialog = self._dialog(chat)
        if reply_to is not None and reply_to not in dialog.posts:
            raise Refused(404, "the message to reply to is gone")
        answered = dialog.posts[reply_to] if reply_to is not None else None
        for start in range(0, len(text), TEXT_LIMIT):  # as the apps do with a long text
            self._say(chat, hand, text[start : start + TEXT_LIMIT], answered)

    def press(self, chat: Chat, message: int, row: int, column: int, hand: Hand = OWN) -> dict[str, str]:
        dialog, person = self._dialog(chat), self.account.world.member(chat, hand.owner(chat))
        post = dialog.posts.get(message)
        if post is None or row >= len(post.buttons) or column >= len(post.buttons[row]):
            raise Refused(409, "the button is gone")
        button = post.buttons[row][column]
        if "url" in button:
            return {"kind": "url", "url": button["url"]}
        if "callback_data" not in button:
            return {"kind": "other"}
        query = {  # even an administrator without a name presses under the own one
            "id": self.account.presses.begin(Press(chat, person.id, message, (row, column))),
            "from": objects.user(person),
            "message": objects.message(self.account, dialog, post),
            "chat_instance": dialog.instance,
            "data": button["callback_data"],
        }
        if dialog.group is None or dialog.group.standing.inside:
            self.account.updates.put("callback_query", query, f"user:{person.id}")
        return {"kind": "callback"}

    def keyboard(self, chat: Chat, row: int, column: int, hand: Hand = OWN) -> None:
        keyboard = chat.keyboard
        if keyboard is None or row >= len(keyboard.rows) or column >= len(keyboard.rows[row]):
            raise Refused(409, "the keyboard is gone")
        key = keyboard.rows[row][column]
        asked_by = self._dialog(chat).keyboard_from
        if keyboard.one_time:
            self.account.world.put_keyboard(chat, None)
        if key.contact:
            self._share(chat, own_phone(hand.owner(chat)), asked_by, own=True)
        elif key.location:
            self._add(chat, hand, sample("location"), asked_by)
        else:
            self._say(chat, hand, key.text)

    def contact(self, chat: Chat, phone: str, *, own: bool, forwarded: bool = False) -> None:
        self._share(chat, phone, None, own=own, forwarded=forwarded)

    def block(self, chat: Chat, *, blocked: bool) -> None:
        person = self.account.world.person(chat)
        if person.blocked == blocked:
            return
        self.account.world.change_person(chat, blocked=blocked)
        update = {
            "chat": objects.private_chat(person),
            "from": objects.user(person),
            "date": int(self.account.clock.now().timestamp()),
            "old_chat_member": objects.bot_member(self.account, kicked=person.blocked),
            "new_chat_member": objects.bot_member(self.account, kicked=blocked),
        }
        self.account.updates.put("my_chat_member", update, f"chat:{person.id}")

    def deactivate(self, chat: Chat) -> None:
        self.account.world.change_person(chat, deactivated=True)

    def edit(self, chat: Chat, message: int, text: str, hand: Hand = OWN) -> None:
        dialog = self._dialog(chat)
        post = dialog.posts.get(message)
        if post is None or post.author != hand.owner(chat) or isinstance(post.content, ServicePost):
            raise Refused(409, "only an own message can be edited")
        typed, edited = _typed(text), self.account.moment()
        content = typed if isinstance(post.content, TextPost) else replace(post.content, caption=typed.rich)
        changed = self.account.keep(dialog, replace(post, content=content, edited=edited))
        tell(self.account, dialog, changed, "edited_message")

    def send(self, chat: Chat, kind: str, caption: str, hand: Hand = OWN, at: Spot | None = None) -> None:
        content = sample(kind, self.account.files, at)
        if caption and kind in {"photo", "document", "video", "voice", "audio", "animation"}:
            content = replace(content, caption=Rich(caption, find_entities(caption)))
        self._add(chat, hand, content)

    def send_file(self, chat: Chat, file: SentFile, caption: str, hand: Hand = OWN) -> None:
        self._add(chat, hand, FilePost(file.keep(self.account.files), Rich(caption, find_entities(caption))))

    def ask(self, chat: Chat, query: str, hand: Hand = OWN) -> dict[str, str]:
        """As the person types behind the bot's name: Telegram takes 256 signs."""
        person = self.account.world.member(chat, hand.owner(chat))
        number = self.account.inline.begin()
        group = self._dialog(chat).group
        kind = "sender" if group is None else group.kind
        told = {"id": number, "from": objects.user(person), "chat_type": kind, "query": query[:QUERY], "offset": ""}
        self.account.updates.put("inline_query", told, f"user:{person.id}")
        return {"query": number}

    def choose(self, chat: Chat, query: str, result: str, hand: Hand = OWN) -> None:
        """What was offered is said in the person's name, and the bot is told of it as of any message there."""
        chosen = self.account.inline.result(query, result)
        if chosen is None:
            raise Refused(409, "nothing of that id is offered")
        self._add(chat, hand, TextPost(chosen.rich), buttons=chosen.buttons, via_bot=True)

    def use_client(self, chat: Chat, client: App) -> None:
        del chat, client
        raise Refused(400, "all apps of this messenger draw the same")

    def refuse(self, chat: Chat, code: int | None, *, allowed: bool | None) -> None:
        del chat, code, allowed
        raise Refused(400, "in this messenger a person can only block the bot")

    def put_update(self, body: dict[str, Any]) -> int:
        if not isinstance(body.get("update_id", 0), int):
            raise Refused(400, "update_id is a number")
        return self.account.updates.put_raw(body)

    def enforce_limits(self, *, enforce: bool) -> None:
        self.account.limits.enforce = enforce

    def _dialog(self, chat: Chat) -> Dialog:
        return self.account.dialogs[int(chat.id.partition(":")[2])]

    def _say(self, chat: Chat, hand: Hand, text: str, reply_to: Post | None = None) -> None:
        self._add(chat, hand, _typed(text), reply_to)

    def _share(self, chat: Chat, phone: str, reply_to: Post | None, *, own: bool, forwarded: bool = False) -> None:
        person = self.account.world.person(chat)
        card: dict[str, Any] = {"phone_number": phone, "first_name": person.name if own else "Мария"}
        if own:
            card |= {"last_name": person.last_name} if person.last_name else {}
            card["user_id"] = person.id
        origin: dict[str, Any] = {}
        if forwarded:  # from another chat of the person's own, where it may be of anybody
            sender, date = objects.user(person), int(self.account.clock.now().timestamp())
            origin["forward_origin"] = {"type": "user", "sender_user": sender, "date": date}
            origin |= {"forward_from": sender, "forward_date": date}
        self._add(chat, OWN, OtherPost({**origin, "contact": card}), reply_to)

    def _add(self, chat: Chat, hand: Hand, content: Content, reply_to: Post | None = None, **about: Any) -> None:
        account, dialog = self.account, self._dialog(chat)
        person = account.world.member(chat, hand.owner(chat))
        if person.deactivated or (person.blocked and not chat.group):
            raise Refused(409, "who has blocked the bot or left the messenger cannot write")
        if not chat.started and not chat.group:
            chat.started = True
            account.world.put_chat(chat)
        self._check_thread(dialog, person, hand.thread)
        hidden = dialog.group is not None and person.id in dialog.group.anonymous
        if hand.reply_to is not None:
            if hand.reply_to not in dialog.posts:
                raise Refused(404, "the message to reply to is gone")
            reply_to = dialog.posts[hand.reply_to]
        more: dict[str, Any] = {"anonymous": hidden, "reply_to": reply_to, "album": hand.album or None} | about
        tell(account, dialog, account.add(dialog, content, out=True, thread=hand.thread, author=person.id, **more))

    def _check_thread(self, dialog: Dialog, person: Person, thread: int | None) -> None:
        if thread is None:
            return
        if not dialog.topic(thread):
            raise Refused(404, "there is no such topic")
        if dialog.closed(thread) and dialog.chat.group and person.id not in dialog.chat.group.admins:
            raise Refused(409, "the topic is closed; administrators alone can write there")


def own_phone(person: int) -> str:
    """Without a plus, as some apps give it: a bot has to read both."""
    return f"7900{random.Random(person).randrange(10**4):07d}"


def _typed(text: str) -> TextPost:
    return TextPost(Rich(text, find_entities(text)))
