"""A plan as iCalendar (RFC 5545), which Google, Apple and Outlook read; pure.

An event keeps its UID for ever, and its SEQUENCE grows with each change, so that calendars change what they have. What
was cancelled stays as a cancelled event. Building one takes half a millisecond for each event: beside the loop, please.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dialogs.kit.clashes import by_time, watched
from dialogs.kit.phrase import say, speak
from dialogs.kit.times import when
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session
from storage.people.people import Person
from storage.plans.choices import NO_ALARM

if TYPE_CHECKING:
    from icalendar import Calendar, Event

MEDIA_TYPE = "text/calendar"
FILE = "plan.ics"
REFRESH = timedelta(minutes=30)  # how often a calendar is asked to look for changes; Google does as it likes
_AROUND = timedelta(days=1)  # the dates that a zone is told for, around the events


@dataclass(frozen=True, slots=True)
class Wanted:
    """For whom a calendar is: what is in it, in which language, how long before the start it reminds.

    `zone`: by which the reader's clocks go, as far as they told.
    """

    catalogue: Catalogue
    sessions: tuple[Session, ...]
    language: str
    alarm: int
    zone: str | None

    @property
    def tag(self) -> str:
        """Another one where the calendar says something else."""
        fair = (self.catalogue.ref, self.catalogue.title, self.catalogue.zone.key)
        told = (*fair, self.language, self.alarm, self.zone)
        return hashlib.sha256(repr((told, *map(_shown, self.sessions))).encode()).hexdigest()[:32]


def wanted(catalogue: Catalogue, person: Person, alarm: int) -> Wanted:
    """What of a plan stands in a calendar: all that has a time, but for what is left for its recording."""
    timed = [session for session in watched(catalogue, person) if session.starts is not None]
    return Wanted(catalogue, tuple(sorted(timed, key=by_time)), person.language, alarm, person.zone)


def _shown(session: Session) -> tuple[object, ...]:
    return session.ref, session.sequence, session.starts, session.minutes, session.cancelled, session.cluster.title


def calendar(told: Wanted, now: datetime) -> bytes:
    """The calendar as it is sent; `now` is when it was made."""
    from icalendar import Calendar

    catalogue, language = told.catalogue, told.language
    made = Calendar()
    made.add("PRODID", "-//Fairway//Fairway//RU")
    made.add("VERSION", "2.0")
    made.add("CALSCALE", "GREGORIAN")
    made.add("METHOD", "PUBLISH")
    made.add("X-WR-CALNAME", speak(say("My plan: {fair}", fair=catalogue.title), language))
    made.add("X-WR-TIMEZONE", catalogue.zone.key)
    made.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("X-PUBLISHED-TTL", f"PT{REFRESH.seconds // 60}M")
    if told.sessions:
        _add_zone(made, catalogue, told.sessions)
    for session in told.sessions:
        made.add_component(_event(told, session, now))
    return bytes(made.to_ical())


def _add_zone(made: "Calendar", catalogue: Catalogue, sessions: Sequence[Session]) -> None:
    """The fair's zone with the rules of these days: who reads it needs no list of zones."""
    from icalendar import Timezone

    days = [session.starts.date() for session in sessions if session.starts]
    made.add_component(
        Timezone.from_tzinfo(catalogue.zone, catalogue.zone.key, min(days) - _AROUND, max(days) + _AROUND)
    )


def _event(told: Wanted, session: Session, now: datetime) -> "Event":
    from icalendar import Event

    zone = told.catalogue.zone
    event = Event()
    event.add("UID", f"{session.ref}@{told.catalogue.ref}.fairway")
    event.add("SEQUENCE", session.sequence)
    event.add("DTSTAMP", now)
    if session.starts is not None and session.ends is not None:
        event.add("DTSTART", session.starts.astimezone(zone))
        event.add("DTEND", session.ends.astimezone(zone))
    cancelled = say("Cancelled: {title}", title=session.title)  # for those that show no status
    event.add("SUMMARY", speak(cancelled, told.language) if session.cancelled else session.title)
    event.add("CATEGORIES", [session.cluster.title])
    event.add("STATUS", "CANCELLED" if session.cancelled else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT" if session.cancelled else "OPAQUE")
    event.add("DESCRIPTION", "\n\n".join(_description(told, session)))
    if session.player:
        event.add("URL", session.player)
        event.add("LOCATION", session.player)
    if told.alarm != NO_ALARM and not session.cancelled:
        _add_alarm(event, session, told.alarm)
    return event


def _description(told: Wanted, session: Session) -> Iterable[str]:
    if session.starts is not None:
        yield speak(when(session.starts, told.catalogue.zone, told.zone, session.ends), told.language)
    if session.summary:
        yield session.summary
    if session.player:
        yield speak(say("Watch: {title}", title=session.player), told.language)


def _add_alarm(event: "Event", session: Session, minutes: int) -> None:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", session.title)
    alarm.add("TRIGGER", timedelta(minutes=-minutes))
    event.add_component(alarm)
