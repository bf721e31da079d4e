"""Which letters leave together by one call: pure.

A call carries so many letters at most, and so many different ones among them. Letters that say the same in the same
language for the same client are one list; a letter that edits a message is different from all others. No call carries
two letters to one chat.

A letter leaves under a mark that never changes, for messengers that show a repetition once: its own number, or that of
its list (`batch`), which is the number of the list's first letter. A letter that may have left already keeps the mark
it then had; so no number ever names two lists, and no chat gets two letters under one.
"""

from collections.abc import Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property

from dialogs.kit.event import Shown
from dialogs.kit.messenger import Limits, Parcel
from dialogs.kit.screen import Topic, What
from storage.people.people import Person
from storage.post.claims import Claimed

PLACES_READ = "ru"


@dataclass(frozen=True, slots=True)
class Pending:
    """A letter that is ours until its lease ends (monotonic seconds)."""

    letter: Claimed
    lease_ends: float


class Kind:
    """What letters of one list have in common; hashed once, for what is left over is looked at call after call."""

    def __init__(self, *parts: Hashable) -> None:
        self._parts = parts
        self._hash = hash(parts)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Kind) and self._parts == other._parts


@dataclass(frozen=True, eq=False)
class DrawnLetter:
    """A letter as it reads now, to a person or to a place.

    `at`: when it was drawn (monotonic seconds), `over`: the message that it edits, `pin`: it stands above the chat.
    `as_of`: where it tells somebody's data, the newest line of the audit log then. `silent`: it comes without a sound.
    """

    pending: Pending
    person: Person | None
    what: What
    over: Shown | None
    pin: bool
    at: float
    as_of: int | None = None
    silent: bool = False

    @property
    def letter(self) -> Claimed:
        return self.pending.letter

    @cached_property
    def kind(self) -> Kind:
        """Equal for letters that may go in one list."""
        letter = self.letter
        if self.over is not None or (letter.batch is None and letter.attempt > 1):  # it may have left alone
            return Kind(letter.id)
        return Kind(self.what, *self._reads, letter.batch, self.silent)

    @property
    def parcel(self) -> Parcel:
        """The letter under its mark."""
        mark = self.letter.batch or self.letter.id
        return Parcel(self.letter.address, self.what, *self._reads, self.over, mark, self.pin, self.silent)

    @property
    def takes(self) -> int:
        """How many of a group's number a minute it takes; 0: it goes to a person."""
        if self.letter.person_id is not None:
            return 0
        told_twice = isinstance(self.what, Topic) and _told_twice(self.what, stands=self.over is not None)
        return 2 if told_twice or (self.pin and self.over is None) else 1

    @property
    def _reads(self) -> tuple[str, str]:
        """In which language, and with what client."""
        return (PLACES_READ, "") if self.person is None else (self.person.language, self.person.client)

    def in_list(self, first: int) -> "DrawnLetter":
        """The letter as a part of a list."""
        return replace(self, pending=replace(self.pending, letter=replace(self.letter, batch=first)))


def _told_twice(topic: Topic, *, stands: bool) -> bool:
    """Whether its title and its being open are two calls."""
    return topic.named if stands else not topic.open


@dataclass(frozen=True, slots=True)
class LetterCall:
    """Letters that leave together; `lists` are new ones, by the numbers that have to be noted before they leave."""

    letters: tuple[DrawnLetter, ...]
    lists: Mapping[int, Sequence[Claimed]]

    @property
    def lease_ends(self) -> float:
        """Until when all of them are surely ours."""
        return min(drawn.pending.lease_ends for drawn in self.letters)

    def gathered(self, numbers: AbstractSet[int]) -> "LetterCall":
        """The call after its lists were noted; a letter whose number is not among these is another sender's now."""
        first = {letter.id: number for number, letters in self.lists.items() for letter in letters}
        letters = (
            drawn.in_list(first[drawn.letter.id]) if drawn.letter.id in first else drawn
            for drawn in self.letters
            if drawn.letter.id not in first or drawn.letter.id in numbers
        )
        return LetterCall(tuple(letters), {})


def compose(drawn: Sequence[DrawnLetter], limits: Limits) -> tuple[LetterCall, list[DrawnLetter]]:
    """The next call, served in the given order, and what has to go by a later one."""
    groups: dict[Kind, list[DrawnLetter]] = {}
    chats: set[str] = set()
    left: list[DrawnLetter] = []
    for one in drawn:
        chat = one.letter.address.chat
        if chat in chats or len(chats) == limits.together:
            left.append(one)
            continue
        group = groups.get(one.kind)
        if group is None and len(groups) == limits.different:
            left.append(one)
            continue
        chats.add(chat)
        if group is None:
            groups[one.kind] = [one]
        else:
            group.append(one)
    lists = {
        group[0].letter.id: [one.letter for one in group]
        for group in groups.values()
        if len(group) > 1 and group[0].letter.batch is None
    }
    return LetterCall(tuple(one for group in groups.values() for one in group), lists), left
