"""The screens of search: what people type at a fair, page by page, narrowed down, and in vain."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from dialogs.kit.screen import Bold, Line, Screen
from dialogs.kit.vocabulary import vocabulary
from dialogs.search import narrowing, rules, screens
from dialogs.search.index.searching import Narrowed, Search
from dialogs.search.screens import View
from storage.fair.catalogue import Catalogue
from storage.people.people import KeptSearch, Person

TYPED = ("дистант", "чернильница", "лекции по-английски", "завтра в 10", "часовой пояс", "прайс", "клинопись")


def screens_of_search(catalogue: Catalogue, person: Person, now: datetime) -> Iterator[tuple[str, Screen]]:
    """With names to find them by."""
    search = Search(catalogue, vocabulary())

    def mark(text: str, stems: frozenset[str]) -> Line:
        return tuple(Bold(piece) if bold else piece for piece, bold in search.finder.marked(text, stems) if piece)

    view = View(catalogue, person, now, mark)
    yield "search explained", screens.explain(catalogue)
    for typed in TYPED:
        kept = rules.numbered(KeptSearch(0, typed))
        found = search.find(typed, now, Narrowed(), ZoneInfo("Asia/Kamchatka"))
        if found.near or not found.hits:
            yield f"nothing for {typed}", screens.nothing(view, found, kept)
            yield f"told of {typed}", screens.told(kept)
            continue
        for at in range(0, min(len(found.hits), 12), rules.PAGE):
            yield f"found for {typed} {at}", screens.results(view, found, kept, at)
        choices = rules.choices(catalogue, found.hits, Narrowed())
        yield f"narrowing {typed}", narrowing.kinds(kept, choices)
        for by in ("day", "cluster", "region"):
            yield f"narrowing {typed} by {by}", narrowing.of_kind(catalogue, kept, by, choices, 0)
