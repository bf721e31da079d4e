"""Whether a known hole of what we depend on is published: `make shield` asks, for tests never use the network."""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 180.0  # seconds for each of its two steps
UNANSWERED = "S16 – known holes of what we depend on: no advisory source answered, so nobody knows"


def main() -> int:
    """1: there is one. Nobody to ask is not the same, and is said."""
    with tempfile.TemporaryDirectory(prefix="fairway-audit-") as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / "bin" / "python")
        locked = ["--require-hashes", "-r", str(ROOT / "requirements-audit.lock")]
        audit = ["-m", "pip_audit", "--disable-pip", "--require-hashes", "-r", str(ROOT / "requirements.lock")]
        if _run(python, "-m", "pip", "install", "--quiet", *locked) is None:
            return _say(UNANSWERED, 0)
        for source in ("osv", "pypi"):
            told = _run(python, *audit, "--progress-spinner=off", f"--vulnerability-service={source}")
            if told is not None:
                return _judged(told)
    return _say(UNANSWERED, 0)


def _judged(told: str) -> int:
    if "No known vulnerabilities found" in told:
        return _say("S16 ✔ known holes of what we depend on: 0", 0)
    return _say(f"S16 ✗ known holes of what we depend on:\n{told}", 1)


def _run(*command: str) -> str | None:
    """What it said; None: it could not ask."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return None
    said = done.stdout + done.stderr
    return said if done.returncode == 0 or "known vulnerabilit" in said else None


def _say(line: str, code: int) -> int:
    sys.stdout.write(f"{line}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
