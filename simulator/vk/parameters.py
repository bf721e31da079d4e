"""What came with a request: query, form or multipart, read as one set of strings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import BodyPartReader, web

from simulator.vk.errors import ApiError, wrong

SECRETS = ("access_token", "key", "secret_key", "secret")


@dataclass(frozen=True, slots=True)
class Parameters:
    values: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"1", "true"}

    def integer(self, name: str) -> int | None:
        """None when it was not given."""
        if not self.text(name):
            return None
        if not re.fullmatch(r"[+-]?\d{1,19}", self.text(name)):
            raise wrong(f"{name} not integer")
        return int(self.text(name))

    def required(self, name: str) -> int:
        number = self.integer(name)
        if number is None:
            raise wrong(f"{name} is a required parameter")
        return number

    def numbers(self, name: str) -> list[int]:
        """Arrays are comma lists here."""
        items = [item.strip() for item in self.text(name).split(",") if item.strip()]
        if not all(re.fullmatch(r"-?\d{1,19}", item) for item in items):
            raise wrong(f"{name} should be a list of integers")
        return [int(item) for item in items]

    def json(self, name: str, refusal: ApiError) -> Any:
        """The value of a nested parameter, or None when it was not given."""
        if not self.text(name):
            return None
        try:
            return orjson.loads(self.text(name))
        except orjson.JSONDecodeError:
            raise refusal from None

    def told(self) -> dict[str, Any]:
        """For the transcript: nested values as JSON, secrets left out."""
        return {name: _nested(value) for name, value in self.values.items() if name not in SECRETS}

    def echo(self, method: str) -> list[dict[str, str]]:
        """As a refusal repeats them."""
        own = {name: value for name, value in self.values.items() if name not in SECRETS}
        return [{"key": name, "value": value} for name, value in {"method": method, "oauth": "1", **own}.items()]


def from_script(values: Mapping[str, Any]) -> Parameters:
    """The argument of a call in VKScript: lists become comma lists, objects stay JSON."""
    return Parameters({name: _as_text(value) for name, value in values.items() if value is not None})


async def read_request(request: web.Request) -> Parameters:
    values = dict(request.query)
    if request.content_type.startswith("multipart/"):
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader) and part.name and part.filename is None:
                values[part.name] = bytes(await part.read(decode=True)).decode("utf-8", "replace")
    elif request.content_type == "application/x-www-form-urlencoded":
        values |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and "access_token" not in values:
        values["access_token"] = token.strip()
    return Parameters(values)


def _as_text(value: Any) -> str:
    match value:
        case str():
            return value
        case bool():
            return str(int(value))
        case [*items] if not any(isinstance(item, list | dict) for item in items):
            return ",".join(map(_as_text, items))
    return orjson.dumps(value).decode()


def _nested(value: str) -> Any:
    if not value.startswith(("{", "[")):
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return value
