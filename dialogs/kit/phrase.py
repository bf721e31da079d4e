"""Phrases: words for people, written once in English and spoken in the reader's language at the end.

`say("Good morning, {name}", name=…)` is lazy: it keeps the message and the values. Values may be phrases themselves, or
anything with `speak(language)`, such as a date.
"""

import gettext
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Protocol, runtime_checkable

from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from storage.engine.unreadable import UNREADABLE

LANGUAGES = ("ru", "en")
SOURCE_LANGUAGE = "en"
FOLDER = Path(__file__).parents[2] / "locales"


@runtime_checkable
class Spoken(Protocol):
    """Something that has words in every language."""

    def speak(self, language: str) -> str: ...


Value = str | int | Spoken


@dataclass(frozen=True, slots=True)
class Capital:
    """Words that begin a line: «лекция» as «Лекция»."""

    words: Spoken

    def speak(self, language: str) -> str:
        said = self.words.speak(language)
        return said[:1].upper() + said[1:]


@dataclass(frozen=True, slots=True)
class Listed:
    """Several words as one: «за час, за 10 минут и в начале»."""

    words: tuple[Spoken, ...]

    def speak(self, language: str) -> str:
        return format_list(
            [one.speak(language) for one in self.words], locale="en_GB" if language == "en" else language
        )


@dataclass(frozen=True, slots=True)
class Phrase:
    """A message with its values, in no language yet."""

    message: str
    values: Mapping[str, Value] = field(default_factory=dict)
    many: str | None = None
    count: int = 0

    def __hash__(self) -> int:
        return hash((self.message, self.many, self.count, frozenset(self.values.items())))

    def speak(self, language: str) -> str:
        """The phrase in a language."""
        words = translations(language)
        if self.many is None:
            message = words.gettext(self.message)
        else:
            message = words.ngettext(self.message, self.many, self.count)
        if not self.values:
            return message
        spoken = {name: speak(value, language) for name, value in self.values.items()}
        for name, marks in _quoted(message):
            spoken[name] = spoken[name].translate(_NESTED[marks])
        return message.format_map(spoken)


_QUOTATION = re.compile("«[^«»]*»|“[^“”]*”")
_NESTED = {"«": str.maketrans("«»", "„“"), "“": str.maketrans("“”", "‘’")}  # quotes inside of quotes, by the outer one


@lru_cache(maxsize=1024)
def _quoted(message: str) -> tuple[tuple[str, str], ...]:
    """The places of a message that stand between quotes, and which quotes those are."""
    return tuple(
        (place, quotation[0])
        for quotation in _QUOTATION.findall(message)
        for place in re.findall(r"{(\w+)}", quotation)
    )


def say(message: str, /, **values: Value) -> Phrase:
    """A phrase; `message` is English and the key of its translations."""
    return Phrase(message, values)


def say_n(one: str, many: str, count: int, /, **values: Value) -> Phrase:
    """A phrase that depends on a number, which it may show as `{n}`."""
    return Phrase(one, {"n": count, **values}, many, count)


_GONE = say("🔒 cannot be read: its key is missing")


def speak(text: Value, language: str) -> str:
    """Anything that may stand in a screen, in a language."""
    if isinstance(text, str):
        return _GONE.speak(language) if text == UNREADABLE else text
    return str(text) if isinstance(text, int) else text.speak(language)


@cache
def translations(language: str) -> gettext.NullTranslations:
    """The words of a language, read from its `messages.po`."""
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
