"""A screen fits VK whatever it says: plain text stays plain, marks are at their place, no button is lost."""

import json
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dialogs.kit.phrase import say
from dialogs.kit.route import Nowhere, Route
from dialogs.kit.screen import (
    Bold,
    Button,
    Entry,
    Italic,
    Line,
    Link,
    LinkButton,
    Listing,
    Paragraph,
    Picture,
    Piece,
    Row,
    Screen,
    paragraph,
    screen,
)
from dialogs.kit.spoken import units
from handlers.vk.clients import ALL, BELOW, NO_KEYBOARD, TEXT
from handlers.vk.limits import BELOW_BUTTONS, BELOW_ROWS, LIMITS, PAYLOAD_BYTES
from handlers.vk.renderer import Drawn, draw

CASES = settings(max_examples=100, deadline=None)
JOINER = "\u200d"
WORD = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
NASTY = st.sampled_from(
    [
        "@all",
        "[club1|мы]",
        "*id1 (он)",
        "&#33;",
        "&amp;",
        "<b>",
        "👨‍👩‍👧‍👦",
        "\u202eнаоборот",
        "Z̸̧̢̛",
        "a\nb",
        "\u2028",
        '"}]',
    ],
)
WORDS = st.one_of(WORD, NASTY, st.builds(lambda word, times: f"{word} " * times, NASTY, st.integers(1, 900)))
PIECES: st.SearchStrategy[Piece] = st.one_of(
    WORDS, st.builds(Bold, WORDS), st.builds(Italic, WORDS), st.builds(Link, WORDS, st.just("https://example.org/?a=1"))
)
PARAGRAPHS = st.builds(
    Paragraph, st.lists(st.lists(PIECES, max_size=3).map(tuple), max_size=3).map(tuple), flexible=st.booleans()
)
BUTTONS = st.one_of(
    st.builds(Button, WORD, st.just(Nowhere()), st.one_of(st.none(), WORD)),
    st.builds(LinkButton, WORD, st.just("https://example.org/" + "x" * 60)),
)


@dataclass(frozen=True, slots=True)
class Turn(Route):
    """To another page."""

    at: int = 0
    path: ClassVar[str] = "turn"


ROWS = st.lists(BUTTONS, min_size=1, max_size=7).map(tuple)
ENTRY_ROWS = st.lists(BUTTONS, min_size=1, max_size=2).map(tuple)
LISTINGS = st.builds(
    Listing,
    st.lists(st.builds(Entry, st.lists(BUTTONS, min_size=1, max_size=2).map(tuple)), min_size=1, max_size=40).map(
        tuple
    ),
    st.integers(0, 60),
    st.just(Turn()),
    st.integers(1, 12),
)
SCREENS = st.builds(
    Screen,
    st.lists(PARAGRAPHS, max_size=4).map(tuple),
    st.lists(ROWS, max_size=14).map(tuple),
    st.one_of(st.none(), st.just(Picture(file="hash"))),
    st.one_of(st.none(), LISTINGS),
)
LONG = " ".join(["Программа дошкольного образования"] * 300)


def board(drawn: Drawn) -> list[list[dict[str, Any]]]:
    rows: list[list[dict[str, Any]]] = json.loads(drawn.keyboard)["buttons"] if drawn.keyboard else []
    return rows


def labels(drawn: Drawn) -> list[list[str]]:
    return [[button["action"]["label"] for button in row] for row in board(drawn)]


def marked(drawn: Drawn) -> list[tuple[str, str]]:
    """What is marked, as a client cuts it out of the text: by UTF-16 units."""
    text = drawn.text.encode("utf-16-le")
    items = json.loads(drawn.marks)["items"] if drawn.marks else []
    return [
        (item["type"], text[2 * item["offset"] : 2 * (item["offset"] + item["length"])].decode("utf-16-le"))
        for item in items
    ]


def told(piece: Piece) -> str:
    text = piece if isinstance(piece, str) else piece.text  # type: ignore[union-attr]
    assert isinstance(text, str)
    return text


@CASES
@given(st.lists(PIECES, min_size=1, max_size=5).map(tuple))
@example(("@все, [id1|он] и *id1 (она) &lt;",))
def test_any_text_is_seen_as_it_is(line: Line) -> None:
    wanted = "".join(told(piece) for piece in line)
    drawn = draw(screen(paragraph(line)), "ru")
    if wanted.strip() and units(wanted) + sum(map(wanted.count, "@*[&")) <= LIMITS.text:
        assert drawn.text.replace(JOINER, "") == wanted.replace(JOINER, "")


