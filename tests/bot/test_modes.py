"""What the program makes is for its own user alone, and what others may read is named."""

import os
import subprocess
import sys
from pathlib import Path
from stat import S_IMODE

import pytest

from tests.bot.command import fairway
from tests.conftest import FAIRS

OURS = 0o600


def runs(folder: Path, *commands: str) -> None:
    """The commands as a shell starts them under a careless umask, in one process: to start costs most."""
    main = (
        "import os, sys; from bot.commands import main\n"
        f"for line in {commands!r}:\n"
        "    os.umask(0o022); sys.argv = ['fairway', *line.split()]\n"
        "    try: main()\n"
        "    except SystemExit as end: assert not end.code, line"
    )
    own = {"FAIRWAY_DATABASE__URL": "sqlite:///fair.db", "PYTHONPATH": str(Path(__file__).parents[2])}
    env = own | {"PATH": os.environ["PATH"]}
    subprocess.run([sys.executable, "-c", main], cwd=folder, env=env, check=True, capture_output=True)


def modes(folder: Path) -> dict[str, int]:
    return {file.name: S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


@pytest.mark.shield("P5")
def test_the_database_exports_links_and_backups_are_0600(tmp_path: Path) -> None:
    was = tmp_path / "was.csv"
    was.write_text("made by somebody before")
    was.chmod(0o644)
    runs(
        tmp_path,
        f"import {FAIRS / 'small.yaml'} --yes",
        "export leads --out leads.csv",
        "export questions --out was.csv",
        "staff invite stands --out links.csv",
        "backup backup.db",
    )
    found = modes(tmp_path)
    assert {"fair.db", "leads.csv", "was.csv", "links.csv", "backup.db"} <= set(found)
    assert set(found.values()) == {OURS}, found


@pytest.mark.shield("P5")
def test_check_names_what_others_may_read(tmp_path: Path) -> None:
    assert fairway(tmp_path, "import", str(FAIRS / "small.yaml"), "--yes").code == 0
    assert "others on this machine" not in fairway(tmp_path, "check").err
    (tmp_path / "fairway.db").chmod(0o644)
    assert f"{tmp_path}/fairway.db: others on this machine may read it" in fairway(tmp_path, "check").err
