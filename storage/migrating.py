"""Bringing a database to the newest schema.

Alembic is loaded only where there is something to do: a start that finds the newest schema saves its ten megabytes.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, inspect, select, text

from storage.database import Storage
from storage.engine.trouble import troubles

if TYPE_CHECKING:
    from alembic.config import Config

UPGRADING = 7_246_118  # the number of the advisory lock; any other would do

FOLDER = Path(__file__).parent / "migrations"
_NUMBER = 4  # signs of a revision, with which the name of its file begins


def config(connection: Connection | None = None) -> "Config":
    """Alembic's configuration, bound to an open connection."""
    from alembic.config import Config

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
            await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    if not _behind(connection):
        return
    from alembic import command

    command.upgrade(config(connection), "head")


def newest() -> str:
    """The newest revision."""
    return max(file.name[:_NUMBER] for file in (FOLDER / "versions").glob("[0-9]*.py"))


def _behind(connection: Connection) -> bool:
    """Whether the schema is another than ours; one that is newer is for Alembic to refuse."""
    if not inspect(connection).has_table("alembic_version"):
        return True
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() != [newest()]


async def pending(storage: Storage) -> bool:
    """Whether the database is behind this program; a SQLite file that is not there is not made by asking.

    :raises DatabaseTrouble: the database cannot be opened or does not answer.
    """
    if storage.sqlite and not Path(storage.engine.url.database or "").exists():
        return True

    with troubles():
        async with storage.engine.connect() as connection:
            return await connection.run_sync(_behind)
