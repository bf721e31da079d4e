"""A request of the bot on its way: parameters, token, rates, faults, the method itself, the transcript, the answer."""

import asyncio
from contextlib import suppress
from datetime import datetime
from typing import Any

import orjson
from aiohttp import BodyPartReader, web

from simulator.calls import Calls
from simulator.clock import real_now
from simulator.faults import Fault, Faults, Kind
from simulator.vk.community import Community
from simulator.vk.errors import WRONG_TOKEN, ApiError, captcha
from simulator.vk.execute import Execution
from simulator.vk.media import Upload
from simulator.vk.methods import METHODS
from simulator.vk.parameters import SECRETS, Parameters, read_request

WIRE_FAULTS: frozenset[Kind] = frozenset({"500", "502", "not_json", "latency", "drop_request", "drop_answer"})
CODE_FAULTS: frozenset[Kind] = frozenset({"5", "6", "9", "10", "14", "901"})
INNER_FAULTS: frozenset[Kind] = CODE_FAULTS - {"5", "6"}  # a token and a rate are the whole request's
POLL_FAULTS: frozenset[Kind] = WIRE_FAULTS | {"failed1", "failed2", "failed3"}
GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
EMPTY = bytes(1 << 16)  # what a file holds of which only the size was told
CHECK, UPLOAD = "a_check", "upload"  # what is no method, as faults and the transcript name it


