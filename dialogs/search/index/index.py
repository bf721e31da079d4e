"""The index: which documents a word stands in, and which of its words another word may have been meant to be.

A word is looked for as it stands, then as the beginning of longer ones and as a relative with the same beginning, and
at last, over trigrams, with letters that are wrong, left out or doubled.
"""

import time
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from math import sqrt

from dialogs.search.index.documents import WORTH, Document
from dialogs.search.index.wording import Stems, fold, words

_BREATH = 20  # documents after which a builder lets others run
_MOST_FORMS = 200  # that begin as a word does
_MOST_RELATIVES = 60
_MOST_LOOKALIKES = 60  # words that are compared letter by letter
_SHORTEST_BEGINNING = 3
_SHORTEST_TYPO = 4
_NEAR = 0.6  # of its letters in common, and it is worth to be shown where there is nothing else
_SHORT = 6  # a word of so many letters has enough pieces of three
_AS_BEGINNING, _AS_RELATIVE, _AS_TYPO = 0.9, 0.75, 0.85


class Index:
    """Everything that can be found in one state of the catalogue."""

    def __init__(self, documents: Iterable[Document], fillers: Collection[str]) -> None:
        """Build it; a thread that does lets others run between documents. `fillers` are found nowhere.

        What the documents say is kept folded: it is only compared.
        """
        from rapidfuzz.distance import OSA

        self._distance: Callable[[str, str], int] = OSA.distance
        self.documents: list[Document] = []
        stems = Stems(remembers=True)
        postings: defaultdict[str, tuple[array[int], array[float]]] = defaultdict(lambda: (array("I"), array("f")))
        forms: dict[str, str] = {}
        for number, document in enumerate(documents):
            folded = replace(document, fields=tuple((weight, fold(text)) for weight, text in document.fields if text))
            self.documents.append(folded)
            for stem, weight in _weights(folded, stems, forms, fillers).items():
                theirs, weights = postings[stem]
                theirs.append(number)
                weights.append(weight)
            if number % _BREATH == 0:
                _breathe()
        self._postings: Mapping[str, tuple[array[int], array[float]]] = dict(postings)
        self._forms = sorted(forms)
        self._stems_of_forms = [forms[form] for form in self._forms]
        self._stems = sorted(self._postings)
        self._grams = _grams_of(self._stems)

    def __len__(self) -> int:
        return len(self.documents)

    def standing(self, stem: str) -> "tuple[array[int], array[float]]":
        """The documents in which a stem stands, with its weight in each."""
        return self._postings[stem]

    def candidates(self, word: str, stem: str) -> dict[str, float]:
        """The stems that a word may stand for, with how surely, up to 1; letters are right in all of them."""
        found: dict[str, float] = {stem: 1.0} if stem in self._postings else {}
        if len(word) >= _SHORTEST_BEGINNING:
            first = bisect_left(self._forms, word)
            for at in range(first, min(first + _MOST_FORMS, len(self._forms))):
                if not self._forms[at].startswith(word):
                    break
                keep(found, self._stems_of_forms[at], _AS_BEGINNING * (len(word) / len(self._forms[at])) ** 0.25)
        for relative, share in self._relatives(stem):
            keep(found, relative, _AS_RELATIVE * share)
        return found

    def _relatives(self, stem: str) -> Iterable[tuple[str, float]]:
        """Stems with most of their letters in common from the beginning: «математик» and «математическ»."""
        common = max(4, -(-len(stem) * 2 // 3))
        if len(stem) < common:
            return
        beginning = stem[:common]
        first = bisect_left(self._stems, beginning)
        for other in self._stems[first : first + _MOST_RELATIVES]:
            if not other.startswith(beginning):
                return
            shared = next((at for at, (a, b) in enumerate(zip(stem, other, strict=False)) if a != b), None)
            same = min(len(stem), len(other)) if shared is None else shared
            yield other, same / max(len(stem), len(other))

    def lookalikes(self, stem: str, *, loose: bool = False) -> dict[str, float]:
        """The stems that differ by few letters; `loose`: by less than half of them."""
        if len(stem) < _SHORTEST_TYPO:
            return {}
        shared: Counter[int] = Counter()
        for gram in _grams(stem):
            shared.update(self._grams.get(gram, ()))
        found: dict[str, float] = {}
        for number, _ in shared.most_common(_MOST_LOOKALIKES):
            other = self._stems[number]
            wrong = self._distance(stem, other)
            same = 1 - wrong / max(len(stem), len(other))
            if same >= _NEAR if loose else wrong <= _most_wrong(min(len(stem), len(other))):
                found[other] = _AS_TYPO * same
        return found


def _most_wrong(length: int) -> int:
    return 1 if length < 6 else 2 if length < 10 else 3


def keep(found: dict[str, float], stem: str, sure: float) -> None:
    """Note a stem, unless it is known more surely."""
    if sure > found.get(stem, 0.0):
        found[stem] = sure


def _weights(document: Document, stems: Stems, forms: dict[str, str], fillers: Collection[str]) -> dict[str, float]:
    """Its stems, each with the weight of its best field; a word among many in a field weighs less."""
    weights: dict[str, float] = {}
    worth = WORTH[document.kind]
    for weight, text in document.fields:
        said = words(text)
        for word in said:
            if word in fillers:
                continue
            stem = stems.of(word)
            forms[word] = stem
            keep(weights, stem, worth * weight / (1 + 0.08 * sqrt(len(said))))
    return weights


def _grams(stem: str, sizes: tuple[int, ...] = ()) -> set[str]:
    """The pieces of two or three letters that it is made of: short words have too few of three."""
    padded = f"^{stem}$"
    sizes = sizes or ((2,) if len(stem) < _SHORT else (3,))
    return {padded[at : at + size] for size in sizes for at in range(len(padded) - size + 1)}


def _grams_of(stems: list[str]) -> "dict[str, array[int]]":
    grams: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    for number, stem in enumerate(stems):
        for gram in _grams(stem, (2, 3) if len(stem) < _SHORT + 2 else (3,)):
            grams[gram].append(number)
        if number % (_BREATH * 10) == 0:
            _breathe()
    return dict(grams)


def _breathe() -> None:
    """Give the interpreter to who waits for it: else the loop, which answers people, waits 5 ms at each turn."""
    time.sleep(0)
