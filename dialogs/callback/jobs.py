"""What is done about calls as time passes: visitors whom nobody called learn it, and may choose another time."""

from datetime import datetime

from dialogs.callback.feature import feature
from dialogs.kit.policy import Policy
from dialogs.news.leads import call_unanswered
from storage.database import Storage


@feature.every(seconds=60)
class Lapsing:
    """Windows that are over while nobody has taken the request; those that were taken are asked about by the desk."""

    async def __call__(self, storage: Storage, _policy: Policy, now: datetime) -> None:
        async with storage.reading() as work:
            lapsed = await work.leads.lapsed(now)
        for lead in lapsed:
            async with storage.writing() as work:
                if await work.leads.mark(lead.id, "asked_at", now):
                    await call_unanswered(work, lead, now)
