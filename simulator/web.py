"""The control API and the page: what a browser, a test or the demo asks of the simulator."""

import re
from collections.abc import Awaitable, Callable
from contextlib import aclosing, suppress
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from simulator import bodies
from simulator.acts import act, meet, put_update
from simulator.asking import DESK, json_answer, read_body
from simulator.crm import CRM
from simulator.faults import Fault
from simulator.groups import lay_group
from simulator.mail import POST
from simulator.messenger import Refused
from simulator.site import SITE

SHOWN = frozenset({"application/pdf", "text/plain", "image/png", "image/jpeg", "image/gif"})  # by a browser, safely
PAGE = Path(__file__).resolve().with_name("page")

MEDIA_TYPE = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def say_refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Refused as refused:
        return json_answer({"reason": refused.reason}, refused.status)
    except web.HTTPNotFound:
        return json_answer({"ok": False, "error_code": 404, "description": "Not Found"}, 404)


async def state(request: web.Request) -> web.Response:
    desk = request.app[DESK]
    chats = [chat.whole() for chat in desk.world.chats.values()]
    return json_answer(
        {
            "clock": desk.clock.face(),
            "people": desk.world.people,
            "chats": chats,
            "site": request.app[SITE].messages,
            "mail": request.app[POST].mails,
            "crm": request.app[CRM].events,
            "event": desk.events.newest,
        }
    )


async def events(request: web.Request) -> web.StreamResponse:
    after = request.headers.get("Last-Event-ID") or request.query.get("after", "")
    stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await stream.prepare(request)
    await stream.write(b"retry: 1000\n\n")
    async with aclosing(request.app[DESK].events.read(int(after) if after.isdigit() else None)) as lines:
        with suppress(ConnectionResetError):  # the page was closed
            async for line in lines:
                await stream.write(line)
    return stream


async def file(request: web.Request) -> web.Response:
    found = request.app[DESK].files.find(request.match_info["id"])
    if found is None or found.address:
        raise Refused(404, "there is no such file")
    told = found.mime.partition(";")[0].strip().lower()
    kind = told if MEDIA_TYPE.fullmatch(told) else "image/jpeg" if found.kind == "photo" else "application/octet-stream"
    shown = found.kind == "photo" or kind in SHOWN
    name = quote(found.name.encode("utf-8", "replace"))
    headers = {"Content-Disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{name}"}
    headers["X-Content-Type-Options"] = "nosniff"
    letters = "utf-8" if kind == "text/plain" else None
    return web.Response(body=found.content, content_type=kind, charset=letters, headers=headers)


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
    body = await read_body(request, bodies.Stops)
    request.app[DESK].clock.stop_at(body.stops, body.due, body.chosen)
    return _moved(request, timedelta())


def _moved(request: web.Request, by: timedelta) -> web.Response:
    desk = request.app[DESK]
    desk.clock.advance(by)
    face = desk.clock.face()
    desk.events.publish("clock", **asdict(face))
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


async def messengers(request: web.Request) -> web.Response:
    desk = request.app[DESK]
    return json_answer({name: messenger.connection(desk.url) for name, messenger in desk.messengers.items()})


async def rename(request: web.Request) -> web.Response:
    renamed = await read_body(request, bodies.Renamed)
    request.app[DESK].messenger(request.match_info["messenger"]).rename(renamed.name, renamed.description)
    return json_answer({})


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
    web.post("/sim/groups", lay_group),
    web.post("/sim/chats/{chat}/{act}", act),
    web.post("/sim/update", put_update),
    web.get("/sim/clock", clock),
    web.post("/sim/clock/advance", advance),
    web.post("/sim/clock/next", advance_to_stop),
    web.put("/sim/clock/stops", put_stops),
    web.get("/sim/messengers", messengers),
    web.post("/sim/messengers/{messenger}", rename),
    web.get("/sim/calls", calls),
    web.delete("/sim/calls", forget_calls),
    web.get("/sim/faults", faults),
    web.post("/sim/faults", add_fault),
    web.delete("/sim/faults", clear_faults),
    web.post("/sim/limits", limits),
]
