"""What people type at the sample fair, and whether they find what they mean among the first three."""

from pathlib import Path

import pytest

from benchmarks.search import MORNING, QUERIES, UNSEEN, queries, sample_catalogue
from dialogs.kit.vocabulary import vocabulary
from dialogs.search.index.asking import Query, Word
from dialogs.search.index.documents import Document
from dialogs.search.index.finding import MOST, Finder
from dialogs.search.index.index import Index
from dialogs.search.index.searching import Narrowed, Search


@pytest.fixture(scope="module")
def search() -> Search:
    """The search of the sample fair."""
    return Search(sample_catalogue(), vocabulary())


@pytest.mark.parametrize(("file", "many", "least"), [(QUERIES, 150, 0.97), (UNSEEN, 100, 0.95)])
def test_the_right_one_is_among_the_first_three(search: Search, file: Path, many: int, least: float) -> None:
    asked = queries(file)
    assert len(asked) >= many
    missed: dict[str, list[str]] = {}
    for said, right in asked:
        found = search.find(said, MORNING, Narrowed())
        first = [hit.document.ref for hit in found.hits[:3]]
        if found.near or not right.intersection(first):
            missed[said] = first
    assert len(missed) <= (1 - least) * len(asked), missed


def test_of_what_matches_everything_three_hundred_are_enough() -> None:
    lessons = [Document("session", number, ((3.0, f"Урок {number}"),)) for number in range(400)]
    finder = Finder(Index(lessons, ()), {})
    assert len(finder.find(Query((Word("урок"),)), lambda _: 1.0).hits) == MOST
