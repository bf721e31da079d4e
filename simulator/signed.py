"""Signed events as the machines on the desk take them: the signatures, the key of a repetition, the misfortunes."""

import asyncio
import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import web

from simulator.asking import DESK, json_answer
from simulator.clock import real_now
from simulator.faults import Fault, Kind
from simulator.messenger import Refused

SECRET = "site-SIMULATOR"  # noqa: S105 - the same for everybody and good for nothing else
FAULTS: frozenset[Kind] = frozenset({"500", "502", "latency", "drop_request", "drop_answer"})
SIGNATURE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")
FRESH_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it came; `signed`: made with our secret, not longer ago than five minutes."""

    path: str
    key: str
    signed: bool
    body: dict[str, Any]


def is_signed(header: str, body: bytes) -> bool:
    """Whether the header was made with our secret, of this very body, and not long ago."""
    parts = SIGNATURE.fullmatch(header)
    if parts is None or abs(real_now().timestamp() - int(parts[1])) > FRESH_SECONDS:
        return False
    expected = hmac.new(SECRET.encode(), parts[1].encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, parts[2])


def is_signed_for(url: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether it was made by the key of this very address, of this body, and not long ago (Standard Webhooks)."""
    number, moment, told = (headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
    if not re.fullmatch(r"\d{1,12}", moment) or abs(real_now().timestamp() - int(moment)) > FRESH_SECONDS:
        return False
    key = hmac.digest(SECRET.encode(), url.encode(), hashlib.sha256)
    right = base64.b64encode(hmac.digest(key, f"{number}.{moment}.".encode() + body, hashlib.sha256))
    return any(hmac.compare_digest(b"v1," + right, one.encode()) for one in told.split())


async def hear(request: web.Request, call: str, take: Callable[[Told], None]) -> web.StreamResponse:
    """Take an event, unless something goes wrong; `call` is what faults and the transcript name it."""
    desk, body = request.app[DESK], await request.read()
    try:
        event = orjson.loads(body)
    except orjson.JSONDecodeError:
        event = None
    if not isinstance(event, dict):
        raise Refused(400, "the body is no JSON object")
    path, key = request.match_info["path"].strip("/"), request.headers.get("Idempotency-Key", "")
    if "webhook-signature" in request.headers:
        signed = is_signed_for(str(request.url), request.headers, body)
    else:
        signed = is_signed(request.headers.get("X-Fairway-Signature", ""), body)
    told = Told(path, key, signed, event)
    params = {**event, "path": path, "key": key, "signed": told.signed}
    fault = desk.faults.strike(call, FAULTS)
    if fault and (broken := await _break(request, fault, call, params)):
        return broken
    take(told)
    desk.calls.add(call, params, 200, {})
    return _drop(request) if fault and fault.kind == "drop_answer" else json_answer({})


async def _break(request: web.Request, fault: Fault, call: str, params: dict[str, Any]) -> web.StreamResponse | None:
    """What goes back instead of an answer, or None when the event is taken after all."""
    match fault.kind:
        case "latency":
            await asyncio.sleep(fault.seconds)
        case "drop_request":
            request.app[DESK].calls.add(call, params, 0, None)
            return _drop(request)
        case "500" | "502" as kind:
            request.app[DESK].calls.add(call, params, int(kind), None)
            return json_answer({"reason": "the site is down"}, int(kind))
    return None


def _drop(request: web.Request) -> web.Response:
    """The connection breaks; whatever is returned goes nowhere."""
    if request.transport:
        request.transport.abort()
    return web.Response()
