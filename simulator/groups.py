"""The part of the control API about chats of many people: laid, joined, limited, moved, with topics."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from simulator import bodies
from simulator.asking import DESK, json_answer, read_body
from simulator.messenger import Forums, Hand, Messenger, NewGroup, Refused, Rights
from simulator.world import Chat

Act = Callable[[web.Request, Chat, Messenger], Awaitable[Any]]


async def lay_group(request: web.Request) -> web.Response:
    desk, wanted = request.app[DESK], await read_body(request, bodies.Group)
    messenger = desk.messenger(wanted.messenger)
    for person in (*wanted.members, *wanted.admins):
        _check_known(request, messenger, person)
    new = NewGroup(wanted.title, tuple(wanted.members), frozenset(wanted.admins), wanted.forum, wanted.admin)
    return json_answer(messenger.groups.lay(new).whole())


async def open_topic(request: web.Request, chat: Chat, messenger: Messenger) -> dict[str, int]:
    topic = await read_body(request, bodies.Topic)
    person = Hand(topic.person).owner(chat) if topic.person else _owner(chat)
    return {"thread": _forums(messenger).open_topic(chat, person, topic.title)}


async def close_topic(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    topic = await read_body(request, bodies.ClosedTopic)
    _forums(messenger).close_topic(chat, topic.thread, closed=topic.closed)


async def delete_topic(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    _forums(messenger).delete_topic(chat, (await read_body(request, bodies.DeletedTopic)).thread)


async def switch_forum(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    _forums(messenger).switch(chat, forum=(await read_body(request, bodies.Forum)).forum)


async def migrate(_request: web.Request, chat: Chat, messenger: Messenger) -> dict[str, str]:
    return {"chat": _forums(messenger).migrate(chat).id}


async def hide(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    hidden = await read_body(request, bodies.Anonymous)
    _forums(messenger).hide(chat, Hand(hidden.person).owner(chat), anonymous=hidden.anonymous)


async def change_member(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    member = await read_body(request, bodies.Member)
    _check_known(request, messenger, member.person)
    if member.inside:
        messenger.groups.join(chat, member.person, admin=member.admin)
    else:
        messenger.groups.leave(chat, Hand(member.person).owner(chat))


async def limit(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    messenger.groups.limit(chat, await read_body(request, Rights))


async def kick(_request: web.Request, chat: Chat, messenger: Messenger) -> None:
    messenger.groups.kick(chat)


async def invite(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    messenger.groups.invite(chat, admin=(await read_body(request, bodies.Invited)).admin)


def _check_known(request: web.Request, messenger: Messenger, person: int) -> None:
    if not request.app[DESK].world.knows(messenger.name, person):
        raise Refused(404, f"there is nobody {person} in {messenger.name}")


def _owner(chat: Chat) -> int:
    if not chat.group or not chat.group.members:
        raise Refused(409, "nobody is left in the group")
    return chat.group.members[0]


def _forums(messenger: Messenger) -> Forums:
    if messenger.forums is None:
        raise Refused(400, f"{messenger.name} has no topics, no supergroups and no administrators without a name")
    return messenger.forums


GROUP_ACTS: dict[str, Act] = {
    "topic": open_topic,
    "topic-close": close_topic,
    "topic-delete": delete_topic,
    "forum": switch_forum,
    "migrate": migrate,
    "anonymous": hide,
    "member": change_member,
    "rights": limit,
    "kick": kick,
    "invite": invite,
}
