"""The part of the control API in which people act."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from simulator import bodies
from simulator.asking import DESK, json_answer, read_body
from simulator.desk import NewPerson
from simulator.messenger import Messenger, Refused
from simulator.world import Chat

Act = Callable[[web.Request, Chat, Messenger], Awaitable[Any]]


async def meet(request: web.Request) -> web.Response:
    return json_answer(request.app[DESK].meet(await read_body(request, NewPerson)))


async def start(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    messenger.start(chat, (await read_body(request, bodies.Start)).payload)


async def say(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    said = await read_body(request, bodies.Said)
    messenger.text(chat, said.text, said.reply_to)


async def press(request: web.Request, chat: Chat, messenger: Messenger) -> dict[str, str]:
    pressed = await read_body(request, bodies.Pressed)
    return messenger.press(chat, pressed.message, pressed.row, pressed.column)


async def keyboard(request: web.Request, chat: Chat, messenger: Messenger) -> dict[str, str] | None:
    key = await read_body(request, bodies.KeyPressed)
    return messenger.keyboard(chat, key.row, key.column)


async def contact(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    shared = await read_body(request, bodies.Shared)
    messenger.contact(chat, shared.phone, own=shared.own)


async def block(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    messenger.block(chat, blocked=(await read_body(request, bodies.Blocked)).blocked)


async def deactivate(_request: web.Request, chat: Chat, messenger: Messenger) -> None:
    messenger.deactivate(chat)


async def edit(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    edited = await read_body(request, bodies.Edited)
    messenger.edit(chat, edited.message, edited.text)


async def send(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    sent = await read_body(request, bodies.Sent)
    messenger.send(chat, sent.kind, sent.caption)


async def use_client(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    messenger.use_client(chat, (await read_body(request, bodies.Client)).client)


async def refuse(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    refusal = await read_body(request, bodies.Refusal)
    messenger.refuse(chat, refusal.code, allowed=refusal.allowed)


ACTS: dict[str, Act] = {
    "start": start,
    "text": say,
    "press": press,
    "keyboard": keyboard,
    "contact": contact,
    "block": block,
    "deactivate": deactivate,
    "edit": edit,
    "send": send,
    "client": use_client,
    "refuse": refuse,
}


async def act(request: web.Request) -> web.Response:
    if request.match_info["act"] not in ACTS:
        raise Refused(404, f"a person can: {', '.join(ACTS)}")
    chat, messenger = request.app[DESK].chat(request.match_info["chat"])
    return json_answer(await ACTS[request.match_info["act"]](request, chat, messenger) or {})


async def put_update(request: web.Request) -> web.Response:
    messenger = request.app[DESK].messenger(request.query.get("messenger", "telegram"))
    return json_answer({"update_id": messenger.put_update(await read_body(request, dict[str, Any]))})
