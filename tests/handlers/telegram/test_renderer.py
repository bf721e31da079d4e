"""A screen fits Telegram whatever it says: escaped by construction, within the lengths, cut between words."""

import html
import json
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dialogs.kit.phrase import say
from dialogs.kit.route import Nowhere
from dialogs.kit.screen import (
    Bold,
    Button,
    Italic,
    Line,
    Link,
    LinkButton,
    Paragraph,
    Picture,
    Piece,
    Screen,
    paragraph,
    screen,
)
from dialogs.kit.spoken import units
from handlers.telegram.limits import LIMITS, MARKUP_BYTES
from handlers.telegram.renderer import Drawn, draw
from simulator.telegram.html import parse_html

CASES = settings(max_examples=100, deadline=None)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
NASTY = st.sampled_from(
    ["<b>", "&lt;", "</a>", '"><script>', "&", "👨‍👩‍👧‍👦", "\u202eнаоборот", "*_`[", "Z̸̧̢̛", "a\nb", "tg://user?id=1"]
)
WORDS = st.one_of(TEXT, NASTY, st.builds(lambda word, times: f"{word} " * times, NASTY, st.integers(1, 900)))
PIECES: st.SearchStrategy[Piece] = st.one_of(
    WORDS,
    st.builds(Bold, WORDS),
    st.builds(Italic, WORDS),
    st.builds(Link, WORDS, st.just('https://example.org/?a=1&b="2"')),
)
PARAGRAPHS = st.builds(
    Paragraph, st.lists(st.lists(PIECES, max_size=3).map(tuple), max_size=3).map(tuple), flexible=st.booleans()
)
BUTTONS = st.one_of(
    st.builds(Button, TEXT, st.just(Nowhere()), st.one_of(st.none(), TEXT)),
    st.builds(LinkButton, TEXT, st.just("https://example.org/" + "x" * 60)),
)
SCREENS = st.builds(
    Screen,
    st.lists(PARAGRAPHS, max_size=4).map(tuple),
    st.lists(BUTTONS.map(lambda button: (button,) * 9) | BUTTONS.map(lambda button: (button,)), max_size=30).map(tuple),
    st.one_of(st.none(), st.just(Picture(file="hash"))),
)
LONG = " ".join(["Программа дошкольного образования"] * 300)


def shown(drawn: Drawn) -> str:
    """What a person reads: the HTML as Telegram parses it."""
    return parse_html(drawn.html).text


def told(piece: Piece) -> str:
    text = piece if isinstance(piece, str) else piece.text  # type: ignore[union-attr]
    assert isinstance(text, str)
    return text


def buttons(drawn: Drawn) -> list[list[str]]:
    return [[button["text"] for button in row] for row in drawn.keyboard["inline_keyboard"]] if drawn.keyboard else []


@CASES
@given(st.lists(PIECES, min_size=1, max_size=5).map(tuple))
@example(("<b>не жирно</b> & не &amp;",))
def test_any_text_is_shown_as_it_is(line: Line) -> None:
    wanted = "".join(told(piece) for piece in line)
    drawn = draw(screen(paragraph(line)), "ru")
    if wanted and units(wanted) <= LIMITS.text:
        assert shown(drawn) == wanted


@CASES
@given(SCREENS)
def test_any_screen_is_within_the_limits(anything: Screen) -> None:
    drawn = draw(anything, "ru")
    assert 0 < units(shown(drawn)) <= (LIMITS.caption if anything.photo else LIMITS.text)
    rows = buttons(drawn)
    assert all(len(row) <= LIMITS.row for row in rows)
    assert sum(map(len, rows)) <= LIMITS.buttons
    assert all(units(label) <= 2 * LIMITS.label and len(label) <= LIMITS.label for row in rows for label in row)
    assert len(json.dumps(drawn.keyboard, ensure_ascii=False, separators=(",", ":")).encode()) <= MARKUP_BYTES + 100


