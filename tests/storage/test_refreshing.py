"""The catalogue in memory is the newest whole one, whatever is imported while it is read."""

import sqlite3
from itertools import count
from typing import Any

import pytest
from sqlalchemy import event

from storage.database import DatabaseTrouble, Storage


def import_while_reading(storage: Storage, times: int) -> None:
    """Another process commits a new programme just after its sessions were read, as often as that."""
    imports = count()

    def commit(_connection: Any, _cursor: Any, statement: str, *_rest: object) -> None:
        if "FROM sessions" in statement and next(imports) < times:
            other = sqlite3.connect(str(storage.engine.url.database))
            other.execute("UPDATE fairs SET version = version + 1")
            other.execute("UPDATE sessions SET title = title || '!' WHERE ref = 'reading'")
            other.commit()
            other.close()

    event.listen(storage.engine.sync_engine, "after_cursor_execute", commit)


@pytest.fixture
async def running(fair: Storage) -> Storage:
    if not fair.sqlite:
        pytest.skip("the import comes in through the file")
    async with fair.transaction() as (connection, _):
        await connection.exec_driver_sql("UPDATE fairs SET version = version + 1")
    return fair


async def test_an_import_between_two_reads_is_seen_whole(running: Storage) -> None:
    version = running.catalogue.version
    import_while_reading(running, times=2)
    assert await running.refresh()
    assert running.catalogue.version == version + 3
    reading = running.catalogue.session_named("reading")
    assert reading is not None
    assert reading.title.endswith("!!")


async def test_imports_without_end_are_a_trouble_not_an_old_programme(running: Storage) -> None:
    import_while_reading(running, times=1_000)
    with pytest.raises(DatabaseTrouble):
        await running.refresh()
