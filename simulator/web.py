"""The control API and the page: what a browser, a test or the demo asks of the simulator."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import orjson
from aiohttp import web
from pydantic import TypeAdapter, ValidationError

from simulator import bodies
from simulator.desk import Desk, NewPerson
from simulator.faults import Fault
from simulator.messenger import Messenger, Refused
from simulator.world import Chat

PAGE = Path(__file__).with_name("page")
DESK = web.AppKey("desk", Desk)

Body = TypeVar("Body")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Act = Callable[[web.Request, Chat, Messenger], Awaitable[Any]]


def json_answer(value: Any, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(value), status=status, content_type="application/json")


@web.middleware
async def say_refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Refused as refused:
        return json_answer({"reason": refused.reason}, refused.status)


async def read_body(request: web.Request, kind: type[Body]) -> Body:
    try:
        return TypeAdapter(kind).validate_json(await request.read() or b"{}")
    except ValidationError as wrong:
        words = "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in wrong.errors())
        raise Refused(400, words) from None


async def state(request: web.Request) -> web.Response:
    desk = request.app[DESK]
    chats = [chat.whole() for chat in desk.world.chats.values()]
    return json_answer(
        {"clock": desk.clock.face(), "people": desk.world.people, "chats": chats, "event": desk.events.newest}
    )


async def events(request: web.Request) -> web.StreamResponse:
    after = request.headers.get("Last-Event-ID") or request.query.get("after", "")
    stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await stream.prepare(request)
    await stream.write(b"retry: 1000\n\n")
    async for line in request.app[DESK].events.read(int(after) if after.isdigit() else None):
        await stream.write(line)
    return stream


async def file(request: web.Request) -> web.Response:
    found = request.app[DESK].files.find(request.match_info["id"])
    if found is None or found.address:
        raise Refused(404, "there is no such file")
    kind = found.mime.partition(";")[0] or ("image/jpeg" if found.kind == "photo" else "application/octet-stream")
    headers = {"Content-Disposition": "inline" if kind.startswith("image/") else "attachment"}
    return web.Response(body=found.content, content_type=kind, headers=headers)


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


async def keyboard(request: web.Request, chat: Chat, messenger: Messenger) -> None:
    key = await read_body(request, bodies.KeyPressed)
    messenger.keyboard(chat, key.row, key.column)


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
}


async def act(request: web.Request) -> web.Response:
    if request.match_info["act"] not in ACTS:
        raise Refused(404, f"a person can: {', '.join(ACTS)}")
    chat, messenger = request.app[DESK].chat(request.match_info["chat"])
    return json_answer(await ACTS[request.match_info["act"]](request, chat, messenger) or {})


async def put_update(request: web.Request) -> web.Response:
    messenger = request.app[DESK].messengers[request.query.get("messenger", "telegram")]
    return json_answer({"update_id": messenger.put_update(await read_body(request, dict[str, Any]))})


async def clock(request: web.Request) -> web.Response:
    return json_answer(request.app[DESK].clock.face())


async def advance(request: web.Request) -> web.Response:
    by = await read_body(request, bodies.Advance)
    return _moved(request, timedelta(minutes=by.minutes, seconds=by.seconds))


async def advance_to_stop(request: web.Request) -> web.Response:
    fair = request.app[DESK].clock
    stop = fair.next_stop()
    if stop is None:
        raise Refused(404, "there is no stop ahead")
    return _moved(request, stop - fair.now())


async def put_stops(request: web.Request) -> web.Response:
    request.app[DESK].clock.stop_at((await read_body(request, bodies.Stops)).stops)
    return _moved(request, timedelta())


def _moved(request: web.Request, by: timedelta) -> web.Response:
    desk = request.app[DESK]
    desk.clock.advance(by)
    face = desk.clock.face()
    desk.events.publish("clock", now=face.now, zone=face.zone, running=face.running, stops=face.stops)
    return json_answer(face)


async def calls(request: web.Request) -> web.Response:
    since = request.query.get("since", "0")
    if not since.isdigit():
        raise Refused(400, "since is the number of a call")
    return json_answer(request.app[DESK].calls.of(request.query.get("method"), int(since)))


async def forget_calls(request: web.Request) -> web.Response:
    request.app[DESK].calls.clear()
    return json_answer({})


async def faults(request: web.Request) -> web.Response:
    return json_answer(request.app[DESK].faults.waiting)


async def add_fault(request: web.Request) -> web.Response:
    fault = await read_body(request, Fault)
    request.app[DESK].faults.add(fault)
    return json_answer(fault)


async def clear_faults(request: web.Request) -> web.Response:
    request.app[DESK].faults.clear()
    return json_answer({})


async def limits(request: web.Request) -> web.Response:
    wanted = await read_body(request, bodies.Limits)
    for messenger in request.app[DESK].messengers.values():
        messenger.enforce_limits(enforce=wanted.enforce)
    return json_answer(wanted)


async def page(_request: web.Request) -> web.StreamResponse:
    index = PAGE / "index.html"
    if not index.is_file():
        raise Refused(404, "the page is not here; the control API is at /sim/state")
    return web.FileResponse(index, headers={"Cache-Control": "no-store"})


async def static(request: web.Request) -> web.StreamResponse:
    path = (PAGE / request.match_info["file"]).resolve()
    if not path.is_relative_to(PAGE) or not path.is_file():
        raise Refused(404, "there is no such file")
    return web.FileResponse(path, headers={"Cache-Control": "no-store"})


ROUTES = [
    web.get("/", page),
    web.get("/static/{file:.+}", static),
    web.get("/sim/state", state),
    web.get("/sim/events", events),
    web.get("/sim/files/{id}", file),
    web.post("/sim/people", meet),
    web.post("/sim/chats/{chat}/{act}", act),
    web.post("/sim/update", put_update),
    web.get("/sim/clock", clock),
    web.post("/sim/clock/advance", advance),
    web.post("/sim/clock/next", advance_to_stop),
    web.put("/sim/clock/stops", put_stops),
    web.get("/sim/calls", calls),
    web.delete("/sim/calls", forget_calls),
    web.get("/sim/faults", faults),
    web.post("/sim/faults", add_fault),
    web.delete("/sim/faults", clear_faults),
    web.post("/sim/limits", limits),
]
