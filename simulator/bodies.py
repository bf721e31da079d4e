"""What the control API reads."""

from dataclasses import dataclass, field
from typing import Annotated

from pydantic import AwareDatetime, Base64Bytes, Field

from simulator.world import App

Count = Annotated[int, Field(ge=0)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Words = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Start:
    payload: str | None = None
    person: int | None = None
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    text: Words
    reply_to: int | None = None
    person: int | None = None
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class Pressed:
    message: int
    row: Count
    column: Count
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Inquiry:
    query: str = ""
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    query: str
    result: str
    person: int | None = None
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class KeyPressed:
    row: Count
    column: Count
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    phone: Words
    own: bool = True
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Blocked:
    blocked: bool


@dataclass(frozen=True, slots=True)
class Edited:
    message: int
    text: Words
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """`at` is where a location is: latitude and longitude."""

    kind: str
    caption: str = ""
    at: tuple[Latitude, Longitude] | None = None
    person: int | None = None
    thread: int | None = None
    reply_to: int | None = None
    album: str = ""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of these bytes (in base64), or one of that size which has none."""

    name: Words
    mime: str = "application/octet-stream"
    content: Base64Bytes = b""
    size: Count | None = None
    caption: str = ""
    person: int | None = None
    thread: int | None = None
    reply_to: int | None = None
    album: str = ""


@dataclass(frozen=True, slots=True)
class Client:
    client: App


@dataclass(frozen=True, slots=True)
class Refusal:
    code: int | None = None
    allowed: bool | None = None


@dataclass(frozen=True, slots=True)
class Group:
    title: Words
    members: Annotated[list[int], Field(min_length=1)]
    messenger: str = "telegram"
    admins: list[int] = field(default_factory=list)
    forum: bool = False
    admin: bool = True


@dataclass(frozen=True, slots=True)
class Topic:
    title: Words
    person: int | None = None


@dataclass(frozen=True, slots=True)
class ClosedTopic:
    thread: int
    closed: bool


@dataclass(frozen=True, slots=True)
class DeletedTopic:
    thread: int


@dataclass(frozen=True, slots=True)
class Forum:
    forum: bool


@dataclass(frozen=True, slots=True)
class Anonymous:
    person: int
    anonymous: bool


@dataclass(frozen=True, slots=True)
class Member:
    person: int
    inside: Annotated[bool, Field(validation_alias="in")]
    admin: bool = False


@dataclass(frozen=True, slots=True)
class Invited:
    admin: bool = False


@dataclass(frozen=True, slots=True)
class Renamed:
    name: Words
    description: str = ""


@dataclass(frozen=True, slots=True)
class Advance:
    minutes: Annotated[float, Field(ge=0)] = 0
    seconds: Annotated[float, Field(ge=0)] = 0


@dataclass(frozen=True, slots=True)
class Stops:
    stops: list[AwareDatetime]
    due: list[AwareDatetime] = field(default_factory=list)
    chosen: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    enforce: bool
