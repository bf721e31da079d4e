"""How a messenger is doing, as this process sees it: told by who calls it, read by who has to tell people.

`policy.weather[name].away_since` is since when it does not answer; None: it does, as far as we know.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class Weather:
    """One messenger's weather, in the fair's time.

    `away_since`: it does not answer; `refused_since`: it does not accept our token.
    """

    away_since: datetime | None = None
    refused_since: datetime | None = None

    @property
    def trouble(self) -> str | None:
        """What is the matter, for an operator."""
        if self.refused_since is not None:
            return f"does not accept the token since {self.refused_since.isoformat(timespec='seconds')}"
        if self.away_since is not None:
            return f"does not answer since {self.away_since.isoformat(timespec='seconds')}"
        return None
