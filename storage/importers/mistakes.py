"""What is wrong with a programme file: where it stands, what it is and what to write instead."""

import difflib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pydantic_core import PydanticCustomError

REFUSED = "refused"
_LISTED = 10
_SHOWN = 60
_COMPARED = 1000  # a file whose every reference is wrong must not cost minutes


class Said(str):
    """Words of ours in English, which remember what they were made of, so that they can be said in another language."""

    __slots__ = ("message", "values")
    message: str
    values: Mapping[str, str | int]


def say(message: str, /, **values: object) -> Said:
    """Words with their values, which may be such words themselves; the message is the key of its translations."""
    plain = {name: value if isinstance(value, str | int) else str(value) for name, value in values.items()}
    said = Said(message.format_map(plain) if plain else message)
    said.message, said.values = message, plain
    return said


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    line: int  # 0 when the file as a whole is meant
    path: str
    problem: str
    advice: str

    def __str__(self) -> str:
        return self.told(str)

    def told(self, speak: Callable[[str], str]) -> str:
        """The mistake as a line of words; `speak` says them in the reader's language."""
        line = say("line {line}", line=self.line)
        where = f"{speak(line)}: " if self.line else ""
        what = f"{self.path}: " if self.path else ""
        return printable(f"{where}{what}{speak(self.problem)}; {speak(self.advice)}")


@dataclass(frozen=True, slots=True)
class Mistakes:
    """All that is wrong with one file, in the order of its lines."""

    found: tuple[Mistake, ...]

    def __str__(self) -> str:
        return self.told(str)

    def told(self, speak: Callable[[str], str]) -> str:
        """A line for each."""
        return "\n".join(mistake.told(speak) for mistake in self.found)


def refuse(problem: str, advice: str, within: str = "") -> PydanticCustomError:
    """What a validator raises: both halves reach the `Mistake` unchanged.

    :param within: the key, inside the value, that is meant.
    """
    return PydanticCustomError(REFUSED, "{problem}", {"problem": problem, "advice": advice, "within": within})


def quoted(text: str) -> str:
    """A value as it may be printed: short, and nothing in it moves the terminal's cursor."""
    short = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return f'"{printable(short)}"'


def printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)


def instead_of(word: str, choices: Collection[str]) -> str | None:
    """Advice when `word` is none of `choices`: the nearest one, else all of them when they are few."""
    if near := did_you_mean(word, choices):
        return near
    return say("write one of: {what}", what=", ".join(choices)) if 0 < len(choices) <= _LISTED else None


def did_you_mean(word: str, choices: Collection[str], likeness: float = 0.7) -> str | None:
    near = _nearest(word[:_SHOWN], tuple(choices), likeness) if len(choices) <= _COMPARED else None
    return say("did you mean {word}?", word=near) if near else None


@lru_cache(maxsize=1024)
def _nearest(word: str, choices: tuple[str, ...], likeness: float) -> str | None:
    as_written = {choice.lower(): choice for choice in choices}
    near = difflib.get_close_matches(word.lower(), as_written, n=1, cutoff=likeness)
    return as_written[near[0]] if near else None
