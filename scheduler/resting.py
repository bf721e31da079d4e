"""News that nobody waits for rests at the reader's night, and after so many in a day; its term stays as it is."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dialogs.kit.letter import Rest
from dialogs.kit.nights import DAY, morning, own_clock, rests
from storage.people.people import Person
from storage.post.claims import Claimed


class Told:
    """When these people were told something unasked in the last day, as far as it is asked for here."""

    def __init__(self, times: Sequence[tuple[int, datetime]] = ()) -> None:
        self._times = list(times)

    def note(self, person: Person, now: datetime) -> None:
        """They are told something now."""
        self._times.append((person.id, now))

    def today(self, person: Person, now: datetime, zone: ZoneInfo) -> int:
        """How much a person was told since their midnight."""
        day = own_clock(now, zone, person.zone_offset).date()
        theirs = [at for number, at in self._times if number == person.id]
        return sum(own_clock(at, zone, person.zone_offset).date() == day for at in theirs)


def resting(
    letter: Claimed, person: Person, now: datetime, zone: ZoneInfo, *, enough: bool
) -> tuple[Rest | None, bool]:
    """Until when it rests, and whether it comes without a sound: what cannot wait for the morning does.

    :param enough: the person has heard as much today as one should.
    """
    if not enough and not rests(person, now, zone):
        return None, False
    wakes = morning(person, now, zone)
    return (Rest(wakes), False) if wakes < letter.not_after else (None, True)
