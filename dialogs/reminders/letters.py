"""The letters of reminders and changes: planned for many at once, drawn one by one at the second they leave."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from dialogs.kit.feature import Feature
from dialogs.kit.letter import Letter, Reading
from dialogs.kit.policy import Policy
from dialogs.kit.screen import Screen
from dialogs.kit.times import moment
from dialogs.news.sessions import reminder
from dialogs.reminders import rules, screens
from storage.database import Storage, parts
from storage.fair.catalogue import LONGEST_SESSION, Catalogue
from storage.plans.reminders import CHANGE, REMINDER, SEVERAL

feature = Feature("reminders")


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
    sessions = rules.worth_reminding(catalogue.slot(slot), person.plan, now)
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


_AGAIN = timedelta(seconds=30)  # who subscribed since is planned for by then


@feature.every(seconds=1)
class Planning:
    """Posts the reminders of the slots that come; who has been planned for is known by a unique key."""

    def __init__(self) -> None:
        self._catalogue: Catalogue | None = None
        self._planned: dict[datetime, datetime] = {}  # slots of that catalogue, and when they were last planned

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        catalogue = storage.catalogue
        if catalogue is not self._catalogue:
            self._catalogue, self._planned = catalogue, {}
        until = now + timedelta(minutes=max(policy.notice_minutes, default=0)) + rules.HORIZON
        for slot in catalogue.slots(now - LONGEST_SESSION, until):
            if slot in self._planned and now < self._planned[slot] + _AGAIN:
                continue
            for notice in policy.notice_minutes:
                last = rules.last_moment(slot, notice, policy.notice_minutes)
                if now <= last:
                    await _plan(storage, policy, slot, notice, last)
            self._planned[slot] = now
        for slot in [slot for slot in self._planned if slot < now - LONGEST_SESSION]:
            del self._planned[slot]


async def _plan(storage: Storage, policy: Policy, slot: datetime, notice: int, last: datetime) -> None:
    """Who is to be reminded is asked once, beside the loop; the letters are posted in turns."""
    async with storage.surveying() as work:
        waiting = await work.plans.reminders.unplanned(slot, notice)
    for messenger, people in waiting.items():
        early = rules.head_start(len(people), policy.rates.get(messenger, 1.0))
        letter = reminder(slot, notice, early, last)
        for part in parts(people):
            async with storage.writing() as work:
                await work.plans.reminders.plan(slot, notice, part, letter)
