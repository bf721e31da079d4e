"""Bringing a database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select

from storage.database import Storage
from storage.engine.trouble import troubles

UPGRADING = 7_246_118  # the number of the advisory lock; any other would do

FOLDER = Path(__file__).parent / "migrations"


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, bound to an open connection."""
    settings = Config(attributes={"connection": connection})
    settings.set_main_option("script_location", str(FOLDER))
    return settings


async def migrate(storage: Storage) -> None:
    """Upgrade to the newest schema; nothing happens where it is reached.

    :raises DatabaseTrouble: the database cannot be opened or does not answer; it is as it was.
    """
    with troubles():
        async with storage.long_transaction() as (connection, _):
            if not storage.sqlite:  # processes that start together upgrade one after another
                await connection.execute(select(func.pg_advisory_xact_lock(UPGRADING)))
            await connection.run_sync(lambda sync: command.upgrade(config(sync), "head"))


async def pending(storage: Storage) -> bool:
    """Whether the database is behind this program; a SQLite file that is not there is not made by asking.

    :raises DatabaseTrouble: the database cannot be opened or does not answer.
    """
    if storage.sqlite and not Path(storage.engine.url.database or "").exists():
        return True

    def behind(sync: Connection) -> bool:
        newest = ScriptDirectory.from_config(config(sync)).get_current_head()
        return MigrationContext.configure(sync).get_current_revision() != newest

    with troubles():
        async with storage.engine.connect() as connection:
            return await connection.run_sync(behind)
