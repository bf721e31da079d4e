"""The part of the control API in which people act."""

from typing import Any

from aiohttp import web

from simulator import bodies
from simulator.asking import DESK, json_answer, read_body
from simulator.desk import NewPerson
from simulator.groups import GROUP_ACTS, Act
from simulator.messenger import Hand, Messenger, Refused, SentFile
from simulator.world import Chat


async def meet(request: web.Request) -> web.Response:
    return json_answer(request.app[DESK].meet(await read_body(request, NewPerson)))


async def start(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    begun = await read_body(request, bodies.Start)
    messenger.start(chat, begun.payload, Hand(begun.person, begun.thread))


async def say(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    said = await read_body(request, bodies.Said)
    messenger.text(chat, said.text, said.reply_to, Hand(said.person, said.thread))


async def press(request: web.Request, chat: Chat, messenger: Messenger) -> dict[str, str]:
    pressed = await read_body(request, bodies.Pressed)
    return messenger.press(chat, pressed.message, pressed.row, pressed.column, Hand(pressed.person))


async def ask(request: web.Request, chat: Chat, messenger: Messenger) -> dict[str, str]:
    asked = await read_body(request, bodies.Inquiry)
    return messenger.ask(chat, asked.query, Hand(asked.person))


async def choose(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    chosen = await read_body(request, bodies.Chosen)
    messenger.choose(chat, chosen.query, chosen.result, Hand(chosen.person, chosen.thread))


async def keyboard(request: web.Request, chat: Chat, messenger: Messenger) -> dict[str, str] | None:
    key = await read_body(request, bodies.KeyPressed)
    return messenger.keyboard(chat, key.row, key.column, Hand(key.person))


async def contact(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    shared = await read_body(request, bodies.Shared)
    messenger.contact(chat, shared.phone, own=shared.own, forwarded=shared.forwarded)


async def block(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    messenger.block(chat, blocked=(await read_body(request, bodies.Blocked)).blocked)


async def deactivate(_request: web.Request, chat: Chat, messenger: Messenger) -> None:
    messenger.deactivate(chat)


async def edit(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    edited = await read_body(request, bodies.Edited)
    messenger.edit(chat, edited.message, edited.text, Hand(edited.person))


async def send(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    sent = await read_body(request, bodies.Sent)
    hand = Hand(sent.person, sent.thread, sent.reply_to, sent.album)
    messenger.send(chat, sent.kind, sent.caption, hand, sent.at)


async def send_file(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    sent = await read_body(request, bodies.SentFile)
    file = SentFile(sent.name, sent.mime, sent.content, sent.size)
    messenger.send_file(chat, file, sent.caption, Hand(sent.person, sent.thread, sent.reply_to, sent.album))


async def use_client(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    messenger.use_client(chat, (await read_body(request, bodies.Client)).client)


async def refuse(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    refusal = await read_body(request, bodies.Refusal)
    messenger.refuse(chat, refusal.code, allowed=refusal.allowed)


ACTS: dict[str, Act] = {
    "start": start,
    "text": say,
    "press": press,
    "inline": ask,
    "choose": choose,
    "keyboard": keyboard,
    "edit": edit,
    "send": send,
    "file": send_file,
    "refuse": refuse,
}
PRIVATE_ACTS: dict[str, Act] = {
    "contact": contact,
    "block": block,
    "deactivate": deactivate,
    "client": use_client,
}
ALL_ACTS = ACTS | PRIVATE_ACTS | GROUP_ACTS


async def act(request: web.Request) -> web.Response:
    name = request.match_info["act"]
    if name not in ALL_ACTS:
        raise Refused(404, f"a person can: {', '.join(ALL_ACTS)}")
    chat, messenger = request.app[DESK].chat(request.match_info["chat"])
    if name in (PRIVATE_ACTS if chat.group else GROUP_ACTS):
        raise Refused(400, f"{name} belongs to {'a private chat' if chat.group else 'a group'}")
    return json_answer(await ALL_ACTS[name](request, chat, messenger) or {})


async def put_update(request: web.Request) -> web.Response:
    messenger = request.app[DESK].messenger(request.query.get("messenger", "telegram"))
    return json_answer({"update_id": messenger.put_update(await read_body(request, dict[str, Any]))})
