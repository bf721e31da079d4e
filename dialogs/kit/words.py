"""Texts as they may be shown: shortened between words where a messenger has no room, and readable by what is seen."""

import re
import unicodedata
from collections.abc import Callable, Iterator

ELLIPSIS = "…"
_JOINER = "\u200d"
_MOST_MARKS = 30  # in a row: the Stream-Safe Text Format of Unicode (UAX #15); sorting more takes ever longer
_ABBREVIATION = 3  # letters
_FLAGS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
_LONGEST_PLAIN = 200  # signs: nothing that is heard by its name is called so long
_NO_WORD = re.compile(r"[^\w№]+|_")


def fit(text: str, room: int, size: Callable[[str], int] = len) -> str:
    """The text if it fits, else as many whole words as do and «…»; empty where not even that fits.

    :param size: how the messenger counts.
    """
    if size(text) <= room:
        return text
    if room < size(ELLIPSIS):
        return ""
    kept = text
    while size(kept) + size(ELLIPSIS) > room:
        # Most signs count one: cut what is surely too much, then look again.
        kept = kept[: max(0, len(kept) - max(1, (size(kept) + size(ELLIPSIS) - room) // 2))]
    kept = text[: _between_signs(text, len(kept))]
    whole, space, _ = kept.rpartition(" ")
    if space and not text[len(kept) : len(kept) + 1].isspace():
        kept = whole
    return kept.rstrip(" ,.;:—–-«(\n") + ELLIPSIS


def _between_signs(text: str, at: int) -> int:
    """The nearest place before it at which nothing is cut that is seen as one: a letter with marks, a joint emoji."""
    while 0 < at < len(text) and _is_one_sign(text, at):
        at -= 1
    return at


def _is_one_sign(text: str, at: int) -> bool:
    """Whether what stands before and after this place is seen as one sign."""
    before, after = text[at - 1], text[at]
    if _JOINER in (before, after) or unicodedata.category(after)[0] == "M":
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":  # a tone of skin, a flag's tags
        return True
    if "\u1160" <= after <= "\u11ff":  # the vowels and ends of Korean syllables
        return True
    flags = len(text[:at]) - len(text[:at].rstrip(_FLAGS))  # two such letters are one flag
    return after in _FLAGS and flags % 2 == 1


def composed(text: str) -> str:
    """The text in Unicode's shortest spelling (NFC); of a heap of marks on one letter only the first stay."""
    if not text.isascii() and any(map(unicodedata.combining, text)):
        text = "".join(_without_heaps(text))
    return unicodedata.normalize("NFC", text)


def _without_heaps(text: str) -> Iterator[str]:
    marks = 0
    for sign in text:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= _MOST_MARKS:
            yield sign


def readable(text: str) -> str:
    """What was typed, without signs that are not seen or turn the rest around."""
    seen = (sign for sign in composed(text) if sign in "\n\u200d" or _is_seen(sign))
    return "\n".join(line.strip() for line in "".join(seen).strip().splitlines())


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co")


def messenger_name(messenger: str) -> str:
    """What people call a messenger: a name so short is an abbreviation."""
    return messenger.upper() if len(messenger) <= _ABBREVIATION else messenger.capitalize()


def clean(text: str) -> str:
    """Without the signs that a database or a messenger refuses: NUL and halves of pairs."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def plain(text: str, longest: int | None = _LONGEST_PLAIN) -> str:
    """What was typed, without case, emoji and signs: as buttons say it and as people do; of a longer text nothing."""
    if longest is not None and len(text) > longest:
        return ""
    return _NO_WORD.sub(" ", text.casefold().replace("ё", "е")).strip()
