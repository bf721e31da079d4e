"""Lists by pages: whatever a messenger has room for, an entry that is asked for is seen and none is lost."""

from dataclasses import dataclass, replace
from typing import ClassVar

from hypothesis import given
from hypothesis import strategies as st

from dialogs.kit.paging import nearest, paged, place
from dialogs.kit.phrase import say, speak
from dialogs.kit.route import Nowhere, Route
from dialogs.kit.screen import Bold, Button, Entry, Listing, Row, Screen, paragraph, screen
from tests.sheet import read


@dataclass(frozen=True, slots=True)
class Turn(Route):
    shelf: str
    at: int = 0
    path: ClassVar[str] = "turn"


@dataclass(frozen=True, slots=True)
class Take(Route):
    thing: int
    path: ClassVar[str] = "take"


MENU: Row = (Button("Menu", Nowhere()),)
ABOVE: Row = (Button("Above", Nowhere()),)
SHELF = Turn("upper")

counts = st.integers(0, 40)
sizes = st.integers(1, 12)
positions = st.one_of(st.integers(-3, 45), st.integers(-(2**53), 2**53))


def _shelf(count: int, at: int, most: int) -> Screen:
    entries = (Entry((Button(f"{n}", Take(n)),), (paragraph(f"thing {n}"),), f"tens {n // 10}") for n in range(count))
    return screen("Things", listing=Listing(tuple(entries), at, SHELF, most, (ABOVE,)), buttons=[MENU])


def _taken(page: Screen) -> list[int]:
    return [button.to.thing for row in page.buttons for button in row if isinstance(button.to, Take)]  # type: ignore[union-attr]


def _arrows(page: Screen) -> list[int]:
    return [button.to.at for row in page.buttons for button in row if isinstance(button.to, Turn)]  # type: ignore[union-attr]


def _leafed_through(count: int, size: int | None, most: int) -> list[Screen]:
    """All pages from the first to the last, turned with the right arrow until it comes around."""
    pages = [paged(_shelf(count, 0, most), size)]
    while (arrows := _arrows(pages[-1])) and arrows[1] != 0:
        pages.append(paged(_shelf(count, arrows[1], most), size))
        assert len(pages) <= count
    return pages


@given(counts, positions, st.none() | sizes, sizes)
def test_the_entry_that_is_asked_for_is_seen_or_the_nearest_one(
    count: int, at: int, size: int | None, most: int
) -> None:
    page = paged(_shelf(count, at, most), size)
    assert page.listing is None
    assert len(_taken(page)) <= min(size or most, most)
    if count:
        assert max(0, min(at, count - 1)) in _taken(page)
    assert page.buttons[0] == ABOVE
    assert page.buttons[-1] == MENU


@given(counts, st.none() | sizes, sizes)
def test_pages_together_are_the_list(count: int, size: int | None, most: int) -> None:
    pages = _leafed_through(count, size, most)
    assert [thing for page in pages for thing in _taken(page)] == list(range(count))
    assert bool(_arrows(pages[0])) == (count > min(size or most, most))


@given(st.integers(2, 40), sizes, sizes)
def test_arrows_lead_to_the_neighbours_around_in_a_circle(count: int, size: int, most: int) -> None:
    pages = _leafed_through(count, size, most)
    for number, page in enumerate(pages):
        neighbours = [pages[number - 1], pages[(number + 1) % len(pages)]]
        for at, neighbour in zip(_arrows(page), neighbours, strict=len(pages) > 1):
            assert paged(_shelf(count, at, most), size) == neighbour
            assert Turn("upper", at).pack()


@given(st.integers(1, 40), st.integers(0, 39), sizes)
def test_any_position_on_a_page_shows_that_page(count: int, at: int, size: int) -> None:
    page = paged(_shelf(count, at, 40), size)
    assert all(paged(_shelf(count, other, 40), size) == page for other in _taken(page))


@given(counts, st.integers(0, 39), sizes)
def test_every_heading_stands_once_on_a_page_before_what_is_under_it(count: int, at: int, size: int) -> None:
    page = paged(_shelf(count, at, size))
    said = [part.lines[0][0] for part in page.text][1:]
    expected: list[object] = []
    for thing in _taken(page):
        if Bold(f"tens {thing // 10}") not in expected:
            expected.append(Bold(f"tens {thing // 10}"))
        expected.append(f"thing {thing}")
    assert said == expected


def test_arrows_say_where_one_is() -> None:
    page = paged(_shelf(12, 7, 5))
    before, here, after = page.buttons[-2]
    assert [speak(button.label, "en") for button in (before, here, after)] == ["‹", "2 of 3", "›"]
    assert here == Button(say("{page} of {pages}", page=2, pages=3), Nowhere())


def test_where_the_text_names_the_things_their_buttons_are_the_numbers_of_its_lines() -> None:
    entries = (
        Entry((Button(f"10:00 · Thing {n}", Take(n)),), (paragraph((Bold("10:00"),), f"Thing {n}"),), f"day {n // 8}")
        for n in range(12)
    )
    listing = Listing(tuple(entries), 7, SHELF, 7, numbered=True)
    page = paged(screen("Things", listing=listing, buttons=[MENU]), turning="arrows")
    labels = [[speak(button.label, "en") for button in row] for row in page.buttons]
    assert labels == [["8", "9", "10", "11", "12"], ["‹", "›"], ["Menu"]]
    assert _taken(page) == [7, 8, 9, 10, 11]
    heading, first, *others = page.text[1:]
    assert heading == paragraph(Bold("day 0"))
    assert first == paragraph((Bold("8."), " ", Bold("10:00"), " · ", "Thing 7"))
    assert [len(part.lines) for part in others] == [1, 4, 1], "a heading, a line for each, which page it is"


def test_a_thing_that_has_a_number_of_its_own_keeps_it() -> None:
    entries = (Entry((Button("47 · Mel", Take(1)),), number="47"), Entry((Button("No number", Take(2)),)))
    page = paged(screen(listing=Listing(entries, 0, SHELF, 7, numbered=True)))
    assert page.buttons == ((Button("47", Take(1)), Button("2", Take(2))),)
    assert page.text == (paragraph(("47 · Mel",), (Bold("2."), " ", "No number")),)


def test_short_buttons_stand_together_in_rows_of_one_length() -> None:
    entries = tuple(Entry((Button(f"{n}", Take(n)),)) for n in range(8))
    page = paged(screen(listing=Listing(entries, 0, SHELF, 12, together=3), buttons=[MENU]))
    assert [len(row) for row in page.buttons] == [3, 3, 2, 1]


def test_one_button_that_turns_the_pages_goes_around() -> None:
    page = paged(_shelf(12, 11, 5), turning="more")
    assert _arrows(page) == [0]
    assert read(Screen(page.text[-1:]), "en") == "Page 3 of 3"


def test_a_screen_without_a_list_stays_as_it_is() -> None:
    plain = screen("Words", buttons=[MENU])
    assert paged(plain, 3) is plain
    assert paged(replace(_shelf(3, 0, 5), listing=None), 1).buttons == (MENU,)


def test_a_place_in_a_list_is_the_beginning_for_what_has_left_it() -> None:
    assert (place("b", ["a", "b"]), place("c", ["a", "b"]), place("a", [])) == (1, 0, 0)
    assert (nearest(-1, "ab"), nearest(1, "ab"), nearest(9, "ab"), nearest(9, "")) == (0, 1, 1, 0)
