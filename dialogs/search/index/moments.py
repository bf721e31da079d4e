"""Days and hours in what people write: «завтра в 10», «во вторник вечером», «28 апреля», «через час»."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from dialogs.kit.vocabulary import Vocabulary
from dialogs.search.index.hours import QUARTER, later, read_hours
from dialogs.search.index.reader import RELATIVE, Clocks, Reader
from dialogs.search.index.wording import fold

_TOKEN = re.compile(
    r"\d{1,2}\.\d{2}\.(?:\d{4}|\d{2})(?!\d)|\d{1,2}[:.]\d{2}(?!\d)|\d+[-\u2013\u2014]\w+|№|[^\W_]+(?:'\w+)?"
)
_DATE = re.compile(r"(\d{1,2})\.(\d{2})(?:\.\d+)?")
_MINUTES = {"minutes": 1, "hours": 60}
_DAYS = {"days": 1, "weeks": 7}


@dataclass(frozen=True, slots=True)
class Moment:
    """When: a day, hours `since` and `until` which a session starts, or `now`."""

    day: date | None = None
    since: time | None = None
    until: time | None = None
    now: bool = False


def read_moment(text: str, told: Vocabulary, clocks: Clocks) -> tuple[Moment | None, tuple[str, ...]]:
    """When is meant, and the words that say something else."""
    reader = Reader(_TOKEN.findall(fold(text)), told, clocks)
    left: list[str] = []
    at = 0
    while at < len(reader.tokens):
        taken = _day(reader, at) or _ahead(reader, at) or read_hours(reader, at)
        if taken:
            reader.ended = at + taken
        else:
            left.append(reader.tokens[at])
        at += taken or 1
    if reader.day is None and reader.since is None and reader.until is None and not reader.now:
        return None, tuple(left)
    day = reader.day if reader.day is not None or reader.now else _next_day(reader)
    return Moment(day, reader.since, reader.until, reader.now), tuple(left)


def _next_day(reader: Reader) -> date:
    """Where only hours are said: the day of the fair on which they come next."""
    now, until = reader.clocks.now, reader.until
    first = now.date() if until is None or now.time() < until else now.date() + timedelta(days=1)
    return min((day for day in reader.clocks.days if day >= first), default=first)


def _day(reader: Reader, at: int) -> int:
    """How many words from there on say a day."""
    if reader.means(at) == "now":
        reader.now = True
        return 1
    begins = at + 1 if reader.means(at) in ("at", "from", "to") else at
    day, end = _in_words(reader, begins, sure=begins > at)
    if day is None and begins == at:
        day, end = _in_figures(reader, at), at + 1
    if day is None:
        return 0
    reader.day = day
    return end + _year(reader, end) - at


def _in_words(reader: Reader, at: int, *, sure: bool) -> tuple[date | None, int]:
    """A day and where it ends: «завтра», «вторник», «28 апреля», “april 28”."""
    named, number, clocks = reader.means(at), reader.small(at), reader.clocks
    if named in RELATIVE:
        return clocks.now.date() + timedelta(days=RELATIVE[named]), at + 1
    if named.startswith("weekday ") and (sure or reader.sure(at)):
        return _weekday(int(named.split()[1]), clocks), at + 1
    if number is not None and reader.means(at + 1).startswith("month "):
        return _date(number, _month(reader, at + 1), clocks), at + 2
    if named.startswith("month ") and (number := reader.small(at + 1)) is not None:
        return _date(number, _month(reader, at), clocks), at + 2
    return None, at


def _in_figures(reader: Reader, at: int) -> date | None:
    """«28.04», if that is in a month of the fair: «10.30» is a time."""
    dated = _DATE.fullmatch(reader.token(at))
    if dated is None:
        return None
    months = {one.month for one in reader.clocks.days}
    day = _date(int(dated[1]), int(dated[2]), reader.clocks)
    return day if day is not None and (not months or day.month in months) else None


def _month(reader: Reader, at: int) -> int:
    return int(reader.means(at).split()[1])


def _year(reader: Reader, at: int) -> int:
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


def _ahead(reader: Reader, at: int) -> int:
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


def _number(reader: Reader, at: int) -> int | None:
    named = reader.means(at)
    return int(named.split()[1]) if named.startswith("number ") else reader.small(at)


def _in_minutes(reader: Reader, minutes: int) -> None:
    """What begins around then."""
    then = reader.clocks.now + timedelta(minutes=minutes)
    around = then - timedelta(minutes=QUARTER)
    reader.day = then.date()
    reader.since = around.time().replace(second=0, microsecond=0) if around.date() == then.date() else time(0)
    reader.until = later(reader.since, 60)
