"""Whose clocks a visitor lives by: what was typed for an answer, and what can be guessed."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from dialogs.kit.times import MOSCOW
from dialogs.kit.zones import zone_beside, zone_east

_SHIFT = re.compile(
    r"(?P<from>мск|msk|москва|moscow|utc|gmt|гмт)?\s*(?P<sign>[+−–-])\s*(?P<hours>\d{1,2})(?:[:.]?(?P<minutes>\d{2}))?"
)
_GREENWICH = frozenset(("utc", "gmt", "гмт"))
_FROM_MOSCOW = frozenset(("мск", "msk", "москва", "moscow"))


def read_shift(text: str, now: datetime) -> str | None:
    """The zone of «МСК+4», «UTC+5:30», «UTC» or «+7», which is from Greenwich; else None, and where no clocks are so.

    :param now: counts where the clocks of two zones come together only in summer.
    """
    words = text.strip().casefold()
    said = _SHIFT.fullmatch(words)
    if said is None:
        return zone_east(0) if words in _GREENWICH else None
    minutes = int(said["hours"]) * 60 + int(said["minutes"] or 0)
    east = minutes if said["sign"] == "+" else -minutes
    return zone_beside(ZoneInfo(MOSCOW), east, now) if said["from"] in _FROM_MOSCOW else zone_east(east)


def in_button(zone: str) -> str:
    """The name of a zone as a button can carry it."""
    return zone.replace("/", ".")


def of_button(carried: str) -> str:
    """The name of the zone that a button carries."""
    return carried.replace(".", "/")