@CASES
@given(SCREENS, st.sampled_from([ALL, TEXT, BELOW, NO_KEYBOARD]))
def test_any_screen_is_within_the_limits(anything: Screen, client: str) -> None:
    drawn = draw(anything, "ru", client)
    assert 0 < units(drawn.text) <= LIMITS.text
    assert drawn.text.strip()
    rows = board(drawn)
    most_rows, most = (BELOW_ROWS, BELOW_BUTTONS) if client == BELOW else (LIMITS.rows, LIMITS.buttons)
    assert len(rows) <= most_rows
    assert all(1 <= len(row) <= LIMITS.row for row in rows)
    assert sum(map(len, rows)) <= most
    for action in (button["action"] for row in rows for button in row):
        assert 1 <= len(action["label"]) <= LIMITS.label
        assert len(action.get("payload", "").encode()) <= PAYLOAD_BYTES
        assert action["type"] == "open_link" or isinstance(json.loads(action["payload"]), dict)
    for kind, words in marked(drawn):
        assert kind in {"bold", "italic", "url"}
        assert words


@pytest.mark.parametrize(
    ("written", "sign"),
    [
        ("пишите @durov", "@"),
        ("@все, начинаем", "@"),
        ("(@all)", "@"),
        ("[club1|Наш салон]", "["),
        ("[id7|Анна]", "["),
        ("[https://vk.com/x|сюда]", "["),
        ("*id1 (Анна)", "*"),
        ("*club2020(мы)", "*"),
        ("100 &#8381;", "&"),
        ("R&amp;D", "&"),
    ],
)
def test_what_vk_would_read_more_into_is_kept_from_it(written: str, sign: str) -> None:
    assert draw(screen(written), "ru").text == written.replace(sign, sign + JOINER)


@pytest.mark.parametrize("written", ["info@example.org", "2 * 3 (шесть)", "[1] и [2]", "Q&A, B&B", "в 10 @ 12", "a|b"])
def test_what_means_nothing_to_vk_stays_as_it_was_written(written: str) -> None:
    assert draw(screen(written), "ru").text == written


def test_marks_and_links_are_at_their_place() -> None:
    drawn = draw(
        screen("Первый", paragraph(("👋 ", Bold("Анна"), ", ", Link("сюда", "https://example.org/?a=1")))), "ru"
    )
    assert drawn.text == "Первый\n\n👋 Анна, сюда"
    assert drawn.marks is not None
    assert json.loads(drawn.marks) == {
        "version": "1",
        "items": [
            {"type": "bold", "offset": 11, "length": 4},
            {"type": "url", "offset": 17, "length": 4, "url": "https://example.org/?a=1"},
        ],
    }


def test_marks_follow_what_is_cut_and_what_is_kept_from_vk() -> None:
    drawn = draw(screen("@все", Bold("Чтение"), paragraph(Italic(LONG), flexible=True), Bold("Конец")), "ru")
    bold, italic, end = marked(drawn)
    assert (bold, end) == (("bold", "Чтение"), ("bold", "Конец"))
    assert italic[1].endswith("…")
    assert LIMITS.text - 40 < units(drawn.text) <= LIMITS.text


def test_a_screen_that_says_nothing_is_still_a_message() -> None:
    assert draw(screen(), "ru").text == draw(screen(paragraph("")), "ru").text == draw(screen(" \n "), "ru").text == "…"


def test_equal_screens_are_drawn_equal() -> None:
    """Equal letters to many people leave as one."""
    one, other = (screen(Bold(say("Menu")), buttons=[(Button(say("Back"), Nowhere()),)]) for _ in range(2))
    assert draw(one, "ru") == draw(other, "ru") != draw(one, "en")
    assert hash(draw(one, "ru")) == hash(draw(other, "ru"))


COLLEGES = "Среднее профессиональное образование и колледжи"

# --- keyboards -------------------------------------------------------------------------------------------------------

BACK: Row = (Button("Назад", Nowhere()), Button(say("Menu"), Nowhere()))


def entries(count: int) -> tuple[Entry, ...]:
    return tuple(Entry((Button(f"Мероприятие {number}", Turn(100 + number)),)) for number in range(count))


def leafed(count: int, *own: Row, client: str = ALL, most: int = 8) -> list[list[list[str]]]:
    """The pages of a list, as what turns them leads through."""
    what = screen("…", buttons=[*own, BACK], listing=Listing(entries(count), 0, Turn(), most))
    pages: list[list[list[str]]] = []
    at = 0
    while not pages or at:
        assert what.listing is not None
        what = replace(what, listing=replace(what.listing, at=at))
        drawn = draw(what, "ru", client)
        pages.append(labels(drawn))
        payloads = {b["action"]["label"]: json.loads(b["action"]["payload"]) for row in board(drawn) for b in row}
        on = payloads.get("›", payloads.get("Ещё ›"))
        at = int(on["r"].partition(":")[2] or 0) if on is not None else 0
    return pages


def test_a_list_that_does_not_fit_has_numbered_lines_and_seven_of_them_on_a_page() -> None:
    pages = leafed(16)
    assert pages[0] == [["1", "2", "3", "4"], ["5", "6", "7"], ["‹", "›", "Назад"]]
    assert pages[2] == [["15", "16"], ["‹", "›", "Назад"]]
    what = screen("…", buttons=[BACK], listing=Listing(entries(16), 7, Turn(), 8))
    assert (
        draw(what, "ru").text
        == "…\n\n" + "\n".join(f"{number}. Мероприятие {number - 1}" for number in range(8, 15)) + "\n\nСтраница 2 из 3"
    )


