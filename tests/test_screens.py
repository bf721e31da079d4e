"""Every screen of the sample fair, in every language, in every messenger: it fits, it can be left, it reads well."""

import asyncio
import re
from collections import Counter
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from pathlib import Path

import pytest

from dialogs.calendar.routes import OpenCalendar
from dialogs.contacts.routes import NotNow, OpenCard, OpenConsents
from dialogs.engine.registry import Registry
from dialogs.features import FEATURES
from dialogs.kit.form import LeaveForm
from dialogs.kit.phrase import LANGUAGES, speak
from dialogs.kit.route import Nowhere
from dialogs.kit.screen import Button, Listing, Paragraph, Screen
from dialogs.menu.routes import OpenMenu
from dialogs.news.sessions import load_fair
from dialogs.plan.routes import SharePlan
from dialogs.programme.routes import OpenProgramme
from dialogs.programme.screens import View
from dialogs.settings.routes import OpenSettings
from storage.database import Storage
from storage.fair.catalogue import Catalogue
from storage.importers.mistakes import Mistakes
from storage.importers.reading import read_fair_file
from storage.migrating import migrate
from tests.all_screens import all_screens, reader
from tests.golden import same_as_golden
from tests.measuring import SHOWING, Measured, measure_of
from tests.paper import draw, read

SAMPLE = Path(__file__).parents[1] / "examples" / "mmso-2020" / "fair.yaml"
MORNING = datetime.fromisoformat("2020-04-27T09:55:00+03:00")
MOMENTS = (
    MORNING,
    datetime.fromisoformat("2020-04-27T10:20:00+03:00"),
    datetime.fromisoformat("2020-04-28T02:00:00+03:00"),
    datetime.fromisoformat("2020-06-07T12:00:00+03:00"),
)
ROUTES = Registry(module.feature for module in FEATURES).routes
WAYS_OUT = {OpenMenu, OpenProgramme, OpenSettings, LeaveForm, NotNow, OpenCard, OpenConsents, OpenCalendar, SharePlan}
TURNED = ("route", "plan")  # beside a day of a plan stand its neighbours, the calendar, and what changes it
ENOUGH, SHORT = 7, 12  # things on a page; signs of a label that may stand in the text, too
LETTERS = ("reminder", "change", "announcement", "receipt", "answer to", "refusal of", "desk", "trouble")


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


@pytest.fixture(scope="module")
def different(screens: list[tuple[str, Screen]]) -> list[tuple[str, Screen]]:
    """Each screen once, however many things and moments show the very same."""
    names = {what: name for name, what in screens}
    return [(name, what) for what, name in names.items()]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("messenger", SHOWING)
def test_every_screen_fits_every_messenger(different: list[tuple[str, Screen]], messenger: str, language: str) -> None:
    for name, what in different:
        pages = _leafed_through(name, what, messenger, language)
        for page, shown in pages:
            _fits(name, shown, messenger)
            _not_cut_inside_words(name, page, shown, language)
        if what.listing is not None:
            _shows_everything(name, what.listing, [shown for _, shown in pages], language)


Pages = list[tuple[Screen, Measured]]


def _leafed_through(name: str, what: Screen, messenger: str, language: str) -> Pages:
    """All pages as the messenger draws them, by pressing «›» until the first comes again; «‹» leads back every time.

    Where one button turns the pages, it leads on.
    """
    renderer, ruler = import_module(f"handlers.{messenger}.renderer"), measure_of(messenger)
    pages: Pages = []
    turned = what
    at = came = 0
    while not pages or at != 0:
        if what.listing is not None:
            turned = replace(what, listing=replace(what.listing, at=at))
        shown: Measured = ruler.measure(renderer.draw(turned, language))
        pages.append((ruler.paged(turned), shown))
        arrows = _arrows(what.listing, shown)
        if not arrows:
            break
        before, after = arrows[0], arrows[-1]
        assert len(arrows) == 1 or at == 0 or before == came, f"{name}: «‹» at {at} does not lead back"
        came, at = at, after
        assert len(pages) <= 100, f"{name} never comes around"
    if len(pages) > 1 and len(_arrows(what.listing, pages[0][1])) > 1:
        assert _arrows(what.listing, pages[0][1])[0] == came, f"{name}: «‹» on the first page does not lead to the last"
    return pages


def _arrows(listing: Listing | None, shown: Measured) -> list[int]:
    """Where the arrows under a page lead, as its buttons carry it."""
    if listing is None:
        return []
    routes = [ROUTES.unpack(packed) for packed in shown.packed]
    turns = [route for route in routes if type(route) is type(listing.to)]
    ats = [route.at for route in turns if replace(route, at=0) == listing.to]  # type: ignore[attr-defined, call-arg]
    assert len(ats) in (0, 1, 2)
    return ats


def _shows_everything(name: str, listing: Listing, pages: list[Measured], language: str) -> None:
    """Every entry is on exactly one page: its buttons, and the beginning of what is said of it."""
    carried = Counter(packed for shown in pages for packed in shown.packed)
    links = {link for shown in pages for link in shown.links}
    for entry in listing.entries:
        for button in entry.row:
            if isinstance(button, Button):
                assert carried[button.to.pack()] == 1, f"{name}: {button}"
            else:
                assert button.url in links, f"{name}: {button}"
        for part in entry.text:
            begun = "" if part.flexible else read(Screen((Paragraph(part.lines[:1]),)), language)
            assert any(begun in shown.words for shown in pages), f"{name}: {begun}"


