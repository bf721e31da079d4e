"""Chats of many people: who is in, whether the community hears everything, and what it hears otherwise."""

import re
from typing import Any

from simulator import world
from simulator.messenger import NewGroup, Refused, Rights
from simulator.vk.clients import CLIENTS
from simulator.vk.community import Community
from simulator.vk.dialogs import FIRST_CHAT, Dialog, Group
from simulator.vk.posts import Content, Post
from simulator.world import Chat

REFUSALS = (912, 917, 922, 927, 945)  # how every message to a chat may be made to end


class Groups:
    def __init__(self, community: Community) -> None:
        self._community = community

    def lay(self, new: NewGroup) -> Chat:
        if new.forum:
            raise Refused(400, "VK has no topics")
        community = self._community
        peer = FIRST_CHAT + 1 + sum(dialog.group is not None for dialog in community.dialogs.values())
        members = tuple(dict.fromkeys((*new.members, *sorted(new.admins))))
        picture = world.Group(new.title, members, new.admins | {members[0]})
        chat = Chat(f"vk:{peer}", "vk", 0, community.face, group=picture)
        community.dialogs[peer] = Dialog(peer, chat, group=Group())
        community.world.put_chat(chat)
        self.invite(chat, admin=new.admin)
        return chat

    def join(self, chat: Chat, person: int, *, admin: bool) -> None:
        known, who = _picture(chat), self._community.world.member(chat, person)
        newcomer = person not in known.members
        if newcomer:
            known.members = (*known.members, person)
        known.admins = known.admins | {person} if admin else known.admins - {person} | {known.members[0]}
        self._community.world.put_chat(chat)
        if newcomer:
            self._note(chat, "chat_invite_user", person, f"{who.name} теперь в беседе")

    def leave(self, chat: Chat, person: int) -> None:
        known, who = _picture(chat), self._community.world.member(chat, person)
        self._note(chat, "chat_kick_user", person, f"{who.name} больше не в беседе", by=person)
        known.members = tuple(member for member in known.members if member != person)
        known.admins = (known.admins - {person}) | set(known.members[:1])
        self._community.world.put_chat(chat)

    def limit(self, chat: Chat, rights: Rights) -> None:
        """The other rights are Telegram's."""
        _, group = _server(self._community, chat)
        group.admin = rights.admin and group.inside

    def kick(self, chat: Chat) -> None:
        """The event of it is the last one that is heard."""
        _, group = _server(self._community, chat)
        if group.inside:
            self._note(chat, "chat_kick_user", -self._community.id, "Сообщество исключено из беседы")
            group.inside = group.admin = chat.started = False
            self._community.world.put_chat(chat)

    def invite(self, chat: Chat, *, admin: bool) -> None:
        _, group = _server(self._community, chat)
        newcomer, group.inside, chat.started = not group.inside, True, True
        group.admin = group.admin or admin
        self._community.world.put_chat(chat)
        if newcomer:
            self._note(chat, "chat_invite_user", -self._community.id, "Сообщество теперь в беседе")

    def _note(self, chat: Chat, kind: str, whom: int, words: str, by: int | None = None) -> None:
        """What happened to the chat: an event with an action, by the owner unless told."""
        community, (dialog, _) = self._community, _server(self._community, chat)
        author = community.world.member(chat, by or _picture(chat).members[0])
        extra: dict[str, Any] = {"action": {"type": kind, "member_id": whom}}
        post = community.add(dialog, Content(), out=True, author=author.id, notice=words, extra=extra)
        if hears(community, dialog, post):
            info = CLIENTS[author.client].info(author.language)
            community.tell("message_new", {"message": community.told(dialog, post), "client_info": info})


def hears(community: Community, dialog: Dialog, post: Post) -> bool:
    """Who does not administer a chat hears only what is addressed, and what happens to the chat."""
    if dialog.group is None:
        return True
    if not dialog.group.inside:
        return False
    answered = post.reply_to is not None and post.reply_to.author is None
    return dialog.group.admin or bool(post.notice) or answered or mention(community) in post.content.text


def mention(community: Community) -> str:
    return f"[club{community.id}|@{community.face.username}]"


def addressed(community: Community, text: str) -> str:
    """The community's name as VK passes it on, wherever it was typed."""
    names = rf"@(?:{re.escape(community.face.username)}|club{community.id})\b"
    return re.sub(names, lambda _: mention(community), text, flags=re.IGNORECASE)


def _server(community: Community, chat: Chat) -> tuple[Dialog, Group]:
    dialog = community.dialogs[int(chat.id.partition(":")[2])]
    if dialog.group is None:
        raise Refused(400, "it is not a group")
    return dialog, dialog.group


def _picture(chat: Chat) -> world.Group:
    if chat.group is None:
        raise Refused(400, "it is not a group")
    return chat.group