class Api:
    def __init__(self, community: Community, faults: Faults, calls: Calls) -> None:
        self._community = community
        self._faults = faults
        self._calls = calls

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/vk/method/{method:.*}", self._serve),
            web.get("/vk/lp/{group}", self._check),
            web.post("/vk/upload/{kind:photo|doc}", self._upload),
            web.get("/vk/doc/{id}", self._lead),
            web.get("/vk/lies/{id}", self._give),
        ]

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method, at = request.match_info["method"], real_now()
        call = await read_request(request)
        try:
            self._admit(method, call)
        except ApiError as error:
            return self._refuse(request, call, error, at)
        fault = self._faults.strike(method, WIRE_FAULTS | CODE_FAULTS)
        if fault and fault.kind in CODE_FAULTS:
            return self._refuse(request, call, _ordered(fault), at)
        if fault and (broken := await self._break(request, fault, method, call.told(), at)):
            return broken
        body = self._do(method, call, at)
        self._note(method, call.told(), body, at)
        return _reply(request, fault, body)

    def _admit(self, method: str, call: Parameters) -> None:
        if method not in METHODS and method != "execute":
            raise ApiError(3)
        if not call.text("v"):
            raise ApiError(8, "v (version) is required")
        if not call.text("access_token"):
            raise ApiError(5, "no access_token passed.")
        if call.text("access_token") != self._community.token:
            raise ApiError(5, WRONG_TOKEN)
        self._community.limits.take_call()

    def _do(self, method: str, call: Parameters, at: datetime) -> dict[str, Any]:
        try:
            if method != "execute":
                return {"response": METHODS[method](self._community, call)}
            execution = Execution(lambda name, inner: self._do_inner(name, inner, at))
            response = execution.run(call.text("code"))
            return {"response": response} | ({"execute_errors": execution.errors} if execution.errors else {})
        except ApiError as error:
            return _refused(error, method, call)

    def _do_inner(self, method: str, call: Parameters, at: datetime) -> Any:
        """One call of a script: noted as a call of its own, within `execute`."""
        try:
            if method not in METHODS:
                raise ApiError(3)
            if fault := self._faults.strike(method, INNER_FAULTS):
                raise _ordered(fault)
            response = METHODS[method](self._community, call)
        except ApiError as error:
            self._note(method, call.told(), {"error": error.body()}, at, within="execute")
            raise
        self._note(method, call.told(), {"response": response}, at, within="execute")
        return response

    async def _check(self, request: web.Request) -> web.StreamResponse:
        """The long poll. Its key is good for nothing else, but it is a secret all the same."""
        at, told = real_now(), {name: value for name, value in request.query.items() if name not in SECRETS}
        fault = self._faults.strike(CHECK, POLL_FAULTS)
        if fault and (broken := await self._break(request, fault, CHECK, told, at)):
            return broken
        body = await self._listen(request, fault)
        self._note(CHECK, told, body, at)
        return _reply(request, fault, body)

    async def _listen(self, request: web.Request, fault: Fault | None) -> dict[str, Any]:
        poll, ts, wait = self._community.long_poll, request.query.get("ts", ""), request.query.get("wait", "25")
        match fault.kind if fault else "":
            case "failed1":
                return poll.outdated(ts)
            case "failed2" | "failed3" as kind:
                poll.forget_keys()
                return {"failed": int(kind[-1])}
        seconds = float(wait) if wait.isdigit() else 25.0
        return await poll.check(request.query.get("key", ""), ts, seconds)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        at, uploads = real_now(), await _read_files(request)
        told = {item.name: {"file": item.name, "size": len(item.content)} for item in uploads}
        fault = self._faults.strike(UPLOAD, WIRE_FAULTS)
        if fault and (broken := await self._break(request, fault, UPLOAD, told, at)):
            return broken
        media = self._community.media
        photos = request.match_info["kind"] == "photo"
        body = media.take_photos(uploads) if photos else media.take_document(uploads)
        self._note(UPLOAD, told, body, at)
        return _reply(request, fault, body)

    async def _lead(self, request: web.Request) -> web.StreamResponse:
        """The address of a document leads to another server."""
        raise web.HTTPFound(f"/vk/lies/{request.match_info['id']}")

    async def _give(self, request: web.Request) -> web.StreamResponse:
        file = self._community.media.files.find(request.match_info["id"])
        if file is None or file.address:
            raise web.HTTPNotFound
        if file.told_size is None:
            return web.Response(body=file.content, content_type="application/octet-stream")
        stream = web.StreamResponse(headers={"Content-Type": "application/octet-stream"})
        await stream.prepare(request)
        with suppress(ConnectionResetError):  # who asked has had enough
            for _ in range(0, file.told_size, len(EMPTY)):
                await stream.write(EMPTY)
        return stream

    async def _break(
        self, request: web.Request, fault: Fault, method: str, told: dict[str, Any], at: datetime
    ) -> web.StreamResponse | None:
        """A fault of the wire: what goes back instead of an answer, or None when the call is done after all."""
        match fault.kind:
            case "latency":
                await asyncio.sleep(fault.seconds)
            case "drop_request":
                self._calls.add(method, told, 0, None, at=at)
                return _drop(request)
            case "500" | "502" | "not_json" as kind:
                status = 200 if kind == "not_json" else int(kind)
                self._calls.add(method, told, status, None, at=at)
                return web.Response(status=status, text=GATEWAY_PAGE, content_type="text/html")
        return None

    def _refuse(self, request: web.Request, call: Parameters, error: ApiError, at: datetime) -> web.StreamResponse:
        method = request.match_info["method"]
        body = _refused(error, method, call)
        self._note(method, call.told(), body, at)
        return _reply(request, None, body)

    def _note(
        self, method: str, told: dict[str, Any], body: dict[str, Any], at: datetime, within: str | None = None
    ) -> None:
        answer = _without_secrets(body) if method.startswith("groups.") or method == "execute" else body
        self._calls.add(method, told, 200, answer, at=at, within=within)


def _refused(error: ApiError, method: str, call: Parameters) -> dict[str, Any]:
    return {"error": {**error.body(), "request_params": call.echo(method)}}


def _ordered(fault: Fault) -> ApiError:
    if fault.kind == "14":
        return captcha()
    return ApiError(int(fault.kind), WRONG_TOKEN if fault.kind == "5" else "")


def _without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: "…" if name in SECRETS else _without_secrets(inner) for name, inner in value.items()}
    return [_without_secrets(inner) for inner in value] if isinstance(value, list) else value


def _reply(request: web.Request, fault: Fault | None, body: dict[str, Any]) -> web.StreamResponse:
    """The answer, unless it was ordered to be lost on its way."""
    if fault and fault.kind == "drop_answer":
        return _drop(request)
    return web.Response(body=orjson.dumps(body), content_type="application/json")


def _drop(request: web.Request) -> web.Response:
    """The connection breaks; whatever is returned goes nowhere."""
    if request.transport:
        request.transport.abort()
    return web.Response()


async def _read_files(request: web.Request) -> list[Upload]:
    if not request.content_type.startswith("multipart/"):
        return []
    uploads = []
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.filename is not None:
            content = bytes(await part.read(decode=True))
            uploads.append(Upload(part.filename, part.headers.get("Content-Type", ""), content))
    return uploads
