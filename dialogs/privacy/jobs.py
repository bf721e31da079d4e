"""What privacy does as time passes: ends what is over, and lets nothing that was erased stay in the database's log."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from dialogs.consent import agreement
from dialogs.consent.withdraw import withdraw
from dialogs.kit.policy import Policy
from dialogs.news.leads import lead_changed
from dialogs.privacy import rules
from dialogs.privacy.feature import feature
from storage.database import Storage, Work
from storage.privacy.consents import Consent

_AT_ONCE = 25  # consents ended in one transaction, each by a dozen statements: nobody has to wait long for it
_PAGES_KEPT = timedelta(days=1)
_SCRUBBED = ("sqlite", "scrubbed")  # the bookmark: up to which line of the audit log what was erased has left the file

_log = structlog.get_logger()


@feature.every(seconds=600)
class Purging:
    """Ends the consents whose term is over, and after the fair's all of them, with what hangs on them.

    Old pages go, and what outlasted people for as long as it protected others.
    """

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        over = agreement.is_over(storage.catalogue, policy.privacy, now)
        while True:
            async with storage.reading() as work:
                if not await work.privacy.consents.to_end(now, everything=over, at_most=1):
                    break
            async with storage.writing() as work:
                await _end(work, await work.privacy.consents.to_end(now, everything=over, at_most=_AT_ONCE), now)
        await storage.in_turns(lambda work: work.privacy.pages.forget(now - _PAGES_KEPT))
        await storage.in_turns(lambda work: work.privacy.guards.forget(now))


async def _end(work: Work, consents: Sequence[Consent], now: datetime) -> None:
    """The stands' cards lose the contacts, and half-filled forms their words."""
    for lead in (await withdraw(work, consents, now, by=None)).leads:
        await lead_changed(work, lead, now)
    people = await work.people.of({one.person_id for one in consents if one.person_id is not None})
    for person in (one for one in people.values() if one.form is not None):
        await work.people.save(person, replace(person, form=None))


@feature.every(seconds=5)
class Scrubbing:
    """After something was erased, whichever process did it, lets no byte of it stay in SQLite's file and log.

    The log is cut at once. A large file is written anew in a quiet moment, and within the minute if there is none; a
    very large one at night. What has been scrubbed is remembered, so that a start has nothing to do.
    """

    def __init__(self) -> None:
        self._since: tuple[int, datetime] | None = None  # the erasure that waits, and since when

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        del policy
        if not storage.sqlite:
            return
        async with storage.reading() as work:
            done = int(await work.post.bookmarks.load(*_SCRUBBED) or 0)
            newest = await work.privacy.audit.last_erasure(done)
        if newest == done:
            return
        if self._since is None or self._since[0] <= done:
            self._since = newest, now
        size, still = await storage.stillness()
        waited, night = now - self._since[1], rules.is_night(storage.catalogue, now)
        whole = rules.may_write_anew(size, still, waited, night=night)
        if not await storage.scrub(whole=whole) or not whole:
            _log.info("privacy.scrub_later")
            return
        async with storage.writing() as work:
            await work.post.bookmarks.save(*_SCRUBBED, str(newest))
