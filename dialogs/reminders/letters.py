"""The letters of reminders and changes, drawn one by one at the second they leave."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from dialogs.kit.letter import Letter, Reading, Rest
from dialogs.kit.nights import evening, morning, rests
from dialogs.kit.screen import Screen
from dialogs.kit.times import moment
from dialogs.news.sessions import AGAIN, MENDED
from dialogs.reminders import rules
from dialogs.reminders.feature import feature
from dialogs.reminders.screens import changes, evenings, players, reminders
from storage.fair.programme import Session
from storage.plans.evenings import EVENING
from storage.plans.reminders import CHANGE, REMINDER, SEVERAL

BEFORE = timedelta(minutes=1)  # a slot: what can be heard before it can be heard then


@dataclass(frozen=True, slots=True)
class Reminder(Letter):
    """A slot of the person's sessions comes; `slot` is in minutes since 1970, `lead` the notice in minutes.

    `moved`: the session that made a reminder which stands already untrue; `SEVERAL` where more than one did. `second`:
    they were reminded before, so that it comes without a sound, for who missed that.
    """

    slot: int
    lead: int  # so named in letters that were on their way when a lead became a notice
    moved: int = 0
    second: bool = False
    kind: ClassVar[str] = REMINDER

    def silent(self, reading: Reading) -> bool:
        """Who slept up to the very start was not reminded before."""
        slot, zone = moment(self.slot), reading.catalogue.zone
        woken = rests(reading.person, slot - BEFORE, zone) and not rests(reading.person, slot, zone)
        return self.second and not woken


@dataclass(frozen=True, slots=True)
class ReminderAgain(Letter):
    """The person asked to be reminded once more."""

    slot: int
    kind: ClassVar[str] = AGAIN


@dataclass(frozen=True, slots=True)
class Changed(Letter):
    """A session moved, was cancelled or came back.

    `was` is its time before, in minutes since 1970; `off`: it had been cancelled.
    """

    session: int
    was: int | None
    off: bool = False
    kind: ClassVar[str] = CHANGE
    unasked: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Mended(Letter):
    """The player that did not open for the person does now."""

    session: int
    kind: ClassVar[str] = MENDED


@dataclass(frozen=True, slots=True)
class EveningWord(Letter):
    """The evening of that day, a number in the calendar: what comes tomorrow, and what is in the night."""

    day: int
    kind: ClassVar[str] = EVENING


@feature.draws(Reminder)
async def draw_reminder(letter: Reminder, reading: Reading) -> Screen | Rest | None:
    slot = moment(letter.slot)
    catalogue, person, now = reading.catalogue, reading.person, reading.now
    sessions = rules.worth_reminding(catalogue.slot(slot), person.watched, now)
    if reading.again and not sessions and not letter.moved:  # it stands, and all of it was left for its recording
        sessions = rules.worth_reminding(catalogue.slot(slot), person.plan, now)
    if not reading.again:
        if not sessions or not person.wants_reminders or not rules.wants(person, letter.lead, second=letter.second):
            return None
        if rests(person, now, catalogue.zone):
            if not rests(person, slot, catalogue.zone):
                return Rest(morning(person, now, catalogue.zone))
            sessions = await _chosen_late(reading, sessions)
    if sessions:
        return reminders.reminder(
            catalogue, person, now, slot, sessions, stands=reading.again, second=letter.second and not reading.again
        )
    if not reading.again:
        return None
    if letter.moved == SEVERAL:
        return changes.all_moved_away(catalogue, person, slot)
    moved = catalogue.sessions.get(letter.moved)
    return None if moved is None else changes.moved_away(catalogue, person, moved)


async def _chosen_late(reading: Reading, sessions: list[Session]) -> list[Session]:
    """Of the night's sessions those that were chosen after the evening word of them, by who is awake."""
    told_at = evening(reading.person, reading.now, reading.catalogue.zone)
    late = await reading.work.plans.subscriptions.chosen_since(reading.person.id, told_at)
    return [session for session in sessions if session.id in late]


@feature.draws(ReminderAgain)
async def draw_reminder_again(letter: ReminderAgain, reading: Reading) -> Screen | None:
    slot = moment(letter.slot)
    catalogue, person, now = reading.catalogue, reading.person, reading.now
    sessions = rules.worth_reminding(catalogue.slot(slot), person.watched, now)
    if not sessions or person.muted:
        return None
    return reminders.reminder(catalogue, person, now, slot, sessions)


@feature.draws(Changed)
async def draw_change(letter: Changed, reading: Reading) -> Screen | None:
    session = reading.catalogue.sessions.get(letter.session)
    person, was = reading.person, None if letter.was is None else moment(letter.was)
    if session is None or person.muted or session.id not in person.plan:
        return None
    if session.ends is not None and session.ends <= reading.now:
        return None
    if (was, letter.off) == (session.starts, session.cancelled) or (letter.off and session.cancelled):
        return None  # there and back before anybody was told
    return changes.change(reading.catalogue, person, reading.now, session, was, off=letter.off)


@feature.draws(Mended)
async def draw_mended(letter: Mended, reading: Reading) -> Screen | None:
    session = reading.catalogue.sessions.get(letter.session)
    if session is None or session.player is None or session.cancelled or reading.person.muted:
        return None
    over = session.ends is not None and session.ends <= reading.now
    return None if over else players.mended(session, session.player)


@feature.draws(EveningWord)
async def draw_evening(letter: EveningWord, reading: Reading) -> Screen | None:
    person, catalogue = reading.person, reading.catalogue
    of_now = rules.evening_of(reading.now, catalogue.zone, person.zone)
    if of_now is None or of_now.day != letter.day or not person.wants_reminders:
        return None
    tomorrow, night = rules.told_tonight(person, catalogue, of_now)
    return evenings.evening(catalogue, person, of_now, tomorrow, night) if tomorrow or night else None
