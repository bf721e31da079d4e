"""What search does as time passes: it follows the catalogue."""

from datetime import datetime

from dialogs.kit.policy import Policy
from dialogs.search.feature import feature
from dialogs.search.shelf import shelf_of
from storage.database import Storage


@feature.every(1.0)
class Indexing:
    """A catalogue that has changed is read anew, beside everything else."""

    async def __call__(self, storage: Storage, policy: Policy, now: datetime) -> None:
        del policy, now
        if storage.catalogue.version:
            await shelf_of(storage).renew(storage.catalogue)
