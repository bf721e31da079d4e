"""Filling a database with the small fair."""

from dialogs.news.sessions import load_fair
from storage.database import Storage
from storage.importers.fair_file import FairFile
from storage.migrating import migrate
from tests.conftest import FAIRS, MORNING


async def fill(storage: Storage, fair: FairFile) -> None:
    """Bring an empty database to the fair's morning."""
    await migrate(storage)
    await load_fair(storage, fair, FAIRS, MORNING, (10,))
