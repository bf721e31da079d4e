"""A second long-running process on one SQLite file is refused; after the first has ended the file is free."""

from pathlib import Path

import pytest

from storage.engine.sole import DatabaseInUse, sole_use


def test_a_second_process_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/fairway.db"
    with sole_use(url), pytest.raises(DatabaseInUse, match="PostgreSQL for several"), sole_use(url):
        pass
    with sole_use(url):
        pass


def test_a_server_is_for_everybody() -> None:
    url = "postgresql://user@localhost/fairway"
    with sole_use(url), sole_use(url):
        pass
