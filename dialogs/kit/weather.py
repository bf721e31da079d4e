"""How a messenger is doing, as this process sees it: told by who calls it, read by who has to tell people.

`policy.weather[name].away_since` is since when it does not answer; None: it does, as far as we know.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

# What a messenger that answers refuses us: another program takes our events; it lets us write to nobody, or to no group
# chat; a person has to solve a riddle first.
Refusal = Literal["rival", "shut", "chats", "captcha"]


@dataclass(slots=True)
class Weather:
    """One messenger's weather, in the fair's time.

    `away_since`: it does not answer; `refused_since`: it does not accept our token; `refusals`: what else it refuses,
    as its adapter heard last. `rate`: the letters that it takes in a second, as its answers told; None: none left yet.
    """

    away_since: datetime | None = None
    refused_since: datetime | None = None
    refusals: set[Refusal] = field(default_factory=set)
    rate: float | None = None

    @property
    def trouble(self) -> str | None:
        """What is the matter, for an operator."""
        if self.refused_since is not None:
            return f"does not accept the token since {self.refused_since.isoformat(timespec='seconds')}"
        if self.away_since is not None:
            return f"does not answer since {self.away_since.isoformat(timespec='seconds')}"
        return None
