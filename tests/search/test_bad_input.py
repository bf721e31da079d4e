"""Whatever a person types is looked for at once, at a fair as large as the sample."""

from random import Random

import pytest

from benchmarks.search import MORNING, sample_catalogue
from dialogs.kit.vocabulary import vocabulary
from dialogs.search.index.asking import number_in, readable_query
from dialogs.search.index.searching import Narrowed, Search
from tests.shield.hostile import BOUND, SLOW, cost

EVERYWHERE = "школа урок дети ребенок учитель класс родители образование"
MISSPELT = "образованищ дошкольнощ профессиональнощ университещ математищ школьнищ программированищ родительскищ"
WRITTEN = SLOW | {
    "emoji": "🦊" * 4_096,
    "SQL": "'; DROP TABLE people; -- SELECT * FROM sessions WHERE title LIKE '%чтение%' " * 40,
    "a regular expression": "(чтение|.*)+$ [а-я]{9999} " * 100,
    "the syntax of a full-text search": 'чтение" OR 1=1 NEAR(* AND "урок*" ' * 100,
    "words of the fair": EVERYWHERE,
    "200 words": " ".join(EVERYWHERE.split() * 25),
    "misspelt words": MISSPELT,
    "words on the other keyboard": "irjkf ehjr ltnb ht,tyjr exbntkm rkfcc hjlbntkb j,hfpjdfybt",
    "words in Latin letters": "shkola urok deti rebenok uchitel klass roditeli obrazovanie",
    "beginnings of words": "про при пре кон пер рас под над",
    "letters apart": "а б в г д е ж з " * 30,
    "right to left": "\u202eеинетч\u202c " * 300,
    "signs that nobody sees": "ч\u200bт\u200bе\u200bн\u200bи\u200bе " * 300,
    "words that are everywhere": "где и когда это будет " * 200,
    "times": "в 10 завтра с 5 до 7 через час 28.04 " * 10,
    "an inline query of 256 signs": ("где будет мастер-класс про робототехнику завтра в 10 утра " * 5)[:256],
}


@pytest.fixture(scope="module")
def search() -> Search:
    """The search of the sample fair."""
    return Search(sample_catalogue(), vocabulary())


@pytest.mark.shield("S4")
@pytest.mark.parametrize("written", WRITTEN)
def test_whatever_is_written_is_looked_for_at_once(search: Search, written: str) -> None:
    def look(text: str) -> object:
        return number_in(text), search.find(readable_query(text), MORNING, Narrowed())

    assert min(cost(look, WRITTEN[written]) for _ in range(3)) <= BOUND


@pytest.mark.shield("S4")
def test_times_of_any_kind_in_any_row_are_read(search: Search) -> None:
    told, chance = vocabulary(), Random(27)
    figures = ["0", "3", "12", "24", "31", "99", "2020", "9999", "99999999999", "10:30", "9.45", "31.04", "28.04.2020"]
    signs = [*figures, "1-4", "10-30", "5-м", "№", "класс"]
    words = [*told.times, *told.units, *signs]
    for _ in range(2_000):
        said = " ".join(chance.choice(words) for _ in range(chance.randint(1, 7)))
        search.find(said, MORNING, Narrowed())
