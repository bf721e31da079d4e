"""Bringing a database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.database import Storage

FOLDER = Path(__file__).parent / "migrations"


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, bound to an open connection."""
    settings = Config(attributes={"connection": connection})
    settings.set_main_option("script_location", str(FOLDER))
    return settings


async def migrate(storage: Storage) -> None:
    """Upgrade to the newest schema; nothing happens where it is reached."""
    async with storage.engine.connect() as connection:
        await connection.execution_options(writes=True)
        async with connection.begin():
            await connection.run_sync(lambda sync: command.upgrade(config(sync), "head"))


async def pending(storage: Storage) -> bool:
    """Whether the database is behind this program."""

    def behind(sync: Connection) -> bool:
        newest = ScriptDirectory.from_config(config(sync)).get_current_head()
        return MigrationContext.configure(sync).get_current_revision() != newest

    async with storage.engine.connect() as connection:
        return await connection.run_sync(behind)
