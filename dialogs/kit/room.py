"""How much is unpacked of one file that people send, with all that lies in it, however deep."""

from dataclasses import dataclass

MOST_UNPACKED, MOST_OF_ONE, MOST_ENTRIES = 128 << 20, 32 << 20, 5_000  # bytes of all, bytes of one, files in archives


class TooLarge(Exception):
    """More lies in a file than may be unpacked."""


@dataclass(slots=True)
class Room:
    """What is left of the bounds while one file is looked at."""

    left: int = MOST_UNPACKED
    entries: int = MOST_ENTRIES

    @property
    def of_one(self) -> int:
        """How many bytes the next thing in it may have."""
        return min(self.left, MOST_OF_ONE)

    def take(self, size: int, entries: int = 0) -> None:
        """Count what was unpacked.

        :raises TooLarge: that was more than may be.
        """
        self.left -= size
        self.entries -= entries
        if self.left < 0 or self.entries < 0:
            raise TooLarge
