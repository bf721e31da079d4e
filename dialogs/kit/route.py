"""Routes: where a button leads, typed here and packed into at most 64 bytes there.

A packed route is its path and its values between colons: `session:12:now`. Values at their defaults are left out from
the end, so a field added later with a default keeps the buttons of last week working.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, ClassVar, get_type_hints

MAX_PACKED = 64  # bytes: the tightest of the messengers' limits on what a button may carry
SEPARATOR = ":"

_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,15}")
_WORD = re.compile(r"[A-Za-z0-9_.-]{0,40}")
_PATH = re.compile(r"[a-z][a-z0-9_.-]{0,19}")
_LARGEST = 2**53


@dataclass(frozen=True, slots=True)
class Route:
    """The base of all routes: a frozen dataclass with a `path` of its own and fields of int, str or bool."""

    path: ClassVar[str]

    def pack(self) -> str:
        """The text that a button carries.

        :raises ValueError: a value has signs that a route cannot carry, or it is longer than 64 bytes.
        """
        values = [_write(getattr(self, name)) for name, _, _ in _shape(type(self))]
        defaults = [default for _, _, default in _shape(type(self))]
        while values and defaults[-1] is not MISSING and values[-1] == _write(defaults[-1]):
            values.pop()
            defaults.pop()
        packed = SEPARATOR.join((self.path, *values))
        if len(packed.encode()) > MAX_PACKED:
            raise ValueError(f"{packed!r} is longer than {MAX_PACKED} bytes; give {type(self).__name__} shorter values")
        return packed


class Routes:
    """All routes of the program, by path."""

    def __init__(self, known: Iterable[type[Route]]) -> None:
        self._known: dict[str, type[Route]] = {}
        for route in known:
            _check(route)
            other = self._known.setdefault(route.path, route)
            if other is not route:
                raise ValueError(f"{route.__name__} and {other.__name__} share the path {route.path!r}; rename one")

    def __iter__(self) -> Iterator[type[Route]]:
        return iter(self._known.values())

    def unpack(self, packed: str) -> Route | None:
        """The route that a button carried; None for anything that `pack` would not have written."""
        path, *values = packed.split(SEPARATOR)
        kind = self._known.get(path)
        shape = _shape(kind) if kind else ()
        if kind is None or len(values) > len(shape):
            return None
        arguments: dict[str, Any] = {}
        for (name, of, default), text in zip(shape, [*values, *[None] * (len(shape) - len(values))], strict=True):
            value = default if text is None else _read(of, text)
            if value is None or value is MISSING:
                return None
            arguments[name] = value
        return kind(**arguments)


def _write(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int) and abs(value) <= _LARGEST:
        return str(value)
    if isinstance(value, str) and _WORD.fullmatch(value):
        return value
    raise ValueError(f"a route cannot carry {value!r}")


def _read(of: type, text: str) -> int | str | bool | None:
    if of is bool:
        return {"0": False, "1": True}.get(text)
    if of is int:
        return int(text) if _WHOLE.fullmatch(text) and abs(int(text)) <= _LARGEST else None
    return text if _WORD.fullmatch(text) else None


def _shape(route: type[Route]) -> tuple[tuple[str, type, Any], ...]:
    shape = _SHAPES.get(route)
    if shape is None:
        hints: Mapping[str, type] = get_type_hints(route)
        shape = tuple((field.name, hints[field.name], field.default) for field in fields(route))
        _SHAPES[route] = shape
    return shape


_SHAPES: dict[type[Route], tuple[tuple[str, type, Any], ...]] = {}


def _check(route: type[Route]) -> None:
    if not _PATH.fullmatch(getattr(route, "path", "")):
        raise ValueError(f"{route.__name__} needs a path of small letters, such as 'session'")
    for name, of, _ in _shape(route):
        if of not in (int, str, bool):
            raise TypeError(f"{route.__name__}.{name} is {of}; a route carries int, str and bool only")


@dataclass(frozen=True, slots=True)
class Nowhere(Route):
    """A button that only says something, such as the page number between two arrows."""

    path: ClassVar[str] = "stay"
