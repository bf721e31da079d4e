"""News that nobody waits for rests at the reader's night, and after so many in a day; its term stays as it is."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dialogs.kit.nights import morning, own_clock, rests
from storage.people.people import Person


class Told:
    """When these people were told something unasked in the last day, as far as it is asked for here."""

    def __init__(self, times: Sequence[tuple[int, datetime]] = ()) -> None:
        self._times = list(times)

    def note(self, person: Person, now: datetime) -> None:
        """They are told something now."""
        self._times.append((person.id, now))

    def since_midnight(self, person: Person, now: datetime, zone: ZoneInfo) -> int:
        """How much a person was told since their midnight."""
        day = own_clock(now, zone, person.zone).date()
        theirs = [at for number, at in self._times if number == person.id]
        return sum(own_clock(at, zone, person.zone).date() == day for at in theirs)


def rests_until(person: Person, told: Told, most: int, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Until when news for a person rests: at night, and where they were told as much today as one should be."""
    if rests(person, now, zone) or told.since_midnight(person, now, zone) >= most:
        return morning(person, now, zone)
    return None
