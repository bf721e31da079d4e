"""What happens to the staff's groups as time passes."""

from datetime import datetime, timedelta

from dialogs.kit.policy import Policy
from dialogs.staff.feature import feature
from storage.database import Storage

ASK_AGAIN = timedelta(minutes=30)


@feature.every(seconds=60)
class AskingForTopics:
    """Lets groups that were refused topics be asked once more: not every messenger tells when it would allow them."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        del policy
        before = now - ASK_AGAIN
        async with storage.reading() as work:
            if not await work.staff.places.flat_since(before):
                return
        async with storage.writing() as work:
            await work.staff.places.try_topics(before)
