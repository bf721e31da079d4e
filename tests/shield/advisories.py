"""Whether a known hole of what we depend on is published: `make shield` asks, for tests never use the network."""

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SOURCES = ("osv", "pypi")  # whichever answers first, for every library
PATIENCE = 180.0  # seconds for each step
UNANSWERED = "S16 – known holes of what we depend on: no advisory source answered for all of it, so nobody knows"


def main() -> int:
    """1: there is one. That nobody could be asked is not the same, and is said."""
    with tempfile.TemporaryDirectory(prefix="fairway-audit-") as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / "bin" / "python")
        lock = str(ROOT / "requirements-audit.lock")
        if _run(python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock) is None:
            return _say(UNANSWERED, 0)
        asked = ("-m", "pip_audit", "--format=json", "--progress-spinner=off", "--disable-pip", "--require-hashes")
        for source in SOURCES:
            told = _run(python, *asked, "-r", str(ROOT / "requirements.lock"), f"--vulnerability-service={source}")
            if told is not None and (holes := known_holes(told)) is not None:
                return _judged(holes)
    return _say(UNANSWERED, 0)


def known_holes(told: str) -> list[str] | None:
    """The holes in a report of pip-audit; None: of some library nothing is known, as where no source was reached."""
    try:
        libraries: list[dict[str, Any]] = json.loads(told)["dependencies"]
    except (ValueError, LookupError, TypeError):
        return None
    if not libraries or any("vulns" not in library for library in libraries):
        return None
    return [f"{one['name']} {one['version']}: {hole['id']}" for one in libraries for hole in one["vulns"]]


def _judged(holes: list[str]) -> int:
    sign = "✗" if holes else "✔"
    return _say(
        "\n      ".join([f"S16 {sign} known holes of what we depend on: {len(holes)}", *holes]), min(len(holes), 1)
    )


def _run(*command: str) -> str | None:
    """What it printed; None: it did not come to an end. pip-audit exits with 1 where there is a hole."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode in (0, 1) else None


def _say(line: str, code: int) -> int:
    sys.stdout.write(f"{line}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
