"""What a job posted lately, so that what does not come to stand is not posted again every second."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage.address import Address

AGAIN = timedelta(seconds=30)


@dataclass(slots=True)
class RecentlyPosted:
    """Keys by address and when they were posted: the outbox may still have them, or nobody can make them stand."""

    when: dict[tuple[Address, str], datetime] = field(default_factory=dict)

    def has(self, to: Address, key: str, now: datetime) -> bool:
        """Whether it was posted lately; from now on it counts as posted."""
        for old in [one for one, at in self.when.items() if not now - AGAIN < at <= now]:
            del self.when[old]
        return self.when.setdefault((to, key), now) != now
