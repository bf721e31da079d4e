"""The fair's clock: it starts where the fair does, runs in real seconds and only moves forward."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

EVE = timedelta(seconds=25)  # before a letter is due: then it is waited for
ARRIVES = timedelta(seconds=3)  # how long it takes to come


@dataclass(frozen=True, slots=True)
class ClockFace:
    """What the page is told about the time."""

    now: datetime
    zone: str
    stops: tuple[datetime, ...]
    due: tuple[datetime, ...] = ()
    chosen: int = 0
    running: bool = True


class FairClock:
    def __init__(self, start: datetime | None = None, zone: str = "Europe/Moscow") -> None:
        self.zone = ZoneInfo(zone)
        self._began = time.monotonic()
        self._start = start or real_now()
        self._skipped = timedelta()
        self._stops: tuple[datetime, ...] = ()
        self._due: tuple[datetime, ...] = ()
        self._chosen = 0

    def now(self) -> datetime:
        passed = timedelta(seconds=time.monotonic() - self._began)
        return (self._start + passed + self._skipped).astimezone(self.zone)

    def advance(self, by: timedelta) -> None:
        self._skipped += max(by, timedelta())

    def stop_at(self, moments: list[datetime], due: list[datetime], chosen: int = 0) -> None:
        """Where it is worth stopping, and when letters are due: just before one the clock leaps no further.

        :param chosen: how many sessions the people at this desk have chosen, beyond what lay there.
        """
        self._chosen = chosen
        self._stops, self._due = (
            tuple(sorted({moment.astimezone(self.zone) for moment in some})) for some in (moments, due)
        )

    def next_stop(self) -> datetime | None:
        """The next moment worth stopping at; this one, while a letter is about to come."""
        now = self.now()
        if any(due - EVE <= now < due + ARRIVES for due in self._due):
            return now
        return next((stop for stop in self._stops if stop > now), None)

    def face(self) -> ClockFace:
        return ClockFace(self.now(), self.zone.key, self._stops, self._due, self._chosen)


def real_now() -> datetime:
    """The machine's time: the fair's clock starts from it unless told otherwise, and the transcript is dated by it."""
    return datetime.now(tz=UTC)  # noqa: TID251 - the one place that reads the machine's clock
