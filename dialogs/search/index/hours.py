"""Hours in what people write: «в 10», «с 10 до 12», «в 3 часа дня», «после обеда»."""

import re
from datetime import time

from dialogs.search.index.reader import DAWN, MIDNIGHT, PARTS, Reader

_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})")
_DASHED = re.compile(r"(\d{1,2})[-\u2013](00|15|30|45)")
_HALF_DAY = re.compile(r"(\d{1,2})(am|pm)")
_NOON, _NOON_ENDS, _AFTER_NOON = time(12), time(14), time(13)
_LATE = ("afternoon", "evening", "pm")
_QUARTERS = ("00", "15", "30", "45")
QUARTER = 15


def read_hours(reader: Reader, at: int) -> int:
    """How many words from there on say hours."""
    named = reader.means(at)
    if named in PARTS:
        if reader.sure(at):
            reader.since, reader.until = PARTS[named]
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


def _part_after(reader: Reader, at: int) -> int:
    """«С утра», «до вечера», «после обеда», “in the evening”."""
    named, begins = reader.means(at), at + 2 if reader.means(at + 1) == "the" else at + 1
    part = reader.means(begins)
    if part == "noon":
        since, until = _NOON, _NOON_ENDS
        after = _AFTER_NOON
    elif part in PARTS:
        since, until = PARTS[part]
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


def _clock_after(reader: Reader, at: int) -> int:
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


def _clock(reader: Reader, at: int, *, sure: bool) -> tuple[time, int] | None:
    """A time of day and how many words it took.

    :param sure: a preposition stands before, after which a bare number is one; else it needs «вечера», or a day.
    """
    token = reader.token(at)
    exact = token.startswith("0")
    if clock := _CLOCK.fullmatch(token) or (sure and _DASHED.fullmatch(token)):
        hour, minute, taken = int(clock[1]), int(clock[2]), 1
    elif half_day := _HALF_DAY.fullmatch(token):
        hour, minute, taken, exact = _half_day(int(half_day[1]), half_day[2]), 0, 1, True
    elif (found := _bare_hour(reader, at, sure=sure)) is not None:
        hour, minute, taken = found
    else:
        return None
    part = reader.means(at + taken)
    if part in PARTS or part in ("am", "pm"):
        hour, exact = _half_day(hour, part), True
        taken += 1
    if not exact:
        hour = reader.clocks.hour(hour)
    return (time(hour, minute), taken) if hour < 24 and minute < 60 else None


def _bare_hour(reader: Reader, at: int, *, sure: bool) -> tuple[int, int, int] | None:
    """An hour that is said without minutes, or with a space before them; and how many words that took."""
    hour = reader.small(at)
    if hour is None:
        return _hour_in_words(reader, at) if sure else None
    token, after = reader.token(at + 1), reader.means(at + 1)
    if after == "hours":
        is_time = sure or reader.ended == at or reader.means(at + 2) in PARTS
        return (hour, 0, 2) if is_time else None
    if after in PARTS or after in ("am", "pm"):
        is_length = token in reader.told.units  # «3 дня» is how long, «7 вечера» is when
        return (hour, 0, 1) if sure or not is_length else None
    if not sure:
        return None
    if token in _QUARTERS:
        return hour, int(token), 2
    is_other = reader.counts(at + 1) or after.startswith("month ") or token.isdecimal()
    return None if is_other else (hour, 0, 1)


def _hour_in_words(reader: Reader, at: int) -> tuple[int, int, int] | None:
    """«В час дня», «в два часа», «в десять»; «в три этапа» is none."""
    named, after, last = reader.means(at), reader.means(at + 1), not reader.token(at + 1)
    if named == "hours":
        return (1, 0, 1) if last or after in PARTS else None
    if not named.startswith("number "):
        return None
    hour = int(named.split()[1])
    if after == "hours":
        return hour, 0, 2
    return (hour, 0, 1) if last or after in PARTS else None


def _half_day(hour: int, part: str) -> int:
    """The hour of 24 that is said with a part of the day."""
    if hour > 12:
        return hour
    if part == "night":
        return hour + 12 if DAWN <= hour < 12 else hour % 12
    if part == "am":
        return hour % 12
    return hour % 12 + 12 if part in _LATE else hour


def _until(clock: time) -> time:
    return later(clock, QUARTER if clock.minute else 60)


def later(clock: time, minutes: int) -> time:
    """So many minutes later, but on the same day."""
    total = clock.hour * 60 + clock.minute + minutes
    return time(total // 60, total % 60) if total < 24 * 60 else MIDNIGHT
