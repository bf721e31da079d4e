"""The lead: of several processes one sends for a messenger, by a lease; the next one has it when that runs out."""

from collections.abc import Callable
from contextlib import suppress

from storage.database import DatabaseTrouble, Storage

LEADER = 15.0  # seconds one process alone sends for a messenger


class Leading:
    """Whether this process is the one that sends for the messenger; alone on SQLite it always is."""

    def __init__(self, storage: Storage, messenger: str, owner: str, real_time: Callable[[], float]) -> None:
        self._storage = storage
        self._name = f"delivery/{messenger}"
        self._owner = owner
        self._real_time = real_time
        self._until = 0.0

    async def take(self) -> bool:
        """Be that process, if no other one is."""
        now = self._real_time()
        if self._storage.memory is not None or now < self._until - LEADER / 2:
            return True
        async with self._storage.writing() as work:
            leads = await work.post.leases.take(self._name, self._owner, now, LEADER)
        self._until = now + LEADER if leads else 0.0
        return leads

    async def give_back(self) -> None:
        """Let another process lead at once."""
        if self._storage.memory is None and self._until:
            with suppress(DatabaseTrouble):  # it runs out by itself
                async with self._storage.writing() as work:
                    await work.post.leases.release(self._name, self._owner)
