"""Days, moments and times of day as people write them, and the zones they are meant in."""

import re
import zoneinfo
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo

from storage.importers.mistakes import did_you_mean, quoted, refuse, say
from storage.importers.surroundings import around
from storage.importers.words import one_value

DEFAULT_ZONE = "Europe/Moscow"

_YEARS = range(2000, 2101)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_RUSSIAN_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(:[0-9]{2}(?:\.[0-9]+)?)?")
_CLOCK_INSIDE = re.compile(rf"(?<![0-9:+-]){_CLOCK.pattern}")
_ZONE = re.compile(r"Z|[+-][0-9]{2}(:?[0-9]{2})?")
_MOMENT = re.compile(rf"({_DAY.pattern})(?:[T ]({_CLOCK.pattern}) ?({_ZONE.pattern})?)?")
_FARTHEST_ZONE = timedelta(hours=14)


def _read_day(value: Any) -> date:
    said = one_value(value).strip()
    if russian := _RUSSIAN_DAY.fullmatch(said):
        day, month, year = russian.groups()
        raise refuse(
            say("{said} is not written as a date", said=quoted(said)),
            say("write {year}-{month}-{day}", year=year, month=f"{month:0>2}", day=f"{day:0>2}"),
        )
    if not _DAY.fullmatch(said):
        raise refuse(say("{said} is no date", said=quoted(said)), say("write year-month-day, such as 2020-04-26"))
    return _calendar_day(said)


def _read_moment(value: Any, info: ValidationInfo) -> datetime:
    said = one_value(value).strip()
    parts = _MOMENT.fullmatch(said)
    if not parts:
        raise refuse(say("{said} is no date with a time", said=quoted(said)), _example(said, info))
    day = _calendar_day(parts[1])
    clock, hour, minute, seconds, zone = (parts[group] for group in range(2, 7))
    if clock is None:
        raise refuse(say("the time of day is missing"), _example(said, info))
    if seconds and float(seconds[1:]):
        raise refuse(say("sessions start at a whole minute"), say("write :00 for the seconds"))
    at = time(int(hour), int(minute))
    if not zone:
        raise refuse(say("the time has no zone"), say("write {what}", what=_at_home(day, at, info)))
    return _in_zone(datetime.combine(day, at), zone)


def _in_zone(naive: datetime, zone: str) -> datetime:
    try:
        moment = datetime.fromisoformat(naive.isoformat() + zone)
    except ValueError:
        moment = naive
    offset = moment.utcoffset()
    if offset is None or abs(offset) > _FARTHEST_ZONE:
        raise refuse(say("there is no zone {zone}", zone=zone), say("write the distance from UTC, +03:00 for Moscow"))
    return moment


def _example(said: str, info: ValidationInfo) -> str:
    """The advice keeps what could be understood: 26.04.2020 10:00 becomes the same moment rightly written."""
    clock = _CLOCK_INSIDE.search(said)
    at = time(int(clock[1]), int(clock[2])) if clock else time(10)
    return say("write {what}, or null while unknown", what=_at_home(_day_inside(said, info), at, info))


def _day_inside(said: str, info: ValidationInfo) -> date:
    stages = around(info).stages
    russian = _RUSSIAN_DAY.search(said)
    written = f"{russian[3]}-{russian[2]:0>2}-{russian[1]:0>2}" if russian else said[:10]
    try:
        return date.fromisoformat(written)
    except ValueError:
        return stages[0][0] if stages else date(2020, 4, 26)


def _at_home(day: date, at: time, info: ValidationInfo) -> str:
    zone = around(info).zone or zoneinfo.ZoneInfo(DEFAULT_ZONE)
    return datetime.combine(day, at, zone).isoformat()


def _calendar_day(said: str) -> date:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise refuse(
            say("there is no day {said}", said=said), say("look at the month and the number of its days")
        ) from None
    if day.year not in _YEARS:
        raise refuse(say("the year {what} is surely a slip", what=said[:4]), say("write the year of the fair"))
    return day


def _read_time_of_day(value: Any) -> time:
    said = one_value(value).strip()
    parts = _CLOCK.fullmatch(said)
    if not parts or (parts[3] and float(parts[3][1:])):
        raise refuse(
            say("{said} is no time of day", said=quoted(said)), say('write hours and minutes from "00:00" to "23:59"')
        )
    return time(int(parts[1]), int(parts[2]))


@lru_cache(maxsize=1)
def _zones() -> dict[str, None]:
    """The zones that have a place in their name: the signs in Etc/GMT+3 mean the contrary of what people expect."""
    names = sorted(zoneinfo.available_timezones())
    return dict.fromkeys(name for name in names if ("/" in name and not name.startswith("Etc/")) or name == "UTC")


def _read_zone(value: Any) -> str:
    said = one_value(value).strip()
    if said not in _zones():
        advice = did_you_mean(said, _zones(), 0.6) or say("write a name of the tz database, such as Europe/Moscow")
        raise refuse(say("there is no time zone {said}", said=quoted(said)), advice)
    return said


Day = Annotated[date, BeforeValidator(_read_day)]
Moment = Annotated[datetime, BeforeValidator(_read_moment)]
TimeOfDay = Annotated[time, BeforeValidator(_read_time_of_day)]
Zone = Annotated[str, BeforeValidator(_read_zone)]
