"""Speakers as things: who moderates and speaks where, one card for a person.

Whom the file gives one id are one person; without ids, those of one name and post are. A card's number follows from its
id alone, so that buttons and links go on meaning the same person through imports and on another database.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from storage.fair.programme import Session, Speaker

_PATRONYMIC = re.compile(r".*(вич|вна|ична|оглы|кызы)", re.IGNORECASE)
_DIGEST = 6  # bytes: a number that every button can carry


@dataclass(frozen=True, slots=True)
class SpeakerCard:
    """One person of the programme; `sessions` are the numbers of theirs, in the order of time."""

    id: int
    ref: str
    name: str
    post: str | None
    sessions: tuple[int, ...]

    @property
    def surname(self) -> str:
        """The word of the name by which people look for it: «Имя Отчество Фамилия», «Фамилия Имя Отчество»."""
        first, *others = self.name.split()
        return others[-1] if others and not _PATRONYMIC.fullmatch(others[-1]) else first

    @property
    def letter(self) -> str:
        """Under which they stand in a list."""
        return _sorted(self.surname)[0].upper()


def people_of(session: Session) -> Iterator[Speaker]:
    """Who is on the air there: the moderator, then the speakers."""
    if session.moderator is not None:
        yield session.moderator
    yield from session.speakers


def gather(sessions: Iterable[Session]) -> tuple[dict[int, SpeakerCard], dict[int, tuple[int, ...]]]:
    """The cards of all speakers by number, and the numbers of each session's; `sessions` are in the order of time."""
    ordered = list(sessions)
    known = {(one.name, one.post): one.ref for session in ordered for one in people_of(session) if one.ref is not None}
    refs = {one: _ref(one, known) for one in {one for session in ordered for one in people_of(session)}}
    there = {session.id: tuple(dict.fromkeys(refs[one] for one in people_of(session))) for session in ordered}
    named: dict[str, Speaker] = {}
    for session in sorted(ordered, key=lambda session: session.cancelled):  # what stands may be worded newer
        for one in people_of(session):
            named.setdefault(refs[one], one)
    numbers = {ref: number_of(ref) for ref in named}
    theirs: dict[str, list[int]] = {ref: [] for ref in named}
    for session in ordered:
        for ref in there[session.id]:
            theirs[ref].append(session.id)
    cards = (SpeakerCard(numbers[ref], ref, one.name, one.post, tuple(theirs[ref])) for ref, one in named.items())
    in_order = sorted(cards, key=lambda card: (_sorted(card.surname), _sorted(card.name), card.ref))
    return {card.id: card for card in in_order}, {
        number: tuple(numbers[ref] for ref in refs) for number, refs in there.items()
    }


def _ref(speaker: Speaker, known: Mapping[tuple[str, str | None], str]) -> str:
    ref = speaker.ref or known.get((speaker.name, speaker.post))
    return ref or "p-" + _digest(f"{speaker.name}\n{speaker.post or ''}").hex()


def number_of(ref: str) -> int:
    """What buttons call the speaker of that id."""
    return int.from_bytes(_digest(ref))


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=_DIGEST).digest()


def _sorted(text: str) -> str:
    return text.casefold().replace("ё", "е")
