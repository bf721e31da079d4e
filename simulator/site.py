"""The chat beside the fair's player: takes the bot's signed events and shows what stands in it."""

import asyncio
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from aiohttp import web

from simulator.asking import DESK, json_answer
from simulator.clock import real_now
from simulator.desk import Desk
from simulator.faults import Fault, Kind
from simulator.messenger import Refused

SECRET = "site-SIMULATOR"  # noqa: S105 - the same for everybody and good for nothing else
FAULTS: frozenset[Kind] = frozenset({"500", "502", "latency", "drop_request", "drop_answer"})
CALL = "site"  # as faults and the transcript name it
SIGNATURE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")
FRESH_SECONDS = 300
PASSED, WITHDRAWN = "question.passed", "question.withdrawn"


@dataclass(frozen=True, slots=True)
class SiteMessage:
    key: str
    path: str
    question: int | str
    at: datetime
    signed: bool
    body: dict[str, Any]


class Site:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._keys: set[str] = set()
        self._shown: dict[tuple[str, int | str], SiteMessage] = {}

    @property
    def messages(self) -> list[SiteMessage]:
        return list(self._shown.values())

    def take(self, path: str, key: str, event: dict[str, Any], *, signed: bool) -> None:
        """A repeated key changes nothing; an event without one is always new."""
        match event:
            case {"event": "question.passed" | "question.withdrawn" as kind, "question": int() | str() as question}:
                pass
            case _:
                raise Refused(400, f"an event is {PASSED} or {WITHDRAWN}, and names its question")
        if key and key in self._keys:
            return
        self._keys.add(key)
        if kind == PASSED:
            at = self._desk.clock.now()
            self._shown[path, question] = SiteMessage(key, path, question, at, signed, event)
        else:
            self._shown.pop((path, question), None)
        self._tell()

    def clear(self) -> None:
        self._keys.clear()
        self._shown.clear()
        self._tell()

    def _tell(self) -> None:
        self._desk.events.publish("site", messages=self.messages)


SITE = web.AppKey("site", Site)


def is_signed(header: str, body: bytes) -> bool:
    """Whether the header was made with our secret, of this very body, and not long ago."""
    parts = SIGNATURE.fullmatch(header)
    if parts is None or abs(real_now().timestamp() - int(parts[1])) > FRESH_SECONDS:
        return False
    expected = hmac.new(SECRET.encode(), parts[1].encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, parts[2])


async def receive(request: web.Request) -> web.StreamResponse:
    desk, body = request.app[DESK], await request.read()
    try:
        event = orjson.loads(body)
    except orjson.JSONDecodeError:
        event = None
    if not isinstance(event, dict):
        raise Refused(400, "the body is no JSON object")
    path, key = request.match_info["path"].strip("/"), request.headers.get("Idempotency-Key", "")
    signed = is_signed(request.headers.get("X-Fairway-Signature", ""), body)
    told = {**event, "path": path, "key": key, "signed": signed}
    fault = desk.faults.strike(CALL, FAULTS)
    if fault and (broken := await _break(request, fault, told)):
        return broken
    request.app[SITE].take(path, key, event, signed=signed)
    desk.calls.add(CALL, told, 200, {})
    return _drop(request) if fault and fault.kind == "drop_answer" else json_answer({})


async def messages(request: web.Request) -> web.Response:
    return json_answer(request.app[SITE].messages)


async def forget(request: web.Request) -> web.Response:
    request.app[SITE].clear()
    return json_answer({})


async def settings(request: web.Request) -> web.Response:
    return json_answer({"url": f"{request.app[DESK].url}/sim/site", "secret": SECRET})


async def _break(request: web.Request, fault: Fault, told: dict[str, Any]) -> web.StreamResponse | None:
    """What goes back instead of an answer, or None when the event is taken after all."""
    match fault.kind:
        case "latency":
            await asyncio.sleep(fault.seconds)
        case "drop_request":
            request.app[DESK].calls.add(CALL, told, 0, None)
            return _drop(request)
        case "500" | "502" as kind:
            request.app[DESK].calls.add(CALL, told, int(kind), None)
            return json_answer({"reason": "the site is down"}, int(kind))
    return None


def _drop(request: web.Request) -> web.Response:
    """The connection breaks; whatever is returned goes nowhere."""
    if request.transport:
        request.transport.abort()
    return web.Response()


ROUTES = [
    web.get("/sim/site/messages", messages),
    web.delete("/sim/site/messages", forget),
    web.get("/sim/site/settings", settings),
    web.post("/sim/site{path:(?:/.*)?}", receive),
]
