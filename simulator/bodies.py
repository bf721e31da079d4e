"""What the control API reads."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import AwareDatetime, Field

from simulator.world import App

Count = Annotated[int, Field(ge=0)]
Words = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Start:
    payload: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    text: Words
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Pressed:
    message: int
    row: Count
    column: Count


@dataclass(frozen=True, slots=True)
class KeyPressed:
    row: Count
    column: Count


@dataclass(frozen=True, slots=True)
class Shared:
    phone: Words
    own: bool = True


@dataclass(frozen=True, slots=True)
class Blocked:
    blocked: bool


@dataclass(frozen=True, slots=True)
class Edited:
    message: int
    text: Words


@dataclass(frozen=True, slots=True)
class Sent:
    kind: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Client:
    client: App


@dataclass(frozen=True, slots=True)
class Refusal:
    code: int | None = None
    allowed: bool | None = None


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


@dataclass(frozen=True, slots=True)
class Limits:
    enforce: bool
