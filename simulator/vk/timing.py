"""How long things live in VK and when they are tried again: a test makes them short."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """All in real seconds, but `kept`: so many events are remembered for the long poll."""

    key: float = 3600.0  # a key of the long poll is good for so long
    kept: int = 50_000
    press: float = 60.0  # a press may be answered for so long
    answer: float = 10.0  # the bot's address has so long to say `ok`
    repeats: tuple[float, ...] = (18.0, 60.0, 300.0)  # an event that failed comes again after these