def test_a_list_that_fits_has_its_titles_on_buttons_alone() -> None:
    assert leafed(5) == [[*([f"Мероприятие {number}"] for number in range(5)), ["Назад"]]]


def test_where_a_screen_has_more_buttons_of_its_own_one_turns_the_pages() -> None:
    own: Row = (Button("Только мои", Nowhere()),)
    pages = leafed(9, own)
    assert pages[0] == [["1", "2", "3", "4"], ["5", "6", "7"], ["Только мои"], ["Ещё ›", "Назад"]]
    assert pages[1] == [["8", "9"], ["Только мои"], ["Ещё ›", "Назад"]]


def test_a_keyboard_below_the_field_has_room_for_long_pages_and_keeps_the_menu() -> None:
    (page,) = leafed(8, client=BELOW)
    assert page == [*([f"Мероприятие {number}"] for number in range(8)), ["Назад", "Меню"]]
    other = draw(screen("…", buttons=[(Button("Назад", Nowhere()),)]), "ru", BELOW)
    assert labels(other) == [["Назад"], ["Меню"]]
    assert labels(draw(screen("Всё."), "ru", BELOW)) == [["Меню"]]


def test_short_neighbours_share_a_row_and_long_ones_keep_theirs() -> None:
    words = [
        "Напоминать",
        "Задать вопрос",
        "Смотреть",
        "Стенды по теме",
        "Подробное описание мероприятия",
        "Ещё",
        "Назад",
    ]
    drawn = draw(screen("…", buttons=[(Button(word, Nowhere()),) for word in words]), "ru")
    assert labels(drawn) == [*([word] for word in words[:5]), ["Ещё", "Назад"]]


def test_of_too_many_buttons_the_way_back_is_kept() -> None:
    many = [(Button(f"Мероприятие {number}", Nowhere()),) for number in range(30)]
    rows = labels(draw(screen("…", buttons=[*many, (Button("Назад", Nowhere()),)]), "ru"))
    assert sum(map(len, rows)) == 10
    assert rows[0][0] == "Мероприятие 0"
    assert rows[-1][-1] == "Назад"


@pytest.mark.parametrize(
    ("button", "label"),
    [
        (Button("Среднее профессиональное образование и колледжи", Nowhere(), "Колледжи"), "Колледжи"),
        (
            Button("Среднее профессиональное образование и колледжи", Nowhere()),
            "Среднее профессиональное образование и…",
        ),
        (
            LinkButton("Смотреть прямую трансляцию открытого урока", "https://e.org"),
            "Смотреть прямую трансляцию открытого…",
        ),
        (Button("", Nowhere()), "…"),
    ],
)
def test_a_label_that_has_no_room_takes_its_short_form_or_is_cut(button: Button | LinkButton, label: str) -> None:
    assert labels(draw(screen("…", buttons=[(button,)]), "ru")) == [[label]]


@pytest.mark.parametrize(("client", "kind"), [(ALL, "callback"), (TEXT, "text")])
def test_each_client_gets_what_it_can_press(client: str, kind: str) -> None:
    drawn = draw(screen("…", buttons=[(Button("План", Turn(3)), LinkButton("Сайт", "https://e.org"))]), "ru", client)
    assert drawn.keyboard is not None
    keyboard = json.loads(drawn.keyboard)
    assert (keyboard["inline"], keyboard["one_time"], drawn.inline) == (True, False, True)
    door, link = keyboard["buttons"][0]
    assert door == {"action": {"type": kind, "label": "План", "payload": '{"r":"turn:3"}'}, "color": "secondary"}
    assert link == {"action": {"type": "open_link", "label": "Сайт", "link": "https://e.org"}}


def test_an_old_app_that_draws_no_links_on_buttons_is_told_them() -> None:
    row = (LinkButton("Смотреть", "https://e.org/1"), Button("О мероприятии", Turn(3)))
    links = (LinkButton("Сайт", "https://e.org"), LinkButton("Афиша", "https://e.org/a"))
    drawn = draw(screen("Начало через 10 минут", buttons=[row, links]), "ru", BELOW)
    told = "Смотреть: https://e.org/1\nСайт: https://e.org\nАфиша: https://e.org/a"
    assert drawn.text == f"Начало через 10 минут\n\n{told}"
    assert labels(drawn) == [["О мероприятии"], ["Меню"]]
    assert {button["action"]["type"] for row in board(drawn) for button in row} == {"text"}


def test_who_sees_no_buttons_is_told_what_to_write_and_where_links_lead() -> None:
    drawn = draw(screen("Урок", buttons=[(LinkButton("Смотреть", "https://e.org/1"),), BACK]), "ru", NO_KEYBOARD)
    assert drawn.keyboard is None
    assert drawn.text.startswith("Урок\n\nСмотреть: https://e.org/1\n\nВаше приложение ВКонтакте не показывает кнопок.")
    assert "«мой план»" in drawn.text
