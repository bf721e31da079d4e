"""Words as they are compared: folded, without endings, and as they read on another keyboard or in other letters."""

import re
from collections.abc import Iterator
from typing import Any

from dialogs.kit.words import composed

_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[а-я]")
_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюе"
_TO_RUSSIAN = str.maketrans(_LATIN_KEYS + '{}:"<>~', _RUSSIAN_KEYS + "хъжэбюе")
_TO_LATIN = str.maketrans(_RUSSIAN_KEYS, _LATIN_KEYS)
_SPELT = (  # the longest first
    *(("shch", "щ"), ("sch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш")),
    *(("yu", "ю"), ("ju", "ю"), ("iu", "ю"), ("ya", "я"), ("ja", "я"), ("ia", "я"), ("yo", "е"), ("jo", "е")),
    *(("ye", "е"), ("je", "е"), ("yy", "ый"), ("iy", "ий"), ("ij", "ий"), ("yj", "ый"), ("ey", "ей"), ("ay", "ай")),
    *(("oy", "ой"), ("ej", "ей"), ("aj", "ай"), ("oj", "ой"), ("x", "кс"), ("q", "к"), ("w", "в"), ("'", "ь")),
    *zip("abvgdezijklmnoprstufhcy", "абвгдезийклмнопрстуфхцы", strict=True),
)
_BEFORE_VOWEL = "(?![aou])"  # «iy» is «ий», but «iya» is «ия»
_SOUND = re.compile(
    "|".join(re.escape(sound) + (_BEFORE_VOWEL if read.endswith("й") else "") for sound, read in _SPELT)
)
_LETTERS = dict(_SPELT)
_LONGEST_WORD = 40
_SHORTEST_STEM = 3
_HARD = "бвгджзклмнпрстфхцчшщ"
_FLEETING = re.compile(rf"(?<=..[{_HARD}])[ое](?=к$)|(?<=.[{_HARD}])е(?=ц$)")  # «кружок», «кружка»; «отец», «отца»


def fold(text: str) -> str:
    """Without case, and «ё» as «е»."""
    return composed(text).casefold().replace("ё", "е")


def words(text: str) -> list[str]:
    """The words of a text, folded."""
    return [word[:_LONGEST_WORD] for word in _WORD.findall(fold(text))]


def places(text: str) -> Iterator[tuple[int, int, str]]:
    """Where its words stand: from, to, and the word folded."""
    for found in _WORD.finditer(text):
        yield found.start(), found.end(), fold(found[0])[:_LONGEST_WORD]


def other_keyboard(text: str) -> str:
    """What was meant where the other keyboard was on: «vfntvfnbrf» is «математика»."""
    folded = fold(text)
    return folded.translate(_TO_LATIN if _CYRILLIC.search(folded) else _TO_RUSSIAN)


def in_cyrillic(text: str) -> tuple[str, ...]:
    """What Russian it may be that was written in Latin letters; nothing of a text that is in Cyrillic."""
    folded = fold(text)
    if _CYRILLIC.search(folded):
        return ()
    read = _SOUND.sub(lambda sound: _LETTERS[sound[0]], folded)
    apart = _SOUND.sub(lambda sound: _LETTERS[sound[0]], folded.replace("ts", "t|s")).replace("|", "")
    return (read,) if read == apart else (read, apart)  # «ts» is one letter or two: «konferentsiya», «detskiy»


_KNOWN: dict[str, str] = {}  # the stems of the words of fairs


class Stems:
    """Takes endings from words. A stemmer keeps what it works on, so that each thread has its own.

    `remembers`: each word is worked on once, and so it is when another index is made of nearly the same words.
    """

    def __init__(self, *, remembers: bool = False) -> None:
        from snowballstemmer import stemmer

        self._russian: Any = stemmer("russian")
        self._english: Any = stemmer("english")
        self._remembers = remembers

    def of(self, word: str) -> str:
        """The word without its ending; too little would be left of some short ones, which stay whole."""
        known = _KNOWN.get(word)
        if known is None:
            cyrillic = _CYRILLIC.search(word) is not None
            stem: str = (self._russian if cyrillic else self._english).stemWord(word).rstrip("ь")
            stem = _FLEETING.sub("", stem)
            known = stem if len(stem) >= _SHORTEST_STEM else word
            if self._remembers:
                _KNOWN[word] = known
        return known
