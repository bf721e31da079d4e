"""A screen in words: what gives way where there is too little room, and what stands on buttons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.kit.phrase import say
from dialogs.kit.route import Nowhere
from dialogs.kit.screen import AnyButton, Bold, Button, Italic, Link, LinkButton, Paragraph, paragraph
from dialogs.kit.spoken import BREAK, Span, label, spoken, units

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
LINES = st.lists(st.lists(st.one_of(WORDS, st.builds(Bold, WORDS)), max_size=3).map(tuple), max_size=3).map(tuple)
TEXTS = st.lists(st.builds(Paragraph, LINES, flexible=st.booleans()), max_size=5)


def told(text: list[Paragraph], room: int = 4096) -> list[str]:
    return ["".join(span.text for span in spans) for spans in spoken(text, "ru", room)]


def test_words_are_spoken_and_keep_their_marks() -> None:
    line = ("👋 ", Bold(say("Menu")), Italic("тихо"), Link("сюда", "https://example.org"))
    assert spoken([paragraph(line, "ниже")], "ru", 4096) == [
        [
            Span("👋 "),
            Span("Меню", "bold"),
            Span("тихо", "italic"),
            Span("сюда", "link", "https://example.org"),
            Span("\n"),
            Span("ниже"),
        ]
    ]


def test_what_means_something_is_made_plain_before_it_is_measured() -> None:
    (spans,) = spoken([paragraph(Bold("@" * 10))], "ru", 16, lambda text: text.replace("@", "@."))
    assert spans == [Span("@.@.@.@.@.@.@.@…", "bold")]


def test_what_is_flexible_gives_way_first_the_last_before_others() -> None:
    first, last = paragraph("раз два три", flexible=True), paragraph("шесть семь восемь", flexible=True)
    text = [first, paragraph("четыре пять"), last]
    assert told(text, 43) == ["раз два три", "четыре пять", "шесть семь восемь"]
    assert told(text, 40) == ["раз два три", "четыре пять", "шесть семь…"]
    assert told(text, 27) == ["раз два три", "четыре пять", "…"]
    assert told(text, 24) == ["раз два…", "четыре пять"]
    assert told(text, 12) == ["четыре…"]


@given(TEXTS, st.integers(0, 200))
def test_anything_fits_and_nothing_is_lost_where_there_is_room(text: list[Paragraph], room: int) -> None:
    short, whole = told(text, room), told(text, 10**6)
    assert units(BREAK.join(short)) <= room
    if units(BREAK.join(whole)) <= room - len(BREAK) * len(text):
        assert short == whole


@pytest.mark.parametrize(("text", "length"), [("", 0), ("abc", 3), ("мир", 3), ("👍", 2), ("\ud83d", 1)])
def test_lengths_are_in_utf_16_units(text: str, length: int) -> None:
    assert units(text) == length


@pytest.mark.parametrize(
    ("button", "words"),
    [
        (Button("Программа", Nowhere()), "Программа"),
        (Button("Среднее образование и колледжи", Nowhere(), "Колледжи"), "Колледжи"),
        (Button("Среднее образование и колледжи", Nowhere()), "Среднее образование…"),
        (LinkButton("Смотреть прямую трансляцию", "https://example.org"), "Смотреть прямую…"),
        (Button("", Nowhere()), "…"),
    ],
)
def test_a_label_takes_its_short_form_or_is_cut(button: AnyButton, words: str) -> None:
    assert label(button, "ru", 20) == words
