"""How much of what could go on for ever is tried: enough in every run, more in `make test-all` and `make shield`."""

import os

WHOLE = bool(os.environ.get("FAIRWAY_TEST_ALL"))
SHIELD = bool(os.environ.get("FAIRWAY_TEST_SHIELD"))


def tried(usually: int, at_most: int) -> int:
    """How many kills, seeds, or rivals in a race a test has."""
    return at_most if WHOLE else usually


def attacked(usually: int, in_full: int) -> int:
    """How many hostile inputs a test has: all that its pass line asks for in `make shield`."""
    return in_full if SHIELD else usually
