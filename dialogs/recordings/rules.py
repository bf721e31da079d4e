"""When recordings are sent to whoever wants them in the evening."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from dialogs.kit.times import own_time

EVENING, NIGHT = time(20), time(23)  # on the reader's own clock


def evening(now: datetime, zone: ZoneInfo, own_offset: int | None) -> date | None:
    """The reader's day whose evening it is; None while it is not."""
    here = own_time(now, now, zone, own_offset or 0)
    return here.date() if EVENING <= here.time() < NIGHT else None
