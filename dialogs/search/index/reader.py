"""A text that is read for times: its words, what each may mean, and what has been found so far."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time

from dialogs.kit.vocabulary import Vocabulary
from dialogs.kit.words import plain

MIDNIGHT = time(23, 59)  # until which an evening lasts
PARTS = {
    "morning": (time(5), time(12)),
    "afternoon": (time(12), time(17)),
    "evening": (time(17), MIDNIGHT),
    "night": (time(0), time(5)),
}
RELATIVE = {"yesterday": -1, "today": 0, "tomorrow": 1, "overmorrow": 2}
DAWN = 7  # no fair begins before


@dataclass(frozen=True, slots=True)
class Clocks:
    """By what hours are understood: `now` by the clocks of who writes, the days of the fair, and at which it begins."""

    now: datetime
    days: Collection[date] = ()
    hours: Collection[int] = ()

    def hour(self, said: int) -> int:
        """«В 3» is three in the afternoon, where nothing begins at three in the night."""
        later = said + 12
        means_later = 0 < said < 12 and said not in self.hours and (later in self.hours or said < DAWN)
        return later if means_later else said


@dataclass(slots=True)
class Reader:
    """The words of a text, and what of them was taken for a time: a day, hours, or `now`."""

    tokens: list[str]
    told: Vocabulary
    clocks: Clocks
    names: list[str] = field(default_factory=list)
    ended: int = -1  # where the last time that was said ended
    day: date | None = None
    since: time | None = None
    until: time | None = None
    now: bool = False

    def __post_init__(self) -> None:
        self.names = [self.told.times.get(plain(token), "") for token in self.tokens]

    def means(self, at: int) -> str:
        return self.names[at] if at < len(self.names) else ""

    def token(self, at: int) -> str:
        return self.tokens[at] if at < len(self.tokens) else ""

    def small(self, at: int) -> int | None:
        """A number of one or two figures: no day and no hour has more."""
        token = self.token(at)
        return int(token) if token.isdecimal() and len(token) <= 2 else None

    def unit(self, at: int) -> str:
        return "hours" if self.means(at) == "hours" else self.told.units.get(self.token(at), "")

    def counts(self, at: int) -> bool:
        """Whether a number before is of something else: «3 года», «5 класс», «20 минут»."""
        return self.means(at) == "things" or self.token(at) in self.told.units

    def begins_day(self, at: int) -> bool:
        name = self.means(at)
        dated = self.small(at) is not None and self.means(at + 1).startswith("month ")
        return name in RELATIVE or dated or (name.startswith("weekday ") and self.token(at) not in self.told.unsure)

    def sure(self, at: int) -> bool:
        """Whether the word there is meant as a time: it always is, or it is alone or beside another time."""
        if self.token(at) not in self.told.unsure or len(self.tokens) == 1 or self.ended == at:
            return True
        if self.means(at).startswith("weekday ") and self.means(at + 1) in PARTS:
            return True
        return self.begins_day(at + 2 if self.means(at + 1) == "at" else at + 1)
