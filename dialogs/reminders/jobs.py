"""What reminders do as time passes: those of the slots that come are planned, for many people at once."""

from datetime import datetime, timedelta

from dialogs.kit.policy import Policy
from dialogs.news.sessions import reminder
from dialogs.reminders import rules
from dialogs.reminders.feature import feature
from storage.database import Storage, parts
from storage.fair.catalogue import LONGEST_SESSION, Catalogue
from storage.plans.reminders import START

_AGAIN = timedelta(seconds=30)  # who subscribed since is planned for by then
_MANY = 1_000  # letters at once, of which the database is better told


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
                if now <= last and await _plan(storage, policy, slot, notice, last) >= _MANY:
                    await storage.weigh_letters()
            if (late := rules.late_from(policy.notice_minutes)) is not None:
                await _plan(storage, policy, slot, START, slot + LONGEST_SESSION, late)
            self._planned[slot] = now
        for slot in [slot for slot in self._planned if slot < now - LONGEST_SESSION]:
            del self._planned[slot]


async def _plan(
    storage: Storage, policy: Policy, slot: datetime, notice: int, last: datetime, after: int | None = None
) -> int:
    """Who is to be reminded is asked once, beside the loop; the letters are posted in turns. How many were."""
    posted = 0
    async with storage.surveying() as work:
        waiting = await work.plans.reminders.unplanned(slot, notice, after)
    for messenger, people in waiting.items():
        early = rules.head_start(len(people), policy.rate(messenger))
        letter = reminder(slot, notice, early, last)
        for part in parts(people):
            async with storage.writing() as work:
                posted += await work.plans.reminders.plan(slot, notice, part, letter, after)
    return posted
