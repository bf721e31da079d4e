"""When recordings are sent to whoever wants them in the evening."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from dialogs.kit.nights import EVENING, FALLS, own_clock


def evening(now: datetime, zone: ZoneInfo, own: str | None) -> date | None:
    """The reader's day whose evening it is; None while it is not."""
    here = own_clock(now, zone, own)
    return here.date() if EVENING <= here.time() < FALLS else None
