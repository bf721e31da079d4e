"""What people write to us, as data: `locales/<language>/words.yaml`, all languages together, whichever one reads.

Whoever answers to such words says which route they lead to; here is only what they are called.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from dialogs.kit.phrase import FOLDER, LANGUAGES
from dialogs.kit.words import plain

Named = Mapping[str, str]  # what is written, plainly, and what that names


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`doors` and `talk` are whole messages; the others are words inside of one.

    `topics`: the words by which a place is found; `meanings`: what a word may stand for; `beginnings`: what words are
    shortened to before others, each with the whole word; `spoken`: how sessions of a language are called; `times`:
    days, months and parts of the day, each word with what it names, such as "weekday 3"; `units`: how long it is until
    something; `unsure`: which of the times also mean something else.
    """

    doors: Named
    talk: Named
    topics: Mapping[str, str]
    meanings: Mapping[str, tuple[str, ...]]
    beginnings: Named
    fillers: frozenset[str]
    spoken: Mapping[str, str]
    recorded: str
    times: Named
    units: Named
    unsure: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """What people write, in all languages."""
    told = [_read(language) for language in LANGUAGES]
    return Vocabulary(
        doors=_named(one["doors"] for one in told),
        talk=_named(one["talk"] for one in told),
        topics=_joined(one["topics"] for one in told),
        meanings={plain(word): tuple(plain(text).split()) for one in told for word, text in one["meanings"].items()},
        beginnings={plain(short): plain(whole) for one in told for short, whole in one["beginnings"].items()},
        fillers=_words(one["fillers"] for one in told),
        spoken=_joined(one["spoken"] for one in told),
        recorded=" ".join(one["recorded"] for one in told),
        times=_named(_times(one["times"]) for one in told),
        units=_named(one["units"] for one in told),
        unsure=_words(one["unsure"] for one in told),
    )


def _read(language: str) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load((FOLDER / language / "words.yaml").read_text("utf-8"))
    return loaded


def _named(tables: Iterable[Mapping[str, Iterable[str]]]) -> Named:
    return {plain(words): name for table in tables for name, several in table.items() for words in several}


def _joined(tables: Iterable[Mapping[str, str]]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for table in tables:
        for name, words in table.items():
            joined[name] = f"{joined[name]} {words}" if name in joined else words
    return joined


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in plain(text, longest=None).split())


def _times(table: Mapping[str, Any]) -> dict[str, Iterable[str]]:
    numbered = {"weekdays": ("weekday", 0), "months": ("month", 1), "numbers": ("number", 1)}
    named: dict[str, Iterable[str]] = {}
    for name, words in table.items():
        if name in numbered:
            one, first = numbered[name]
            named |= {f"{one} {n}": [of] if isinstance(of, str) else of for n, of in enumerate(words, first)}
        else:
            named[name] = words.split() if isinstance(words, str) else words
    return named