def _fits(name: str, shown: Measured, messenger: str) -> None:
    limits, ruler = import_module(f"handlers.{messenger}.limits").LIMITS, measure_of(messenger)
    assert 0 < shown.length <= (limits.caption if shown.has_photo else limits.text), name
    assert len(shown.labels) <= limits.rows, name
    assert all(1 <= len(row) <= limits.row for row in shown.labels), name
    assert sum(map(len, shown.labels)) <= limits.buttons, name
    assert all(0 < len(label) <= limits.label for row in shown.labels for label in row), name
    assert all(0 < len(packed.encode()) <= 64 for packed in shown.packed), name
    assert all(link.startswith(("http://", "https://")) for link in shown.links), name
    assert shown.markup_bytes <= ruler.MOST_MARKUP, name


def _not_cut_inside_words(name: str, page: Screen, shown: Measured, language: str) -> None:
    """Every button of the page is there, in order, and its label is whole or ends with a whole word."""
    buttons = [button for row in page.buttons for button in row]
    labels = [label for row in shown.labels for label in row]
    for button, label in zip(buttons, labels, strict=True):
        names = [speak(button.label, language)]
        if isinstance(button, Button) and button.short is not None:
            names.append(speak(button.short, language))
        if label in names:
            continue
        begun = label.removesuffix("…")
        rest = next((full.removeprefix(begun) for full in names if full.startswith(begun)), None)
        assert rest is not None, f"{name}: {label}"
        assert not rest[0].isalnum(), f"{name}: {label} is cut inside a word"


def test_no_list_says_the_same_twice(screens: list[tuple[str, Screen]]) -> None:
    """The text names the things and the buttons are numbers, or the buttons alone name them."""
    for name, what in screens:
        listing = what.listing
        if listing is None or listing.numbered or name.startswith("route"):
            continue
        for entry in listing.entries:
            said = read(Screen(entry.text), "ru")
            names = [speak(button.label, "ru") for button in entry.row]
            assert not any(len(one) > SHORT and one in said for one in names), f"{name}: {names}"


def test_vk_wastes_no_button_of_a_list(screens: list[tuple[str, Screen]]) -> None:
    """No page number that leads nowhere, no second «Меню», and seven things on a page of many."""
    vk = measure_of("vk")
    seen = 0
    for name, what in screens:
        listing = what.listing
        page: Screen = vk.paged(what)
        buttons = [button for row in page.buttons for button in row]
        assert not any(isinstance(button, Button) and isinstance(button.to, Nowhere | OpenMenu) for button in buttons)
        if listing is None or listing.most < ENOUGH or name.startswith(TURNED) or not _of_single_things(listing):
            continue
        opened = {button.to.pack() for button in buttons if isinstance(button, Button)}
        here = sum(entry.row[0].to.pack() in opened for entry in listing.entries if isinstance(entry.row[0], Button))
        assert here >= min(ENOUGH, len(listing.entries)), f"{name}: {here} of {len(listing.entries)}"
        seen += 1
    assert seen > 100


def _of_single_things(listing: Listing) -> bool:
    return not listing.above and all(
        len(entry.row) == 1 and isinstance(entry.row[0], Button) for entry in listing.entries
    )


def test_every_screen_can_be_left(screens: list[tuple[str, Screen]]) -> None:
    for name, what in screens:
        leads = [type(button.to) for row in what.buttons for button in row if isinstance(button, Button)]
        free = name == "stopped" or name.startswith(("forgotten", *LETTERS))
        assert free or WAYS_OUT & set(leads), f"{name} is a dead end"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_shows_a_stray_place_or_python(different: list[tuple[str, Screen]], language: str) -> None:
    for name, what in different:
        drawn = draw(what, language)
        for stray in ("{", "}", "None", "Phrase(", "datetime"):
            assert stray not in drawn, f"{name}: {drawn}"


GOLDEN = (
    *("welcome", "menu", "programme", "programme end", "cluster preschool", "floors", "zones", "plan", "tidy"),
    *("first day", "now", "card", "floor", "stand", "product", "stands on the theme", "reminder", "many at once"),
)


def _golden(name: str, sample: Catalogue, screens: dict[str, Screen]) -> Screen:
    cluster = next(c.ref for c in sample.clusters.values() if c.ref == "preschool")
    busiest = max(sample.slots(MORNING, MOMENTS[-1]), key=lambda slot: (len(sample.slot(slot)), slot))
    first = next(session for session in sample.sessions.values() if session.stands and session.speakers)
    floor, stand = next(iter(sample.floors.values())), next(s for s in sample.stands.values() if len(s.products) > 1)
    named = {
        "first day": f"day {cluster} {sample.days_of(first.cluster.id)[0].date}",
        "now": f"now {MORNING}",
        "card": f"session {first.ref} {MORNING}",
        "floor": f"floor {floor.ref}",
        "stand": f"stand {stand.ref}",
        "product": f"product {stand.ref} 0",
        "stands on the theme": f"stands of {first.ref}",
        "reminder": f"reminder of one at {busiest}",
        "many at once": f"reminder of all at {busiest}",
    }
    if name == "programme end":
        listing = screens["programme"].listing
        assert listing is not None
        return replace(screens["programme"], listing=replace(listing, at=len(listing.entries) - 1))
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
