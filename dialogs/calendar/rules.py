"""When the evening mail is written, what of a plan it tells, and which alarms may be chosen; pure."""

from datetime import date, datetime, time, timedelta

from dialogs.kit.clashes import by_time, watched
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.people.people import Person
from storage.plans.choices import NO_ALARM

ALARMS = (10, 60, 24 * 60, NO_ALARM)  # minutes before the start
EVENING = time(19)  # on the fair's clocks: in the far east of the country it is there when people get up
OF_USE = timedelta(hours=12)  # after the midnight that begins the day of a mail
PATH = "calendar"


def address_of(pages: str, key: str) -> str:
    """Where a calendar asks for the plan that the key opens; `pages`: the bot's own web address."""
    return f"{pages}/{PATH}/{key}.ics"


def mailed_day(catalogue: Catalogue, now: datetime) -> date | None:
    """The day of which the evening tells; None: it is not evening."""
    here = now.astimezone(catalogue.zone)
    return here.date() + timedelta(days=1) if here.time() >= EVENING else None


def span(catalogue: Catalogue, day: date) -> tuple[datetime, datetime]:
    """A day of the fair from its midnight to the next one."""
    begins = datetime.combine(day, time(), catalogue.zone)
    return begins, datetime.combine(day + timedelta(days=1), time(), catalogue.zone)


def planned(catalogue: Catalogue, person: Person, day: date) -> list[Session]:
    """What the person watches on that day, by time."""
    mine = watched(catalogue, person)
    return sorted((one for one in mine if not one.cancelled and catalogue.day_of(one) == day), key=by_time)
