"""What to see instead of a session that does not take place."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from dialogs.kit.similar import stems
from storage.fair.catalogue import Catalogue
from storage.fair.programme import Session

_EVER = datetime.max.replace(tzinfo=UTC)
_NEAR = timedelta(hours=1)


def instead(catalogue: Catalogue, chosen: Session, plan: Collection[int], now: datetime, most: int) -> list[Session]:
    """What is still to come, not in the plan, and most like a session: by its words, its cluster, its time."""
    words = set(stems(chosen.title).split())

    def unlike(other: Session) -> tuple[int, bool, timedelta, int]:
        said = len(words & set(stems(other.title).split()))
        return -said, other.cluster.id != chosen.cluster.id, _apart(chosen, other, now), other.id

    others = (other for other in _ahead(catalogue, chosen, now) if other.id not in plan)
    return sorted(others, key=unlike)[:most]


def at_that_time(
    catalogue: Catalogue, chosen: Session, plan: Collection[int], now: datetime, most: int
) -> list[Session]:
    """Of these, what begins within an hour of the time at which the session would have been."""
    if chosen.starts is None:
        return []
    alike = instead(catalogue, chosen, plan, now, len(catalogue.sessions))
    return [other for other in alike if _apart(chosen, other, now) <= _NEAR][:most]


def _ahead(catalogue: Catalogue, chosen: Session, now: datetime) -> list[Session]:
    others = (other for other in catalogue.sessions.values() if other.id != chosen.id and not other.cancelled)
    return [other for other in others if other.starts is not None and other.starts > now]


def _apart(one: Session, other: Session, now: datetime) -> timedelta:
    return abs((other.starts or _EVER) - (one.starts or now))
