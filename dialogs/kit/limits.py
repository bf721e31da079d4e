"""Limits that protect others from one person: how much of what may be done in which time, all figures in one place.

What was done is kept in `storage/privacy/guards.py`, longer than the person is.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs.kit.phrase import Phrase, say
from dialogs.kit.times import DayName, clock_time

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """No more than `most` within that time."""

    most: int
    within: timedelta

    def free_at(self, done: Collection[datetime], now: datetime) -> datetime | None:
        """When it may be done once more; None: now."""
        lately = sorted(at for at in done if at > now - self.within)
        return lately[-self.most] + self.within if len(lately) >= self.most else None


CODES_TO_AN_ADDRESS = (Limit(1, MINUTE), Limit(4, HOUR), Limit(8, DAY))  # whoever asks for them
CODES_FOR_A_PERSON = (Limit(10, DAY),)  # to whatever addresses
CODES_OF_THE_FAIR = Limit(2000, HOUR)  # more would cost the fair's mail its good name

CALLS_AT_A_STAND = Limit(3, DAY)
CALLS_OF_A_PERSON = Limit(30, DAY)
OPEN_CALLS = 10
OPEN_CALLS_UNPROVED = 3  # as long as nobody vouches that the number is the person's own
PEOPLE_WITH_ONE_PHONE = 3  # in a day; so many are no family

QUESTIONS_HELD = HOUR  # so long questions that were open when their asker was forgotten count as open
FORGETTING = Limit(3, DAY)

WRONG_CODES = 5  # in a day, before who tries them has to wait
WAIT_AFTER_WRONG = timedelta(minutes=15)  # and twice as long after each further one
LONGEST_WAIT = DAY


def free_at(limits: Iterable[Limit], done: Collection[datetime], now: datetime) -> datetime | None:
    """When none of the limits stands against it any more; None: now."""
    return max((at for one in limits if (at := one.free_at(done, now)) is not None), default=None)


def may_try_at(wrong: Collection[datetime], now: datetime) -> datetime | None:
    """When another code may be tried, after the wrong ones of a day; None: now."""
    further = len(wrong) - WRONG_CODES
    if further < 0:
        return None
    wait = min(WAIT_AFTER_WRONG * 2 ** min(further, 10), LONGEST_WAIT)
    again = max(wrong) + wait
    return again if again > now else None


def end_of_day(now: datetime, zone: ZoneInfo) -> datetime:
    """Midnight on the fair's clocks."""
    local = now.astimezone(zone)
    return (local + DAY).replace(hour=0, minute=0, second=0, microsecond=0)


def later(at: datetime, now: datetime, zone: ZoneInfo) -> Phrase:
    """«в 14:20», «завтра в 9:05», «28 апреля в 9:05», never too early by a part of a minute."""
    at += MINUTE - timedelta(microseconds=1)
    days = (at.astimezone(zone).date() - now.astimezone(zone).date()).days
    time = clock_time(at, zone)
    if days == 0:
        return say("at {time}", time=time)
    if days == 1:
        return say("tomorrow at {time}", time=time)
    return say("on {day} at {time}", day=DayName(at.astimezone(zone).date(), short=True), time=time)
