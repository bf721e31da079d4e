"""Times in words: the reader's own clocks before the fair's, days of the fair, minutes until something."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date

from dialogs.kit.errors import Stale
from dialogs.kit.phrase import Phrase, Spoken, say, say_n

MOSCOW = "Europe/Moscow"

_ZONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}")


@dataclass(frozen=True, slots=True)
class DayName:
    """«понедельник, 27 апреля»; `short`: «пн, 27 апр.»; `alone`, as on a button: «Понедельник, 27 апреля»."""

    day: date
    short: bool = False
    alone: bool = False

    def speak(self, language: str) -> str:
        name = _day_name(self.day, self.short, language)
        return name[:1].upper() + name[1:] if self.alone else name


@lru_cache(maxsize=512)
def _day_name(day: date, short: bool, language: str) -> str:
    if language == "ru":
        return format_date(day, "EE, d MMM" if short else "EEEE, d MMMM", locale="ru").rstrip(".")
    return format_date(day, "EE, d MMM" if short else "EEEE, d MMMM", locale="en_GB")


@lru_cache(maxsize=512)
def _day_of_month(day: date, language: str) -> str:
    return format_date(day, "d MMMM", locale=language)


@dataclass(frozen=True, slots=True)
class DaySpan:
    """«26–29 апреля», «30 апреля – 8 мая»."""

    first: date
    last: date

    def speak(self, language: str) -> str:
        first, last = (_day_of_month(day, language) for day in (self.first, self.last))
        if first == last:
            return last
        within = (self.first.year, self.first.month) == (self.last.year, self.last.month)
        return f"{self.first.day}–{last}" if within else f"{first} – {last}"


@lru_cache(maxsize=4096)
def clock_time(at: datetime, zone: ZoneInfo) -> str:
    """«10:00» on the clocks of a zone."""
    return f"{at.astimezone(zone):%H:%M}"


def zone_mark(zone: ZoneInfo) -> Spoken | str:
    """How the fair's zone is called beside a time: «МСК», or the city that names it."""
    return say("MSK") if zone.key == MOSCOW else zone.key.rpartition("/")[2].replace("_", " ")


@lru_cache(maxsize=512)
def zone_named(name: str | None) -> ZoneInfo | None:
    """The zone of that name in the database of zones; None for what is none, or is none any more."""
    if not name or not _ZONE_NAME.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of zones is no zone either
        return None


def clocks_of(own: str | None, zone: ZoneInfo) -> ZoneInfo:
    """The zone by which the reader's clocks go; the fair's where nothing else is known of them."""
    return zone_named(own) or zone


def own_time(moment: datetime, zone: ZoneInfo, own: str | None) -> datetime:
    """What the reader's clocks show at a moment."""
    return moment.astimezone(clocks_of(own, zone))


def differ(at: datetime, zone: ZoneInfo, own: str | None) -> bool:
    """Whether the reader's clocks show another time than the fair's at that moment."""
    return own_time(at, zone, own).utcoffset() != at.astimezone(zone).utcoffset()


def _on_clocks(at: datetime, until: datetime | None, zone: ZoneInfo) -> str:
    return "–".join(clock_time(one, zone) for one in (at, until) if one)


@lru_cache(maxsize=4096)  # a long list says few different times
def when(at: datetime, zone: ZoneInfo, own: str | None, until: datetime | None = None) -> Phrase:
    """«10:00–10:45 МСК»; «19:00–19:45 у вас · 10:00–10:45 МСК» where the reader's clocks are known to differ.

    The day is said where it is another one than that of the fair, under which this stands.

    :param own: the name of the zone by which the reader's clocks go.
    """
    fair = {"time": _on_clocks(at, until, zone), "zone": zone_mark(zone)}
    if not differ(at, zone, own):
        return say("{time} {zone}", **fair)
    begins, mine = own_time(at, zone, own), _on_clocks(at, until, clocks_of(own, zone))
    if begins.date() == at.astimezone(zone).date():
        return say("{own} your time · {time} {zone}", own=mine, **fair)
    return say("{day}, {own} your time · {time} {zone}", day=DayName(begins.date(), short=True), own=mine, **fair)


def on_both_clocks(at: datetime, zone: ZoneInfo, own: str | None) -> Phrase:
    """«01:30 у вас · 16:30 МСК», where the day is known from what stands before."""
    fair = {"time": clock_time(at, zone), "zone": zone_mark(zone)}
    if not differ(at, zone, own):
        return say("{time} {zone}", **fair)
    return say("{own} your time · {time} {zone}", own=mine_alone(at, zone, own), **fair)


@lru_cache(maxsize=4096)
def dated(at: datetime, zone: ZoneInfo, own: str | None, until: datetime | None = None) -> Phrase:
    """«понедельник, 27 апреля, 10:00 МСК»; both days where it is another one on the reader's clocks."""
    begins, day = own_time(at, zone, own), at.astimezone(zone).date()
    if begins.date() == day:
        return say("{day}, {time}", day=DayName(day), time=when(at, zone, own, until))
    return say(
        "{day}, {own} your time · {fair_day}, {time} {zone}",
        day=DayName(begins.date(), short=True),
        own=_on_clocks(at, until, clocks_of(own, zone)),
        fair_day=DayName(day, short=True),
        time=_on_clocks(at, until, zone),
        zone=zone_mark(zone),
    )


def shift(at: datetime, zone: ZoneInfo, own: str | None) -> str:
    """«+4», «−1», «+2:30»: how far the reader's clocks are from the fair's at that moment; empty where they agree."""
    apart = (own_time(at, zone, own).utcoffset() or timedelta()) - (at.astimezone(zone).utcoffset() or timedelta())
    return in_hours(apart // timedelta(minutes=1))


def in_hours(minutes: int) -> str:
    """«+4», «−3:30»; empty for none."""
    hours, rest = divmod(abs(minutes), 60)
    return f"{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "") if minutes else ""


def mine_alone(at: datetime, zone: ZoneInfo, own: str | None) -> str:
    """«19:00»: the time of a button, whose text says both clocks."""
    return clock_time(at, clocks_of(own, zone))


def mine_dated(at: datetime, zone: ZoneInfo, own: str | None) -> str:
    """«28.04 19:00»: the same where nothing says the day."""
    return f"{own_time(at, zone, own):%d.%m %H:%M}"


def moment(minutes: int) -> datetime:
    """The moment that letters and buttons carry as whole minutes since 1970.

    :raises Stale: no clock shows it.
    """
    try:
        return datetime.fromtimestamp(minutes * 60, UTC)
    except (ValueError, OverflowError, OSError) as impossible:
        raise Stale from impossible


def minutes_until(moment: datetime, now: datetime) -> int:
    """Whole minutes from now, the begun one counted: at 9:50:30 there are 10 minutes until 10:00."""
    return -int((now - moment) // timedelta(minutes=1))


def in_minutes(count: int) -> Phrase:
    """«через 9 минут»."""
    return say_n("in {n} minute", "in {n} minutes", count)


def for_minutes(count: int) -> Phrase:
    """«уже 4 минуты»."""
    return say_n("for {n} minute now", "for {n} minutes now", count)
