"""A database file with the small fair and its logo, for adapters that need one behind them."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Storage
from storage.importers.fair_file import FairFile
from tests.conftest import SMALL
from tests.databases import SqliteServer
from tests.handlers.database import fill


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, small_fair: FairFile) -> Path:
    """A database file to copy."""
    folder = tmp_path_factory.mktemp("filled")
    SqliteServer(folder).prepare(SMALL, lambda storage: fill(storage, small_fair))
    return folder / f"{SMALL}.db"


@pytest.fixture
def database_file(filled: Path, tmp_path: Path) -> Path:
    """The test's own copy."""
    return Path(shutil.copy(filled, tmp_path / "fairway.db"))


@pytest.fixture
async def storage(database_file: Path) -> AsyncIterator[Storage]:
    """On SQLite alone: what is tested here happens before the database."""
    storage = Storage(f"sqlite:///{database_file}")
    await storage.refresh()
    yield storage
    await storage.close()
