"""What contacts do as time passes: old codes are dropped."""

from datetime import datetime

from dialogs.contacts.feature import feature
from dialogs.kit.policy import Policy
from storage.database import Storage

_SWEEPS_EVERY = 600.0  # seconds


@feature.every(_SWEEPS_EVERY)
class Sweep:
    """Codes that came back or ran out long ago are dropped."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        del policy
        await storage.in_turns(lambda work: work.privacy.email_proofs.forget(now))
