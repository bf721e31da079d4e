"""Groups as people make them: who is in, what the bot may do, topics, and a group that becomes another chat."""

from dataclasses import replace
from typing import Any

from simulator import world
from simulator.messenger import NewGroup, Refused, Rights
from simulator.telegram import objects
from simulator.telegram.account import Account
from simulator.telegram.dialogs import Dialog, Group, Standing
from simulator.telegram.hearing import tell
from simulator.telegram.posts import ServicePost
from simulator.telegram.topics import add_topic, drop_topic, set_closed
from simulator.world import Chat

ADMIN = Standing("administrator", topics=True, pin=True)


class Groups:
    """Who is in a group; the bot is one of them."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def lay(self, new: NewGroup) -> Chat:
        members = tuple(dict.fromkeys((*new.members, *sorted(new.admins))))
        picture = world.Group(new.title, members, new.admins | {members[0]}, new.forum)
        chat = self._account.lay_group(picture, Group(supergroup=new.forum)).chat
        self.invite(chat, admin=new.admin)
        return chat

    def join(self, chat: Chat, person: int, *, admin: bool) -> None:
        known = _picture(chat)
        newcomer = person not in known.members
        if newcomer:
            known.members = (*known.members, person)
        known.admins = known.admins | {person} if admin else known.admins - {person} | {known.members[0]}
        self._account.world.put_chat(chat)
        if newcomer:
            who = self._account.world.member(chat, person)
            note(self._account, chat, _joined(objects.user(who)), f"{who.name} теперь в группе", person)

    def leave(self, chat: Chat, person: int) -> None:
        known, who = _picture(chat), self._account.world.member(chat, person)
        gone = {"left_chat_participant": objects.user(who), "left_chat_member": objects.user(who)}
        note(self._account, chat, gone, f"{who.name} больше не в группе", person)
        known.members = tuple(member for member in known.members if member != person)
        known.admins = (known.admins - {person}) | set(known.members[:1])
        _server(self._account, chat)[1].anonymous.discard(person)
        self._account.world.put_chat(chat)

    def limit(self, chat: Chat, rights: Rights) -> None:
        _, group = _server(self._account, chat)
        if not group.standing.inside:
            raise Refused(409, "the bot is not in the group")
        if rights.admin:
            stand(self._account, chat, Standing("administrator", rights.topics, rights.pin))
        elif rights.write:
            stand(self._account, chat, Standing("member"))
        else:  # a plain group can only silence everybody, of which nobody is told
            stand(self._account, chat, Standing("restricted" if group.supergroup else "member", write=False))

    def kick(self, chat: Chat) -> None:
        stand(self._account, chat, Standing("kicked"))

    def invite(self, chat: Chat, *, admin: bool) -> None:
        _, group = _server(self._account, chat)
        if not group.standing.inside:
            stand(self._account, chat, Standing("member"))
            bot = objects.bot_user(self._account)
            note(self._account, chat, _joined(bot), f"{bot['first_name']} теперь в группе", _owner(chat))
        if admin:
            stand(self._account, chat, ADMIN)


class Forums:
    """What supergroups have more than plain groups."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def open_topic(self, chat: Chat, person: int, title: str) -> int:
        dialog, _ = _server(self._account, chat)
        if not _picture(chat).forum:
            raise Refused(409, "the group has no topics")
        opening = add_topic(self._account, dialog, title, author=person)
        tell(self._account, dialog, opening)
        return opening.id

    def close_topic(self, chat: Chat, thread: int, *, closed: bool) -> None:
        dialog = self._with_topic(chat, thread)
        if dialog.closed(thread) != closed:
            said = set_closed(self._account, dialog, thread, closed=closed, author=_owner(chat))
            tell(self._account, dialog, said)

    def delete_topic(self, chat: Chat, thread: int) -> None:
        drop_topic(self._account, self._with_topic(chat, thread), thread)

    def switch(self, chat: Chat, *, forum: bool) -> None:
        if not _server(self._account, chat)[1].supergroup:
            raise Refused(409, "a plain group has no topics: let it migrate")
        _picture(chat).forum = forum
        self._account.world.put_chat(chat)

    def migrate(self, chat: Chat) -> Chat:
        """The bot learns of it from both chats, and that it has joined the new one."""
        old, group = _server(self._account, chat)
        if group.supergroup:
            raise Refused(409, "it is a supergroup already")
        new = self._account.lay_group(replace(_picture(chat)), Group(supergroup=True))
        stand(self._account, new.chat, group.standing)
        note(self._account, chat, {"migrate_to_chat_id": new.id}, "Группа стала супергруппой", _owner(chat))
        note(self._account, new.chat, {"migrate_from_chat_id": old.id}, "Группа стала супергруппой", _owner(chat))
        group.moved_to = new.id
        self._account.world.drop_chat(chat, moved=new.chat.id)
        return new.chat

    def hide(self, chat: Chat, person: int, *, anonymous: bool) -> None:
        _, group = _server(self._account, chat)
        if not group.supergroup:
            raise Refused(409, "in a plain group nobody can hide the name")
        if anonymous:
            _picture(chat).admins |= {person}
            group.anonymous.add(person)
        else:
            group.anonymous.discard(person)
        self._account.world.put_chat(chat)

    def _with_topic(self, chat: Chat, thread: int) -> Dialog:
        dialog, _ = _server(self._account, chat)
        if not dialog.topic(thread):
            raise Refused(404, "there is no such topic")
        return dialog


def stand(account: Account, chat: Chat, standing: Standing, by: objects.Json | None = None) -> None:
    """The bot is made something else in the group, by its owner unless told, and learns of it."""
    dialog, group = _server(account, chat)
    old, group.standing = group.standing, standing
    chat.started = standing.inside
    if objects.bot_standing(account, old) == objects.bot_standing(account, standing):
        return
    update = {
        "chat": objects.group_chat(dialog),
        "from": by or objects.user(account.world.member(chat, _owner(chat))),
        "date": int(account.moment().timestamp()),
        "old_chat_member": objects.bot_standing(account, old),
        "new_chat_member": objects.bot_standing(account, standing),
    }
    account.updates.put("my_chat_member", update, f"chat:{dialog.id}")
    account.world.put_chat(chat)


def note(account: Account, chat: Chat, body: dict[str, Any], notice: str, by: int) -> None:
    """A service message."""
    dialog, _ = _server(account, chat)
    tell(account, dialog, account.add(dialog, ServicePost(body, notice), out=True, author=by))


def _joined(user: objects.Json) -> objects.Json:
    return {"new_chat_participant": user, "new_chat_member": user, "new_chat_members": [user]}


def _server(account: Account, chat: Chat) -> tuple[Dialog, Group]:
    dialog = account.dialogs[int(chat.id.partition(":")[2])]
    if dialog.group is None:
        raise Refused(400, "it is not a group")
    return dialog, dialog.group


def _picture(chat: Chat) -> world.Group:
    if chat.group is None:
        raise Refused(400, "it is not a group")
    return chat.group


def _owner(chat: Chat) -> int:
    members = _picture(chat).members
    if not members:
        raise Refused(409, "nobody is left in the group")
    return members[0]
