"""A library of which nobody could say anything does not count as one without holes."""

import re
from pathlib import Path

import pytest

from tests.shield.advisories import known_holes
from tests.shield.matrix import Measure

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("told", "holes"),
    [
        ('{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}', []),
        ('{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "CVE-1"}]}]}', ["a 1: CVE-1"]),
        ('{"dependencies": [{"name": "a", "skip_reason": "not found"}]}', None),
        ('{"dependencies": []}', None),
        ("", None),
    ],
)
def test_the_report_of_holes(told: str, holes: list[str] | None) -> None:
    assert known_holes(told) == holes


@pytest.mark.shield("S16")
@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-audit.lock"])
def test_every_library_is_locked_by_its_hash(lock: str, figure: Measure) -> None:
    libraries = re.split(r"\n(?=\S)", (ROOT / lock).read_text("utf-8").strip())
    figure("S16", f"libraries of {lock} without a hash", sum("--hash=sha256:" not in one for one in libraries), "= 0")
    assert all(re.match(r"[a-z0-9._-]+(\[[a-z,-]+\])?==", one) for one in libraries)
