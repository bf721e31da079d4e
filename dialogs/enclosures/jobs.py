"""What enclosures do as time passes: files that were sent come in, and are passed on."""

import asyncio
from datetime import datetime, timedelta

from dialogs.enclosures.feature import feature
from dialogs.kit.contents import Harm, harm
from dialogs.kit.policy import Policy
from dialogs.news.enclosures import pass_on, tell_sender
from storage.address import Address
from storage.database import Storage, Work
from storage.people.enclosures import OF_NOTE, Enclosure

PATIENCE = timedelta(minutes=15)  # a file that has not come by then never will


@feature.every(1.0)
class Passing:
    """Files that have come go to whoever reads the words beside them; who sent one that never came is told."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        del policy
        async with storage.reading() as work:
            waiting = [one for one in await work.enclosures.in_state("coming", "ready") if await _due(work, one, now)]
        for enclosure in waiting:
            found = await _looked_at(storage, enclosure)
            async with storage.writing() as work:
                await _go_on(work, enclosure, found, now)


async def _looked_at(storage: Storage, enclosure: Enclosure) -> Harm | None:
    """What is wrong with the file that has come; that takes time, and goes on beside everything else."""
    async with storage.reading() as work:
        name = await _file_of(work, enclosure) if enclosure.state == "coming" else None
        file = None if name is None else await work.files.load(name)
    return None if file is None else await asyncio.to_thread(harm, enclosure.name, file.media_type, file.content)


async def _due(work: Work, enclosure: Enclosure, now: datetime) -> bool:
    if enclosure.state == "ready":
        return not enclosure.key.startswith(OF_NOTE)  # it stays here until the note is sent after all
    return enclosure.at + PATIENCE <= now or await _file_of(work, enclosure) is not None


async def _go_on(work: Work, enclosure: Enclosure, found: Harm | None, now: datetime) -> None:
    if enclosure.state == "coming":
        name = await _file_of(work, enclosure)
        if name is None or found is not None:
            if await work.enclosures.lost(enclosure, name):
                await tell_sender(work, _place(enclosure), found or "lost", now)
            return
        await work.enclosures.fetched(enclosure, name)
    here = await work.enclosures.load(enclosure.id)
    if here is not None and here.state == "ready" and await pass_on(work, here, now):
        await work.enclosures.passed(here)


def _place(enclosure: Enclosure) -> Address:
    return Address(enclosure.messenger, enclosure.chat, enclosure.thread)


async def _file_of(work: Work, enclosure: Enclosure) -> str | None:
    return await work.files.sent(enclosure.messenger, enclosure.handle or "")
