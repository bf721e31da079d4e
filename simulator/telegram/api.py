"""A request of the bot on its way: token, method, faults, the method itself, the transcript, the answer."""

import asyncio
import math
import re

from aiohttp import web

from simulator.calls import Calls
from simulator.faults import Fault, Faults, Kind
from simulator.telegram.account import Account
from simulator.telegram.answers import Answer, failure, success
from simulator.telegram.errors import ApiError, forbidden, too_many_requests
from simulator.telegram.methods import METHODS, NAMES
from simulator.telegram.methods.chats import file_path
from simulator.telegram.parameters import Parameters, read_request

FAULTS: frozenset[Kind] = frozenset({"429", "500", "502", "403", "not_json", "latency", "drop_request", "drop_answer"})
TOKEN = re.compile(r"[1-9]\d*:[^/]{1,70}")
GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class Api:
    def __init__(self, account: Account, faults: Faults, calls: Calls) -> None:
        self._account = account
        self._faults = faults
        self._calls = calls

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", r"/bot{token:[^/]*}/{method:.*}", self._serve),
            web.get(r"/file/bot{token:[^/]*}/{path:.+}", self._download),
        ]

    async def execute(self, method: str, call: Parameters) -> Answer:
        """Does what is asked and notes it down."""
        name = NAMES.get(method.lower(), method)
        try:
            answer = success(await self._do(name, call))
        except ApiError as error:
            answer = failure(error)
        self._calls.add(name, call.told(), answer.status, answer.body)
        return answer

    async def _do(self, name: str, call: Parameters) -> object:
        if name not in METHODS:
            raise ApiError(404, "Not Found: method not found")
        return await METHODS[name](self._account, call)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            self._check_token(request)
            call = await read_request(request)
        except ApiError as error:
            return failure(error).response()
        fault = self._faults.strike(method, FAULTS)
        if fault and fault.kind == "latency":
            await asyncio.sleep(fault.seconds)
        elif fault and fault.kind != "drop_answer":
            return self._fail(request, fault, method, call)
        answer = await self.execute(method, call)
        return _drop(request) if fault and fault.kind == "drop_answer" else answer.response()

    def _fail(self, request: web.Request, fault: Fault, method: str, call: Parameters) -> web.StreamResponse:
        """The method is not done; the transcript says so by the answer."""
        name = NAMES.get(method.lower(), method)
        match fault.kind:
            case "429":
                answer = failure(too_many_requests(math.ceil(fault.seconds)))
            case "403":
                answer = failure(forbidden("bot was blocked by the user"))
            case "500":
                answer = failure(ApiError(500, "Internal Server Error: restart"))
            case kind:
                status = {"502": 502, "not_json": 200}.get(kind, 0)
                self._calls.add(name, call.told(), status, None)
                if not status:
                    return _drop(request)
                return web.Response(status=status, text=GATEWAY_PAGE, content_type="text/html")
        self._calls.add(name, call.told(), answer.status, answer.body)
        return answer.response()

    def _check_token(self, request: web.Request) -> None:
        token = request.match_info["token"]
        if not TOKEN.fullmatch(token) or len(token) > 80:
            raise ApiError(401, "Unauthorized: invalid token specified")
        if token != self._account.token:
            raise ApiError(401, "Unauthorized")

    async def _download(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request)
        except ApiError as error:
            return failure(error).response()
        number = re.search(r"/file_(\d+)\.[^/]+$", request.match_info["path"])
        file = self._account.files.numbered(int(number[1])) if number else None
        if file is None or file.address or file_path(file) != request.match_info["path"]:
            return failure(ApiError(404, "Not Found")).response()
        return web.Response(body=file.content, content_type="application/octet-stream")


def _drop(request: web.Request) -> web.Response:
    """The connection breaks; whatever is returned goes nowhere."""
    if request.transport:
        request.transport.abort()
    return web.Response()
