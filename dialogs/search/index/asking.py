"""A query: what somebody wrote, read into words, a moment, and a number."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dialogs.kit.vocabulary import Vocabulary
from dialogs.kit.words import readable
from dialogs.search.index.moments import Moment, read_moment
from dialogs.search.index.reader import Clocks
from dialogs.search.index.wording import in_cyrillic, other_keyboard, words

LONGEST = 200  # signs of a query that are looked at
MOST_WORDS = 8
_OF_QUESTION = re.compile(r"(?:(?:мой|моя|мои)\s+)?(?:вопрос\w*\s*)?(?:№|#|no\.?|n)\s*(\d{1,6})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it stands; `keyboard` and `letters` are what it would be on the other keyboard, or in Cyrillic."""

    said: str
    keyboard: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """`words` tell what is looked for, `moment` when; `pairs` are two of them in a row, with what stands between.

    `only_fillers`: words there are, but none that tells anything; `cut`: there are more than are looked for.
    """

    words: tuple[Word, ...] = ()
    moment: Moment | None = None
    pairs: tuple[str, ...] = ()
    only_fillers: bool = False
    cut: bool = False

    @property
    def empty(self) -> bool:
        return not self.words and self.moment is None


def readable_query(text: str) -> str:
    """What was typed, on one line and as long as it is looked at."""
    return " ".join(readable(text[: LONGEST * 4]).split())[:LONGEST].strip()


def number_in(text: str) -> int | None:
    """The number of a question, where nothing else was written: «№14», «вопрос №14»."""
    found = _OF_QUESTION.fullmatch(readable_query(text))
    return None if found is None else int(found[1])


def read_query(text: str, told: Vocabulary, clocks: Clocks | None) -> Query:
    """Read what was typed; without clocks, no word of it is a time."""
    shown = readable_query(text)
    moment, left = (None, (shown,)) if clocks is None else read_moment(shown, told, clocks)
    spaced = _with_readings(shown)
    read = [spaced.get(word) or Word(word) for token in left for word in words(token)]
    telling = [word for word in read if not _tells_nothing(word, told.fillers)]
    different = tuple(dict.fromkeys(telling))
    kept = different[:MOST_WORDS]
    only_fillers = bool(read) and not kept and moment is None
    return Query(kept, moment, _pairs(read, kept), only_fillers, len(different) > MOST_WORDS or len(text) > LONGEST)


def _pairs(read: Sequence[Word], telling: Collection[Word]) -> tuple[str, ...]:
    """What stands from one telling word to the next: «подготовка к школе»."""
    places = [at for at, word in enumerate(read) if word in telling][: 2 * MOST_WORDS]
    return tuple(" ".join(word.said for word in read[one : other + 1]) for one, other in pairwise(places))


def _tells_nothing(word: Word, fillers: Collection[str]) -> bool:
    return word.said in fillers or (word.keyboard != () and all(one in fillers for one in word.keyboard))


def _with_readings(text: str) -> dict[str, Word]:
    """Its words with what else they may mean; only spaces part them, for letters may have come as signs."""
    found: dict[str, Word] = {}
    for piece in text.split():
        own = words(piece)
        typed = tuple(words(other_keyboard(piece)))
        letters = tuple(word for text in in_cyrillic(piece) for word in words(text))
        if len(own) == 1:
            found[own[0]] = Word(own[0], typed, letters)
        elif len(typed) == 1 and own:  # «j,hfpjdfybt»: one word, which the signs have cut
            found.update({part: Word(typed[0], (typed[0],)) for part in own})
    return found
