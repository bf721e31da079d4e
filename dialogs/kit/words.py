"""Texts as they may be shown: shortened between words where a messenger has no room, and readable by what is seen."""

import unicodedata
from collections.abc import Callable

ELLIPSIS = "…"


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
    whole, space, _ = kept.rpartition(" ")
    if space and not text[len(kept) : len(kept) + 1].isspace():
        kept = whole
    return kept.rstrip(" ,.;:—–-«(\n") + ELLIPSIS


def readable(text: str) -> str:
    """What was typed, without signs that are not seen or turn the rest around."""
    seen = (sign for sign in unicodedata.normalize("NFC", text) if sign in "\n\u200d" or _is_seen(sign))
    return "\n".join(line.strip() for line in "".join(seen).strip().splitlines())


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co")


def clean(text: str) -> str:
    """Without the signs that a database or a messenger refuses: NUL and halves of pairs."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")
