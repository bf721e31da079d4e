"""«Мне меньше 14» is remembered until midnight on the fair's clocks, at every door: an answer by which one is let in is
not given a minute after the one by which one was not.
"""

from datetime import datetime

from dialogs.kit.limits import end_of_day
from storage.database import Work
from storage.fair.catalogue import Catalogue
from storage.people.people import Person


async def remember_child(work: Work, catalogue: Catalogue, person: Person, now: datetime) -> None:
    """The person says that they are under 14; nothing else is kept of it."""
    await work.privacy.guards.note("child", person, now, end_of_day(now, catalogue.zone))


async def is_child(work: Work, person: Person, now: datetime) -> bool:
    """Whether the person has said so today."""
    return bool(await work.privacy.guards.of_person(person, now, "child"))