@CASES
@given(SCREENS)
def test_any_html_has_only_our_tags_and_closes_them(anything: Screen) -> None:
    tags = re.findall(r"<(/?)(\w+)[^>]*>", draw(anything, "ru").html)
    opened = [name for end, name in tags if not end]
    assert opened == [name for end, name in tags if end]
    assert set(opened) <= {"b", "i", "a"}


def test_marks_and_links_are_entities_at_their_place() -> None:
    drawn = draw(screen(paragraph(("👋 ", Bold("Анна"), ", ", Link("сюда", "https://example.org/?a=1&b=2")))), "ru")
    rich = parse_html(drawn.html)
    assert [(entity.type, entity.offset, entity.length, entity.url) for entity in rich.entities] == [
        ("bold", 3, 4, None),
        ("text_link", 9, 4, "https://example.org/?a=1&b=2"),
    ]


def test_paragraphs_stand_apart_and_lines_together() -> None:
    drawn = draw(screen(paragraph(Bold("Чтение"), "10:00 МСК"), "О книгах"), "ru")
    assert html.unescape(drawn.html) == "<b>Чтение</b>\n10:00 МСК\n\nО книгах"


def test_what_is_flexible_gives_way_first_and_between_words() -> None:
    drawn = draw(screen(Bold("Чтение"), paragraph(LONG, flexible=True), "Смотреть: https://example.org"), "ru")
    text = shown(drawn)
    first, summary, last = text.split("\n\n")
    assert (first, last) == ("Чтение", "Смотреть: https://example.org")
    assert summary.endswith("…")
    assert LONG.startswith(summary[:-1])
    assert LONG[len(summary) - 1] == " "
    assert units(text) > LIMITS.text - 40


def test_under_a_photo_there_is_room_for_a_caption() -> None:
    drawn = draw(screen(Bold("Стенд"), paragraph(LONG, flexible=True), photo=Picture(file="hash")), "ru")
    assert LIMITS.caption - 40 < units(shown(drawn)) <= LIMITS.caption


def test_4096_emoji_are_cut_by_the_units_that_telegram_counts() -> None:
    drawn = draw(screen(paragraph("👍" * 4096)), "ru")
    assert shown(drawn) == "👍" * 2047 + "…"


def test_a_screen_that_says_nothing_is_still_a_message() -> None:
    assert shown(draw(screen(), "ru"))
    assert shown(draw(screen(paragraph("")), "ru"))


@pytest.mark.parametrize(
    ("button", "label"),
    [
        (Button("Программа", Nowhere()), "Программа"),
        (Button("Среднее профессиональное образование и колледжи", Nowhere(), "Колледжи"), "Колледжи"),
        (Button("Короткое", Nowhere(), "К"), "Короткое"),
        (
            Button("Среднее профессиональное образование и колледжи", Nowhere()),
            "Среднее профессиональное образование и…",
        ),
        (
            LinkButton("Смотреть прямую трансляцию открытого урока", "https://example.org"),
            "Смотреть прямую трансляцию открытого…",
        ),
    ],
)
def test_a_label_that_has_no_room_takes_its_short_form_or_is_cut(button: Button | LinkButton, label: str) -> None:
    assert buttons(draw(screen("…", buttons=[(button,)]), "ru")) == [[label]]


def test_a_long_row_goes_on_below_and_too_many_rows_keep_the_way_back() -> None:
    many = [(Button(f"Мероприятие {number}", Nowhere()),) for number in range(150)]
    rows = buttons(draw(screen("…", buttons=[*many, (Button("Назад", Nowhere()),)]), "ru"))
    assert (len(rows), rows[0], rows[-1]) == (100, ["Мероприятие 0"], ["Назад"])
    numbers = tuple(Button(str(number), Nowhere()) for number in range(10))
    assert [len(row) for row in buttons(draw(screen("…", buttons=[numbers]), "ru"))] == [8, 2]


def test_a_screen_speaks_the_reader_s_language() -> None:
    plan = screen(say("Menu"))
    assert shown(draw(plan, "en")) == "Menu"
    assert shown(draw(plan, "ru")) == "Меню"
