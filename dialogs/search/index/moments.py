"""Days and hours in what people write: «завтра в 10», «во вторник вечером», «28 апреля», «с 10 до 12», «через час»."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from dialogs.kit.vocabulary import Vocabulary
from dialogs.kit.words import plain
from dialogs.search.index.wording import fold

_TOKEN = re.compile(
    r"\d{1,2}\.\d{2}\.(?:\d{4}|\d{2})(?!\d)|\d{1,2}[:.]\d{2}(?!\d)|\d+[-\u2013\u2014]\w+|№|[^\W_]+(?:'\w+)?"
)
_DATE = re.compile(r"(\d{1,2})\.(\d{2})(?:\.\d+)?")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})")
_HALF_DAY = re.compile(r"(\d{1,2})(am|pm)")
MIDNIGHT = time(23, 59)  # until which an evening lasts
_PARTS = {
    "morning": (time(5), time(12)),
    "afternoon": (time(12), time(17)),
    "evening": (time(17), MIDNIGHT),
    "night": (time(0), time(5)),
}
_NOON, _NOON_ENDS, _AFTER_NOON = time(12), time(14), time(13)
_LATE = ("afternoon", "evening", "pm")
_RELATIVE = {"yesterday": -1, "today": 0, "tomorrow": 1, "overmorrow": 2}
_MINUTES = {"minutes": 1, "hours": 60}
_DAYS = {"days": 1, "weeks": 7}
_QUARTERS = ("00", "15", "30", "45")
_QUARTER = 15
_DAWN = 7  # no fair begins before


@dataclass(frozen=True, slots=True)
class Moment:
    """When: a day, hours `since` and `until` which a session starts, or `now`."""

    day: date | None = None
    since: time | None = None
    until: time | None = None
    now: bool = False


@dataclass(frozen=True, slots=True)
class Clocks:
    """By what hours are understood: `now` by the clocks of who writes, the days of the fair, and at which it begins."""

    now: datetime
    days: Collection[date] = ()
    hours: Collection[int] = ()

    def hour(self, said: int) -> int:
        """«В 3» is three in the afternoon, where nothing begins at three in the night."""
        later = said + 12
        means_later = 0 < said < 12 and said not in self.hours and (later in self.hours or said < _DAWN)
        return later if means_later else said


@dataclass(slots=True)
class _Reader:
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
        return name in _RELATIVE or dated or (name.startswith("weekday ") and self.token(at) not in self.told.unsure)

    def sure(self, at: int) -> bool:
        """Whether the word there is meant as a time: it always is, or it is alone or beside another time."""
        if self.token(at) not in self.told.unsure or len(self.tokens) == 1 or self.ended == at:
            return True
        if self.means(at).startswith("weekday ") and self.means(at + 1) in _PARTS:
            return True
        return self.begins_day(at + 2 if self.means(at + 1) == "at" else at + 1)


def read_moment(text: str, told: Vocabulary, clocks: Clocks) -> tuple[Moment | None, tuple[str, ...]]:
    """When is meant, and the words that say something else."""
    reader = _Reader(_TOKEN.findall(fold(text)), told, clocks)
    left: list[str] = []
    at = 0
    while at < len(reader.tokens):
        taken = _day(reader, at) or _ahead(reader, at) or _hours(reader, at)
        if taken:
            reader.ended = at + taken
        else:
            left.append(reader.tokens[at])
        at += taken or 1
    if reader.day is None and reader.since is None and reader.until is None and not reader.now:
        return None, tuple(left)
    day = reader.day if reader.day is not None or reader.now else _next_day(reader)
    return Moment(day, reader.since, reader.until, reader.now), tuple(left)


def _next_day(reader: _Reader) -> date:
    """Where only hours are said: the day of the fair on which they come next."""
    now, until = reader.clocks.now, reader.until
    first = now.date() if until is None or now.time() < until else now.date() + timedelta(days=1)
    return min((day for day in reader.clocks.days if day >= first), default=first)


def _day(reader: _Reader, at: int) -> int:
    """How many words from there on say a day."""
    begins = at + 1 if reader.means(at) in ("at", "from", "to") else at
    named, number, end = reader.means(begins), reader.small(begins), begins + 1
    day: date | None = None
    if named in _RELATIVE:
        day = reader.clocks.now.date() + timedelta(days=_RELATIVE[named])
    elif named == "now" and begins == at:
        reader.now = True
        return 1
    elif named.startswith("weekday ") and (begins > at or reader.sure(begins)):
        day = _weekday(int(named.split()[1]), reader.clocks)
    elif number is not None and reader.means(end).startswith("month "):
        day, end = _date(number, _month(reader, end), reader.clocks), end + 1
    elif named.startswith("month ") and (number := reader.small(end)) is not None:
        day, end = _date(number, _month(reader, begins), reader.clocks), end + 1
    elif begins == at and (dated := _DATE.fullmatch(reader.token(at))) is not None:
        day = _date(int(dated[1]), int(dated[2]), reader.clocks)
        months = {one.month for one in reader.clocks.days}
        if day is not None and months and day.month not in months:
            return 0  # «10.30» is a time
    else:
        return 0
    if day is None:
        return 0
    reader.day = day
    return end + _year(reader, end) - at


def _month(reader: _Reader, at: int) -> int:
    return int(reader.means(at).split()[1])


def _year(reader: _Reader, at: int) -> int:
    """How many words say of which year the day is: «2020 года»."""
    year = reader.token(at)
    if len(year) != 4 or not year.isdecimal():
        return 0
    return 2 if reader.means(at + 1) == "things" else 1


def _weekday(number: int, clocks: Clocks) -> date:
    ahead = [clocks.now.date() + timedelta(days=days) for days in range(21)]
    fitting = [day for day in ahead if day.weekday() == number]
    return next((day for day in fitting if day in clocks.days), fitting[0])


def _date(day: int, month: int, clocks: Clocks) -> date | None:
    """The day of this year, or of a year that the fair is in."""
    for year in dict.fromkeys((*(one.year for one in clocks.days), clocks.now.year)):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return None


def _ahead(reader: _Reader, at: int) -> int:
    """How many words from there on say how long it is until then: «через 2 часа», «через полчаса», «in a week»."""
    if reader.means(at) != "within":
        return 0
    if reader.means(at + 1) == "half":
        _in_minutes(reader, 30)
        return 2
    number = _number(reader, at + 1)
    begins = at + 1 if number is None else at + 2
    unit = reader.unit(begins)
    if unit in _MINUTES:
        _in_minutes(reader, (1 if number is None else number) * _MINUTES[unit])
    elif unit == "weeks" or (unit == "days" and number is not None):  # «через день» is every other one
        reader.day = reader.clocks.now.date() + timedelta(days=(1 if number is None else number) * _DAYS[unit])
    else:
        return 0
    return begins + 1 - at


def _number(reader: _Reader, at: int) -> int | None:
    named = reader.means(at)
    return int(named.split()[1]) if named.startswith("number ") else reader.small(at)


def _in_minutes(reader: _Reader, minutes: int) -> None:
    """What begins around then."""
    then = reader.clocks.now + timedelta(minutes=minutes)
    around = then - timedelta(minutes=_QUARTER)
    reader.day = then.date()
    reader.since = around.time().replace(second=0, microsecond=0) if around.date() == then.date() else time(0)
    reader.until = _later(reader.since, 60)


def _hours(reader: _Reader, at: int) -> int:
    """How many words from there on say hours."""
    named = reader.means(at)
    if named in _PARTS:
        if reader.sure(at):
            reader.since, reader.until = _PARTS[named]
            return 1
        return 0
    if named == "noon" and len(reader.tokens) == 1:
        reader.since, reader.until = _NOON, _NOON_ENDS
        return 1
    if named in ("at", "from", "to", "within"):
        return _part_after(reader, at) or _clock_after(reader, at)
    told = _clock(reader, at, sure=False)
    if told is None:
        return 0
    reader.since, reader.until = told[0], _until(told[0])
    return told[1]


def _part_after(reader: _Reader, at: int) -> int:
    """«С утра», «до вечера», «после обеда», “in the evening”."""
    named, begins = reader.means(at), at + 2 if reader.means(at + 1) == "the" else at + 1
    part = reader.means(begins)
    if part == "noon":
        since, until = _NOON, _NOON_ENDS
        after = _AFTER_NOON
    elif part in _PARTS:
        since, until = _PARTS[part]
        after = since
    else:
        return 0
    if named == "to":
        reader.since, reader.until = reader.since or time(0), after if after > time(0) else MIDNIGHT
    elif part == "noon" and named == "from":
        reader.since, reader.until = after, MIDNIGHT
    else:
        reader.since, reader.until = since, until
    return begins + 1 - at


def _clock_after(reader: _Reader, at: int) -> int:
    """«В 10», «с 10 до 12»; but «от 3 до 7» and «с 5 до 7 лет» are no times."""
    named = reader.means(at)
    told = _clock(reader, at + 1, sure=True) if named != "within" else None
    if told is None or (named == "to" and at >= 2 and reader.means(at - 2) == "out_of"):
        return 0
    clock, taken = told
    end = at + 1 + taken
    if named == "at":
        reader.since, reader.until = clock, _until(clock)
    elif named == "from":
        numbers = reader.means(end) == "to" and reader.small(end + 1) is not None
        if numbers and _clock(reader, end + 1, sure=True) is None:
            return 0
        reader.since, reader.until = clock, reader.until or MIDNIGHT
    else:
        reader.since, reader.until = reader.since or time(0), clock
    return taken + 1


def _clock(reader: _Reader, at: int, *, sure: bool) -> tuple[time, int] | None:
    """A time of day and how many words it took.

    :param sure: a preposition stands before, after which a bare number is one; else it needs «вечера», or a day.
    """
    token = reader.token(at)
    exact = token.startswith("0")
    if clock := _CLOCK.fullmatch(token) or (sure and re.fullmatch(r"(\d{1,2})[-\u2013](00|15|30|45)", token)):
        hour, minute, taken = int(clock[1]), int(clock[2]), 1
    elif half_day := _HALF_DAY.fullmatch(token):
        hour, minute, taken, exact = _half_day(int(half_day[1]), half_day[2]), 0, 1, True
    elif (found := _bare_hour(reader, at, sure=sure)) is not None:
        hour, minute, taken = found
    else:
        return None
    part = reader.means(at + taken)
    if part in _PARTS or part in ("am", "pm"):
        hour, exact = _half_day(hour, part), True
        taken += 1
    if not exact:
        hour = reader.clocks.hour(hour)
    return (time(hour, minute), taken) if hour < 24 and minute < 60 else None


def _bare_hour(reader: _Reader, at: int, *, sure: bool) -> tuple[int, int, int] | None:
    """An hour that is said without minutes, or with a space before them; and how many words that took."""
    hour = reader.small(at)
    if hour is None:
        return _hour_in_words(reader, at) if sure else None
    token, after = reader.token(at + 1), reader.means(at + 1)
    if after == "hours":
        is_time = sure or reader.ended == at or reader.means(at + 2) in _PARTS
        return (hour, 0, 2) if is_time else None
    if after in _PARTS or after in ("am", "pm"):
        is_length = token in reader.told.units  # «3 дня» is how long, «7 вечера» is when
        return (hour, 0, 1) if sure or not is_length else None
    if not sure:
        return None
    if token in _QUARTERS:
        return hour, int(token), 2
    is_other = reader.counts(at + 1) or after.startswith("month ") or token.isdecimal()
    return None if is_other else (hour, 0, 1)


def _hour_in_words(reader: _Reader, at: int) -> tuple[int, int, int] | None:
    """«В час дня», «в два часа», «в десять»; «в три этапа» is none."""
    named, after, last = reader.means(at), reader.means(at + 1), not reader.token(at + 1)
    if named == "hours":
        return (1, 0, 1) if last or after in _PARTS else None
    if not named.startswith("number "):
        return None
    hour = int(named.split()[1])
    if after == "hours":
        return hour, 0, 2
    return (hour, 0, 1) if last or after in _PARTS else None


def _half_day(hour: int, part: str) -> int:
    """The hour of 24 that is said with a part of the day."""
    if hour > 12:
        return hour
    if part == "night":
        return hour + 12 if _DAWN <= hour < 12 else hour % 12
    if part == "am":
        return hour % 12
    return hour % 12 + 12 if part in _LATE else hour


def _until(clock: time) -> time:
    return _later(clock, _QUARTER if clock.minute else 60)


def _later(clock: time, minutes: int) -> time:
    total = clock.hour * 60 + clock.minute + minutes
    return time(total // 60, total % 60) if total < 24 * 60 else MIDNIGHT
