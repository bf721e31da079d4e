"""The audit log tells what was erased last from what was only looked at."""

from storage.database import Storage
from tests.storage.making import NOW


async def test_the_newest_erasure_is_known_by_its_number(storage: Storage) -> None:
    async with storage.writing() as work:
        audit = work.privacy.audit
        await audit.note("reveal", "lead 1", None, NOW)
        assert await audit.last_erasure(0) == 0
        await audit.note("erase", "person 1", None, NOW)
        first = await audit.last_erasure(0)
        assert first > 0
        await audit.note("export", "person 2", None, NOW)
        assert await audit.last_erasure(first) == first
        await audit.note("withdraw", "consent 7f3kq9", None, NOW)
        assert await audit.last_erasure(first) > first
