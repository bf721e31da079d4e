"""Every screen of the sample fair, in every language, in every messenger: it fits, it can be left, it reads well."""

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path

import pytest

import handlers
from dialogs.kit.phrase import LANGUAGES, speak
from dialogs.kit.screen import Button, Screen
from dialogs.menu.routes import OpenMenu
from dialogs.programme.routes import OpenProgramme
from dialogs.programme.screens import View
from dialogs.settings.routes import OpenSettings
from storage.catalogue import Catalogue
from storage.database import Storage
from storage.importers.mistakes import Mistakes
from storage.importers.reading import read_fair_file
from storage.importing import load_fair
from storage.migrating import migrate
from tests.all_screens import all_screens, reader
from tests.golden import same_as_golden
from tests.measuring import measure_of
from tests.paper import draw

SAMPLE = Path(__file__).parents[1] / "examples" / "mmso-2020" / "fair.yaml"
MORNING = datetime.fromisoformat("2020-04-27T09:55:00+03:00")
MOMENTS = (
    MORNING,
    datetime.fromisoformat("2020-04-27T10:20:00+03:00"),
    datetime.fromisoformat("2020-04-28T02:00:00+03:00"),
    datetime.fromisoformat("2020-06-07T12:00:00+03:00"),
)
LETTERS = ("reminder", "change", "announcement")


async def _load(url: str) -> Catalogue:
    file = read_fair_file(SAMPLE)
    assert not isinstance(file, Mistakes), str(file)
    storage = Storage(url)
    await migrate(storage)
    await load_fair(storage, file, SAMPLE.parent, MORNING, (10,))
    await storage.refresh()
    await storage.close()
    return storage.catalogue


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The whole sample fair in memory."""
    return asyncio.run(_load(f"sqlite:///{tmp_path_factory.mktemp('sample')}/fair.db"))


@pytest.fixture(scope="module")
def screens(sample: Catalogue) -> list[tuple[str, Screen]]:
    """All its screens."""
    return list(all_screens(sample, MOMENTS))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("messenger", handlers.names())
def test_every_screen_fits_every_messenger(screens: list[tuple[str, Screen]], messenger: str, language: str) -> None:
    limits = import_module(f"handlers.{messenger}.limits").LIMITS
    renderer, ruler = import_module(f"handlers.{messenger}.renderer"), measure_of(messenger)
    for name, what in screens:
        shown = ruler.measure(renderer.draw(what, language))
        assert 0 < shown.length <= (limits.caption if shown.has_photo else limits.text), name
        assert len(shown.labels) <= limits.rows, name
        assert all(1 <= len(row) <= limits.row for row in shown.labels), name
        assert sum(map(len, shown.labels)) <= limits.buttons, name
        assert all(0 < len(label) <= limits.label for row in shown.labels for label in row), name
        assert all(0 < len(packed.encode()) <= 64 for packed in shown.packed), name
        assert all(link.startswith(("http://", "https://")) for link in shown.links), name
        assert shown.markup_bytes <= ruler.MOST_MARKUP, name
        _not_cut_inside_words(name, what, shown.labels, language)


def _not_cut_inside_words(name: str, what: Screen, labels: Sequence[Sequence[str]], language: str) -> None:
    for row, drawn in zip(what.buttons, labels, strict=True):
        for button, label in zip(row, drawn, strict=True):
            names = [speak(button.label, language)]
            if isinstance(button, Button) and button.short is not None:
                names.append(speak(button.short, language))
            if label in names:
                continue
            begun = label.removesuffix("…")
            rest = next((full.removeprefix(begun) for full in names if full.startswith(begun)), None)
            assert rest is not None, f"{name}: {label}"
            assert not rest[0].isalnum(), f"{name}: {label} is cut inside a word"


def test_every_screen_can_be_left(screens: list[tuple[str, Screen]]) -> None:
    for name, what in screens:
        leads = [type(button.to) for row in what.buttons for button in row if isinstance(button, Button)]
        free = name == "stopped" or name.startswith(LETTERS)
        assert free or {OpenMenu, OpenProgramme, OpenSettings} & set(leads), f"{name} is a dead end"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_shows_a_stray_place_or_python(screens: list[tuple[str, Screen]], language: str) -> None:
    for name, what in screens:
        drawn = draw(what, language)
        for stray in ("{", "}", "None", "Phrase(", "datetime"):
            assert stray not in drawn, f"{name}: {drawn}"


GOLDEN = (
    *("welcome", "menu", "programme 1", "programme 3", "cluster preschool", "floors", "zones", "plan 1", "tidy 1"),
    *("first day", "now", "card", "floor", "stand", "product", "stands on the theme", "reminder", "many at once"),
)


def _golden(name: str, sample: Catalogue, screens: dict[str, Screen]) -> Screen:
    cluster = next(c.ref for c in sample.clusters.values() if c.ref == "preschool")
    busiest = max(sample.slots(MORNING, MOMENTS[-1]), key=lambda slot: (len(sample.slot(slot)), slot))
    first = next(session for session in sample.sessions.values() if session.stands and session.speakers)
    floor, stand = next(iter(sample.floors.values())), next(s for s in sample.stands.values() if len(s.products) > 1)
    named = {
        "first day": f"day {cluster} {sample.days_of(first.cluster.id)[0].date}",
        "now": f"now {MORNING} 1",
        "card": f"session {first.ref} {MORNING}",
        "floor": f"floor {floor.ref} 1",
        "stand": f"stand {stand.ref}",
        "product": f"product {stand.ref} 1",
        "stands on the theme": f"stands of {first.ref}",
        "reminder": f"reminder of one at {busiest}",
        "many at once": f"reminder of all at {busiest}",
    }
    return screens[named.get(name, name)]


@pytest.mark.parametrize("name", GOLDEN)
def test_typical_screens_read_as_an_editor_left_them(
    sample: Catalogue, screens: list[tuple[str, Screen]], name: str
) -> None:
    first_of_name: dict[str, Screen] = {}
    for called, what in screens:
        first_of_name.setdefault(called, what)
    drawn = draw(_golden(name, sample, first_of_name), "ru")
    same_as_golden(f"sample/{name.replace(' ', '-')}", re.sub(r"\(photo [0-9a-f]{8}\)", "(photo file)", drawn))


def test_a_reader_far_away_sees_both_times(sample: Catalogue) -> None:
    view = View(sample, reader(sample), MORNING)
    session = next(session for session in sample.sessions.values() if session.starts)
    assert session.starts is not None
    assert "у вас" in speak(view.when(session.starts), "ru")
