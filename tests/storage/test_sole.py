"""A second long-running process on one SQLite file is refused; after the first has ended the file is free."""

import sys
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from storage.engine.sole import DatabaseInUse, sole_use

ROOT = Path(__file__).parents[2]
HOLD = """
import sys, time
from storage.engine.sole import sole_use
with sole_use(sys.argv[1]):
    print(flush=True)
    time.sleep(60)
"""


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


def test_a_process_that_is_killed_leaves_no_lock(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/fairway.db"
    with Popen([sys.executable, "-c", HOLD, url], stdout=PIPE, cwd=ROOT) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(DatabaseInUse), sole_use(url):
            pass
        other.kill()
    with sole_use(url):
        pass
