"""How big a drawn screen is in a messenger: one file per folder of `handlers/`, found by its name."""

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType


@dataclass(frozen=True, slots=True)
class Measured:
    """A drawn screen: its words without any markup, their length as the messenger counts it, its buttons."""

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
