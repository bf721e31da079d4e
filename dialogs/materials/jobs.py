"""What materials do as time passes: files that staff sent come in."""

from datetime import datetime, timedelta
from functools import partial

from dialogs.kit.contents import Harm, harm
from dialogs.kit.looking import beside
from dialogs.kit.policy import Policy
from dialogs.materials.actions.offers import settle
from dialogs.materials.feature import feature
from dialogs.materials.letters import tell_sender
from storage.database import Storage, Work
from storage.leads.offers import Offer

PATIENCE = timedelta(minutes=30)  # a file that has not come by then never will


@feature.every(2.0)
class Arrivals:
    """Files that staff sent become materials when they have come, and who sent them is told."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        async with storage.reading() as work:
            coming = await work.leads.offers.fetching()
            here = [offer for offer in coming if offer.at + PATIENCE <= now or await _file_of(work, offer) is not None]
        for offer in here:
            file, found = await _looked_at(storage, offer)
            async with storage.writing() as work:
                await _arrived(work, offer, file, found, now, approve=policy.staff.approve_materials)


async def _looked_at(storage: Storage, offer: Offer) -> tuple[str | None, Harm | None]:
    """The file, if it has come, and what is wrong with it; that takes time, and goes on beside everything else."""
    async with storage.reading() as work:
        name = await _file_of(work, offer)
        file = None if name is None else await work.files.load(name)
    if file is None:
        return None, None
    return file.hash, await beside(partial(harm, offer.name or file.name, file.media_type, file.content))


async def _arrived(
    work: Work, offer: Offer, file: str | None, found: Harm | None, now: datetime, *, approve: bool
) -> None:
    if file is None or found is not None:
        if await work.leads.offers.end(offer, "lost", now):
            await tell_sender(work, offer, now, found)
        return
    if (
        await work.leads.offers.fetched(offer, file, now)
        and (whole := await work.leads.offers.load(offer.id)) is not None
    ):
        await settle(work, whole, now, approve=approve)
        await tell_sender(work, offer, now)


async def _file_of(work: Work, offer: Offer) -> str | None:
    return await work.files.sent(offer.messenger or "", offer.handle or "")
