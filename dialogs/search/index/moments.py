"""Days and hours in what people write: «завтра в 10», «во вторник вечером», «28 апреля», «с 10 до 12»."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dialogs.kit.vocabulary import Vocabulary
from dialogs.search.index.wording import fold

_TOKEN = re.compile(r"\d{1,2}[:.]\d{2}(?!\d)|№|[^\W_]+(?:'\w+)?")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})")
MIDNIGHT = time(23, 59)  # until which an evening lasts
_PARTS = {
    "morning": (time(5), time(12)),
    "afternoon": (time(12), time(17)),
    "evening": (time(17), MIDNIGHT),
    "night": (time(0), time(5)),
}
_RELATIVE = {"yesterday": -1, "today": 0, "tomorrow": 1, "overmorrow": 2}
_QUARTER = 15


@dataclass(frozen=True, slots=True)
class Moment:
    """When: a day, hours `since` and `until` which a session starts, or `now`."""

    day: date | None = None
    since: time | None = None
    until: time | None = None
    now: bool = False


@dataclass(slots=True)
class _Reader:
    tokens: Sequence[str]
    told: Vocabulary
    today: date
    days: Collection[date]
    day: date | None = None
    since: time | None = None
    until: time | None = None
    now: bool = False

    def means(self, at: int) -> str:
        return self.told.times.get(self.tokens[at], "") if at < len(self.tokens) else ""

    def token(self, at: int) -> str:
        return self.tokens[at] if at < len(self.tokens) else ""


def read_moment(
    text: str, told: Vocabulary, now: datetime, days: Collection[date]
) -> tuple[Moment | None, tuple[str, ...]]:
    """When is meant, and the words that say something else.

    :param now: by the clocks of who writes. :param days: of the fair, among which a weekday is looked for first.
    """
    reader = _Reader([found[0] for found in _TOKEN.finditer(fold(text))], told, now.date(), days)
    left: list[str] = []
    at = 0
    while at < len(reader.tokens):
        taken = _day(reader, at) or _hours(reader, at)
        if not taken:
            left.append(reader.tokens[at])
        at += taken or 1
    if reader.day is None and reader.since is None and reader.until is None and not reader.now:
        return None, tuple(left)
    day = reader.day
    if day is None and not reader.now:
        day = now.date() if reader.until is None or now.time() < reader.until else now.date() + timedelta(days=1)
    return Moment(day, reader.since, reader.until, reader.now), tuple(left)


def _day(reader: _Reader, at: int) -> int:
    """How many words from there on say a day."""
    begins = at + 1 if reader.means(at) == "at" else at
    named, token = reader.means(begins), reader.token(begins)
    kind, _, number = named.partition(" ")
    if named in _RELATIVE:
        reader.day = reader.today + timedelta(days=_RELATIVE[named])
    elif named == "now":
        reader.now = True
    elif kind == "weekday":
        reader.day = _weekday(int(number), reader)
    elif token.isdecimal() and reader.means(begins + 1).startswith("month "):
        if (day := _date(int(token), int(reader.means(begins + 1)[6:]), reader)) is None:
            return 0
        reader.day = day
        year = reader.token(begins + 2)
        taken = begins + 2 - at + (len(year) == 4 and year.isdecimal())
        return taken + (reader.means(at + taken) == "hours")
    elif kind == "month" and reader.token(begins + 1).isdecimal():
        if (day := _date(int(reader.token(begins + 1)), int(number), reader)) is None:
            return 0
        reader.day = day
        return begins + 2 - at
    elif (clock := _CLOCK.fullmatch(token)) and "." in token and begins == at:
        day = _date(int(clock[1]), int(clock[2]), reader)
        if day is None or (reader.days and day not in reader.days):
            return 0
        reader.day = day
    else:
        return 0
    return begins + 1 - at


def _weekday(number: int, reader: _Reader) -> date:
    ahead = [reader.today + timedelta(days=days) for days in range(21)]
    fitting = [day for day in ahead if day.weekday() == number]
    return next((day for day in fitting if day in reader.days), fitting[0])


def _date(day: int, month: int, reader: _Reader) -> date | None:
    """The day of this year, or of a year that the fair is in."""
    for year in dict.fromkeys((*(one.year for one in reader.days), reader.today.year)):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return None


def _hours(reader: _Reader, at: int) -> int:
    """How many words from there on say hours."""
    named = reader.means(at)
    if named in _PARTS:
        reader.since, reader.until = _PARTS[named]
        return 1
    if named in ("at", "from", "to"):
        told = _clock(reader, at + 1, sure=True)
        if told is None:
            if reader.means(at + 1) in _PARTS:  # «до вечера», «с утра»
                reader.since, reader.until = _PARTS[reader.means(at + 1)]
                return 2
            return 0
        clock, taken = told
        if named == "at":
            reader.since, reader.until = clock, _later(clock, _QUARTER if clock.minute else 60)
        elif named == "from":
            reader.since, reader.until = clock, reader.until or MIDNIGHT
        else:
            reader.since, reader.until = reader.since or time(0), clock
        return taken + 1
    told = _clock(reader, at, sure=False)
    if told is None:
        return 0
    reader.since, reader.until = told[0], _later(told[0], _QUARTER if told[0].minute else 60)
    return told[1]


def _clock(reader: _Reader, at: int, *, sure: bool) -> tuple[time, int] | None:
    """A time of day and how many words it took; a bare number is one only after «в», or before «вечера»."""
    token, after = reader.token(at), reader.means(at + 1)
    if clock := _CLOCK.fullmatch(token):
        hour, minute, taken = int(clock[1]), int(clock[2]), 1
    elif (english := re.fullmatch(r"(\d{1,2})(am|pm)", token)) is not None:
        hour, minute, taken = int(english[1]) % 12 + 12 * (english[2] == "pm"), 0, 1
    elif token.isdecimal() and len(token) <= 2 and (sure or after in _PARTS or after == "hours") and after != "things":
        hour, minute, taken = int(token), 0, 1
    else:
        return None
    if after == "hours":
        taken += 1
        after = reader.means(at + taken)
    if after in _PARTS and taken <= 2:
        hour += 12 if after in ("afternoon", "evening") and hour < 12 else 0
        taken += 1
    return (time(hour, minute), taken) if hour < 24 and minute < 60 else None


def _later(clock: time, minutes: int) -> time:
    total = clock.hour * 60 + clock.minute + minutes
    return time(total // 60, total % 60) if total < 24 * 60 else MIDNIGHT
