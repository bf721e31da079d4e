"""The zone of what somebody sent for an answer: a city's name, so many hours, or the place where they are.

It takes a while the first time, and is done beside the loop. The place itself is kept nowhere.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from dialogs.kit.event import Spot
from dialogs.kit.times import zone_named
from dialogs.settings.cities import City, Found, city_of, find
from dialogs.settings.rules import read_shift


@dataclass(frozen=True, slots=True)
class Understood:
    """The zone that is meant, with the city that was named; or the cities to choose from; or nothing."""

    zone: str | None = None
    city: City | None = None
    cities: tuple[City, ...] = ()


async def zone_of(said: str | Spot, now: datetime) -> Understood:
    """What an answer means."""
    if isinstance(said, Spot):
        there = zone_named(await asyncio.to_thread(_at, said))
        return Understood() if there is None else Understood(there.key, city_of(there.key))
    named = read_shift(said, now) or (said.strip() if "/" in said and zone_named(said.strip()) else None)
    if named is not None:
        return Understood(named, city_of(named))
    return _meant(await asyncio.to_thread(find, said))


def _meant(found: Found) -> Understood:
    return Understood(found.cities[0].zone, found.cities[0]) if found.sure else Understood(cities=found.cities)


def _at(spot: Spot) -> str:
    """The zone of a place on land; at sea one of whole hours."""
    from tzfpy import get_tz

    return get_tz(spot.longitude, spot.latitude)
