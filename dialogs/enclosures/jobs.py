"""What enclosures do as time passes: files that were sent come in, and are passed on."""

from datetime import datetime, timedelta
from functools import partial

from dialogs.enclosures.feature import feature
from dialogs.kit.contents import Harm, harm
from dialogs.kit.looking import beside
from dialogs.kit.policy import Policy
from dialogs.news.enclosures import pass_on, tell_sender
from storage.address import Address
from storage.database import Storage, Work
from storage.people.enclosures import Enclosure

PATIENCE = timedelta(minutes=15)  # a file that has not come by then never will


@feature.every(1.0)
class Passing:
    """Files that have come go to whoever reads the words beside them; who sent one that never came is told."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        del policy
        async with storage.reading() as work:
            coming = await work.enclosures.in_state("coming")
            waiting = [*[one for one in coming if await _due(work, one, now)], *await work.enclosures.to_pass_on()]
        for enclosure in waiting:
            file, found = await _looked_at(storage, enclosure)
            async with storage.writing() as work:
                await _go_on(work, enclosure, file, found, now)


async def _looked_at(storage: Storage, enclosure: Enclosure) -> tuple[str | None, Harm | None]:
    """The file, if it has come, and what is wrong with it; that takes time, and goes on beside everything else."""
    async with storage.reading() as work:
        name = await _file_of(work, enclosure) if enclosure.state == "coming" else None
        file = None if name is None else await work.files.load(name)
    if file is None:
        return None, None
    return file.hash, await beside(partial(harm, enclosure.name, file.media_type, file.content))


async def _due(work: Work, enclosure: Enclosure, now: datetime) -> bool:
    return enclosure.at + PATIENCE <= now or await _file_of(work, enclosure) is not None


async def _go_on(work: Work, enclosure: Enclosure, file: str | None, found: Harm | None, now: datetime) -> None:
    """:param file: what was looked at; what has come since is looked at another time."""
    if enclosure.state == "coming":
        if file is None or found is not None:
            if await work.enclosures.lost(enclosure, file):
                await tell_sender(work, _place(enclosure), found or "lost", now)
            return
        await work.enclosures.fetched(enclosure, file)
    here = await work.enclosures.load(enclosure.id)
    if here is not None and here.state == "ready" and await pass_on(work, here, now):
        await work.enclosures.passed(here)


def _place(enclosure: Enclosure) -> Address:
    return Address(enclosure.messenger, enclosure.chat, enclosure.thread)


async def _file_of(work: Work, enclosure: Enclosure) -> str | None:
    return await work.files.sent(enclosure.messenger, enclosure.handle or "")
