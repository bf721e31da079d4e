"""What may pass is told from mistakes that come again however often one asks, and neither tells whom it met."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from storage.database import DatabaseTrouble, Storage
from storage.people.tables import PEOPLE
from tests.databases import Database
from tests.postgres import POSTGRES
from tests.storage.making import NOW, people

NO_FILES = (
    *("sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite+aiosqlite://", "sqlite+pysqlite:///fair.db"),
    *("sqlite:///file:fair.db?mode=memory&uri=true", "sqlite:///fair.db?mode=ro"),
)
MISTAKES = ("SELECT nothing FROM people", "SELECT * FROM nowhere", "SELECT FROM WHERE")


@pytest.mark.parametrize("statement", MISTAKES)
async def test_our_own_mistakes_are_no_trouble_of_the_database(storage: Storage, statement: str) -> None:
    """A trouble is asked again for ever: an event that meets such a mistake would hold up all others."""
    with pytest.raises(DBAPIError):
        async with storage.writing() as work:
            await work.post.events._connection.exec_driver_sql(statement)


async def test_a_form_that_is_no_json_is_a_mistake(storage: Storage) -> None:
    if not storage.sqlite:
        return  # PostgreSQL does not let it in
    with pytest.raises(DBAPIError):
        async with storage.reading() as work:
            await work.post.events._connection.exec_driver_sql("SELECT json_extract('{', '$.step')")


async def test_a_database_that_is_away_is_a_trouble_and_answers_when_it_is_back(
    storage: Storage, database: Database
) -> None:
    assert await storage.answers()
    async with database.broken():
        assert not await storage.answers()
        with pytest.raises(DatabaseTrouble):
            await people(storage, 1)
    assert await storage.answers()
    assert await people(storage, 1)


async def test_a_file_that_is_no_database_is_a_trouble(tmp_path: Path) -> None:
    (tmp_path / "fair.db").write_bytes(b"not a database at all " * 100)
    storage = Storage(f"sqlite:///{tmp_path / 'fair.db'}")
    with pytest.raises(DatabaseTrouble):
        await storage.refresh()
    await storage.close()


async def test_a_lock_is_a_trouble(tmp_path: Path) -> None:
    path = tmp_path / "fair.db"
    storage = Storage(f"sqlite:///{path}", patience=0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseTrouble):
        async with storage.writing():
            pass
    other.close()
    await storage.close()


async def test_an_error_does_not_say_whose_data_it_met(storage: Storage) -> None:
    [anna] = await people(storage, 1)
    same = {"messenger": anna.messenger, "user": anna.user, "language": "secret", "since": NOW}
    same |= {"reminders": True, "muted": False, "reachable": True}
    with pytest.raises(DBAPIError) as caught:
        async with storage.writing() as work:
            await work.post.events._connection.execute(PEOPLE.insert(), same)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["nonsense", "mysql://localhost/fair", "", *NO_FILES])
def test_an_address_of_no_database_that_we_know_is_named_so(url: str) -> None:
    with pytest.raises(DatabaseTrouble, match=r"database\.url"):
        Storage(url)


async def test_a_slow_statement_is_a_trouble_except_in_imports_and_migrations(storage: Storage) -> None:
    if POSTGRES is None or storage.sqlite:
        pytest.skip("of PostgreSQL only")
    hasty = Storage(storage.engine.url.render_as_string(hide_password=False), patience=0.2)
    with pytest.raises(DatabaseTrouble):
        async with hasty.writing() as work:
            await work.post.events._connection.exec_driver_sql("SELECT pg_sleep(0.8)")
    async with hasty.long_transaction() as (connection, _):
        await connection.exec_driver_sql("SELECT pg_sleep(0.8)")
    await hasty.close()
