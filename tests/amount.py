"""How much of what could go on for ever is tried: enough in every run, several times as much in `make test-all`."""

import os

WHOLE = bool(os.environ.get("FAIRWAY_TEST_ALL"))


def tried(usually: int, at_most: int) -> int:
    """How many kills, seeds, or rivals in a race a test has."""
    return at_most if WHOLE else usually
