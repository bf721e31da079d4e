"""How big a drawn screen is in a messenger: one file per folder of `handlers/` that shows screens, found by its name.

Each has `measure(drawn) -> Measured`, `MOST_MARKUP` and `paged(screen) -> Screen`: the page that this messenger draws.
"""

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

import handlers

SHOWING = tuple(name for name in handlers.names() if import_module(f"handlers.{name}.limits").LIMITS.text)
"""The messengers that show screens; a machine has no room for one."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A drawn screen: its words without any markup, their length as the messenger counts it, its buttons.

    `packed` are the routes that its buttons carry, in order and without what the messenger wraps them in.
    """

    words: str
    length: int
    has_photo: bool
    labels: tuple[tuple[str, ...], ...]
    packed: tuple[str, ...]
    links: tuple[str, ...]
    markup_bytes: int


def measure_of(messenger: str) -> ModuleType:
    """The module that knows how to measure this messenger's drawings."""
    return import_module(f"tests.measuring.{messenger}")
