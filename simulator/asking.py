"""How the control API reads a request and answers it."""

from typing import Any, TypeVar

import orjson
from aiohttp import web
from pydantic import TypeAdapter, ValidationError

from simulator.desk import Desk
from simulator.messenger import Refused

DESK = web.AppKey("desk", Desk)
Body = TypeVar("Body")


def json_answer(value: Any, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(value), status=status, content_type="application/json")


async def read_body(request: web.Request, kind: type[Body]) -> Body:
    try:
        return TypeAdapter(kind).validate_json(await request.read() or b"{}")
    except ValidationError as wrong:
        words = "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in wrong.errors())
        raise Refused(400, words) from None
