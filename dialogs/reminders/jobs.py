"""What reminders do as time passes: those of the slots that come are planned, for many people at once."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from dialogs.kit.policy import Policy
from dialogs.news.sessions import reminder, renewed
from dialogs.news.terms import CATCH_UP
from dialogs.reminders import rules
from dialogs.reminders.feature import feature
from storage.database import Storage, parts
from storage.fair.catalogue import LONGEST_SESSION, Catalogue
from storage.plans.evenings import EVENING, Evening
from storage.plans.reminders import START, Audience
from storage.post.outbox import Lane, Posting

_MANY = 1_000  # letters at once, of which the database is better told
_AHEAD = timedelta(hours=36)  # what an evening may tell of


@feature.every(seconds=1)
class Planning:
    """Posts the reminders of the slots that come; who has been planned for is known by a unique key."""

    def __init__(self) -> None:
        self._catalogue: Catalogue | None = None
        self._planned: dict[tuple[datetime, int], datetime] = {}  # slots and notices, and when they were last planned
        self._renewed: dict[datetime, datetime] = {}  # slots that have started, and when to look at them again

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        catalogue = storage.catalogue
        if catalogue is not self._catalogue:
            self._catalogue, self._planned = catalogue, {}
        known = policy.reminders.known
        until = now + timedelta(minutes=known[0]) + rules.HORIZON
        for slot in catalogue.slots(now - LONGEST_SESSION, until):
            for notice in known:
                await self._plan_notice(storage, policy, slot, notice, now)
            if slot <= now < slot + rules.RENEWED and now >= self._renewed.get(slot, slot):
                await _renew(storage, slot, known)
                self._renewed[slot] = now + rules.OFTEN
        gone = now - LONGEST_SESSION
        self._planned = {key: at for key, at in self._planned.items() if key[0] >= gone}
        self._renewed = {slot: at for slot, at in self._renewed.items() if slot >= gone}

    async def _plan_notice(self, storage: Storage, policy: Policy, slot: datetime, notice: int, now: datetime) -> None:
        known = policy.reminders.known
        last = rules.last_moment(slot, notice, known)
        if not slot - timedelta(minutes=notice) - rules.HORIZON <= now <= last:
            return
        before = self._planned.get((slot, notice))
        if before is not None and now < before + rules.planned_again(notice):
            return
        for audience in _audiences(slot, notice, policy):
            if await _plan(storage, policy, audience, last) >= _MANY:
                await storage.weigh_letters()
        self._planned[slot, notice] = now


def _audiences(slot: datetime, notice: int, policy: Policy) -> Iterator[Audience]:
    """Of a start those who hear of the slot for the first time come first."""
    usual, known = policy.notice_minutes, policy.reminders.known
    yield Audience(slot, notice, usual, known)
    if notice == START:
        yield Audience(slot, notice, usual, known, second=True)


async def _plan(storage: Storage, policy: Policy, audience: Audience, last: datetime) -> int:
    """Who is to be reminded is asked once, beside the loop; the letters are posted in turns. How many were."""
    posted = 0
    async with storage.surveying() as work:
        waiting = await work.plans.reminders.unplanned(audience)
    for messenger, people in waiting.items():
        early = rules.head_start(len(people), policy.rate(messenger), audience.notice)
        letter = reminder(audience, early, last)
        for part in parts(people):
            async with storage.writing() as work:
                posted += await work.plans.reminders.plan(audience, part, letter)
    return posted


async def _renew(storage: Storage, slot: datetime, known: tuple[int, ...]) -> None:
    """As the slot starts, the messages that reminded of it a little before say so."""
    for notice in known:
        if not START < notice <= rules.NEAR:
            continue
        letter = renewed(slot, notice)
        async with storage.surveying() as work:
            shown = await work.plans.reminders.shown(letter)
        for people in shown.values():
            for part in parts(people):
                async with storage.writing() as work:
                    await work.plans.reminders.renew(part, letter)


@feature.every(seconds=60)
class Evenings:
    """Posts what is told in the evening, wherever it is evening; on days before which nothing comes it asks nothing."""

    async def __call__(self, storage: Storage, _policy: Policy, now: datetime) -> None:
        catalogue = storage.catalogue
        if not catalogue.slots(now, now + _AHEAD):
            return
        async with storage.surveying() as work:
            offsets = await work.plans.evenings.zones()
        for offset in offsets:
            evening = rules.evening_of(now, catalogue.zone, offset)
            if evening is not None:
                await _tell(storage, evening)


async def _tell(storage: Storage, evening: Evening) -> None:
    async with storage.surveying() as work:
        waiting = await work.plans.evenings.unplanned(evening)
    letter = Posting(
        EVENING,
        {"day": evening.day},
        Lane.SERVICE,
        evening.at,
        evening.at + CATCH_UP,
        evening.night[0],
        once=evening.once,
    )
    for people in waiting.values():
        for part in parts(people):
            async with storage.writing() as work:
                await work.plans.evenings.plan(evening, part, letter)
