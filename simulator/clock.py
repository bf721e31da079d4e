"""The fair's clock: it starts where the fair does, runs in real seconds and only moves forward."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class ClockFace:
    """What the page is told about the time."""

    now: datetime
    zone: str
    stops: tuple[datetime, ...]
    running: bool = True


class FairClock:
    def __init__(self, start: datetime | None = None, zone: str = "Europe/Moscow") -> None:
        self.zone = ZoneInfo(zone)
        self._began = time.monotonic()
        self._start = start or real_now()
        self._skipped = timedelta()
        self._stops: tuple[datetime, ...] = ()

    def now(self) -> datetime:
        passed = timedelta(seconds=time.monotonic() - self._began)
        return (self._start + passed + self._skipped).astimezone(self.zone)

    def advance(self, by: timedelta) -> None:
        self._skipped += max(by, timedelta())

    def stop_at(self, moments: list[datetime]) -> None:
        self._stops = tuple(sorted({moment.astimezone(self.zone) for moment in moments}))

    def next_stop(self) -> datetime | None:
        now = self.now()
        return next((stop for stop in self._stops if stop > now), None)

    def face(self) -> ClockFace:
        return ClockFace(self.now(), self.zone.key, self._stops)


def real_now() -> datetime:
    """The machine's time: the fair's clock starts from it unless told otherwise, and the transcript is dated by it."""
    return datetime.now(tz=UTC)  # noqa: TID251 - the one place that reads the machine's clock
