"""What happens to the staff's groups as time passes."""

from datetime import datetime, timedelta

from dialogs.kit.policy import Policy
from dialogs.news.staff import is_leaving, leave
from dialogs.news.terms import A_GUEST
from dialogs.staff.feature import feature
from storage.database import Storage

ASK_AGAIN = timedelta(minutes=30)
_LEFT_AT_ONCE = 20  # groups


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


@feature.every(seconds=30)
class SeeingOut:
    """Forgets who has lost a right as soon as nothing is left to be done about it; it is noted of who was erased."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        del policy
        async with storage.reading() as work:
            if not await work.staff.departures.all():
                return
        async with storage.writing() as work:
            for gone in await work.staff.departures.all():
                if await is_leaving(work, gone):
                    continue
                await work.staff.departures.end(gone)
                if await work.staff.right(gone.right) is None:
                    await work.privacy.audit.note("purge", f"departure {gone.id}", None, now)


@feature.every(seconds=30)
class LeavingStrangers:
    """Goes out of groups that nobody binds, but for those of the configuration: the fair's public chats among them."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        async with storage.reading() as work:
            if not await work.staff.strange_groups.since(now - A_GUEST, 1):
                return
        async with storage.writing() as work:
            for group in await work.staff.strange_groups.since(now - A_GUEST, _LEFT_AT_ONCE):
                await work.staff.strange_groups.forget(group.messenger, group.chat)
                bound = await work.staff.places.in_chat(group.messenger, group.chat)
                if not bound and not policy.names_chat(group.messenger, group.chat):
                    await leave(work, group, now, goodbye=True)
