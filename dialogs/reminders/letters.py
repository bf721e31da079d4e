"""The letters of reminders and changes, drawn one by one at the second they leave."""

from dataclasses import dataclass
from typing import ClassVar

from dialogs.kit.letter import Letter, Reading
from dialogs.kit.screen import Screen
from dialogs.kit.times import moment
from dialogs.reminders import rules, screens
from dialogs.reminders.feature import feature
from storage.plans.reminders import CHANGE, REMINDER, SEVERAL


@dataclass(frozen=True, slots=True)
class Reminder(Letter):
    """A slot of the person's sessions comes; `slot` is in minutes since 1970, `lead` the notice in minutes.

    `moved`: the session that made a reminder which stands already untrue; `SEVERAL` where more than one did.
    """

    slot: int
    lead: int  # so named in letters that were on their way when a lead became a notice
    moved: int = 0
    kind: ClassVar[str] = REMINDER


@dataclass(frozen=True, slots=True)
class Changed(Letter):
    """A session moved, was cancelled or came back.

    `was` is its time before, in minutes since 1970; `off`: it had been cancelled.
    """

    session: int
    was: int | None
    off: bool = False
    kind: ClassVar[str] = CHANGE


@feature.draws(Reminder)
async def draw_reminder(letter: Reminder, reading: Reading) -> Screen | None:
    slot = moment(letter.slot)
    catalogue, person, now = reading.catalogue, reading.person, reading.now
    sessions = rules.worth_reminding(catalogue.slot(slot), person.plan - person.awaited, now)
    if not (sessions or reading.again) or (not person.wants_reminders and not reading.again):
        return None
    if sessions:
        return screens.reminder(catalogue, person, now, slot, sessions)
    if letter.moved == SEVERAL:
        return screens.all_moved_away(catalogue, person, slot)
    moved = catalogue.sessions.get(letter.moved)
    return None if moved is None else screens.moved_away(catalogue, person, moved)


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
    return screens.change(reading.catalogue, person, reading.now, session, was, off=letter.off)
