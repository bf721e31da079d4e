"""Screens as readable files: what people see, looked over by an editor once and held from then on.

`FAIRWAY_TEST_RECORD=1 pytest` writes them anew; `git diff` then shows what has changed for people.
"""

import os
from pathlib import Path

FOLDER = Path(__file__).parent
RECORD = bool(os.environ.get("FAIRWAY_TEST_RECORD"))


def same_as_golden(name: str, text: str) -> None:
    """Hold `text` against the file of that name."""
    path = FOLDER / f"{name}.txt"
    if RECORD:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert path.exists(), f"{path.name} is not recorded: run with FAIRWAY_TEST_RECORD=1 and read it"
    assert text == path.read_text("utf-8")
