"""Finding: which documents a query means, the best first."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from math import log

from dialogs.search.index.asking import Query, Word
from dialogs.search.index.documents import Document
from dialogs.search.index.index import Index, keep
from dialogs.search.index.wording import Stems, places

_OF_MEANING = 0.8  # what a word stands for counts a little less than the word
_SURE = 0.7  # from here on a word is right as it stands, and no letters are looked for that may be wrong
_LONGEST_BEGINNING, _SHORTEST_REST = 5, 3  # letters of the two parts of a word
_COVERED = 0.4  # of what the best one has of the query, so much the others need
_NEAR = 0.5  # who has less of the query than that is only near
_REREAD = 12  # results that are read as they stand
_READ_FROM = 1.0  # the weight of fields that are
_LITERAL, _PAIR = 0.1, 0.3  # what a word counts that stands as written, and what two of them in a row
_PAIR_LEAST = 0.67  # wherever the two stand
_ALSO = 0.2  # what the others count of what one word may stand for, beside the best
MOST = 300  # results: nobody turns more pages


Sought = Mapping[str, float]  # the stems that a word may stand for, with how surely


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found, and the stems that were looked for; `share`: how much of the query it has."""

    document: Document
    score: float
    share: float
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, the best first; `near`: nothing has what was asked for, and these are only the nearest."""

    hits: tuple[Hit, ...] = ()
    near: bool = False


class Finder:
    """Looks into an index; one for each thread that does."""

    def __init__(
        self, index: Index, meanings: Mapping[str, tuple[str, ...]], beginnings: Mapping[str, str] | None = None
    ) -> None:
        self.index = index
        self._beginnings = beginnings or {}
        self._stems = Stems()
        self._meanings = {self._stems.of(word): self._meant(meant) for word, meant in meanings.items()}

    def find(self, query: Query, prefer: Callable[[Document], float], known: dict[Word, Sought] | None = None) -> Found:
        """What the words of a query find.

        :param prefer: what a document counts beside its words: 0 for one that is not wanted at all.
        :param known: what words stand for, as far as somebody who asks several times has been told.
        """
        known = {} if known is None else known
        words = [part for word in query.words for part in self._parted(word)]
        for word in words:
            if word not in known:
                known[word] = self._sought(word)
        sought = [known[word] for word in words]
        if not any(sought):
            return Found(self._ranked([self._nearest(word) for word in words], prefer)[:3], near=True)
        hits = self._ranked(sought, prefer)
        if all(hit.share < _NEAR for hit in hits):
            return Found(hits[:3], near=True)
        return Found(_by_phrases(hits, query))

    def marked(self, text: str, stems: frozenset[str]) -> Iterator[tuple[str, bool]]:
        """A text in pieces, each with whether it is one of the words by which something was found."""
        shown = 0
        for begins, ends, word in places(text):
            if self._stems.of(word) in stems:
                yield text[shown:begins], False
                yield text[begins:ends], True
                shown = ends
        yield text[shown:], False

    def _parted(self, word: Word) -> tuple[Word, ...]:
        """The words that one stands for that is made of two: «нацпроект» is «национальный проект»."""
        said = word.said
        for size in range(_LONGEST_BEGINNING, 1, -1):
            whole, rest = self._beginnings.get(said[:size]), said[size:]
            if whole is not None and len(rest) >= _SHORTEST_REST and self._knows(rest) and not self._knows(said):
                return Word(whole), Word(rest)
        return (word,)

    def _knows(self, word: str) -> bool:
        stem = self._stems.of(word)
        return bool(self._meanings.get(stem)) or max(self.index.candidates(word, stem).values(), default=0.0) >= _SURE

    def _meant(self, words: tuple[str, ...]) -> Sought:
        """The stems of what a word stands for, as far as the fair has them."""
        found: dict[str, float] = {}
        for word in words:
            for stem, sure in self.index.candidates(word, self._stems.of(word)).items():
                if sure >= _SURE:
                    keep(found, stem, _OF_MEANING * sure)
        return found

    def _sought(self, word: Word) -> Sought:
        """The stems that a word may stand for: as it stands, on the other keyboard, in other letters, or mistyped."""
        readings = [[(one, self._stems.of(one)) for one in of] for of in ((word.said,), word.keyboard, word.letters)]
        found: dict[str, float] = {}
        for reading in readings:
            for one, stem in reading:
                for other, sure in (*self.index.candidates(one, stem).items(), *self._meanings.get(stem, {}).items()):
                    keep(found, other, sure)
            if max(found.values(), default=0.0) >= _SURE:
                return found
        for reading in readings:
            for _, stem in reading:
                for other, sure in self.index.lookalikes(stem).items():
                    keep(found, other, sure)
            if max(found.values(), default=0.0) >= _SURE:
                return found
        return found

    def _nearest(self, word: Word) -> Sought:
        """The words that look most alike, however little."""
        said = word.keyboard[0] if word.keyboard and word.said.isascii() else word.said
        alike = self.index.lookalikes(self._stems.of(said), loose=True)
        return dict(sorted(alike.items(), key=lambda one: -one[1])[:3])

    def _rarity(self, sought: Sought) -> float:
        """What a word tells: more, the fewer documents have it."""
        return log(1 + len(self.index) / (1 + sum(len(self.index.standing(stem)[0]) for stem in sought)))

    def _ranked(self, sought: list[Sought], prefer: Callable[[Document], float]) -> tuple[Hit, ...]:
        known = [(self._rarity(one), self._best_of(one)) for one in sought if one]
        told = sum(rarity for rarity, _ in known)
        whole = told * len(sought) / max(1, len(known))  # a word that stands nowhere tells as much as the others
        scores: dict[int, float] = {}
        covers: dict[int, float] = {}
        for rarity, best in known:
            for number, score in best.items():
                scores[number] = scores.get(number, 0.0) + rarity * score
                covers[number] = covers.get(number, 0.0) + rarity
        documents = self.index.documents
        ranked = sorted((-score * covers[one] ** 2, one) for one, score in scores.items())
        wanted = ((liked * score, number) for score, number in ranked if (liked := prefer(documents[number])))
        first = sorted(islice(wanted, MOST))
        most = max((covers[number] for _, number in first), default=0.0)
        least, by = _COVERED * most, frozenset(stem for one in sought for stem in one)
        return tuple(
            Hit(documents[number], -score / whole**2, covers[number] / whole, by)
            for score, number in first
            if covers[number] >= least
        )

    def _best_of(self, sought: Sought) -> dict[int, float]:
        """For each document the best of the stems that one word may stand for, and a little of the others."""
        best: dict[int, float] = {}
        for stem, sure in sought.items():
            theirs, weights = self.index.standing(stem)
            for number, weight in zip(theirs, weights, strict=True):
                score, known = weight * sure, best.get(number)
                if known is None:
                    best[number] = score
                else:
                    best[number] = score + _ALSO * known if score > known else known + _ALSO * score
        return best


def _by_phrases(hits: tuple[Hit, ...], query: Query) -> tuple[Hit, ...]:
    """Of the best those are better that say words as they were written, and two of them in a row."""
    better = [replace(hit, score=hit.score * _as_written(hit.document, query)) for hit in hits[:_REREAD]]
    return (*sorted(better, key=lambda hit: -hit.score), *hits[_REREAD:])


def _as_written(document: Document, query: Query) -> float:
    best = 1.0
    for weight, said in document.fields:
        if weight < _READ_FROM:
            continue
        share = min(weight, 3.0) / 3
        words, pairs = sum(word.said in said for word in query.words), sum(pair in said for pair in query.pairs)
        best = max(best, 1 + _LITERAL * words * share + _PAIR * pairs * max(share, _PAIR_LEAST))
    return best
