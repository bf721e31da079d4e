"""Letters: what the bot tells somebody who did not just act.

Typed here, a row of numbers in the outbox, drawn when sent.

A letter's drawing may say `None`: it is no longer worth sending (unsubscribed, moved, over) and ends as dropped.

A letter to a place, such as a staff group, has no reader whom we know: it is in Russian.
"""

from collections import Counter as Tally
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self

from prometheus_client import Counter
from pydantic import TypeAdapter

from dialogs.kit.messenger import Door, no_door
from dialogs.kit.reading import HOME
from storage.address import Address
from storage.database import Work
from storage.fair.catalogue import Catalogue
from storage.people.people import Person

LETTERS_ENDED = Counter("fairway_letters_ended", "Letters by how they ended", ["messenger", "kind", "end"])


def count_ended(messenger: str, kinds: Iterable[str], end: str) -> None:
    """Count letters that have ended, one of each kind named; called after the commit that ended them."""
    for kind, count in Tally(kinds).items():
        LETTERS_ENDED.labels(messenger, kind, end).inc(count)


@dataclass(frozen=True, slots=True)
class Letter:
    """The base of all letters: a frozen dataclass with a `kind` of its own and numbers for fields.

    `again_if_unsure`: when nobody knows whether it arrived, rather twice than never. `pinned`: its message stands above
    the chat, where the messenger can do that. `takes_at_most`: of the number that a group bears in a minute; pinning
    counts, and so does closing a topic beside naming it. `surveys`: drawing it looks at many rows, as of one moment.
    `tells`: somebody's data or words, which may be taken back up to the moment at which it leaves. `unasked`: news that
    nobody waits for, which rests at the reader's night and of which only so many come in a day.
    """

    kind: ClassVar[str]
    again_if_unsure: ClassVar[bool] = True
    pinned: ClassVar[bool] = False
    takes_at_most: ClassVar[int] = 1
    surveys: ClassVar[bool] = False
    tells: ClassVar[bool] = False
    unasked: ClassVar[bool] = False

    def silent(self, _reading: "Reading") -> bool:
        """Whether it comes without a sound, where the messenger can do that."""
        return False

    def about(self) -> Mapping[str, Any]:
        """The numbers that the outbox keeps."""
        return asdict(self)

    @classmethod
    def read(cls, about: Mapping[str, Any]) -> Self:
        """The letter that was kept; new fields take their defaults.

        :raises pydantic.ValidationError: the row is not of this kind.
        """
        reader = _READERS.get(cls)
        if reader is None:
            reader = _READERS[cls] = TypeAdapter(cls)
        letter: Self = reader.validate_python(dict(about))
        return letter


_READERS: dict[type[Letter], TypeAdapter[Any]] = {}


@dataclass(frozen=True, slots=True)
class Rest:
    """What a drawing says of a letter that is not to leave before that moment; its own term stays as it is."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """What a letter is drawn from at the second it leaves.

    `reader`: the person it goes to, if it does not go to a place. `again`: it redraws a message that stands already.
    `icons`: the signs of the messengers that are switched on, by name; `door`: what opens a group's message, where the
    messenger that the letter goes by has such addresses. `home`: the country of phones that are written without one.
    """

    now: datetime
    catalogue: Catalogue
    reader: Person | None
    address: Address
    work: Work
    again: bool
    icons: Mapping[str, str] = field(default_factory=dict)
    door: Door = no_door
    home: str = HOME

    @property
    def person(self) -> Person:
        """Who reads a letter that goes to people only.

        :raises LookupError: it goes to a place.
        """
        if self.reader is None:
            raise LookupError("this letter goes to a place, which has no person")
        return self.reader
