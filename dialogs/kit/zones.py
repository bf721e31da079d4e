"""Zones by how far their clocks are: from Greenwich, or from those of the fair."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

# Russia's zones by hours from Moscow; its clocks do not change. tz database 2026.
RUSSIAN = {
    -1: "Europe/Kaliningrad",
    0: "Europe/Moscow",
    1: "Europe/Samara",
    2: "Asia/Yekaterinburg",
    3: "Asia/Omsk",
    4: "Asia/Krasnoyarsk",
    5: "Asia/Irkutsk",
    6: "Asia/Yakutsk",
    7: "Asia/Vladivostok",
    8: "Asia/Magadan",
    9: "Asia/Kamchatka",
}
# Where clocks differ from Greenwich by parts of an hour, by minutes; some of them change in summer.
_IN_PARTS = {
    -570: "Pacific/Marquesas",
    -210: "America/St_Johns",
    210: "Asia/Tehran",
    270: "Asia/Kabul",
    330: "Asia/Kolkata",
    345: "Asia/Kathmandu",
    390: "Asia/Yangon",
    570: "Australia/Darwin",
    630: "Australia/Adelaide",
    765: "Pacific/Chatham",
}
_WEST, _EAST = -12, 14  # the whole hours that zones are from Greenwich


def zone_east(minutes: int) -> str | None:
    """The zone whose clocks are so far east of Greenwich; None where no clocks are."""
    hours, rest = divmod(minutes, 60)
    if rest:
        return _IN_PARTS.get(minutes)
    if not _WEST <= hours <= _EAST:
        return None
    return f"Etc/GMT{-hours:+}" if hours else "Etc/GMT"


def zone_beside(fair: ZoneInfo, minutes: int, now: datetime) -> str | None:
    """The zone whose clocks are so far from the fair's; Russia's, where it has one."""
    if not minutes:
        return fair.key
    east = (now.astimezone(fair).utcoffset() or timedelta()) // timedelta(minutes=1) + minutes
    hours, rest = divmod(east - 180, 60)  # Moscow's clocks are three hours from Greenwich
    return (None if rest else RUSSIAN.get(hours)) or zone_east(east)
