"""The reader's night: when nobody is woken, and the evening before, when they are told what it would have been for."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dialogs.kit.times import clocks_of, own_time
from storage.people.people import Person

FALLS, ENDS = time(23), time(7)  # the quiet hours, by the reader's clock
EVENING = time(20)  # when the day that comes is told
DAY = timedelta(days=1)


def own_clock(at: datetime, zone: ZoneInfo, own: str | None) -> datetime:
    """What the reader's clock shows then; no zone stands beside it."""
    return own_time(at, zone, own).replace(tzinfo=None)


def at_own(shown: datetime, zone: ZoneInfo, own: str | None) -> datetime:
    """The moment at which the reader's clock shows that."""
    return shown.replace(tzinfo=clocks_of(own, zone)).astimezone(UTC)


def is_night(at: datetime, zone: ZoneInfo, own: str | None) -> bool:
    """Whether it is night then where the reader is."""
    clock = own_clock(at, zone, own).time()
    return clock >= FALLS or clock < ENDS


def rests(person: Person, at: datetime, zone: ZoneInfo) -> bool:
    """Whether the person wants to be left in peace then."""
    return person.quiet and is_night(at, zone, person.zone)


def morning(person: Person, at: datetime, zone: ZoneInfo) -> datetime:
    """When the next quiet hours of the person end."""
    clock = own_clock(at, zone, person.zone)
    day = clock.date() if clock.time() < ENDS else clock.date() + DAY
    return at_own(datetime.combine(day, ENDS), zone, person.zone)


def evening(person: Person, at: datetime, zone: ZoneInfo) -> datetime:
    """The evening at which a moment of the night is told."""
    clock = own_clock(at, zone, person.zone)
    day = clock.date() - DAY if clock.time() < ENDS else clock.date()
    return at_own(datetime.combine(day, EVENING), zone, person.zone)
