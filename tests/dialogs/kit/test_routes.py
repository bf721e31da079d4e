"""Routes: what is packed is unpacked as it was, and nothing else is."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, ClassVar, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.engine.registry import Registry
from dialogs.features import registry
from dialogs.kit.feature import Feature
from dialogs.kit.route import MAX_PACKED, Route, Routes
from dialogs.kit.screen import Screen, screen
from dialogs.kit.visit import Visit

REGISTRY = registry()
ALL = sorted(REGISTRY.routes, key=lambda route: route.path)
WORDS = st.text("abcXYZ019_.-", max_size=10)
NUMBERS = st.integers(-(10**8), 2**33)  # rows, moments in seconds, and checksums: ten signs
VALUES: dict[type, st.SearchStrategy[Any]] = {int: NUMBERS, str: WORDS, bool: st.booleans()}


def _made(route: type[Route]) -> st.SearchStrategy[Route]:
    hints = get_type_hints(route)
    return st.builds(route, **{field.name: VALUES[hints[field.name]] for field in fields(route)})


@given(st.one_of(*map(_made, ALL)))
def test_what_is_packed_is_unpacked_as_it_was(route: Route) -> None:
    packed = route.pack()
    assert len(packed.encode()) <= MAX_PACKED
    assert REGISTRY.routes.unpack(packed) == route


PATHS = st.sampled_from([route.path for route in ALL])
SCRAPS = st.one_of(st.text(max_size=20), st.from_regex(r"\s?[-+]?[0-9_]{0,60}\s?"), WORDS)


@given(st.one_of(st.text(max_size=100), st.builds(lambda path, rest: ":".join([path, *rest]), PATHS, st.lists(SCRAPS))))
def test_any_text_is_a_route_or_nothing_and_never_an_error(text: str) -> None:
    route = REGISTRY.routes.unpack(text)
    if route is not None:
        assert REGISTRY.routes.unpack(route.pack()) == route


@pytest.mark.parametrize("route", ALL, ids=lambda route: route.__name__)
def test_real_numbers_fit_a_button(route: type[Route]) -> None:
    largest: dict[type, Any] = {int: 10**9, str: "now99999", bool: True}
    hints = get_type_hints(route)
    route(**{field.name: largest[hints[field.name]] for field in fields(route)}).pack()


@dataclass(frozen=True, slots=True)
class Old(Route):
    session: int
    path: ClassVar[str] = "door"


@dataclass(frozen=True, slots=True)
class New(Route):
    session: int
    came: str = ""
    page: int = 1
    path: ClassVar[str] = "door"


def test_buttons_of_last_week_work_after_a_field_was_added() -> None:
    assert Routes([New]).unpack(Old(7).pack()) == New(7)
    assert New(7).pack() == Old(7).pack()


@pytest.mark.parametrize(
    "packed", ["door:1_000", "door: 12 ", "door:" + "9" * 60, "door:1\x00", "door:\ud800", "door:"]
)
def test_only_what_pack_writes_is_read(packed: str) -> None:
    assert Routes([New]).unpack(packed) is None


@pytest.mark.parametrize("value", ["a:b", "\x00", "ключ", "x" * 41, "a b"])
def test_a_value_that_a_route_cannot_carry_is_an_error_at_once(value: str) -> None:
    with pytest.raises(ValueError, match="cannot carry"):
        New(1, value).pack()


def test_two_routes_of_one_path_are_an_error_at_start() -> None:
    with pytest.raises(ValueError, match="share the path 'door'; rename one"):
        Routes([Old, New])


def test_two_answers_to_one_route_are_an_error_at_start() -> None:
    async def open_door(_visit: Visit, _route: Old) -> Screen:
        return screen("…")

    def features() -> Iterator[Feature]:
        for name in ("front", "back"):
            feature = Feature(name)
            feature.on(Old)(open_door)
            yield feature

    with pytest.raises(ValueError, match="belongs to both front and back"):
        Registry(features())


def test_one_feature_answers_a_route_once() -> None:
    async def open_door(_visit: Visit, _route: Old) -> Screen:
        return screen("…")

    feature = Feature("front")
    feature.on(Old)(open_door)
    with pytest.raises(ValueError, match="answered twice"):
        feature.on(Old)(open_door)
