"""What goes back to the bot."""

from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

from simulator.telegram.errors import ApiError


@dataclass(frozen=True, slots=True)
class Described:
    """A result that comes with words, as those of the webhook's methods do."""

    result: Any
    description: str


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> web.Response:
        body = orjson.dumps(self.body)
        return web.Response(status=self.status, body=body, content_type="application/json", headers=self.headers)


def success(result: Any) -> Answer:
    if isinstance(result, Described):
        return Answer(200, {"ok": True, "result": result.result, "description": result.description})
    return Answer(200, {"ok": True, "result": result})


def failure(error: ApiError) -> Answer:
    seconds = error.parameters.get("retry_after")
    return Answer(error.code, error.body(), {"Retry-After": str(seconds)} if seconds is not None else {})
