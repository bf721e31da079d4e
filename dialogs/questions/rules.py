"""What a question may be: how its text is cleaned and measured, and what becomes of it step by step."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal
from zlib import crc32

from dialogs.kit.links import is_link
from dialogs.kit.reading import JOINER, one_line
from dialogs.kit.similar import most_alike, stems
from storage.questions.tables import LONGEST, LONGEST_NAME, Question, State

OFFERED = 3  # similar questions at once
PUBLIC: tuple[State, ...] = ("passed", "aired", "answered")
Step = Literal["accepted", "taken", "passed", "aired", "answered", "declined", "merged", "withdrawn"]

_DRESSING = ("\ufe0e", "\ufe0f")


def spoken_name(name: str) -> str:
    """How an asker is called; nothing where it is no name that a person could be called by."""
    kept = one_line(name)[:LONGEST_NAME].strip()
    return kept if any(map(str.isalpha, kept)) else ""


def signs(text: str) -> int:
    """How long a text is as people count: an emoji of several parts is one sign, an accent is none."""
    count = 0
    joined = False
    for sign in text:
        part = unicodedata.combining(sign) or sign in (JOINER, *_DRESSING) or "\U0001f3fb" <= sign <= "\U0001f3ff"
        count += not (part or joined)
        joined = sign == JOINER
    return count


def too_many(text: str) -> int:
    """How many signs too many there are; what is made of very many parts may be half as long."""
    return max(signs(text) - LONGEST, len(text.encode("utf-16-le")) // 2 - 2 * LONGEST, 0)


def seal(text: str, *, anonymous: bool) -> int:
    """What a preview's button remembers of it: words typed since then, in another message, are not sent by it."""
    return crc32(f"{anonymous:d}{text}".encode())


def has_words(text: str) -> bool:
    """Whether somebody who reads it aloud would say anything: not only addresses, emoji and signs."""
    said = (word for word in text.split() if any(map(str.isalpha, word)))
    return any(not (word.lower().startswith("www.") or is_link(word)) for word in said)


def repeated(text: str, questions: Iterable[Question], asker: int) -> Question | None:
    """The asker's own question that says just this."""
    own = (question for question in questions if question.person_id == asker and question.state != "withdrawn")
    return next((question for question in own if stems(question.text) == stems(text)), None)


def similar(text: str, questions: Sequence[Question], awaited: frozenset[int]) -> list[Question]:
    """The questions to be joined instead, the nearest first: one that was merged stands for the one it is part of."""
    by_id = {question.id: question for question in questions}
    found: dict[int, Question] = {}
    for number in most_alike(text, ((question.id, question.text) for question in questions)):
        root = by_id.get(by_id[number].merged_into or number)
        if root is not None and root.id not in awaited and root.state not in ("merged", "answered"):
            found.setdefault(root.id, root)
    return list(found.values())[:OFFERED]


def steps(question: Question) -> list[Step]:
    """What has become of a question so far, in order; the last is where it is now."""
    so_far: list[Step] = ["accepted"]
    if question.passed_at is not None:
        so_far += ["taken", "passed"]
    if question.aired_at is not None:
        so_far.append("aired")
    if question.state != "new" and question.state not in so_far:
        so_far.append(question.state)
    return so_far


def public(question: Question) -> bool:
    """Whether everybody may read it."""
    return question.state in PUBLIC and question.passed_at is not None
