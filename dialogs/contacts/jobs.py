"""What contacts do as time passes: old codes are dropped, and what was told and never agreed to."""

from datetime import datetime

from dialogs.contacts.actions.form import forget_told
from dialogs.contacts.feature import feature
from dialogs.kit.policy import Policy
from storage.database import Storage

_SWEEPS_EVERY = 600.0  # seconds
_AT_ONCE = 100


@feature.every(_SWEEPS_EVERY)
class Sweep:
    """Codes that came back or ran out long ago are dropped, as are contacts that waited too long for their consent."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        del policy
        await storage.in_turns(lambda work: work.privacy.email_proofs.forget(now))
        while True:
            async with storage.reading() as work:
                people = await work.people.of(await work.privacy.waiting.over(now, _AT_ONCE))
            for known in people.values():
                async with storage.writing() as work:
                    await work.people.lock(known.messenger, known.user)
                    if (person := await work.people.now(known.messenger, known.user)) is not None:
                        await forget_told(work, person)
            if len(people) < _AT_ONCE:
                return
