"""Times in words: the fair's zone next to the reader's own, days of the fair, minutes until something."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date

from dialogs.kit.errors import Stale
from dialogs.kit.phrase import Phrase, Spoken, say, say_n

MOSCOW = "Europe/Moscow"


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


@dataclass(frozen=True, slots=True)
class DaySpan:
    """«26–29 апреля», «30 апреля – 8 мая»."""

    first: date
    last: date

    def speak(self, language: str) -> str:
        first, last = (format_date(day, "d MMMM", locale=language) for day in (self.first, self.last))
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


@lru_cache(maxsize=4096)  # a long list says few different times
def when(at: datetime, zone: ZoneInfo, own_offset: int | None, until: datetime | None = None) -> Phrase:
    """«10:00 МСК», «10:00–10:45 МСК», and «… · 14:00–14:45 у вас» where the reader's clocks are known to differ.

    :param own_offset: minutes east of the fair's zone.
    """
    time, mark = "–".join(clock_time(one, zone) for one in (at, until) if one), zone_mark(zone)
    if not own_offset:
        return say("{time} {zone}", time=time, zone=mark)
    begins = own_time(at, at, zone, own_offset)
    own = "–".join(f"{own_time(one, at, zone, own_offset):%H:%M}" for one in (at, until) if one)
    if begins.date() != at.astimezone(zone).date():
        day = DayName(begins.date(), short=True)
        return say("{time} {zone} · {own}, {day} your time", time=time, zone=mark, own=own, day=day)
    return say("{time} {zone} · {own} your time", time=time, zone=mark, own=own)


def own_time(moment: datetime, at: datetime, zone: ZoneInfo, own_offset: int) -> datetime:
    """What the reader's clocks show at a moment; they stand as far from the fair's as they do `at` another."""
    east = (at.astimezone(zone).utcoffset() or timedelta()) + timedelta(minutes=own_offset)
    return moment.astimezone(UTC) + east


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
