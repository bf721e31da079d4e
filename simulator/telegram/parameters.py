"""What came with a request: query, form, multipart or JSON, read as one set of strings and files."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import BodyPartReader, MultipartReader, web
from multidict import MultiMapping

from simulator.telegram.errors import ApiError, bad_request

UPLOAD_LIMIT = 50 << 20
TEXT_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Parameters:
    values: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def flag(self, name: str) -> bool:
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def integer(self, name: str, default: int = 0, low: int = -(1 << 63), high: int = (1 << 63) - 1) -> int:
        """As the real server reads numbers: leading digits count, anything else is zero."""
        if name not in self.values:
            return default
        digits = re.match(r"\s*(-?\d+)", self.text(name))
        return min(max(int(digits[1]) if digits else 0, low), high)

    def json(self, name: str, complaint: str) -> Any:
        """The value of a nested parameter, or None when it was not given."""
        if not self.text(name):
            return None
        try:
            return orjson.loads(self.text(name))
        except orjson.JSONDecodeError:
            raise bad_request(complaint) from None

    def told(self) -> dict[str, Any]:
        """For the transcript: nested values as JSON, files as their names and sizes."""
        told: dict[str, Any] = {name: _nested(value) for name, value in self.values.items()}
        for name, file in self.files.items():
            told[name] = {"file": file.name, "size": len(file.content)}
        return told


def _nested(value: str) -> Any:
    if not value.startswith(("{", "[")):
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return value


async def read_request(request: web.Request) -> Parameters:
    if (request.content_length or 0) > UPLOAD_LIMIT + TEXT_LIMIT:
        raise ApiError(413, "Request Entity Too Large: request is too large")
    query = dict(request.query)
    if request.content_type.startswith("multipart/"):
        form = await read_multipart(await request.multipart())
        return Parameters({**query, **form.values}, form.files)
    return Parameters({**query, **await _read_plain(request)})


async def _read_plain(request: web.Request) -> dict[str, str]:
    if request.content_type == "application/json":
        return read_json(await request.read())
    if request.content_type == "application/x-www-form-urlencoded":
        return read_form(await request.post())
    return {}


def read_form(form: MultiMapping[Any]) -> dict[str, str]:
    return {name: value for name, value in form.items() if isinstance(value, str)}


def read_json(body: bytes) -> dict[str, str]:
    try:
        values = orjson.loads(body or b"{}")
    except orjson.JSONDecodeError:
        raise bad_request("can't parse request: invalid JSON") from None
    if not isinstance(values, dict):
        raise bad_request("can't parse request: JSON object expected")
    return as_strings(values)


def as_strings(values: Mapping[str, Any]) -> dict[str, str]:
    """JSON fields as if they came from a form: nested values stay JSON."""
    return {
        name: value if isinstance(value, str) else orjson.dumps(value).decode()
        for name, value in values.items()
        if value is not None
    }


async def read_multipart(reader: MultipartReader) -> Parameters:
    values: dict[str, str] = {}
    files: dict[str, Upload] = {}
    async for part in reader:
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        content = bytes(await part.read(decode=True))
        if part.filename is None:
            values[part.name] = content.decode("utf-8", "replace")
        else:
            files[part.name] = Upload(part.filename, part.headers.get("Content-Type", ""), content)
    return Parameters(values, files)
