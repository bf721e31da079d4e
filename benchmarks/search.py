"""Search: how often the right one is among the first three, and how long one search takes, beside plain tools.

The queries are those that the tests keep, with their right answers. The peers know no morphology of ours: FTS5 with
trigrams ranks by bm25, rapidfuzz compares the query with every name.
"""

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from statistics import quantiles

from rapidfuzz import fuzz, process

from benchmarks.bots import ROOT
from dialogs.kit.vocabulary import vocabulary
from dialogs.news.sessions import load_fair
from dialogs.search.index.documents import Document, documents
from dialogs.search.index.searching import Narrowed, Search
from storage.database import Storage
from storage.fair.catalogue import Catalogue
from storage.importers.mistakes import Mistakes
from storage.importers.reading import read_fair_file
from storage.migrating import migrate

MORNING = datetime.fromisoformat("2020-04-27T09:45:00+03:00")
QUERIES = ROOT / "tests" / "search" / "queries.txt"
UNSEEN = ROOT / "tests" / "search" / "unseen.txt"  # written by who did not know what the search makes of them
SAMPLE = ROOT / "examples" / "mmso-2020"
MANY = 20_000  # documents
AMONG = 3
OURS, TRIGRAMS, FUZZY = "Fairway", "SQLite FTS5, trigrams", "rapidfuzz, WRatio"

Find = Callable[[str], Sequence[str]]  # the ids of the first ones


def queries(file: Path = QUERIES) -> list[tuple[str, frozenset[str]]]:
    """What is typed, each with the ids of which one has to be among the first."""
    lines = (line for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    told = (line.split(" | ") for line in lines)
    return [(said, frozenset(right.split())) for said, right in told]


@cache
def sample_catalogue() -> Catalogue:
    """The sample fair, as a bot has it in memory; for who has no loop yet."""
    with tempfile.TemporaryDirectory(prefix="fairway-search-") as folder:
        return asyncio.run(_imported(f"sqlite:///{Path(folder) / 'fair.db'}"))


async def _imported(url: str) -> Catalogue:
    storage, file = Storage(url), read_fair_file(SAMPLE / "fair.yaml")
    if isinstance(file, Mistakes):
        raise TypeError(str(file))
    try:
        await migrate(storage)
        await load_fair(storage, file, SAMPLE, MORNING, (10,))
        await storage.refresh()
        return storage.catalogue
    finally:
        await storage.close()


def grown(catalogue: Catalogue, count: int) -> Catalogue:
    """The same fair over and over, each time with words of its own in the names, until it has so many documents."""
    sessions, number = dict(catalogue.sessions), max(catalogue.sessions)
    known = sum(1 for _ in documents(catalogue, vocabulary()))
    for copy in range(1, count):
        for session in catalogue.sessions.values():
            number += 1
            people = tuple(replace(one, name=f"{one.name}{_syllables(number)}") for one in session.speakers[:1])
            title = f"{session.title} {_syllables(number)} {_syllables(copy)}"
            sessions[number] = replace(session, id=number, ref=f"{session.ref}-{copy}", title=title, speakers=people)
            known += 2 if people else 1
            if known >= count:
                return replace(catalogue, sessions=sessions)
    return catalogue


def _syllables(number: int) -> str:
    parts = ("ба", "ве", "ди", "жо", "зу", "ки", "ло", "ми", "ну", "па")
    return "".join(parts[int(digit)] for digit in str(number))


def _name(document: Document) -> str:
    return document.fields[0][1]


def trigrams(found: Sequence[Document]) -> Find:
    """SQLite's own index over everything that is said of each."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE found USING fts5(name, text, tokenize='trigram')")
    rows = ((_name(one).lower(), " ".join(text for _, text in one.fields).lower()) for one in found)
    base.executemany("INSERT INTO found (name, text) VALUES (?, ?)", rows)

    def find(said: str) -> Sequence[str]:
        words = " OR ".join(f'"{word}"' for word in said.lower().replace('"', " ").split() if len(word) > 2)
        if not words:
            return ()
        query = "SELECT rowid FROM found WHERE found MATCH ? ORDER BY bm25(found, 3, 1) LIMIT ?"
        return [found[row - 1].ref for (row,) in base.execute(query, (words, AMONG))]

    return find


def fuzzy(found: Sequence[Document]) -> Find:
    """Every name compared with the query."""
    names = [_name(one).lower() for one in found]

    def find(said: str) -> Sequence[str]:
        return [found[at].ref for _, _, at in process.extract(said.lower(), names, scorer=fuzz.WRatio, limit=AMONG)]

    return find


def ours(search: Search) -> Find:
    """What a typed search takes in the loop."""

    def find(said: str) -> Sequence[str]:
        return [hit.document.ref for hit in search.find(said, MORNING, Narrowed()).hits[:AMONG]]

    return find


def quality(find: Find, file: Path = QUERIES) -> float:
    """How many of a hundred queries find the right one."""
    asked = queries(file)
    return 100 * sum(bool(right.intersection(find(said))) for said, right in asked) / len(asked)


def slowest(find: Find, rounds: int) -> float:
    """Milliseconds of CPU within which 95 of 100 searches are done."""
    took: list[float] = []
    for _ in range(rounds):
        for said, _ in queries():
            began = time.thread_time()
            find(said)
            took.append((time.thread_time() - began) * 1e3)
    return quantiles(took, n=100)[94]


def build(catalogue: Catalogue) -> tuple[Search, float]:
    """The search of a catalogue, and how many seconds of CPU it took."""
    began = time.thread_time()
    search = Search(catalogue, vocabulary())
    return search, time.thread_time() - began
