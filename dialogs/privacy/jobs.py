"""What privacy does as time passes: ends what is over, seals what lies open, and scrubs away what was erased."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from dialogs.consent import agreement
from dialogs.consent.withdraw import withdraw
from dialogs.kit.policy import Policy
from dialogs.news.forgetting import words_taken_back
from dialogs.news.leads import lead_changed
from dialogs.privacy import rules
from dialogs.privacy.feature import feature
from storage.database import AT_ONCE, Storage, Work
from storage.erasing import Renewed
from storage.privacy.consents import Consent
from storage.privacy.personal import sealed_tables

_AT_ONCE = 25  # consents ended in one transaction, each by a dozen statements: nobody has to wait long for it
_PAGES_KEPT = timedelta(days=1)
_OVERLAP = timedelta(minutes=1)  # an event's own moment is a little older than its commit
_PURGED = ("privacy", "purged")  # the bookmark: on which day words were looked for whose term is over
_SEALED = ("privacy", "sealed")  # the bookmark: by which key everything is sealed
_SCRUBBED = ("sqlite", "scrubbed")  # the bookmark: up to which line of the audit log what was erased has left the file

_log = structlog.get_logger()


@feature.every(seconds=600)
class Purging:
    """Ends the consents whose term is over, and after the fair's all of them, with what hangs on them.

    With the fair's term ends what people wrote in requests, too: topics, messages, notes; what they told that they do
    not find; and drafts of anything. Old pages go, and what outlasted people for as long as it protected others.
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
        await storage.in_turns(lambda work: work.privacy.audit.forget(now - rules.AUDIT_KEPT))
        if over:
            await _forget_words(storage, now)


async def _forget_words(storage: Storage, now: datetime) -> None:
    """Once a day: who still talks to a stand so long after the fair is not interrupted every ten minutes."""
    today = now.astimezone(storage.catalogue.zone).date().isoformat()
    async with storage.reading() as work:
        if await work.post.bookmarks.load(*_PURGED) == today:
            return
    words: tuple[Callable[[Work], Awaitable[int]], ...] = (
        lambda work: work.leads.forget_topics(),
        lambda work: work.leads.notes.forget(),
        lambda work: work.leads.threads.forget(),
        lambda work: work.missed.forget(),
        lambda work: work.people.close_forms(),
    )
    gone = 0
    for forget in words:
        some = AT_ONCE
        while some == AT_ONCE:
            async with storage.writing() as work:
                some = await forget(work)
            gone += some
    async with storage.writing() as work:
        await work.post.bookmarks.save(*_PURGED, today)
        if gone:
            await work.privacy.audit.note("purge", f"words of requests and drafts: {gone}", None, now)


async def _end(work: Work, consents: Sequence[Consent], now: datetime) -> None:
    """The stands' cards lose the contacts, and half-filled forms their words."""
    done = await withdraw(work, consents, now, by=None)
    await words_taken_back(work, done.said, done.files, now)
    for lead in done.leads:
        await lead_changed(work, lead, now)
    people = await work.people.of({one.person_id for one in consents if one.person_id is not None})
    for person in (one for one in people.values() if one.form is not None):
        await work.people.save(person, replace(person, form=None))


@feature.every(seconds=5)
class Remembering:
    """Notes outside of the database who was erased, which a restored backup does not know (`actions/forgetting.py`)."""

    def __init__(self) -> None:
        self._since: datetime | None = None  # up to when all is noted; at a start all is looked through

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        del policy
        if storage.ledger is None:
            return
        async with storage.reading() as work:
            gone = await work.personal.gone(self._since)
        try:
            storage.ledger.add(gone)
        except OSError as trouble:
            _log.error("privacy.ledger_unwritten", trouble=trouble.strerror)
            return
        self._since = now - _OVERLAP


@feature.every(seconds=600)
class Sealing:
    """Seals what was written while there was no key, or sealed by an older one; afterwards there is nothing to do.

    What is done is remembered, so that a start reads no table; a time without a key lets it be looked through anew.
    """

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        del policy
        newest = storage.sealer.newest() if storage.sealer.ready else ""
        async with storage.reading() as work:
            if (await work.post.bookmarks.load(*_SEALED) or "") == newest:
                return
        for table in sealed_tables() if newest else ():
            await seal_anew(storage, table, now)
        async with storage.writing() as work:
            await work.post.bookmarks.save(*_SEALED, newest)


async def seal_anew(storage: Storage, table: str, now: datetime) -> Renewed:
    """Seal by the newest key what of the table is not sealed by it, in turns that hold up nobody; how much it was.

    What lay open before is something erased: the audit log lets it be scrubbed out of the file, too.

    :raises NoKeys: there is no key.
    """
    rows, unreadable, last, going = 0, 0, 0, True
    while going:
        async with storage.writing() as work:
            part = await work.personal.renew(table, last, AT_ONCE)
        going = part.last > last
        rows, unreadable, last = rows + part.rows, unreadable + part.unreadable, part.last
    if rows:
        async with storage.writing() as work:
            await work.privacy.audit.note("rotate", f"{table}: {rows}", None, now)
    return Renewed(rows, unreadable, last)


@feature.every(seconds=5)
class Scrubbing:
    """After something was erased, whichever process did it, lets no byte of it stay in SQLite's file and log.

    The log is cut at once. A large file is written anew in a quiet moment, and within the minute if there is none; a
    very large one at night. On PostgreSQL it is the tables about people. What has been scrubbed is remembered, so that
    a start has nothing to do.
    """

    def __init__(self) -> None:
        self._since: tuple[int, datetime] | None = None  # the erasure that waits, and since when

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        del policy
        async with storage.reading() as work:
            done = int(await work.post.bookmarks.load(*_SCRUBBED) or 0)
            newest = await work.privacy.audit.last_erasure(done)
        if newest == done:
            return
        if self._since is None or self._since[0] <= done:
            self._since = newest, now
        size, still = await storage.stillness()
        (up_to, since), night = self._since, rules.is_night(storage.catalogue, now)
        whole = rules.may_write_anew(size, still, now - since, night=night)
        if not await storage.scrub(up_to, whole=whole) or not whole:
            _log.info("privacy.scrub_later")
            return
        async with storage.writing() as work:
            await work.post.bookmarks.save(*_SCRUBBED, str(up_to))
